"""The writes of the store, within one transaction."""
# ruff: noqa: D102 - the port documents these methods

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph import provenance
from graph import text as searching
from graph.merge import EntityPlan, plan_entities, plan_relations
from graph.query import UpsertResult
from graph.records import Entity, Relation, RelationKey
from graph.sqlite import queries
from graph.sqlite import vectors as matrices
from graph.sqlite.connection import Row, Session
from graph.sqlite.filters import as_json
from graph.sqlite.layout import applied_schema, searchable_of
from graph.sqlite.reader import SqliteReader
from graph.sqlite.relations import get_relations, keys_of, stored_relations
from graph.sqlite.rows import entity_of, entity_row, item_rows, properties_text
from graph.validation import (
    check_entities,
    check_relations,
    check_space,
    check_vector,
    check_vectors,
    is_id,
)

Operation = Literal["created", "updated", "deleted"]
_REVISION = "revision"


class SqliteWriter(SqliteReader):
    """Changes the file; ``graph.port.GraphWriter`` says what each operation does.

    It reads vectors anew each time, for what it sees may never be committed.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(lambda: session, matrices.read_matrix)
        self._writing = session
        self._schema = applied_schema(session)
        self._searchable = searchable_of(self._schema)
        self._revision: int | None = None

    def upsert_entities(self, entities: Sequence[Entity]) -> UpsertResult:
        check_entities(entities, self._schema)
        keys, stored = self._stored([item.id for item in entities])
        plan = plan_entities(stored, entities)
        self._insert(plan)
        self._update(plan, keys, stored)
        self._record("created", ((item.type, item.id, None) for item in plan.created))
        self._record("updated", ((item.type, item.id, None) for item in plan.updated))
        return plan.result

    def upsert_relations(self, relations: Sequence[Relation]) -> UpsertResult:
        check_relations(relations, self._schema)
        ends = {end for item in relations for end in (item.source, item.target)}
        places = keys_of(self._writing, ends)
        stored = stored_relations(self._writing, places, relations)
        plan = plan_relations(stored, places, relations)
        self._writing.run_many(
            queries.PUT_RELATION,
            (
                (
                    places[item.source],
                    item.type,
                    places[item.target],
                    properties_text(item.properties),
                    provenance.encode(item.provenance),
                )
                for item in (*plan.created, *plan.updated)
            ),
        )
        self._record("created", ((r.type, r.source, r.target) for r in plan.created))
        self._record("updated", ((r.type, r.source, r.target) for r in plan.updated))
        return plan.result

    def delete_entities(self, ids: Sequence[str]) -> int:
        wanted = [item for item in dict.fromkeys(ids) if is_id(item)]
        keys, stored = self._stored(wanted)
        if not stored:
            return 0
        gone = as_json(keys.values())
        relations = self._writing.rows(queries.RELATIONS_OF, (gone,))
        self.delete_relations(sorted(RelationKey(*row) for row in relations))
        self._forget_documents((keys[item.id], item) for item in stored.values())
        self._writing.run(queries.DELETE_ITEMS, (gone,))
        if self._writing.run(queries.DELETE_VECTORS, (gone,)):
            self._raise_vector_version()
        self._writing.run(queries.DELETE_ENTITIES, (gone,))
        found = (stored[item] for item in wanted if item in stored)
        self._record("deleted", ((item.type, item.id, None) for item in found))
        return len(stored)

    def delete_relations(self, keys: Sequence[RelationKey]) -> int:
        gone = list(get_relations(self._writing, list(dict.fromkeys(keys))))
        places = keys_of(self._writing, {end for key in gone for end in (key.source, key.target)})
        self._writing.run_many(
            queries.DELETE_RELATION,
            ((places[key.source], key.type, places[key.target]) for key in gone),
        )
        self._record("deleted", ((key.type, key.source, key.target) for key in gone))
        return len(gone)

    def put_vectors(self, space: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        check_vectors(space, ids, vectors)
        if not ids:
            return
        dimension = self._writing.value(queries.GET_DIMENSION, (space,))
        check_vector(space, vectors[0], dimension)
        places = keys_of(self._writing, set(ids))
        known = [index for index, item in enumerate(ids) if item in places]
        rows = matrices.blob_rows(space, [places[ids[index]] for index in known], vectors[known])
        self._writing.run_many(queries.PUT_VECTOR, rows)
        self._raise_vector_version()

    def drop_vectors(self, space: str) -> None:
        check_space(space)
        if self._writing.run(queries.DROP_VECTORS, (space,)):
            self._raise_vector_version()

    def _stored(self, ids: Sequence[str]) -> tuple[dict[str, int], dict[str, Entity]]:
        rows = self._writing.rows(queries.GET_KEYED_ENTITIES, (as_json(dict.fromkeys(ids)),))
        return (
            {row[1]: row[0] for row in rows},
            {row[1]: entity_of(*row[1:]) for row in rows},
        )

    def _insert(self, plan: EntityPlan) -> None:
        start = self._writing.value(queries.NEXT_KEY)
        fresh = list(enumerate(plan.created, start))
        self._writing.run_many(queries.INSERT_ENTITY, (entity_row(*pair) for pair in fresh))
        self._write_items(fresh)
        self._write_documents(fresh)

    def _update(
        self, plan: EntityPlan, keys: Mapping[str, int], stored: Mapping[str, Entity]
    ) -> None:
        changed = [(keys[item.id], item) for item in plan.updated]
        before = [(key, stored[item.id]) for key, item in changed]
        self._writing.run_many(
            queries.UPDATE_ENTITY,
            (
                (
                    properties_text(item.properties),
                    provenance.encode_fields(item.provenance),
                    key,
                )
                for key, item in changed
            ),
        )
        self._writing.run(queries.DELETE_ITEMS, (as_json(key for key, _ in changed),))
        self._write_items(changed)
        self._forget_documents(before)
        self._write_documents(changed)

    def _write_items(self, entities: Iterable[tuple[int, Entity]]) -> None:
        rows = (row for key, item in entities for row in item_rows(key, item.properties))
        self._writing.run_many(queries.INSERT_ITEM, rows)

    def _write_documents(self, entities: Iterable[tuple[int, Entity]]) -> None:
        self._writing.run_many(queries.INSERT_DOCUMENT, self._documents(entities))

    def _forget_documents(self, entities: Iterable[tuple[int, Entity]]) -> None:
        """The index holds no text of its own, so it is told what it once was given."""
        self._writing.run_many(queries.DELETE_DOCUMENT, self._documents(entities))

    def _documents(self, entities: Iterable[tuple[int, Entity]]) -> Iterable[Row]:
        for key, item in entities:
            document = searching.document(item, self._searchable.get(item.type, ()))
            if document:
                yield key, document

    def _record(self, operation: Operation, changed: Iterable[tuple[str, str, str | None]]) -> None:
        """Enter changes into the feed; the first of a write raises the revision."""
        entries = list(changed)
        if not entries:
            return
        if self._revision is None:
            self._revision = self.revision() + 1
            self._writing.run(queries.SET_SETTING, (_REVISION, self._revision))
        revision = self._revision
        self._writing.run_many(
            queries.INSERT_CHANGE, ((revision, operation, *entry) for entry in entries)
        )

    def _raise_vector_version(self) -> None:
        version = self._writing.value(queries.GET_SETTING, (matrices.VERSION,)) or 0
        self._writing.run(queries.SET_SETTING, (matrices.VERSION, version + 1))
