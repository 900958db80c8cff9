"""The writes of a memory store, onto a state that nobody else sees until it is committed."""
# ruff: noqa: D102 - the port documents these methods

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.memory.reader import MemoryReader
from graph.memory.state import State
from graph.merge import differs, plan_entities, plan_relations
from graph.prepared import checked
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


class MemoryWriter(MemoryReader):
    """Changes one state; ``graph.port.GraphWriter`` says what each operation does."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._revision = state.revision + 1

    def upsert_entities(
        self,
        entities: Sequence[Entity],
        *,
        whole: bool = False,
        stored: Mapping[str, Entity] | None = None,
    ) -> UpsertResult:
        ready = checked(entities, self._state.schema)
        known = self.get([item.id for item in entities]) if stored is None else stored
        plan = plan_entities(known, ready.entities, whole=whole)
        for entity in (*plan.created, *plan.updated):
            self._state.entities[entity.id] = entity
        self._record("created", ((item.id, item.type) for item in plan.created))
        self._record("updated", ((item.id, item.type) for item in plan.updated))
        return plan.result

    def upsert_relations(
        self, relations: Sequence[Relation], *, whole: bool = False
    ) -> UpsertResult:
        check_relations(relations, self._state.schema)
        stored = self.get_relations([item.key for item in relations])
        plan = plan_relations(stored, self._state.entities, relations, whole=whole)
        for relation in (*plan.created, *plan.updated):
            self._state.relations[relation.key] = relation
        self._state.forget_adjacency()
        self._record("created", ((item.key, item.type) for item in plan.created))
        self._record("updated", ((item.key, item.type) for item in plan.updated))
        return plan.result

    def link(
        self, type: str, pairs: Sequence[tuple[str, str]], provenance: Provenance | None
    ) -> LinkResult:
        check_pairs(type, pairs, provenance, self._state.schema)
        keys = [RelationKey(type, *pair) for pair in dict.fromkeys(pairs)]
        ends = self._state.entities
        dangling = [key for key in keys if key.source not in ends or key.target not in ends]
        stored = self.get_relations(keys)
        fresh = [key for key in keys if key not in stored and key not in set(dangling)]
        differing = [
            key
            for key, item in stored.items()
            if provenance is not None and differs(item.provenance, provenance)
        ]
        self.upsert_relations(
            [Relation(type, key.source, key.target, {}, provenance) for key in fresh]
        )
        unchanged = len(stored) - len(differing)
        return LinkResult(len(fresh), unchanged, tuple(differing), tuple(dangling))

    def delete_entities(self, ids: Sequence[str]) -> int:
        state = self._state
        gone = {key: state.entities[key] for key in ids if key in state.entities}
        self.delete_relations(
            sorted(key for key in state.relations if key.source in gone or key.target in gone)
        )
        for key in gone:
            del state.entities[key]
            for vectors in state.vectors.values():
                vectors.pop(key, None)
        self._record("deleted", ((key, item.type) for key, item in gone.items()))
        return len(gone)

    def delete_relations(self, keys: Sequence[RelationKey]) -> int:
        relations = self._state.relations
        gone = [key for key in dict.fromkeys(keys) if key in relations]
        for key in gone:
            del relations[key]
        self._state.forget_adjacency()
        self._record("deleted", ((key, key.type) for key in gone))
        return len(gone)

    def put_notes(self, notes: Mapping[str, str | None]) -> None:
        check_notes(notes)
        for key, text in notes.items():
            if text is None:
                self._state.notes.pop(key, None)
            else:
                self._state.notes[key] = text

    def put_vectors(self, space: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        check_vectors(space, ids, vectors)
        if not ids:
            return
        check_vector(space, vectors[0], self.dimension(space))
        known = self._state.vectors.setdefault(space, {})
        for key, vector in zip(ids, vectors, strict=True):
            if key in self._state.entities:
                known[key] = np.array(vector, np.float32)

    def drop_vectors(self, space: str) -> None:
        check_space(space)
        self._state.vectors.pop(space, None)

    def _record(
        self,
        operation: Literal["created", "updated", "deleted"],
        changed: Iterable[tuple[str | RelationKey, str]],
    ) -> None:
        state = self._state
        for key, type_ in changed:
            sequence = len(state.changes) + 1
            state.changes.append(Change(sequence, self._revision, operation, key, type_))
            state.revision = self._revision
