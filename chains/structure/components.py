"""Lines and blocks with what they cross, as matrices of members and links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from chains.projection.holdings import Matrix, Membership, row
from chains.projection.model import Projection
from chains.projection.table import kinds_of, order_of
from chains.structure.blocks import Blocks, IntArray, adjacency
from chains.structure.model import Chosen, Component, Position, Spans


@dataclass(frozen=True)
class SpanColumns:
    """What every component of a kind crosses.

    Attributes:
        crossed: For industries, owners, regions and stages: components by those, ones.
        closed: Which components stay within one enterprise; shape (g,).
    """

    crossed: Mapping[str, Matrix]
    closed: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Components(Sequence[Component]):
    """Lines or blocks, largest first; a ``Component`` is made when it is asked for.

    Attributes:
        kind: LINE or NETWORK.
        projection: Whose they are.
        members: Components by vertices, ones, vertices sorted; shape (g, n).
        edges: Components by links, ones, links sorted; shape (g, m).
        places: The place of each among all of its kind, which its name says; shape (g,).
    """

    kind: Position
    projection: Projection
    members: Matrix
    edges: Matrix
    places: IntArray

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
            name=f"{word}-{self.places[place] + 1}",
            kind=self.kind,
            members=Chosen(ids, row(self.members, place)),
            links=self.projection.links.some(row(self.edges, place)),
            spans=self._spans(place),
        )

    def __iter__(self) -> Iterator[Component]:
        return (self[at] for at in range(len(self)))

    def of(self, vertex: int) -> "Components":
        """Those that a vertex is a member of."""
        entries = np.flatnonzero(self.members.indices == vertex)
        chosen = np.searchsorted(self.members.indptr, entries, side="right") - 1
        return Components(
            self.kind,
            self.projection,
            csr_array(self.members[chosen, :]),
            csr_array(self.edges[chosen, :]),
            self.places[chosen],
        )

    @cached_property
    def spans(self) -> SpanColumns:
        """What all of them cross, computed together."""
        belongs = self.projection.holdings.belongs
        return span_columns(self.members, belongs)

    def _spans(self, place: int) -> Spans:
        belongs = self.projection.holdings.belongs
        members = row(self.members, place)

        def names(kind: str) -> tuple[str, ...]:
            crossed = np.unique(belongs[kind].matrix[members, :].indices)
            return tuple(belongs[kind].ids[item] for item in crossed.tolist())

        enterprises = names("owners")
        owned = np.diff(belongs["owners"].matrix.indptr)[members] > 0
        return Spans(
            industries=names("industries"),
            enterprises=enterprises,
            regions=names("regions"),
            stages=names("stages"),
            closed=len(enterprises) == 1 and bool(owned.all()),
        )


@dataclass(frozen=True, eq=False)
class Memberships(Sequence[Component]):
    """The lines and blocks of one vertex, lines first."""

    lines: Components
    blocks: Components

    def __len__(self) -> int:
        return len(self.lines) + len(self.blocks)

    @overload
    def __getitem__(self, at: int) -> Component: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Component]: ...
    def __getitem__(self, at: int | slice) -> Component | Sequence[Component]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        place = range(len(self))[at]
        lines = len(self.lines)
        return self.lines[place] if place < lines else self.blocks[place - lines]


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


def lines_of(projection: Projection, parts: Blocks, rank: IntArray) -> Components:
    """All lines, largest first; ``rank`` is that of each vertex's position, shape (n,)."""
    links, size = projection.links, len(projection.ids)
    bridges = np.flatnonzero(parts.bridge)
    count, label = connected_components(
        adjacency(size, links.start[bridges], links.end[bridges]),
        directed=True,
        connection="weak",
    )
    outside = np.zeros(count, dtype=bool)
    outside[label[rank == Position.LINE.rank]] = True
    vertices = np.flatnonzero(outside[label])
    edges = bridges[outside[label[links.start[bridges]]]]
    return _components(
        Position.LINE, projection, (label[vertices], vertices), (label[links.start[edges]], edges)
    )


def blocks_of(projection: Projection, parts: Blocks) -> Components:
    """All blocks of at least three vertices, largest first."""
    inside = parts.inside
    kept = inside[parts.member_block]
    edges = np.flatnonzero(inside[parts.edge_block])
    return _components(
        Position.NETWORK,
        projection,
        (parts.member_block[kept], parts.member[kept]),
        (parts.edge_block[edges], edges),
    )


def _components(
    kind: Position,
    projection: Projection,
    vertices: tuple[IntArray, IntArray],
    edges: tuple[IntArray, IntArray],
) -> Components:
    labels, group = kinds_of(vertices[0], len(projection.ids))
    members = _grouped(group, vertices[1], (len(labels), len(projection.ids)))
    order = _order(members)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    edge_group = place[np.searchsorted(labels, edges[0])]
    return Components(
        kind=kind,
        projection=projection,
        members=_grouped(place[group], vertices[1], members.shape),
        edges=_grouped(edge_group, edges[1], (len(labels), len(projection.links))),
        places=np.arange(len(labels)),
    )


def _grouped(rows: IntArray, columns: IntArray, shape: tuple[int, int]) -> Matrix:
    """A matrix of ones at those places, each named once; columns ascend within a row."""
    order = order_of(columns, shape[1])
    order = order[order_of(rows[order], shape[0])]
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=shape[0]))])
    return csr_array((np.ones(len(rows), dtype=np.int64), columns[order], starts), shape=shape)


def _order(members: Matrix) -> IntArray:
    """Largest first, then by the first member, then the second; two share one vertex at most."""
    first = members.indices[members.indptr[:-1]]
    second = members.indices[members.indptr[:-1] + 1]
    order: IntArray = np.lexsort((second, first, -np.diff(members.indptr)))
    return order
