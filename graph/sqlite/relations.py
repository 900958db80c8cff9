"""Relations with their properties: by key, and all of them in order."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.records import Relation, RelationKey
from graph.sqlite import queries
from graph.sqlite.connection import Session
from graph.sqlite.edges import Edges, read_edges
from graph.sqlite.filters import as_json
from graph.sqlite.rows import relation_of
from graph.validation import is_id


def keys_of(session: Session, ids: Collection[str]) -> dict[str, int]:
    """Row keys of those ids that exist."""
    possible = as_json(sorted(item for item in ids if is_id(item)))
    return dict(session.rows(queries.GET_KEYS, (possible,)))


def get_relations(session: Session, keys: Sequence[RelationKey]) -> Mapping[RelationKey, Relation]:
    """Those of the relations that exist, in the order asked."""
    ends = {end for key in keys for end in (key.source, key.target)}
    found = stored_relations(session, keys_of(session, ends), keys)
    return {key: found[key] for key in keys if key in found}


def stored_relations(
    session: Session, places: Mapping[str, int], wanted: Iterable[RelationKey | Relation]
) -> Mapping[RelationKey, Relation]:
    """Those of the relations that exist, in no order, given the row keys of their ends."""
    triples = [
        (places[item.source], item.type, places[item.target])
        for item in wanted
        if item.source in places and item.target in places
    ]
    rows = session.rows(queries.GET_RELATIONS, (as_json(triples),))
    ids = {place: item for item, place in places.items()} if rows else {}
    found = (
        relation_of(session.origins, (name, ids[source], ids[target]), *columns)
        for source, name, target, *columns in rows
    )
    return {relation.key: relation for relation in found}


def scan_relations(
    session: Callable[[], Session], relations: Collection[str] | None, batch: int
) -> Iterator[Sequence[Relation]]:
    """All relations of those types, ordered by type, source and target."""
    with session().snapshot():
        edges = read_edges(session(), relations)
    order = np.lexsort((edges.target, edges.source, edges.type))
    for start in range(0, order.size, batch):
        yield tuple(_read(session(), edges, order[start : start + batch]))


def said_relations(
    session: Session, origins: Sequence[int], after: RelationKey | None, first: int
) -> Sequence[Relation]:
    """Relations that name one of the origins, ordered by source, type and target."""
    start = after or RelationKey("", "", "")
    bound = {"source": start.source, "type": start.type, "target": start.target}
    bound |= {"origins": as_json(origins), "first": str(first)}
    rows = session.rows(queries.SAID_RELATIONS, bound)
    return tuple(relation_of(session.origins, row[:3], *row[3:]) for row in rows)


def _read(session: Session, edges: Edges, chosen: NDArray[np.int64]) -> Iterator[Relation]:
    """The chosen relations with their properties; those deleted meanwhile are left out."""
    sources, targets = edges.source[chosen].tolist(), edges.target[chosen].tolist()
    names = [edges.types[code] for code in edges.type[chosen].tolist()]
    triples = [
        (source, name, target)
        for source, name, target in zip(
            edges.keys[sources].tolist(), names, edges.keys[targets].tolist(), strict=True
        )
    ]
    rows = session.rows(queries.GET_RELATIONS, (as_json(triples),))
    found = {(row[0], row[1], row[2]): row[3:] for row in rows}
    for triple, source, target in zip(triples, sources, targets, strict=True):
        if triple in found:
            name, columns = triple[1], found[triple]
            key = (name, edges.ids[source], edges.ids[target])
            yield relation_of(session.origins, key, *columns)
