"""Shapes of chain models and of their completeness."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.records import RelationKey

FLOOR = 0.05
"""What a broken factor counts in gains, so that with two breaks the first fill still counts."""


class Origin(StrEnum):
    """Where a chain model comes from."""

    DECLARED = "declared"
    """A Chain whose stages are on record."""
    PRODUCTS = "products"
    """Derived: a product with all that lies upstream and downstream of it."""
    INDUSTRY = "industry"
    """Derived: the business stages of an industry's scenarios, such as research or service."""


class FindingKind(StrEnum):
    """What is wrong with the record of a chain; it is computed all the same."""

    CYCLE = "cycle"
    """Stages precede each other in a circle."""
    DANGLING = "dangling"
    """A link leads to a stage outside the chain, or to no stage at all."""
    DUPLICATE = "duplicate"
    """Several stages of one name."""
    ISOLATED = "isolated"
    """A stage that no link joins to the others."""
    SELF_LOOP = "self-loop"
    """A stage precedes itself."""
    NO_STAGES = "no-stages"
    """The chain has no stage."""
    ORDER_ONLY = "order-only"
    """No link between stages is on record; their order numbers give it."""
    ORDER = "order"
    """A link runs against the order numbers."""
    WEIGHT = "weight"
    """A weight is negative or no number, or all are zero; it counts as 1."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of the record, with the ids that it concerns, sorted."""

    kind: FindingKind
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a chain.

    Attributes:
        id: Of the Stage; in a derived chain of the Product, or of the term of the vocabulary
            ``businessStage``.
        weight: Share of all weights; the shares of a chain add up to 1.
        level: Longest way from a beginning, in links; stages of one cycle share theirs.
    """

    id: str
    weight: float
    level: int


@dataclass(frozen=True, slots=True)
class ChainModel:
    """Ordered or branching stages.

    Attributes:
        id: Of the Chain, or of the Product or Industry asked about.
        origin: Given or derived.
        stages: By level, then by id.
        pairs: Consecutive stages (earlier, later), by their levels, then by id.
        findings: Faults of the record, by kind and ids.
        revision: The store revision that was read.
        scenarios: For each stage the scenarios that belong to it, sorted.
        industries: Of a chain derived from an industry, that industry and those under it, sorted.
    """

    id: str
    origin: Origin
    stages: tuple[Stage, ...]
    pairs: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    revision: int
    scenarios: Mapping[str, tuple[str, ...]]
    industries: tuple[str, ...] = ()


class HoldKind(StrEnum):
    """What holds a stage alone."""

    ENTERPRISE = "enterprise"
    """It is the only supplier (单一来源)."""
    REGION = "region"
    """All of several suppliers are located in it; it is part of another region."""
    ARTICULATION = "articulation"
    """Without this supplier the ties between the chain's suppliers fall into more parts."""


@dataclass(frozen=True, slots=True)
class Hold:
    """That a stage hangs on one enterprise or region."""

    kind: HoldKind
    id: str


@dataclass(frozen=True, slots=True)
class Supplier:
    """An organization that serves a stage, with the relations that say so, sorted."""

    organization: str
    evidence: tuple[RelationKey, ...]


@dataclass(frozen=True, slots=True)
class StageCoverage:
    """How well a stage is supplied.

    Attributes:
        stage: Which stage.
        suppliers: Within the scope, by id.
        elsewhere: Suppliers outside the scope, by id.
        holds: What holds the stage alone, sorted.
    """

    stage: Stage
    suppliers: tuple[Supplier, ...]
    elsewhere: tuple[Supplier, ...]
    holds: tuple[Hold, ...]

    @property
    def coverage(self) -> float:
        """Coverage by the suppliers within the scope, see ``coverage``."""
        return coverage(len(self.suppliers))

    @property
    def broken(self) -> bool:
        """Whether nobody within the scope supplies it (断点)."""
        return not self.suppliers

    @property
    def broken_everywhere(self) -> bool:
        """Whether nobody on record supplies it at all."""
        return not self.suppliers and not self.elsewhere

    @property
    def single_source(self) -> bool:
        """Whether one enterprise supplies it alone (单一来源)."""
        return len(self.suppliers) == 1


