"""Relations as columns, sorted in numpy: SQLite's own sort of a million rows is far slower."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.query import EdgeColumns
from graph.sqlite import queries
from graph.sqlite.connection import Session
from graph.sqlite.filters import as_json


@dataclass(frozen=True)
class Edges:
    """Relations by the row keys of their ends.

    Attributes:
        keys: Keys of all entities in order of id.
        ids: Ids of all entities, sorted.
        types: Relation types that occur, sorted.
        source: Positions in ``ids``, shape (m,).
        target: Positions in ``ids``, shape (m,).
        type: Positions in ``types``, shape (m,).
    """

    keys: NDArray[np.int64]
    ids: tuple[str, ...]
    types: tuple[str, ...]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    type: NDArray[np.int64]


def read_edges(session: Session, relations: Collection[str] | None) -> Edges:
    """Relations of those types, in no order."""
    if relations is None:
        found = session.rows(queries.ALL_EDGES)
    else:
        found = session.rows(queries.SOME_EDGES, (as_json(sorted(set(relations))),))
    entities = session.rows(queries.ALL_KEYS)
    keys = np.fromiter((row[0] for row in entities), np.int64, len(entities))
    place = np.zeros(int(keys.max(initial=0)) + 1, np.int64)
    place[keys] = np.arange(keys.size)
    types = sorted({row[1] for row in found})
    code = {name: index for index, name in enumerate(types)}
    total = len(found)
    return Edges(
        keys=keys,
        ids=tuple(row[1] for row in entities),
        types=tuple(types),
        source=place[np.fromiter((row[0] for row in found), np.int64, total)],
        target=place[np.fromiter((row[2] for row in found), np.int64, total)],
        type=np.fromiter((code[row[1]] for row in found), np.int64, total),
    )


def columns_of(edges: Edges) -> EdgeColumns:
    """Sorted by source, type and target, naming only the entities that occur."""
    order = np.lexsort((edges.target, edges.type, edges.source))
    occurring = np.zeros(len(edges.ids), bool)
    occurring[edges.source] = occurring[edges.target] = True
    place = np.cumsum(occurring) - 1
    return EdgeColumns(
        ids=tuple(edges.ids[index] for index in np.flatnonzero(occurring)),
        types=edges.types,
        source=place[edges.source[order]].astype(np.int32),
        target=place[edges.target[order]].astype(np.int32),
        type=edges.type[order].astype(np.int16),
    )
