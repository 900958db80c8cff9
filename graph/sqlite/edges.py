"""Relations as columns, sorted in numpy: SQLite's own sort of a million rows is far slower."""

from array import array
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
        found = session.portions(queries.ALL_EDGES)
    else:
        found = session.portions(queries.SOME_EDGES, (as_json(sorted(set(relations))),))
    source, target, type_ = array("q"), array("q"), array("q")
    codes: dict[str, int] = {}
    for rows in found:
        sources, names, targets = zip(*rows, strict=True)
        source.extend(sources)
        target.extend(targets)
        type_.extend([codes.setdefault(name, len(codes)) for name in names])
    keys, ids = _entities(session)
    place = np.zeros(int(keys.max(initial=0)) + 1, np.int64)
    place[keys] = np.arange(keys.size)
    types = sorted(codes)
    ranks = np.argsort(np.array([codes[name] for name in types], np.int64))
    return Edges(
        keys=keys,
        ids=ids,
        types=tuple(types),
        source=place[np.frombuffer(source, np.int64)],
        target=place[np.frombuffer(target, np.int64)],
        type=ranks[np.frombuffer(type_, np.int64)],
    )


def _entities(session: Session) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Keys and ids of all entities in order of id."""
    keys = array("q")
    ids: list[str] = []
    for rows in session.portions(queries.ALL_KEYS):
        keys.extend([row[0] for row in rows])
        ids += [row[1] for row in rows]
    return np.frombuffer(keys, np.int64), tuple(ids)


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
