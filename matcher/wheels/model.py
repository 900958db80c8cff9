"""The matrix of demand categories by supply categories, and unmet demand by reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

NONE = ""
"""The row of demands, or the column of supplies, that state no category."""


class Reason(StrEnum):
    """Why a demand is unmet."""

    NO_SUPPLIER = "no-supplier"
    LOW_PROBABILITY = "low-probability"
    CONDITION_UNMET = "condition-unmet"
    NO_CAPACITY = "no-capacity"


@dataclass(frozen=True, slots=True)
class Cell:
    """A demand category and a supply category.

    A demand of k categories counts 1/k in each of its rows, a supply of m functions 1/m in each
    of its columns; a match of the two counts 1/(k m), so all cells add up to the whole.

    Attributes:
        confirmed: Matches that people confirmed.
        estimated: Further matches that the assignment proposes.
        unmet: Demands without a supply, in the column of what comes nearest to them.
        idle: Supplies that serve nobody, in the row of the demands that they come nearest to.
    """

    confirmed: float = 0.0
    estimated: float = 0.0
    unmet: float = 0.0
    idle: float = 0.0


@dataclass(frozen=True, slots=True)
class Left:
    """A demand that is unmet.

    Attributes:
        demand: It.
        reason: Why.
        nearest: The supply that comes nearest; None where there is none.
        value: Its probability, or score where nothing was calibrated; 0 where there is none.
    """

    demand: str
    reason: Reason
    nearest: str | None
    value: float


@dataclass(frozen=True, slots=True)
class WheelMatrix:
    """How the wheels stand.

    Attributes:
        rows: Demand categories in the vocabulary's order, then ``NONE`` if a demand has none.
        columns: Supply categories in the vocabulary's order, then ``NONE`` if a supply has none.
        cells: By row and column.
        demands: All demands that count: confirmed, estimated and unmet together.
        confirmed: Demands with a confirmed match, sorted.
        estimated: Demands with a proposed match, sorted.
        unmet: The others, by id; each has one reason.
        supplies: All supplies that count.
        idle: Supplies that serve nobody, sorted.
        unplaced_unmet: Unmet demands that nothing comes near to, by row; in no cell.
        unplaced_idle: Idle supplies that come near to nothing, by column; in no cell.
        calibrated: Whether the estimate rests on probabilities.
        confirmed_loads: Demands that each supply serves by confirmed matches.
        loads: The same with the proposed ones.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[tuple[str, str], Cell]
    demands: int
    confirmed: Sequence[str]
    estimated: Sequence[str]
    unmet: Sequence[Left]
    supplies: int
    idle: Sequence[str]
    unplaced_unmet: Mapping[str, float]
    unplaced_idle: Mapping[str, float]
    calibrated: bool
    confirmed_loads: Mapping[str, int]
    loads: Mapping[str, int]

    @property
    def by_reason(self) -> Mapping[Reason, int]:
        """Unmet demands by reason; adds up to all of them."""
        return {reason: sum(item.reason is reason for item in self.unmet) for reason in Reason}
