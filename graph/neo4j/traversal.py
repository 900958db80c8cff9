"""Records by key, and relations from end to end."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.neo4j import queries
from graph.neo4j.meta import Meta
from graph.neo4j.rows import entity_of, relation_of
from graph.neo4j.transaction import Transaction
from graph.query import Direction, EdgeColumns, Neighbour
from graph.records import Entity, Relation, RelationKey
from graph.validation import classes_of, is_id

_BEYOND = re.compile("[\ue000-\U0010ffff]")
_ALL = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Steps:
    """Which relations to follow; see ``GraphReader.neighbours``."""

    relations: Collection[str] | None
    direction: Direction
    type: str | None = None
    first: int | None = None


def get(tx: Transaction, ids: Iterable[str]) -> dict[str, Entity]:
    """Entities by id, in the order asked for."""
    wanted = _possible(ids)
    rows = {row[0]["id"]: row[0] for row in tx.rows(queries.GET, ids=wanted)}
    return {id_: entity_of(tx.origins, rows[id_]) for id_ in wanted if id_ in rows}


def types_of(tx: Transaction, ids: Iterable[str]) -> dict[str, str]:
    """The classes of those ids that have an entity."""
    rows = tx.rows(queries.TYPES_OF, ids=_possible(ids))
    return {id_: name for name, found in rows for id_ in found}


def get_relations(tx: Transaction, keys: Iterable[RelationKey]) -> dict[RelationKey, Relation]:
    """Relations by key."""
    found: dict[RelationKey, Relation] = {}
    for name, ends in by_type(keys).items():
        for source, target, row in tx.rows(queries.get_relations(name), rows=ends):
            relation = relation_of(tx.origins, name, source, target, row)
            found[relation.key] = relation
    return found


def by_type(keys: Iterable[RelationKey]) -> dict[str, list[list[str]]]:
    """The ends of relations by their type, each once."""
    grouped: dict[str, list[list[str]]] = defaultdict(list)
    for key in dict.fromkeys(keys):
        if is_id(key.source) and is_id(key.target):
            grouped[key.type].append([key.source, key.target])
    return grouped


def neighbours(
    tx: Transaction, meta: Meta, ids: Sequence[str], steps: Steps
) -> dict[str, Sequence[Neighbour]]:
    """Relations of many entities with their other ends."""
    types = classes_of(meta.schema, steps.type)
    near: dict[str, list[Neighbour]] = {id_: [] for id_ in ids}
    if steps.relations is None or steps.relations:
        text = queries.neighbours(
            steps.relations,
            steps.direction,
            typed=types is not None,
            limited=steps.first is not None,
        )
        known = {"ids": _possible(ids), "types": list(types or ()), "limit": steps.first}
        for start, type_, row, node in tx.rows(text, known):
            other = entity_of(tx.origins, node)
            ends = (start, other.id) if steps.direction == "out" else (other.id, start)
            near[start].append(
                Neighbour(relation_of(tx.origins, type_, ends[0], ends[1], row), other)
            )
    return {id_: tuple(found) for id_, found in near.items()}


def degrees(tx: Transaction, ids: Sequence[str], steps: Steps) -> dict[str, Mapping[str, int]]:
    """Numbers of relations by type."""
    counts: dict[str, dict[str, int]] = {id_: {} for id_ in ids}
    if steps.relations is None or steps.relations:
        text = queries.degrees(steps.relations, steps.direction)
        for id_, type_, number in tx.rows(text, ids=_possible(ids)):
            counts[id_][type_] = number
    return dict(counts)


def occurring(tx: Transaction, relations: Collection[str] | None) -> list[str]:
    """Those of the relation types that the store ever held, sorted."""
    known = {row[0] for row in tx.rows(queries.RELATION_TYPES)}
    return sorted(known if relations is None else known.intersection(relations))


def relations_after(
    types: Sequence[str], after: RelationKey | None, limit: int, tx: Transaction
) -> list[Relation]:
    """Up to ``limit`` relations of the (sorted) types behind a key, in order."""
    found: list[Relation] = []
    source = ""
    if after is not None:
        types, source = [name for name in types if name >= after.type], after.source
        found = rest_of_source(tx, queries.scan_relations_of(after.type), after, limit, {})
    for name in types:
        known = {"id": source, "limit": limit - len(found)}
        source = ""
        if known["limit"]:
            rows = tx.rows(queries.scan_relations(name), known)
            found += [relation_of(tx.origins, *row) for row in rows]
    return found


def rest_of_source(
    tx: Transaction, text: str, after: RelationKey, limit: int, known: Mapping[str, object]
) -> list[Relation]:
    """Up to ``limit`` relations of the key's source behind the key, by a query that asks for them.

    Neo4j sorts text by code point but compares it with a parameter by UTF-16 unit, so it is asked
    for all behind a beginning of the target that both order alike.
    """
    start = _BEYOND.split(after.target, maxsplit=1)[0]
    place = {"source": after.source, "target": start}
    asked = limit if start == after.target else _ALL
    rows = tx.rows(text, {**known, **place, "limit": asked})
    found = [relation_of(tx.origins, *row) for row in rows]
    key = (after.type, after.target)
    return [item for item in found if (item.type, item.target) > key][:limit]


def edges(tx: Transaction, relations: Collection[str] | None) -> EdgeColumns:
    """Relations as columns, sorted by (source, type, target)."""
    names, sources, targets, counts = [], [], [], []
    for name in occurring(tx, relations):
        rows = tx.rows(queries.edges(name))
        if rows:
            names.append(name)
            counts.append(len(rows))
            sources += [row[0] for row in rows]
            targets += [row[1] for row in rows]
    ids = sorted({*sources, *targets})
    place = {id_: index for index, id_ in enumerate(ids)}
    source = np.array([place[id_] for id_ in sources], np.int32)
    target = np.array([place[id_] for id_ in targets], np.int32)
    type_ = np.repeat(np.arange(len(names), dtype=np.int16), counts)
    order = np.lexsort((target, type_, source))
    return EdgeColumns(tuple(ids), tuple(names), source[order], target[order], type_[order])


def _possible(ids: Iterable[str]) -> list[str]:
    return [id_ for id_ in dict.fromkeys(ids) if is_id(id_)]
