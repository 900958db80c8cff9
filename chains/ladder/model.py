"""Shapes of the cultivation ladder."""

from dataclasses import dataclass
from enum import StrEnum

from graph.records import Provenance


class Verdict(StrEnum):
    """What the record says of a condition."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    """What it examines is not on record."""


@dataclass(frozen=True, slots=True)
class Held:
    """An honour that was granted.

    Attributes:
        id: Of the honour.
        kind: Term of the vocabulary ``honourKind``; empty if not recorded.
        year: When it was granted.
        batch: In which batch.
        expires: Until when it holds (YYYY-MM-DD); None if that is not on record.
        in_force: Whether it has not expired.
    """

    id: str
    kind: str
    year: int | None
    batch: str | None
    expires: str | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion as judged for an enterprise.

    Attributes:
        criterion: Its id.
        verdict: What the record says.
        examines: Property or relation of the enterprise; empty if an honour must be held.
        operator: Term of the vocabulary ``criterionOperator``.
        threshold: What it is compared with.
        required: The honour that must be held.
        actual: What is on record of the enterprise.
        said: Who says so and when, where that is recorded.
        reference: The document that the criterion stands in.
        issued: The date of that document.
        verified: Whether the criterion was checked against the official text.
        option: The option of its requirement that it belongs to.
    """

    criterion: str
    verdict: Verdict
    examines: str
    operator: str
    threshold: float | None
    required: str | None
    actual: float | None
    said: Provenance | None
    reference: str | None
    issued: str | None
    verified: bool
    option: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """Criteria of which one option must hold in full; most have a single criterion.

    Attributes:
        name: What the criteria call it, or the id of the only one.
        verdict: The best option's; an option is as bad as the worst of its criteria.
        criteria: By option, then by id.
    """

    name: str
    verdict: Verdict
    criteria: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """An honour that could be next.

    Attributes:
        kind: Term of the vocabulary ``honourKind``.
        lapsed: Whether one of this kind was held and has expired.
        requirements: Unmet ones first, then unknown, then met, by name; none means that no
            criterion is on record, and not that there is none.
    """

    kind: str
    lapsed: bool
    requirements: tuple[Requirement, ...]

    def count(self, verdict: Verdict) -> int:
        """How many requirements have that verdict."""
        return sum(item.verdict is verdict for item in self.requirements)


@dataclass(frozen=True, slots=True)
class Peer:
    """An enterprise of the same industry.

    Attributes:
        enterprise: Its id.
        phase: Its life-cycle phase; None if not on record.
        honours: Kinds in force, in the order of the vocabulary.
        alike: The weight of what both can do.
    """

    enterprise: str
    phase: str | None
    honours: tuple[str, ...]
    alike: float


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where an enterprise stands on the ladder.

    Attributes:
        enterprise: Its id.
        today: The date by which honours are in force (YYYY-MM-DD).
        phase: Its life-cycle phase; None if not on record.
        honours: All that it was granted, latest first.
        next: Honours that could be next, in the order of the vocabulary.
        peers: Enterprises of the same industry that are most alike.
    """

    enterprise: str
    today: str
    phase: str | None
    honours: tuple[Held, ...]
    next: tuple[Rung, ...]
    peers: tuple[Peer, ...]
