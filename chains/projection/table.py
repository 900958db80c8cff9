"""The part of a store that chains are made of, as columns, kept up by the change feed."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_TABLE_AT_MOST = 4_000_000


@dataclass(frozen=True)
class Table:
    """Entities and relations as columns.

    Attributes:
        ids: Entity ids, sorted, shape (n,); some may have no relation.
        classes: Names of classes that ``class_of`` refers to.
        class_of: Position in ``classes``, -1 for an id that the store does not know; (n,).
        example: Which entities are marked as examples (示例); (n,).
        types: Relation types that are kept, sorted.
        type: Position in ``types``, shape (m,).
        source: Position in ``ids``, shape (m,).
        target: Position in ``ids``, shape (m,).
        sequence: The last entry of the change feed that is in the columns.
        revision: The store revision that they are.
        touched: In a table that follows another, ids that changed since, and both ends of every
            relation that did.
    """

    ids: tuple[str, ...]
    classes: tuple[str, ...]
    class_of: IntArray
    example: BoolArray
    types: tuple[str, ...]
    type: IntArray
    source: IntArray
    target: IntArray
    sequence: int
    revision: int
    touched: frozenset[str] = frozenset()

    def of_class(self, names: Collection[str]) -> BoolArray:
        """Which entities are of those very classes; shape (n,)."""
        wanted = np.array([*(name in names for name in self.classes), False])
        mask: BoolArray = wanted[self.class_of]
        return mask

    def unknown_ends(self) -> IntArray:
        """Ends of relations that the store does not know, ascending."""
        end = np.zeros(len(self.ids), dtype=bool)
        end[self.source] = end[self.target] = True
        return np.flatnonzero(end & (self.class_of < 0))

    def of_type(self, names: Collection[str]) -> BoolArray:
        """Which relations are of those types; shape (m,)."""
        mask: BoolArray = np.array([name in names for name in self.types], dtype=bool)[self.type]
        return mask


def order_of(keys: NDArray[np.integer], below: int) -> IntArray:
    """A stable ascending order of numbers from 0 to ``below``, by counting; shape (k,)."""
    size = len(keys)
    counted = csr_array((np.zeros(size, dtype=bool), keys, np.arange(size + 1)), (size, below))
    order: IntArray = counted.tocsc().indices.astype(np.int64)
    return order


def kinds_of(keys: IntArray, below: int) -> tuple[IntArray, IntArray]:
    """The distinct ones of numbers from 0 to ``below``, ascending, and which of them each is."""
    if below > len(keys) + _TABLE_AT_MOST:
        kinds, which = np.unique(keys, return_inverse=True)
        return kinds, which
    occurs = np.zeros(below, dtype=bool)
    occurs[keys] = True
    place = np.cumsum(occurs) - 1
    return np.flatnonzero(occurs), place[keys]


def position_of(ids: Sequence[str], id: str) -> int | None:
    """Where an id stands among sorted ids."""
    at = bisect_left(ids, id)
    return at if at < len(ids) and ids[at] == id else None


def with_entities(table: Table, classes: Mapping[str, str], examples: Collection[str]) -> Table:
    """The table with entities added, or with their class and mark set anew.

    Args:
        table: What there is.
        classes: Class of each entity.
        examples: Those of them that are examples.
    """
    table = _with_ids(table, [item for item in classes if position_of(table.ids, item) is None])
    names = (*table.classes, *sorted(set(classes.values()) - set(table.classes)))
    class_of, example = table.class_of.copy(), table.example.copy()
    for item, name in classes.items():
        at = bisect_left(table.ids, item)
        class_of[at], example[at] = names.index(name), item in examples
    return replace(table, classes=names, class_of=class_of, example=example)


def without_entities(table: Table, gone: Collection[str]) -> Table:
    """The table without entities and all their relations; the ids stay, as unknown ones."""
    at = [place for item in gone if (place := position_of(table.ids, item)) is not None]
    class_of = table.class_of.copy()
    class_of[at] = -1
    kept = ~np.isin(table.source, at) & ~np.isin(table.target, at)
    return _with_rows(replace(table, class_of=class_of), kept)


def with_relations(table: Table, added: Sequence[tuple[str, str, str]]) -> Table:
    """The table with relations (type, source, target) that it may have already."""
    table = without_relations(table, added)
    ends = {end for _, source, target in added for end in (source, target)}
    table = _with_ids(table, [item for item in ends if position_of(table.ids, item) is None])
    rows = np.array(
        [
            (
                table.types.index(kind),
                bisect_left(table.ids, source),
                bisect_left(table.ids, target),
            )
            for kind, source, target in added
        ],
        dtype=np.int64,
    ).reshape(-1, 3)
    return replace(
        table,
        type=np.concatenate([table.type, rows[:, 0]]),
        source=np.concatenate([table.source, rows[:, 1]]),
        target=np.concatenate([table.target, rows[:, 2]]),
    )


def without_relations(table: Table, gone: Sequence[tuple[str, str, str]]) -> Table:
    """The table without relations (type, source, target), some of which it may not have."""
    kept = np.ones(len(table.type), dtype=bool)
    for kind, source, target in gone:
        start, end = position_of(table.ids, source), position_of(table.ids, target)
        if start is not None and end is not None:
            rows = np.flatnonzero((table.source == start) & (table.target == end))
            kept[rows[table.type[rows] == table.types.index(kind)]] = False
    return _with_rows(table, kept)


def _with_rows(table: Table, kept: BoolArray) -> Table:
    if kept.all():
        return table
    return replace(
        table, type=table.type[kept], source=table.source[kept], target=table.target[kept]
    )


def _with_ids(table: Table, new: Sequence[str]) -> Table:
    if not new:
        return table
    ids = tuple(sorted((*table.ids, *new)))
    places = np.array([bisect_left(table.ids, item) for item in sorted(new)])
    moved = np.arange(len(table.ids)) + np.searchsorted(
        places, np.arange(len(table.ids)), side="right"
    )
    return replace(
        table,
        ids=ids,
        class_of=np.insert(table.class_of, places, -1),
        example=np.insert(table.example, places, values=False),
        source=moved[table.source],
        target=moved[table.target],
    )
