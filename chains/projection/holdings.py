"""Which vertices hold which assets, how they are related explicitly, and what they belong to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from chains.projection.reading import SPAN_RELATIONS, Scope
from chains.projection.table import BoolArray, IntArray, Table, kinds_of, order_of
from graph.records import RelationKey

Matrix: TypeAlias = csr_array
"""A sparse matrix of ones, row indices sorted."""


@dataclass(frozen=True)
class Membership:
    """What each vertex belongs to.

    Attributes:
        ids: What can be belonged to, sorted; shape (k,).
        matrix: Vertices by those, shape (n, k).
    """

    ids: tuple[str, ...]
    matrix: Matrix


@dataclass(frozen=True)
class Relations:
    """Explicit relations between vertices, self-loops left out, sorted by pair.

    Attributes:
        types: Names that ``type`` refers to, sorted.
        type: Shape (m,).
        source: Vertex numbers, shape (m,).
        target: Vertex numbers, shape (m,).
        pair: ``low * n + high`` of the two vertex numbers, ascending; shape (m,).
        vertices: How many vertices there are, n.
    """

    types: tuple[str, ...]
    type: IntArray
    source: IntArray
    target: IntArray
    pair: IntArray
    vertices: int

    @cached_property
    def graph(self) -> Matrix:
        """Which vertices are related, symmetric, ones; shape (n, n)."""
        ends = np.concatenate([self.source, self.target])
        others = np.concatenate([self.target, self.source])
        return ones(ends, others, (self.vertices, self.vertices))

    def between(self, pair: int, ids: tuple[str, ...]) -> tuple[RelationKey, ...]:
        """The relations of a pair, sorted."""
        rows = range(*np.searchsorted(self.pair, [pair, pair + 1]).tolist())
        return tuple(
            sorted(
                RelationKey(
                    self.types[self.type[row]], ids[self.source[row]], ids[self.target[row]]
                )
                for row in rows
            )
        )


@dataclass(frozen=True)
class Holdings:
    """Vertices, numbered in the order of their ids, with all that links and places them.

    Attributes:
        ids: Vertex ids, sorted; shape (n,).
        example: Those that are marked as examples (示例); shape (n,).
        asset_at: Where the assets that a vertex holds stand among the table's entities; shape (k,).
        assets: Their ids, sorted; shape (k,).
        asset_class: The class of ``ASSET_CLASSES`` that each asset is of; shape (k,).
        held: Vertices by assets, shape (n, k).
        via: For each relation type the assets that are held by it; shape (k,) each.
        relations: Explicit relations.
        loops: Vertices with a relation to themselves.
        dangling: Ids of ends that the store does not know, sorted.
        belongs: By relation type (and ``stages``, through scenarios; ``owners``: the
            enterprises that deploy, produce or are the vertex; ``regions``).
    """

    ids: tuple[str, ...]
    example: BoolArray
    asset_at: IntArray
    assets: tuple[str, ...]
    asset_class: tuple[str, ...]
    held: Matrix
    via: Mapping[str, BoolArray]
    relations: Relations
    loops: IntArray
    dangling: tuple[str, ...]
    belongs: Mapping[str, Membership]

    @cached_property
    def holders(self) -> IntArray:
        """How many vertices hold each asset; shape (k,)."""
        return np.bincount(self.held.indices, minlength=len(self.assets))

    def assets_of(self, vertex: int) -> IntArray:
        """Numbers of the assets that the vertex of that number holds, ascending."""
        return row(self.held, vertex)

    def held_only_by(self, relation: str) -> BoolArray:
        """Assets that are held by relations of that type alone; shape (k,)."""
        none = np.zeros(len(self.assets), dtype=bool)
        others = [mask for name, mask in self.via.items() if name != relation]
        only: BoolArray = self.via.get(relation, none) & ~np.any([none, *others], axis=0)
        return only

    @cached_property
    def by_asset(self) -> Matrix:
        """Assets by vertices, shape (k, n)."""
        return csr_array(self.held.T)


Before: TypeAlias = tuple[Table, Holdings]
"""An earlier table, and what was made of it in the same scope with the same examples."""


def hold(
    table: Table, scope: Scope, *, illustrative: bool = True, before: Before | None = None
) -> Holdings:
    """Number the vertices and turn the relations of the table into matrices.

    Args:
        table: What was read.
        scope: What the ontology says of it.
        illustrative: Whether vertices marked as examples count.
        before: What is still true of this is not computed again.
    """
    vertex = table.of_class(scope.vertex_classes)
    if not illustrative:
        vertex &= ~table.example
    at = np.flatnonzero(vertex)
    number = _numbers(at, len(table.ids))
    alike = before is not None and _alike(table, before[0])
    ids = before[1].ids if before and alike else _names(table, at)
    linking = table.of_type(scope.linking)
    start, end = number[table.source], number[table.target]
    among = linking & (start >= 0) & (end >= 0)
    loop = among & (start == end)
    asset_at, held, via = _held(table, scope, linking, number, len(ids))
    if before and alike and np.array_equal(asset_at, before[1].asset_at):
        assets, asset_class = before[1].assets, before[1].asset_class
    else:
        assets, asset_class = _names(table, asset_at), _classes(table, scope, asset_at)
    return Holdings(
        ids=ids,
        example=table.example[at],
        asset_at=asset_at,
        assets=assets,
        asset_class=asset_class,
        held=held,
        via=via,
        relations=_relations(table, among & ~loop, start, end, len(ids)),
        loops=np.unique(start[loop]),
        dangling=_names(table, table.unknown_ends()),
        belongs=before[1].belongs
        if before and alike and _placed_alike(table, before[0])
        else _belongings(table, scope, at, number),
    )


def ones(rows: IntArray, columns: IntArray, shape: tuple[int, int]) -> Matrix:
    """A matrix of ones at those places, each counted once."""
    made = csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)
    made.sum_duplicates()
    made.data[:] = 1
    return made


def row(matrix: Matrix, at: int) -> IntArray:
    """Columns of the entries of a row."""
    columns: IntArray = matrix.indices[matrix.indptr[at] : matrix.indptr[at + 1]]
    return columns


def _held(
    table: Table, scope: Scope, linking: BoolArray, number: IntArray, size: int
) -> tuple[IntArray, Matrix, Mapping[str, BoolArray]]:
    asset = table.of_class(scope.asset_classes)
    out = linking & (number[table.source] >= 0) & asset[table.target]
    back = linking & (number[table.target] >= 0) & asset[table.source]
    holder = np.concatenate([number[table.source[out]], number[table.target[back]]])
    what, column = kinds_of(np.concatenate([table.target[out], table.source[back]]), len(table.ids))
    kind = np.concatenate([table.type[out], table.type[back]])
    via = {}
    for code in np.flatnonzero(np.bincount(kind, minlength=len(table.types))).tolist():
        mask = np.zeros(len(what), dtype=bool)
        mask[column[kind == code]] = True
        via[table.types[code]] = mask
    return what, ones(holder, column, (size, len(what))), via


def _relations(
    table: Table, kept: BoolArray, start: IntArray, end: IntArray, size: int
) -> Relations:
    start, end, kind = start[kept], end[kept], table.type[kept]
    low, high = np.minimum(start, end), np.maximum(start, end)
    order = order_of(high, size)
    order = order[order_of(low[order], size)]
    pair = low * size + high
    return Relations(table.types, kind[order], start[order], end[order], pair[order], size)


def _alike(table: Table, before: Table) -> bool:
    """Whether the entities are those of an earlier table, with their classes and marks."""
    return (
        table.ids is before.ids
        and table.classes == before.classes
        and np.array_equal(table.class_of, before.class_of)
        and np.array_equal(table.example, before.example)
    )


def _placed_alike(table: Table, before: Table) -> bool:
    """Whether equal entities belong to what they did in an earlier table."""
    span = np.flatnonzero(table.of_type(SPAN_RELATIONS))
    earlier = np.flatnonzero(before.of_type(SPAN_RELATIONS))
    return all(
        np.array_equal(now[span], then[earlier])
        for now, then in (
            (table.type, before.type),
            (table.source, before.source),
            (table.target, before.target),
        )
    )


def _belongings(
    table: Table, scope: Scope, at: IntArray, number: IntArray
) -> Mapping[str, Membership]:
    everything = np.arange(len(table.ids))

    def reach(
        relations: Collection[str], rows: IntArray, size: int, *, back: bool = False
    ) -> Matrix:
        kept = table.of_type(relations)
        source, target = table.source[kept], table.target[kept]
        source, target = (target, source) if back else (source, target)
        inside = rows[source] >= 0
        return ones(rows[source[inside]], target[inside], (size, len(table.ids)))

    size = len(at)
    own = {
        name: reach((name,), number, size)
        for name in ("inIndustry", "operatesIn", "realises", "serves")
    }
    owners = reach(("deployedBy",), number, size) + reach(("produces",), number, size, back=True)
    if scope.vertices == "Enterprise":
        owners = ones(np.arange(size), at, (size, len(table.ids)))
    located = reach(("locatedIn",), number, size)
    if not scope.located:
        located = located + owners @ reach(("locatedIn",), everything, len(table.ids))
    stages = own["serves"] + own["realises"] @ reach(("serves",), everything, len(table.ids))
    return {
        name: _membership(table, matrix)
        for name, matrix in (
            *own.items(),
            ("industries", own["inIndustry"] + own["operatesIn"]),
            ("owners", owners),
            ("regions", located),
            ("stages", stages),
        )
    }


def _membership(table: Table, matrix: Matrix) -> Membership:
    used, column = kinds_of(matrix.indices, matrix.shape[1])
    made = csr_array(
        (np.ones(len(column), dtype=np.int64), column, matrix.indptr),
        shape=(matrix.shape[0], len(used)),
    )
    made.sort_indices()
    return Membership(_names(table, used), made)


def _classes(table: Table, scope: Scope, at: IntArray) -> tuple[str, ...]:
    names = [scope.asset_classes.get(name, "") for name in table.classes]
    return tuple(map(names.__getitem__, table.class_of[at].tolist()))


def _names(table: Table, at: NDArray[np.integer]) -> tuple[str, ...]:
    if len(at) == len(table.ids):
        return table.ids
    return tuple(map(table.ids.__getitem__, at.tolist()))


def _numbers(at: IntArray, size: int) -> IntArray:
    number = np.full(size, -1, dtype=np.int64)
    number[at] = np.arange(len(at))
    return number
