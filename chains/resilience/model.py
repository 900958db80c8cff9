"""Shapes of resilience: curves of removal, weak points, losses and the link that would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chains.projection.model import Link, LinkRule
from chains.structure.model import Position


class Attack(StrEnum):
    """In which order vertices are removed; equals go by id."""

    RANDOM = "random"
    """In a random order; the mean of several seeded ones."""
    DEGREE = "degree"
    """Most links first, as counted at the start (static)."""
    ADAPTIVE_DEGREE = "adaptive-degree"
    """Most links first, counted anew after each removal."""
    BETWEENNESS = "betweenness"
    """Those on most shortest paths first, as counted at the start (static)."""


@dataclass(frozen=True, slots=True)
class Curve:
    """How the largest part shrinks while vertices are removed.

    Attributes:
        attack: The order of removal.
        r: R = (1/N) sum over Q = 1..N of S(Q); from 0 to (N - 1) / 2N.
        low: The 5% quantile over the samples; that of a fixed order is ``r``.
        high: The 95% quantile over the samples; that of a fixed order is ``r``.
        samples: How many orders were tried.
        pivots: Betweenness alone: from so many vertices shortest paths were counted; fewer than
            N means that it is an estimate (Brandes and Pich, 2007).
        points: (share removed, share in the largest part), from 0 to 1.
    """

    attack: Attack
    r: float
    low: float
    high: float
    samples: int
    pivots: int | None
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class WeakPoint:
    """An articulation point: a vertex whose loss parts its component.

    Attributes:
        vertex: Its id.
        cut_off: How many vertices would be parted from the largest piece.
        pieces: Into how many pieces the component would fall.
    """

    vertex: str
    cut_off: int
    pieces: int


@dataclass(frozen=True, slots=True)
class WeakLink:
    """A bridge: a link whose loss parts its component.

    Attributes:
        link: The link with its evidence.
        cut_off: How many vertices would be on the smaller side.
    """

    link: Link
    cut_off: int


@dataclass(frozen=True, slots=True)
class StageSource:
    """A stage that one organization alone supplies.

    Attributes:
        stage: Id of the stage.
        chains: The chains that it is part of, sorted.
        supplier: Id of the organization.
    """

    stage: str
    chains: tuple[str, ...]
    supplier: str


@dataclass(frozen=True, slots=True)
class Reinforcement:
    """One link that would make a weak point less weak.

    Attributes:
        a: Id of one end.
        b: Id of the other, in another piece.
        shared: Assets that both have already, sorted.
        around: The articulation point that the link leads around.
        saved: How many vertices the loss of that point would no longer cut off.
        fragility: By how much fragility would fall.
        robustness: By how much R under removal by degree would rise.
    """

    a: str
    b: str
    shared: tuple[str, ...]
    around: str
    saved: int
    fragility: float
    robustness: float


@dataclass(frozen=True, slots=True)
class Resilience:
    """How well a projection holds together.

    Attributes:
        vertices: Class of the vertices.
        size: How many there are, N.
        links: How many links.
        curves: One for each attack.
        fragility: F = (1/N) times the sum over all vertices of what the loss of each would cut
            off: the vertices cut off, on average, when one is lost. From 0.
        points: The weakest articulation points, most cut off first.
        point_count: How many there are.
        bridges: The weakest bridges, most cut off first.
        bridge_count: How many there are.
        sources: Stages that one organization alone supplies, by id.
        reinforcements: Links that would help, greatest fall of fragility first.
        rule: What made the links.
    """

    vertices: str
    size: int
    links: int
    curves: tuple[Curve, ...]
    fragility: float
    points: tuple[WeakPoint, ...]
    point_count: int
    bridges: tuple[WeakLink, ...]
    bridge_count: int
    sources: tuple[StageSource, ...]
    reinforcements: tuple[Reinforcement, ...]
    rule: LinkRule


class LossKind(StrEnum):
    """What is lost."""

    VERTEX = "vertex"
    """One vertex of the projection."""
    ORGANIZATION = "organization"
    """An organization, with the vertices that belong to it alone."""
    REGION = "region"
    """A region with all within it: its organizations, and the vertices that are there alone."""
    ASSET = "asset"
    """A technology, standard, product or skill; no vertex goes with it."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A vertex whose class falls, such as from network to point."""

    vertex: str
    before: Position
    after: Position


@dataclass(frozen=True, slots=True)
class StageLoss:
    """A stage that loses suppliers.

    Attributes:
        stage: Its id.
        chains: The chains that it is part of, sorted.
        lost: Suppliers that go, sorted.
        left: Suppliers that stay, sorted; none means that the chain breaks there.
    """

    stage: str
    chains: tuple[str, ...]
    lost: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """What the loss of something would break, judged with rule and holders as they stand.

    Attributes:
        id: What is lost.
        kind: What it is.
        organizations: Organizations that go with it, sorted.
        gone: Vertices that go with it, by id.
        broken: Links that go, those of gone vertices included.
        fallen: Vertices that stay, in a lower class than before, by id.
        parted: Vertices that stay, but no longer hang together with most of their component.
        stages: Stages that lose suppliers, those that lose all first.
        largest_before: Share of the vertices in the largest component.
        largest_after: The same after the loss, of all vertices there were.
        rule: What makes links.
    """

    id: str
    kind: LossKind
    organizations: tuple[str, ...]
    gone: Sequence[str]
    broken: Sequence[Link]
    fallen: tuple[Fall, ...]
    parted: Sequence[str]
    stages: tuple[StageLoss, ...]
    largest_before: float
    largest_after: float
    rule: LinkRule
