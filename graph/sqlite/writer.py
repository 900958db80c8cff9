"""The writes of the store, within one transaction."""
# ruff: noqa: D102 - the port documents these methods

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph import text as searching
from graph.merge import EntityPlan, plan_entities, plan_relations
from graph.prepared import Prepared, checked
from graph.query import LinkResult, UpsertResult
from graph.records import Entity, Provenance, Relation, RelationKey
from graph.sqlite import feed, queries
from graph.sqlite import vectors as matrices
from graph.sqlite.connection import Session
from graph.sqlite.feed import Operation
from graph.sqlite.filters import as_json
from graph.sqlite.layout import applied_schema, searchable_of
from graph.sqlite.linking import link
from graph.sqlite.reader import SqliteReader
from graph.sqlite.relations import get_relations, keys_of, stored_relations
from graph.sqlite.rows import entity_columns, item_rows, relation_columns
from graph.validation import (
    check_notes,
    check_pairs,
    check_relations,
    check_space,
    check_vector,
    check_vectors,
)

_REVISION = "revision"


class SqliteWriter(SqliteReader):
    """Changes the file; ``graph.port.GraphWriter`` says what each operation does.

    It reads vectors anew each time, for what it sees may never be committed.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(lambda: session, matrices.read_matrix)
        self._writing = session
        self._schema = applied_schema(session)
        self._revision: int | None = None

    def upsert_entities(
        self,
        entities: Sequence[Entity],
        *,
        whole: bool = False,
        stored: Mapping[str, Entity] | None = None,
    ) -> UpsertResult:
        ready = checked(entities, self._schema)
        if stored is None:
            stored = self.get([item.id for item in entities])
        plan = plan_entities(stored, ready.entities, whole=whole)
        self._insert(plan, ready)
        self._update(plan, stored, ready)
        self._record_entities("created", plan.created)
        self._record_entities("updated", plan.updated)
        return plan.result

    def upsert_relations(
        self, relations: Sequence[Relation], *, whole: bool = False
    ) -> UpsertResult:
        check_relations(relations, self._schema)
        ends = {end for item in relations for end in (item.source, item.target)}
        places = keys_of(self._writing, ends)
        stored = stored_relations(self._writing, places, relations)
        plan = plan_relations(stored, places, relations, whole=whole)
        origins = self._writing.origins
        self._writing.run_many(
            queries.PUT_RELATION,
            [
                (
                    places[item.source],
                    item.type,
                    places[item.target],
                    *relation_columns(origins, item),
                )
                for item in (*plan.created, *plan.updated)
            ],
        )
        self._record_relations("created", [item.key for item in plan.created])
        self._record_relations("updated", [item.key for item in plan.updated])
        return plan.result

    def link(
        self, type: str, pairs: Sequence[tuple[str, str]], provenance: Provenance | None
    ) -> LinkResult:
        check_pairs(type, pairs, provenance, self._schema)
        if not pairs:
            return LinkResult()
        once = list(dict.fromkeys(pairs))
        result, created = link(self._writing, type, once, provenance)
        if created:
            sources, targets = zip(*created, strict=True)
            feed.append(self._writing, self._raised_revision(), "created", type, sources, targets)
        return result

    def delete_entities(self, ids: Sequence[str]) -> int:
        stored = self.get(list(dict.fromkeys(ids)))
        if not stored:
            return 0
        keys = keys_of(self._writing, stored.keys())
        gone = as_json(keys.values())
        relations = self._writing.rows(queries.RELATIONS_OF, (gone,))
        self.delete_relations(sorted(RelationKey(*row) for row in relations))
        gone_entities = tuple(stored.values())
        texts = searching.documents(gone_entities, searchable_of(self._schema))
        places = [keys[item.id] for item in gone_entities]
        self._write_documents(queries.DELETE_DOCUMENT, places, texts)
        self._writing.run(queries.DELETE_ITEMS, (gone,))
        if self._writing.run(queries.DELETE_VECTORS, (gone,)):
            self._raise_vector_version()
        self._writing.run(queries.DELETE_ENTITIES, (gone,))
        self._record_entities("deleted", tuple(stored.values()))
        return len(stored)

    def delete_relations(self, keys: Sequence[RelationKey]) -> int:
        gone = list(get_relations(self._writing, list(dict.fromkeys(keys))))
        places = keys_of(self._writing, {end for key in gone for end in (key.source, key.target)})
        self._writing.run_many(
            queries.DELETE_RELATION,
            ((places[key.source], key.type, places[key.target]) for key in gone),
        )
        self._record_relations("deleted", gone)
        return len(gone)

    def put_notes(self, notes: Mapping[str, str | None]) -> None:
        check_notes(notes)
        kept = [(key, text) for key, text in notes.items() if text is not None]
        self._writing.run_many(queries.PUT_NOTE, kept)
        gone = [(key,) for key, text in notes.items() if text is None]
        self._writing.run_many(queries.DELETE_NOTE, gone)

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

    def _insert(self, plan: EntityPlan, ready: Prepared) -> None:
        start = self._writing.value(queries.NEXT_KEY)
        fresh = list(enumerate(plan.created, start))
        origins = self._writing.origins
        self._writing.run_many(
            queries.INSERT_ENTITY,
            [(key, item.id, item.type, *entity_columns(origins, item)) for key, item in fresh],
        )
        self._write_items(fresh)
        keys = [key for key, _ in fresh]
        self._write_documents(queries.INSERT_DOCUMENT, keys, ready.documents(plan.created))

    def _update(self, plan: EntityPlan, stored: Mapping[str, Entity], ready: Prepared) -> None:
        if not plan.updated:
            return
        known = keys_of(self._writing, [item.id for item in plan.updated])
        keys = [known[item.id] for item in plan.updated]
        before = [stored[item.id] for item in plan.updated]
        changed = list(zip(keys, plan.updated, strict=True))
        origins = self._writing.origins
        self._writing.run_many(
            queries.UPDATE_ENTITY,
            [(*entity_columns(origins, item), key) for key, item in changed],
        )
        self._writing.run(queries.DELETE_ITEMS, (as_json(key for key, _ in changed),))
        self._write_items(changed)
        self._write_documents(queries.DELETE_DOCUMENT, keys, ready.documents(before))
        self._write_documents(queries.INSERT_DOCUMENT, keys, ready.documents(plan.updated))

    def _write_items(self, entities: Iterable[tuple[int, Entity]]) -> None:
        rows = (row for key, item in entities for row in item_rows(key, item.properties))
        self._writing.run_many(queries.INSERT_ITEM, rows)

    def _write_documents(self, query: str, keys: Sequence[int], documents: Sequence[str]) -> None:
        """Insert or delete; the index holds no text, so it is told what it once was given."""
        rows = [row for row in zip(keys, documents, strict=True) if row[1]]
        self._writing.run_many(query, rows)

    def _record_entities(self, operation: Operation, changed: Sequence[Entity]) -> None:
        types, ids = [item.type for item in changed], [item.id for item in changed]
        if ids:
            feed.append(self._writing, self._raised_revision(), operation, types, ids)

    def _record_relations(self, operation: Operation, keys: Sequence[RelationKey]) -> None:
        types = [key.type for key in keys]
        sources, targets = [key.source for key in keys], [key.target for key in keys]
        if keys:
            revision = self._raised_revision()
            feed.append(self._writing, revision, operation, types, sources, targets)

    def _raised_revision(self) -> int:
        """This write's revision; the first change of a write raises it."""
        if self._revision is None:
            self._revision = self.revision() + 1
            self._writing.run(queries.SET_SETTING, (_REVISION, self._revision))
        return self._revision

    def _raise_vector_version(self) -> None:
        version = self._writing.value(queries.GET_SETTING, (matrices.VERSION,)) or 0
        self._writing.run(queries.SET_SETTING, (matrices.VERSION, version + 1))
