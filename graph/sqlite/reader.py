"""The reads of the store."""
# ruff: noqa: D102 - the port documents these methods

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph import text as searching
from graph.query import (
    Change,
    Direction,
    EdgeColumns,
    Filter,
    Neighbour,
    Page,
    Query,
    Scored,
)
from graph.records import Entity, Relation, RelationKey
from graph.sqlite import counting, edges, feed, paging, queries
from graph.sqlite.connection import Session
from graph.sqlite.filters import ALWAYS, Clause, Compiler, as_json
from graph.sqlite.layout import applied_schema
from graph.sqlite.relations import get_relations, said_relations, scan_relations
from graph.sqlite.rows import entity_of, relation_of
from graph.sqlite.text import expression
from graph.sqlite.vectors import Matrix
from graph.validation import (
    check_first,
    check_query,
    check_relation_names,
    check_space,
    check_vector,
    classes_of,
    is_id,
)


class SqliteReader:
    """Answers through a session; ``graph.port.GraphReader`` says what each answer is."""

    def __init__(
        self, session: Callable[[], Session], matrix: Callable[[Session, str], Matrix]
    ) -> None:
        self._session = session
        self._matrix = matrix

    def get(self, ids: Sequence[str]) -> Mapping[str, Entity]:
        wanted = as_json(item for item in dict.fromkeys(ids) if is_id(item))
        session = self._session()
        rows = session.rows(queries.GET_ENTITIES, (wanted,))
        found = {row[0]: entity_of(session.origins, *row) for row in rows}
        return {item: found[item] for item in ids if item in found}

    def get_relations(self, keys: Sequence[RelationKey]) -> Mapping[RelationKey, Relation]:
        session = self._session()
        with session.snapshot():
            return get_relations(session, keys)

    def types_of(self, ids: Collection[str]) -> Mapping[str, str]:
        wanted = as_json(sorted({item for item in ids if is_id(item)}))
        return dict(self._session().rows(queries.GET_TYPES, (wanted,)))

    def find(self, query: Query, first: int = 100, after: str | None = None) -> Page:
        check_first(first)
        session = self._session()
        with session.snapshot():
            where = self._where(session, query)
            classes = _stored_classes(session, query.type)
            return paging.find(session, classes, query, where, first, after)

    def count(self, query: Query) -> int:
        session = self._session()
        with session.snapshot():
            return counting.count(session, self._condition(session, query))

    def group_count(self, query: Query, by: str) -> Mapping[str, int]:
        session = self._session()
        with session.snapshot():
            return counting.group_count(session, self._condition(session, query), by)

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
        session = self._session()
        with session.snapshot():
            classes = _compiler(session).of_type(type, "o")
            types = _some_types(relations)
            statement = queries.neighbours(*_ends(direction), types.sql, classes.sql)
            limit = -1 if first is None else first
            wanted = as_json(item for item in dict.fromkeys(ids) if is_id(item))
            bound = (wanted, *types.parameters, *classes.parameters, limit, limit)
            rows = session.rows(statement, bound)
        near: dict[str, list[Neighbour]] = {item: [] for item in ids}
        others: dict[str, Entity] = {}
        for start, name, properties, origin, claims, *other in rows:
            end = others.get(other[0])
            if end is None:
                end = others[other[0]] = entity_of(session.origins, *other)
            key = (name, start, end.id) if direction == "out" else (name, end.id, start)
            relation = relation_of(session.origins, key, properties, origin, claims)
            near[start].append(Neighbour(relation, end))
        return {item: tuple(found) for item, found in near.items()}

    def degrees(
        self,
        ids: Sequence[str],
        *,
        relations: Collection[str] | None = None,
        direction: Direction = "out",
    ) -> Mapping[str, Mapping[str, int]]:
        check_relation_names(relations)
        types = _some_types(relations)
        statement = queries.degrees(_ends(direction)[0], types.sql)
        wanted = as_json(item for item in dict.fromkeys(ids) if is_id(item))
        counts: dict[str, dict[str, int]] = defaultdict(dict)
        for start, name, number in self._session().rows(statement, (wanted, *types.parameters)):
            counts[start][name] = number
        return {item: counts.get(item, {}) for item in ids}

    def search(
        self, text: str, *, type: str | None = None, where: Filter | None = None, first: int = 20
    ) -> Sequence[Scored]:
        check_first(first)
        session = self._session()
        with session.snapshot():
            condition = self._condition(session, Query(type, where))
            terms = searching.parse(text)
            if not terms:
                return ()
            bound = (expression(terms), *condition.parameters, first)
            rows = session.rows(queries.search(condition.sql), bound)
        return tuple(Scored(entity_of(session.origins, *row[:5]), row[5]) for row in rows)

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
        check_space(space)
        session = self._session()
        with session.snapshot():
            among = self._keys(session, Query(type, where))
            matrix = self._matrix(session, space)
            check_vector(space, vector, matrix.rows.shape[1] if matrix.ids else None)
            best = matrix.nearest(vector, among, first)
            entities = self.get([item for item, _ in best])
        return tuple(Scored(entities[item], score) for item, score in best)

    def vectors(self, space: str) -> tuple[Sequence[str], NDArray[np.float32]]:
        check_space(space)
        session = self._session()
        with session.snapshot():
            matrix = self._matrix(session, space)
        return matrix.ids, matrix.rows

    def scan(self, query: Query, batch: int = 5000) -> Iterator[Sequence[Entity]]:
        check_query(query, applied_schema(self._session()))
        return self._scan(query, batch)

    def scan_relations(
        self, relations: Collection[str] | None = None, batch: int = 5000
    ) -> Iterator[Sequence[Relation]]:
        check_relation_names(relations)
        return scan_relations(self._session, relations, batch)

    def edges(self, relations: Collection[str] | None = None) -> EdgeColumns:
        check_relation_names(relations)
        session = self._session()
        with session.snapshot():
            found = edges.read_edges(session, relations)
        return edges.columns_of(found)

    def said_entities(
        self, *, source: str | None = None, batch: str | None = None, after: str = "", first: int
    ) -> Sequence[Entity]:
        check_first(first)
        session = self._session()
        with session.snapshot():
            origins = as_json(session.origins.naming(source, batch))
            bound = {"origins": origins, "after": after, "first": first}
            rows = session.rows(queries.SAID_ENTITIES, bound)
        return tuple(entity_of(session.origins, *row) for row in rows)

    def said_relations(
        self,
        *,
        source: str | None = None,
        batch: str | None = None,
        after: RelationKey | None = None,
        first: int,
    ) -> Sequence[Relation]:
        check_first(first)
        session = self._session()
        with session.snapshot():
            return said_relations(session, session.origins.naming(source, batch), after, first)

    def notes(self, prefix: str = "") -> Mapping[str, str]:
        bound = (prefix, len(prefix), prefix)
        return dict(self._session().rows(queries.GET_NOTES, bound))

    def revision(self) -> int:
        return int(self._session().value(queries.GET_SETTING, ("revision",)) or 0)

    def last_change(self) -> int:
        return int(self._session().value(queries.LAST_CHANGE))

    def changes(self, after: int = 0, first: int = 1000) -> Sequence[Change]:
        check_first(first)
        return feed.read(self._session(), after, first)

    def _scan(self, query: Query, batch: int) -> Iterator[Sequence[Entity]]:
        after: str | None = None
        while True:
            session = self._session()
            with session.snapshot():
                where = self._where(session, query)
                classes = _stored_classes(session, query.type)
                found = paging.scan(session, classes, where, batch, after)
            if found:
                yield found
            if len(found) < batch:
                return
            after = found[-1].id

    def _where(self, session: Session, query: Query) -> Clause:
        """The condition without the class, which pages bind themselves."""
        compiler = _compiler(session)
        check_query(query, compiler.schema)
        return compiler.compile(query.where)

    def _condition(self, session: Session, query: Query) -> Clause:
        return Clause.all_of(_compiler(session).of_type(query.type), self._where(session, query))

    def _keys(self, session: Session, query: Query) -> NDArray[np.int64] | None:
        """Keys of the entities that fit, None where all do."""
        condition = self._condition(session, query)
        if query == Query():
            return None
        rows = session.rows(queries.keys(condition.sql), condition.parameters)
        return np.fromiter((row[0] for row in rows), np.int64, len(rows))


def _compiler(session: Session) -> Compiler:
    return Compiler(
        applied_schema(session),
        lambda field: session.value(queries.HAS_ITEMS, (field,)) is not None,
        lambda: _stored_classes(session, None),
    )


def _stored_classes(session: Session, type: str | None) -> Sequence[str]:
    """Those of the class and its subclasses that have entities, sorted."""
    stored = [row[0] for row in session.rows(queries.STORED_TYPES)]
    wanted = classes_of(applied_schema(session), type)
    return [name for name in stored if wanted is None or name in wanted]


def _some_types(relations: Collection[str] | None) -> Clause:
    if relations is None:
        return ALWAYS
    return Clause(queries.SOME_TYPES, (as_json(sorted(set(relations))),))


def _ends(direction: Direction) -> tuple[str, str]:
    return ("source", "target") if direction == "out" else ("target", "source")