@dataclass(frozen=True, slots=True)
class Tie:
    """Two organizations of consecutive stages that do business, or one that serves both.

    Attributes:
        source: Of the earlier stage.
        target: Of the later stage.
        evidence: The relations that show it, sorted; none where source and target are one.
    """

    source: str
    target: str
    evidence: tuple[RelationKey, ...]


@dataclass(frozen=True, slots=True)
class PairLink:
    """Two consecutive stages and the ties between their suppliers; without any it is missing."""

    earlier: str
    later: str
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Completeness of a chain within a scope.

    Attributes:
        model: The chain.
        scope: Id of the region, park or industry, or None for all.
        at: The date as of which records count (YYYY-MM-DD), or None for all.
        stages: In the order of the model.
        pairs: All consecutive stages, linked or not.
        examples: How many of the suppliers are illustrative (示例).
    """

    model: ChainModel
    scope: str | None
    at: str | None
    stages: tuple[StageCoverage, ...]
    pairs: tuple[PairLink, ...]
    examples: int

    @property
    def cover(self) -> float:
        """The product of the coverages, each to the power of its weight; 0 without stages."""
        if not self.stages:
            return 0.0
        return math.prod(math.pow(item.coverage, item.stage.weight) for item in self.stages)

    @property
    def linkage(self) -> float:
        """L, the share of consecutive stages that are linked; 1 where there are none."""
        return sum(bool(pair.ties) for pair in self.pairs) / len(self.pairs) if self.pairs else 1.0

    @property
    def value(self) -> float:
        """C = cover * linkage, between 0 and 1."""
        return self.cover * self.linkage

    @property
    def breaks(self) -> tuple[StageCoverage, ...]:
        """Stages that nobody within the scope supplies, those without any supplier first."""
        broken = [item for item in self.stages if item.broken]
        return tuple(sorted(broken, key=lambda item: not item.broken_everywhere))

    @property
    def missing(self) -> tuple[PairLink, ...]:
        """Consecutive stages that both have suppliers within the scope, but no tie."""
        staffed = {item.stage.id for item in self.stages if item.suppliers}
        return tuple(
            pair
            for pair in self.pairs
            if not pair.ties and pair.earlier in staffed and pair.later in staffed
        )

    @property
    def single_sources(self) -> tuple[StageCoverage, ...]:
        """Stages that one enterprise supplies alone."""
        return tuple(item for item in self.stages if item.single_source)


@dataclass(frozen=True, slots=True)
class StageChange:
    """A stage in two scopes or at two dates.

    Attributes:
        stage: Id of the stage.
        before: Coverage in the first.
        after: Coverage in the second.
        gained: Organizations that supply it in the second alone, sorted.
        lost: Those that supply it in the first alone, sorted.
    """

    stage: str
    before: float
    after: float
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Completeness of one chain in two scopes or at two dates.

    Attributes:
        before: The first.
        after: The second.
        stages: Every stage that either has, in the order of ``after``, then of ``before``.
        closed: Breaks of the first that the second has not, in that order.
        opened: Breaks of the second that the first has not, in that order.
    """

    before: Completeness
    after: Completeness
    stages: tuple[StageChange, ...]
    closed: tuple[str, ...]
    opened: tuple[str, ...]


def coverage(suppliers: int) -> float:
    """cov(n) = 1 - 2^-n: the first supplier covers half, each further one half of the rest."""
    return 1 - math.pow(2, -suppliers)


def smoothed(share: float) -> float:
    """.05 + .95 x, by which gains are computed (design section 6)."""
    return FLOOR + (1 - FLOOR) * share
