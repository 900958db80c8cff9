"""The reads of a memory store."""
# ruff: noqa: D102 - the port documents these methods

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from graph import cursor, deadline
from graph import text as searching
from graph.cursor import Position, position_of
from graph.memory.filters import fits
from graph.memory.state import State
from graph.query import (
    Change,
    Direction,
    EdgeColumns,
    Filter,
    Neighbour,
    Page,
    Query,
    Scored,
    Sort,
)
from graph.records import Entity, Provenance, Relation, RelationKey, Scalar
from graph.validation import (
    check_field,
    check_first,
    check_query,
    check_relation_names,
    check_space,
    check_vector,
    classes_of,
)
from graph.values import as_text, values_of


class MemoryReader:
    """Answers from one state; ``graph.port.GraphReader`` says what each answer is."""

    def __init__(self, state: State) -> None:
        self._kept = state

    @property
    def _state(self) -> State:
        """The state, for whoever has time left to look at it."""
        deadline.seconds_left()
        return self._kept

    @_state.setter
    def _state(self, state: State) -> None:
        self._kept = state

    def get(self, ids: Sequence[str]) -> Mapping[str, Entity]:
        entities = self._state.entities
        return {key: entities[key] for key in ids if key in entities}

    def get_relations(self, keys: Sequence[RelationKey]) -> Mapping[RelationKey, Relation]:
        relations = self._state.relations
        return {key: relations[key] for key in keys if key in relations}

    def types_of(self, ids: Collection[str]) -> Mapping[str, str]:
        return {key: item.type for key, item in self.get(list(ids)).items()}

    def find(self, query: Query, first: int = 100, after: str | None = None) -> Page:
        check_first(first)
        found = _in_order(self._matching(query), query.sort)
        if after is not None:
            place = cursor.decode(after, query.sort)
            found = [item for item in found if _follows(item, place, query.sort)]
        page = tuple(found[:first])
        cursors = tuple(cursor.encode(item, query.sort) for item in page)
        return Page(page, cursors, len(found) > first)

    def count(self, query: Query) -> int:
        return len(self._matching(query))

    def group_count(self, query: Query, by: str) -> Mapping[str, int]:
        check_field(by)
        counts: Counter[str] = Counter()
        for entity in self._matching(query):
            counts.update({as_text(value) for value in values_of(entity, by)} or {""})
        return dict(sorted(counts.items()))

    def neighbours(
        self,
        ids: Sequence[str],
        *,
        relations: Collection[str] | None = None,
        direction: Direction = "out",
        type: str | None = None,
        first: int | None = None,
    ) -> Mapping[str, Sequence[Neighbour]]:
        check_first(first)
        check_relation_names(relations)
        state, classes = self._state, classes_of(self._state.schema, type)
        answer: dict[str, Sequence[Neighbour]] = {}
        for start in ids:
            near = [
                Neighbour(item, state.entities[_other_end(item, direction)])
                for item in state.relations_of(start, direction)
                if relations is None or item.type in relations
            ]
            near = [item for item in near if classes is None or item.entity.type in classes]
            answer[start] = tuple(near[:first])
        return answer

    def degrees(
        self,
        ids: Sequence[str],
        *,
        relations: Collection[str] | None = None,
        direction: Direction = "out",
    ) -> Mapping[str, Mapping[str, int]]:
        check_relation_names(relations)
        return {
            start: dict(
                Counter(
                    item.type
                    for item in self._state.relations_of(start, direction)
                    if relations is None or item.type in relations
                )
            )
            for start in ids
        }

    def search(
        self, text: str, *, type: str | None = None, where: Filter | None = None, first: int = 20
    ) -> Sequence[Scored]:
        check_first(first)
        terms = searching.parse(text)
        scored = []
        for entity in self._matching(Query(type, where)):
            document = self._document(entity)
            if searching.matches(terms, document):
                scored.append(Scored(entity, 1 / len(document)))
        return _best(scored, first)

    def nearest(
        self,
        space: str,
        vector: NDArray[np.float32],
        *,
        first: int = 10,
        type: str | None = None,
        where: Filter | None = None,
    ) -> Sequence[Scored]:
        check_first(first)
        vectors = self._state.vectors.get(space, {})
        check_vector(space, vector, self.dimension(space))
        entities = self._matching(Query(type, where))
        return _best(
            [
                Scored(item, _cosine(vectors[item.id], vector))
                for item in entities
                if item.id in vectors
            ],
            first,
        )

    def vectors(self, space: str) -> tuple[Sequence[str], NDArray[np.float32]]:
        check_space(space)
        vectors = self._state.vectors.get(space)
        if not vectors:
            return (), np.empty((0, 0), np.float32)
        ids = tuple(sorted(vectors))
        return ids, np.stack([vectors[key] for key in ids])

    def scan(self, query: Query, batch: int = 5000) -> Iterator[Sequence[Entity]]:
        found = _in_order(self._matching(query), None)
        return (tuple(found[start : start + batch]) for start in range(0, len(found), batch))

    def scan_relations(
        self, relations: Collection[str] | None = None, batch: int = 5000
    ) -> Iterator[Sequence[Relation]]:
        found = self._relations(relations)
        return (tuple(found[start : start + batch]) for start in range(0, len(found), batch))

    def edges(self, relations: Collection[str] | None = None) -> EdgeColumns:
        found = sorted(self._relations(relations), key=lambda r: (r.source, r.type, r.target))
        ids = sorted({end for item in found for end in (item.source, item.target)})
        types = sorted({item.type for item in found})
        place = {end: index for index, end in enumerate(ids)}
        return EdgeColumns(
            ids=tuple(ids),
            types=tuple(types),
            source=np.array([place[item.source] for item in found], np.int32),
            target=np.array([place[item.target] for item in found], np.int32),
            type=np.array([types.index(item.type) for item in found], np.int16),
        )

    def said_entities(
        self, *, source: str | None = None, batch: str | None = None, after: str = "", first: int
    ) -> Sequence[Entity]:
        check_first(first)
        said = (
            entity
            for key, entity in sorted(self._state.entities.items())
            if key > after and _said_by(_origins_of(entity), source, batch)
        )
        return tuple(islice(said, first))

    def said_relations(
        self,
        *,
        source: str | None = None,
        batch: str | None = None,
        after: RelationKey | None = None,
        first: int,
    ) -> Sequence[Relation]:
        check_first(first)
        said = (
            relation
            for key, relation in sorted(self._state.relations.items(), key=lambda x: _walk(x[0]))
            if (after is None or _walk(key) > _walk(after))
            and _said_by(_origins_of(relation), source, batch)
        )
        return tuple(islice(said, first))

    def notes(self, prefix: str = "") -> Mapping[str, str]:
        notes = self._state.notes
        return {key: notes[key] for key in sorted(notes) if key.startswith(prefix)}

    def revision(self) -> int:
        return self._state.revision

    def last_change(self) -> int:
        return self._state.changes[-1].sequence if self._state.changes else 0

    def changes(self, after: int = 0, first: int = 1000) -> Sequence[Change]:
        check_first(first)
        later = (item for item in self._state.changes if item.sequence > after)
        return tuple(later)[:first]

    def dimension(self, space: str) -> int | None:
        """The dimension of a space, None if it has no vectors."""
        return next((item.shape[0] for item in self._state.vectors.get(space, {}).values()), None)

    def _matching(self, query: Query) -> list[Entity]:
        state = self._state
        check_query(query, state.schema)
        classes = classes_of(state.schema, query.type)
        return [
            entity
            for entity in state.entities.values()
            if (classes is None or entity.type in classes) and fits(state, entity, query.where)
        ]

    def _document(self, entity: Entity) -> list[str]:
        found = self._state.schema.find(entity.type) if self._state.schema else None
        return searching.document(entity, found.searchable if found else ()).split()

    def _relations(self, relations: Collection[str] | None) -> list[Relation]:
        check_relation_names(relations)
        known = self._state.relations
        return [known[key] for key in sorted(known) if relations is None or key.type in relations]


