"""Shapes of the structure: positions, lines and blocks with what they cross."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from chains.projection.holdings import Matrix, Membership, row
from chains.projection.model import Link, LinkRule, Projection
from chains.structure.blocks import Blocks, IntArray


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


POSITIONS = tuple(Position)


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
        links: The links inside; the evidence is read off when one is looked at.
        spans: What it crosses.
    """

    name: str
    kind: Position
    members: tuple[str, ...]
    links: Sequence[Link]
    spans: Spans


@dataclass(frozen=True)
class SpanColumns:
    """What every component of a kind crosses.

    Attributes:
        crossed: For industries, owners, regions and stages: components by those, ones.
        closed: Which components stay within one enterprise; shape (g,).
    """

    crossed: Mapping[str, Matrix]
    closed: NDArray[np.bool_]


@dataclass(frozen=True)
class Components(Sequence[Component]):
    """All lines or all blocks, largest first; a ``Component`` is made when it is asked for.

    Attributes:
        kind: LINE or NETWORK.
        projection: Whose they are.
        members: Components by vertices, ones, vertices sorted; shape (g, n).
        edges: Components by links, ones, links sorted; shape (g, m).
    """

    kind: Position
    projection: Projection
    members: Matrix
    edges: Matrix

    def __len__(self) -> int:
        return int(self.members.shape[0])

    @overload
    def __getitem__(self, at: int) -> Component: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Component]: ...
    def __getitem__(self, at: int | slice) -> Component | Sequence[Component]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        place = range(len(self))[at]
        word = "line" if self.kind is Position.LINE else "block"
        ids = self.projection.ids
        return Component(
            name=f"{word}-{place + 1}",
            kind=self.kind,
            members=tuple(ids[vertex] for vertex in row(self.members, place).tolist()),
            links=self.projection.links.some(row(self.edges, place)),
            spans=self._spans(place),
        )

    def __iter__(self) -> Iterator[Component]:
        return (self[at] for at in range(len(self)))

    def of(self, vertex: int) -> tuple[Component, ...]:
        """Those that a vertex is a member of."""
        entries = np.flatnonzero(self.members.indices == vertex)
        places = np.searchsorted(self.members.indptr, entries, side="right") - 1
        return tuple(self[place] for place in places.tolist())

    @cached_property
    def spans(self) -> SpanColumns:
        """What all of them cross, computed together."""
        belongs = self.projection.holdings.belongs
        return span_columns(self.members, belongs)

    def _spans(self, place: int) -> Spans:
        belongs = self.projection.holdings.belongs
        found = span_columns(csr_array(self.members[[place], :]), belongs)

        def names(kind: str) -> tuple[str, ...]:
            crossed = row(found.crossed[kind], 0).tolist()
            return tuple(belongs[kind].ids[item] for item in crossed)

        return Spans(
            industries=names("industries"),
            enterprises=names("owners"),
            regions=names("regions"),
            stages=names("stages"),
            closed=bool(found.closed[0]),
        )


@dataclass(frozen=True, eq=False)
class Positions(Mapping[str, Position]):
    """The position of each vertex by its id.

    Attributes:
        projection: Knows the ids.
        rank: Rank of each position, shape (n,).
    """

    projection: Projection
    rank: IntArray

    def __getitem__(self, vertex: str) -> Position:
        number = self.projection.number_of(vertex)
        if number is None:
            raise KeyError(vertex)
        return POSITIONS[int(self.rank[number])]

    def __iter__(self) -> Iterator[str]:
        return iter(self.projection.ids)

    def __len__(self) -> int:
        return len(self.projection.ids)


@dataclass(frozen=True)
class Structure:
    """Points, lines and network of a projection.

    Attributes:
        projection: What was classified.
        graph: Its links as a symmetric matrix.
        parts: Components, bridges and blocks by number.
        position: The class of each vertex.
        lines: All lines, largest first.
        blocks: All blocks of at least three vertices, largest first.
    """

    projection: Projection
    graph: csr_array
    parts: Blocks
    position: Positions
    lines: Components
    blocks: Components

    def around(self, vertex: int) -> IntArray:
        """Numbers of the vertices that one is linked to, ascending."""
        return np.sort(row(self.graph, vertex)).astype(np.int64)


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


def span_columns(members: Matrix, belongs: Mapping[str, Membership]) -> SpanColumns:
    """What groups of vertices cross.

    Args:
        members: Groups by vertices, ones.
        belongs: What the vertices belong to.
    """
    crossed = {
        kind: csr_array(members @ belongs[kind].matrix)
        for kind in ("industries", "owners", "regions", "stages")
    }
    for matrix in crossed.values():
        matrix.sort_indices()
    owned = np.diff(belongs["owners"].matrix.indptr) > 0
    all_owned = (members @ owned.astype(np.int64)) == np.diff(members.indptr)
    return SpanColumns(crossed, (np.diff(crossed["owners"].indptr) == 1) & all_owned)
