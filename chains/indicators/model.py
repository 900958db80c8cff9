"""Shapes of indicators."""

from dataclasses import dataclass
from enum import StrEnum

from chains.errors import ChainError


class UnknownIndicator(ChainError):
    """There is no indicator of that name."""

    code = "INDICATOR_UNKNOWN"


class Why(StrEnum):
    """Why an indicator has no value."""

    NOTHING_TO_COUNT = "nothing-to-count"
    RESTS_ON_EXAMPLES = "rests-on-examples"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure.

    Attributes:
        name: Stable.
        value: It; None where it cannot be said.
        part: What was counted; None where it is no count.
        whole: Of how much; None where it is no share.
        members: Ids behind the count, sorted, so that a figure leads to its records.
        why: Why there is no value.
        confirmed_only: Nothing is calibrated, so only what people confirmed counts.
    """

    name: str
    value: float | None
    part: float | None = None
    whole: float | None = None
    members: tuple[str, ...] = ()
    why: Why | None = None
    confirmed_only: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure that a source reports; never mixed with what is computed here.

    Attributes:
        id: Of the observation.
        indicator: Which figure, as the source's record names it.
        value: It.
        unit: What it counts.
        period: For when.
    """

    id: str
    indicator: str
    value: float
    unit: str
    period: str