def _other_end(relation: Relation, direction: Direction) -> str:
    return relation.target if direction == "out" else relation.source


def _walk(key: RelationKey) -> tuple[str, str, str]:
    return key.source, key.type, key.target


def _origins_of(record: Entity | Relation) -> Iterable[Provenance]:
    claimed = (claim.provenance for claim in record.claims)
    if isinstance(record, Entity):
        return (*record.provenance.values(), *claimed)
    return (*([record.provenance] if record.provenance else []), *claimed)


def _said_by(origins: Iterable[Provenance], source: str | None, batch: str | None) -> bool:
    return any(
        (source is None or item.source == source) and (batch is None or item.batch == batch)
        for item in origins
    )


def _in_order(entities: list[Entity], sort: Sort | None) -> list[Entity]:
    """Sorted by the field, those without it last, ties by id ascending in either direction."""
    by_id = sorted(entities, key=lambda item: item.id)
    if sort is None:
        return by_id
    places = [(position_of(item, sort).value, item) for item in by_id]
    present = [(_rank(value), item) for value, item in places if value is not None]
    present.sort(key=lambda pair: pair[0], reverse=sort.descending)
    return [item for _, item in present] + [item for value, item in places if value is None]


def _rank(value: Scalar) -> tuple[bool, Scalar]:
    return isinstance(value, str), value


def _follows(entity: Entity, place: Position, sort: Sort | None) -> bool:
    """Whether the entity stands behind that place, whose own entity may be gone."""
    here = position_of(entity, sort)
    if here.value is None or place.value is None:
        same = here.value is None and place.value is None
        return here.id > place.id if same else here.value is None
    if _rank(here.value) == _rank(place.value):
        return here.id > place.id
    further = _rank(here.value) > _rank(place.value)
    return further is not (sort is not None and sort.descending)


def _cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Cosine similarity; 0 where a vector is all zeros."""
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / lengths if lengths else 0.0


def _best(scored: list[Scored], first: int) -> Sequence[Scored]:
    return tuple(sorted(scored, key=lambda item: (-item.score, item.entity.id))[:first])
