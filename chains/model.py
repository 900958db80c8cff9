"""Shapes of the chain analysis: projection, structure, trace (design section 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import igraph

from chains.significance import DegreeNull
from graph.records import RelationKey


class Position(StrEnum):
    """Where a vertex stands: exactly one holds for each (点、线、网)."""

    POINT = "point"
    """孤立点: it has no link."""
    LINE = "line"
    """成线: it has links, and all of them are bridges."""
    NETWORK = "network"
    """成网: it lies in a biconnected block of at least three vertices."""

    @property
    def rank(self) -> int:
        """0 for a point, 1 in a line, 2 in the network."""
        return list(Position).index(self)


class RuleKind(StrEnum):
    """How it was decided which shared assets make a link."""

    NULL_MODEL = "null-model"
    """Weight significant against a degree-preserving null, at a false discovery rate."""
    SMALL = "small"
    """Too few vertices for the test: a stated count of shared specific assets."""


@dataclass(frozen=True, slots=True)
class LinkRule:
    """The rule behind the links of a projection, to be shown with every answer.

    Attributes:
        kind: The null model, or the rule for small graphs.
        specific_up_to: An asset is specific when at most so many vertices hold it.
        shared: Small rule: so many shared specific assets make a link.
        rare_up_to: Small rule: one shared asset is enough when so few vertices hold it.
        rate: Null model: the false discovery rate.
        threshold: Null model: the greatest p-value that made a link; 0 if none did.
        pairs: Number of vertex pairs tested.
    """

    kind: RuleKind
    specific_up_to: int
    shared: int = 2
    rare_up_to: int = 5
    rate: float = 0.01
    threshold: float = 0.0
    pairs: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Two linked vertices, ``a < b``, with the evidence for the link.

    Attributes:
        a: Id of the one vertex.
        b: Id of the other.
        weight: Adamic-Adar weight of the shared specific assets: the sum of 1/ln(holders).
        assets: Ids of the shared specific assets, sorted.
        relations: Explicit relations between the two, sorted.
        p_value: Chance of such a weight or a greater one under the null, if it was tested.
    """

    a: str
    b: str
    weight: float
    assets: tuple[str, ...]
    relations: tuple[RelationKey, ...]
    p_value: float | None = None

    def other(self, vertex: str) -> str:
        """The end that is not this one."""
        return self.b if vertex == self.a else self.a


@dataclass(frozen=True)
class Projection:
    """Vertices and their links.

    Attributes:
        vertices: Class of the vertices.
        ids: Their ids, sorted; ``graph``'s vertex i is ``ids[i]``.
        index: Position of each id.
        links: Links sorted by (a, b); ``graph``'s edge i is ``links[i]``.
        graph: The same as an igraph graph.
        holdings: For each vertex its assets, sorted, specific or not.
        holders: For each asset the vertices that hold it, sorted.
        via: For each asset the relation types by which it is held.
        rule: What made the links.
        illustrative: The vertices that are marked as examples (示例).
        revision: The store revision that was read.
        null: The fitted null model, unless the small rule was used.
    """

    vertices: str
    ids: tuple[str, ...]
    index: Mapping[str, int]
    links: tuple[Link, ...]
    graph: igraph.Graph
    holdings: Mapping[str, tuple[str, ...]]
    holders: Mapping[str, tuple[str, ...]]
    via: Mapping[str, frozenset[str]]
    rule: LinkRule
    illustrative: frozenset[str]
    revision: int
    null: DegreeNull | None = None

    def specific_degree(self, vertex: str) -> int:
        """How many specific assets the vertex holds."""
        limit = self.rule.specific_up_to
        return sum(len(self.holders[asset]) <= limit for asset in self.holdings[vertex])


@dataclass(frozen=True, slots=True)
class Spans:
    """How much of the ecosystem a line or block crosses: sorted ids.

    A component that stays within one enterprise is ``closed`` (同企闭环).
    """

    industries: tuple[str, ...]
    enterprises: tuple[str, ...]
    regions: tuple[str, ...]
    stages: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Component:
    """A line (vertices joined by bridges) or a block (biconnected, at least three vertices).

    Attributes:
        name: ``line-1``, ``block-1``, ... by descending size, then by first id.
        kind: LINE or NETWORK.
        members: Vertex ids, sorted.
        links: The links inside.
        spans: What it crosses.
    """

    name: str
    kind: Position
    members: tuple[str, ...]
    links: tuple[Link, ...]
    spans: Spans


@dataclass(frozen=True)
class Structure:
    """Points, lines and network of a projection.

    Attributes:
        projection: What was classified.
        position: The class of each vertex.
        lines: All lines, largest first.
        blocks: All blocks, largest first.
    """

    projection: Projection
    position: Mapping[str, Position]
    lines: tuple[Component, ...]
    blocks: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a structure.

    Attributes:
        vertices: Class of the vertices.
        counts: Number of vertices by position.
        illustrative: The part of ``counts`` that is marked as examples (示例).
        links: Number of links.
        lines: Number of lines.
        blocks: Number of blocks.
        largest_share: S, the share of vertices in the largest connected component.
        rule: What made the links.
    """

    vertices: str
    counts: Mapping[Position, int]
    illustrative: Mapping[Position, int]
    links: int
    lines: int
    blocks: int
    largest_share: float
    rule: LinkRule


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that would promote a vertex: hold one more asset.

    Attributes:
        asset: Id of the technology, standard, product or partner to take up.
        position: The class that the vertex would then have.
        partners: Vertices it would newly be linked to, sorted.
        joined: How many more vertices its connected component would have.
        likelihood: Share of its peers (same scenario or industry) that hold the asset,
            (held + 1/2) / (peers + 1).
        expected_gain: ``likelihood * (joined + [class rises])``, in vertices.
    """

    asset: str
    position: Position
    partners: tuple[str, ...]
    joined: int
    likelihood: float
    expected_gain: float


@dataclass(frozen=True, slots=True)
class Trace:
    """From this vertex through its line to the network.

    Attributes:
        vertex: The vertex asked for.
        position: Its class.
        links: Its links, strongest first.
        components: The line or blocks it belongs to.
        step: For a point, the step that the path begins with.
        path: Links from the vertex (or from the step's first partner) to the nearest vertex of
            the network; empty if it is in the network, or none can be reached.
        reaches_network: Whether it is in the network or the path ends there.
        steps: The best promoting steps, best first.
        rule: What made the links.
    """

    vertex: str
    position: Position
    links: tuple[Link, ...]
    components: tuple[Component, ...]
    step: Step | None
    path: tuple[Link, ...]
    reaches_network: bool
    steps: tuple[Step, ...]
    rule: LinkRule
