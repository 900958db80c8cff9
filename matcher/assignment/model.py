"""The problem as columns, and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matcher.errors import MatcherError

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


class InvalidProblem(MatcherError):
    """A capacity, a cap or a number of suppliers that cannot be."""

    code = "ASSIGN_INVALID_PROBLEM"


@dataclass(frozen=True, slots=True)
class Caps:
    """Bounds of an assignment.

    Attributes:
        suppliers: Supplies that a demand gets at most.
        per_owner: Demands that one organization serves at most, over all of its supplies; None
            is without bound.
        unstated: Capacity of a supply that states none.
        threshold: Value below which a pair is left out.
    """

    suppliers: int = 1
    per_owner: int | None = None
    unstated: int = 1
    threshold: float = 0.0

    def __post_init__(self) -> None:
        if self.suppliers < 1:
            raise InvalidProblem(f"a demand gets at least one supply, not {self.suppliers}")
        if self.per_owner is not None and self.per_owner < 1:
            raise InvalidProblem(f"the cap for an organization is at least 1, not {self.per_owner}")
        if self.unstated < 0:
            raise InvalidProblem(f"a capacity is at least 0, not {self.unstated}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Demands, supplies and the pairs that may be made; ids ascend, pairs by demand and supply.

    Attributes:
        demands: Ids; shape (d,).
        supplies: Ids; shape (s,).
        owners: Ids of the organizations that offer supplies; shape (o,).
        weight: Of each demand, above 0; shape (d,).
        capacity: Demands that each supply can serve, at least 0; shape (s,).
        owner: Position of each supply's organization, -1 where nobody is named; shape (s,).
        demand: Of each pair, a position; shape (m,).
        supply: Of each pair, a position; shape (m,).
        value: Of each pair, its probability, or, where nothing was calibrated, its score as a
            share of the highest; from 0 to 1, shape (m,).
        calibrated: Whether values are probabilities.
        caps: Bounds.
        held_back: Demands of which a hard condition excluded a supply that is likely enough.
    """

    demands: tuple[str, ...]
    supplies: tuple[str, ...]
    owners: tuple[str, ...]
    weight: FloatArray
    capacity: IntArray
    owner: IntArray
    demand: IntArray
    supply: IntArray
    value: FloatArray
    calibrated: bool
    caps: Caps
    held_back: frozenset[str] = frozenset()


class UnservedReason(StrEnum):
    """Why a demand gets no supply, or fewer than it may."""

    NO_CANDIDATE = "no-candidate"
    BELOW_THRESHOLD = "below-threshold"
    CONDITION_UNMET = "condition-unmet"
    """A hard condition excludes whoever would be likely enough."""
    NO_CAPACITY = "no-capacity"
    OWNER_CAP = "owner-cap"


@dataclass(frozen=True, slots=True)
class Assigned:
    """A pair that was chosen."""

    demand: str
    supply: str
    value: float


@dataclass(frozen=True, slots=True)
class Unserved:
    """A demand without any supply.

    Attributes:
        demand: The demand.
        reason: Why.
        taken_by: Demands that took the supplies which it could have had, sorted.
    """

    demand: str
    reason: UnservedReason
    taken_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Idle:
    """A supply with capacity that nobody uses."""

    supply: str
    left: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """The best assignment.

    Attributes:
        pairs: Chosen, by demand, then by supply.
        unserved: Demands without a supply, by id.
        idle: Supplies with capacity left, by id.
        objective: Sum of weight times value over the pairs.
        calibrated: Whether values are probabilities, and the objective an expected weight.
        demands: How many demands there were.
    """

    pairs: Sequence[Assigned]
    unserved: Sequence[Unserved]
    idle: Sequence[Idle]
    objective: float
    calibrated: bool
    demands: int

    @property
    def served(self) -> int:
        """Demands that get at least one supply."""
        return self.demands - len(self.unserved)
