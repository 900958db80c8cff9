"""The writes of a Neo4j store, inside one transaction that holds the store's write lock."""
# ruff: noqa: D102 - the port documents these methods

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.merge import plan_entities, plan_relations
from graph.neo4j import linking, queries, retrieval, traversal
from graph.neo4j.feed import Operation, Outbox, prune
from graph.neo4j.meta import Meta
from graph.neo4j.reader import Neo4jReader
from graph.neo4j.rows import COLUMNS, entity_row, entity_values, relation_row
from graph.neo4j.settings import Neo4jSettings
from graph.neo4j.transaction import Transaction
from graph.prepared import Prepared, checked
from graph.query import Change, LinkResult, UpsertResult
from graph.records import Entity, Provenance, Relation, RelationKey
from graph.validation import (
    check_notes,
    check_pairs,
    check_relations,
    check_space,
    check_vector,
    check_vectors,
)

_ROWS = 2_000
"""Rows sent in one statement, so that the server has work while the next are made."""


class Neo4jWriter(Neo4jReader):
    """``graph.port.GraphWriter`` says what each operation does."""

    def __init__(self, tx: Transaction, meta: Meta) -> None:
        super().__init__(lambda work: work(tx), None)
        self._tx = tx
        self._state = meta
        self._outbox = Outbox(meta.revision + 1, meta.sequence)
        self._classes = {item.name: item for item in meta.schema.classes} if meta.schema else {}
        self.spaces: dict[str, int | None] = {}

    def upsert_entities(
        self,
        entities: Sequence[Entity],
        *,
        whole: bool = False,
        stored: Mapping[str, Entity] | None = None,
    ) -> UpsertResult:
        ready = checked(entities, self._state.schema)
        if stored is None:
            stored = traversal.get(self._tx, [item.id for item in entities])
        plan = plan_entities(stored, ready.entities, whole=whole)
        self._see((*plan.created, *plan.updated))
        for name, created in _by_class(plan.created).items():
            self._create(name, created, ready)
        for start in range(0, len(plan.updated), _ROWS):
            part = plan.updated[start : start + _ROWS]
            texts = zip(part, ready.documents(part), strict=True)
            rows = [entity_row(self._tx.origins, item, text) for item, text in texts]
            self._tx.send(queries.UPDATE_ENTITIES, rows=rows)
        self._outbox.record("created", *_feed_columns(plan.created))
        self._outbox.record("updated", *_feed_columns(plan.updated))
        return plan.result

    def upsert_relations(
        self, relations: Sequence[Relation], *, whole: bool = False
    ) -> UpsertResult:
        check_relations(relations, self._state.schema)
        stored = traversal.get_relations(self._tx, [item.key for item in relations])
        known = {end for key in stored for end in (key.source, key.target)}
        ends = {end for item in relations for end in (item.source, item.target)} - known
        ends = known | traversal.types_of(self._tx, ends).keys() if ends else known
        plan = plan_relations(stored, ends, relations, whole=whole)
        for name, rows in self._relation_rows(plan.created).items():
            self._run(queries.create_relations(name), rows)
        for name, rows in self._relation_rows(plan.updated).items():
            self._run(queries.update_relations(name), rows)
        self._record_relations("created", [item.key for item in plan.created])
        self._record_relations("updated", [item.key for item in plan.updated])
        return plan.result

    def link(
        self, type: str, pairs: Sequence[tuple[str, str]], provenance: Provenance | None
    ) -> LinkResult:
        check_pairs(type, pairs, provenance, self._state.schema)
        once = pairs if len(set(pairs)) == len(pairs) else list(dict.fromkeys(pairs))
        result, sources, targets = linking.link(self._tx, type, once, provenance)
        self._outbox.record("created", type, sources, targets)
        return result

    def delete_entities(self, ids: Sequence[str]) -> int:
        gone = traversal.get(self._tx, ids)
        if not gone:
            return 0
        rows = self._tx.rows(queries.RELATIONS_OF, ids=list(gone))
        keys = sorted(RelationKey(*row) for row in rows)
        self._record_relations("deleted", keys)
        self._tx.run(queries.DELETE_VECTORS_OF, ids=list(gone))
        self._tx.run(queries.DELETE_ENTITIES, ids=list(gone))
        self._outbox.record(
            "deleted", *_feed_columns([gone[key] for key in dict.fromkeys(ids) if key in gone])
        )
        return len(gone)

    def delete_relations(self, keys: Sequence[RelationKey]) -> int:
        known = traversal.get_relations(self._tx, keys)
        gone = [key for key in dict.fromkeys(keys) if key in known]
        for name, ends in traversal.by_type(gone).items():
            self._run(queries.delete_relations(name), ends)
        self._record_relations("deleted", gone)
        return len(gone)

    def put_notes(self, notes: Mapping[str, str | None]) -> None:
        check_notes(notes)
        self._run(queries.PUT_NOTES, [item for item in notes.items() if item[1] is not None])
        gone = [key for key, text in notes.items() if text is None]
        self._tx.run(queries.DELETE_NOTES, keys=gone)

    def put_vectors(self, space: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        check_vectors(space, ids, vectors)
        if not ids:
            return
        check_vector(space, vectors[0], retrieval.dimension(self._tx, space))
        exact = np.ascontiguousarray(vectors, "<f4")
        rows = {
            key: {
                "id": key,
                "key": retrieval.vector_key(space, key),
                "vector": vector.tolist(),
                "raw": vector.tobytes(),
            }
            for key, vector in zip(ids, exact, strict=True)
        }
        self._put(space, list(rows.values()))
        self.spaces[space] = exact.shape[1]

    def drop_vectors(self, space: str) -> None:
        check_space(space)
        self._tx.run(queries.drop_vectors(space))
        self.spaces[space] = None

    def changes(self, after: int = 0, first: int = 1000) -> Sequence[Change]:
        self._outbox.flush(self._tx)
        return super().changes(after, first)

    def finish(self, settings: Neo4jSettings) -> None:
        """Write what the whole transaction writes once; the last thing before its commit."""
        if fresh := self._tx.origins.take_fresh():
            self._tx.run(queries.ADD_ORIGINS, rows=fresh)
        if self._outbox.recorded:
            self._outbox.flush(self._tx)
            prune(self._tx, self._outbox.sequence, settings)

    def _meta(self, _: Transaction, /) -> Meta:
        revision = self._outbox.revision if self._outbox.recorded else self._state.revision
        return replace(self._state, revision=revision)

    def _see(self, entities: Sequence[Entity]) -> None:
        seen = self._state.seen.with_entities(entities)
        if seen is not self._state.seen:
            self._tx.run(queries.SET_SEEN, seen=seen.encode())
            self._state = replace(self._state, seen=seen)

    def _create(self, type: str, entities: Sequence[Entity], ready: Prepared) -> None:
        labels = (type, *self._classes[type].ancestors)
        names = sorted({name for item in entities for name in item.properties})
        query = queries.create_entities(labels, (*COLUMNS, *names))
        for start in range(0, len(entities), _ROWS):
            part = entities[start : start + _ROWS]
            texts = zip(part, ready.documents(part), strict=True)
            rows = [entity_values(self._tx.origins, item, text, names) for item, text in texts]
            self._tx.send(query, type=type, rows=rows)

    def _relation_rows(self, relations: Iterable[Relation]) -> Mapping[str, list[list[Any]]]:
        rows: dict[str, list[list[Any]]] = defaultdict(list)
        for relation in relations:
            rows[relation.type].append(relation_row(self._tx.origins, relation))
        return rows

    def _record_relations(self, operation: Operation, keys: Sequence[RelationKey]) -> None:
        types = [key.type for key in keys]
        sources, targets = [key.source for key in keys], [key.target for key in keys]
        self._outbox.record(operation, types, sources, targets)

    def _put(self, space: str, rows: Sequence[dict[str, Any]]) -> None:
        for start in range(0, len(rows), _ROWS):
            part = rows[start : start + _ROWS]
            put = self._tx.rows(queries.PUT_VECTORS, rows=part)
            keys = [row[0] for row in put]
            self._tx.run(queries.label_vectors(space), keys=keys)

    def _run(self, text: str, rows: Sequence[object]) -> None:
        for start in range(0, len(rows), _ROWS):
            self._tx.send(text, rows=rows[start : start + _ROWS])


def _by_class(entities: Iterable[Entity]) -> Mapping[str, Sequence[Entity]]:
    grouped: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        grouped[entity.type].append(entity)
    return grouped


def _feed_columns(entities: Sequence[Entity]) -> tuple[list[str], list[str]]:
    return [item.type for item in entities], [item.id for item in entities]
