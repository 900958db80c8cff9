"""Records by key, and relations from end to end."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from neo4j import ManagedTransaction

from graph.neo4j import queries
from graph.neo4j.meta import Meta
from graph.neo4j.rows import entity_of, relation_of
from graph.query import Direction, EdgeColumns, Neighbour
from graph.records import Entity, Relation, RelationKey
from graph.validation import classes_of, is_id


@dataclass(frozen=True, slots=True)
class Steps:
    """Which relations to follow; see ``GraphReader.neighbours``."""

    relations: Collection[str] | None
    direction: Direction
    type: str | None = None
    first: int | None = None


def get(tx: ManagedTransaction, ids: Iterable[str]) -> dict[str, Entity]:
    """Entities by id, in the order asked for."""
    wanted = _possible(ids)
    rows = {row[0]["id"]: row[0] for row in tx.run(queries.GET, ids=wanted).values()}
    return {id_: entity_of(rows[id_]) for id_ in wanted if id_ in rows}


def existing(tx: ManagedTransaction, ids: Iterable[str]) -> set[str]:
    """Those of the ids that have an entity."""
    return set(tx.run(queries.WHICH_EXIST, ids=_possible(ids)).values()[0][0])


def get_relations(
    tx: ManagedTransaction, keys: Iterable[RelationKey]
) -> dict[RelationKey, Relation]:
    """Relations by key."""
    found: dict[RelationKey, Relation] = {}
    for name, ends in by_type(keys).items():
        for source, target, row in tx.run(queries.get_relations(name), rows=ends).values():
            relation = relation_of(name, source, target, row)
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
    tx: ManagedTransaction, meta: Meta, ids: Sequence[str], steps: Steps
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
        for start, type_, row, node in tx.run(text, known).values():
            other = entity_of(node)
            ends = (start, other.id) if steps.direction == "out" else (other.id, start)
            near[start].append(Neighbour(relation_of(type_, ends[0], ends[1], row), other))
    return {id_: tuple(found) for id_, found in near.items()}


def degrees(
    tx: ManagedTransaction, ids: Sequence[str], steps: Steps
) -> dict[str, Mapping[str, int]]:
    """Numbers of relations by type."""
    counts: dict[str, dict[str, int]] = {id_: {} for id_ in ids}
    if steps.relations is None or steps.relations:
        text = queries.degrees(steps.relations, steps.direction)
        for id_, type_, number in tx.run(text, ids=_possible(ids)).values():
            counts[id_][type_] = number
    return dict(counts)


def occurring(tx: ManagedTransaction, relations: Collection[str] | None) -> list[str]:
    """Those of the relation types that the store ever held, sorted."""
    known = {row[0] for row in tx.run(queries.RELATION_TYPES).values()}
    return sorted(known if relations is None else known.intersection(relations))


def relations_after(
    types: Sequence[str], after: RelationKey | None, limit: int, tx: ManagedTransaction
) -> list[Relation]:
    """Up to ``limit`` relations of the (sorted) types behind a key, in order."""
    found: list[Relation] = []
    for name in types:
        if after is not None and name < after.type:
            continue
        here = after is not None and name == after.type
        known = {
            "source": after.source if after and here else "",
            "target": after.target if after and here else "",
            "limit": limit - len(found),
        }
        rows = tx.run(queries.scan_relations(name), known).values()
        found += [relation_of(name, source, target, row) for source, target, row in rows]
        if len(found) == limit:
            break
    return found


def edges(tx: ManagedTransaction, relations: Collection[str] | None) -> EdgeColumns:
    """Relations as columns, sorted by (source, type, target)."""
    names, sources, targets, counts = [], [], [], []
    for name in occurring(tx, relations):
        rows = tx.run(queries.edges(name)).values()
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
