"""The reads of a Neo4j store, each in one transaction."""
# ruff: noqa: D102 - the port documents these methods

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.neo4j import feed, paging, queries, retrieval, said, traversal
from graph.neo4j.meta import Meta, read_meta
from graph.neo4j.transaction import Transaction
from graph.query import Change, Direction, EdgeColumns, Filter, Neighbour, Page, Query, Scored
from graph.records import Entity, Relation, RelationKey
from graph.validation import check_first, check_query, check_relation_names, check_space

T = TypeVar("T")


class Transact(Protocol):
    """Runs work in a transaction, perhaps more than once."""

    def __call__(self, work: Callable[[Transaction], T], /) -> T:
        """The work's result."""
        ...


class Neo4jReader:
    """Answers from transactions; ``graph.port.GraphReader`` says what each answer is.

    Args:
        transact: Runs work in a transaction.
        index_vectors_beyond: See ``retrieval.Nearest``. None within a transaction that writes:
            no index of vectors or documents holds what it wrote.
    """

    def __init__(self, transact: Transact, index_vectors_beyond: int | None) -> None:
        self._transact = transact
        self._index_vectors_beyond = index_vectors_beyond

    def get(self, ids: Sequence[str]) -> Mapping[str, Entity]:
        return self._transact(lambda tx: traversal.get(tx, ids))

    def get_relations(self, keys: Sequence[RelationKey]) -> Mapping[RelationKey, Relation]:
        return self._transact(lambda tx: traversal.get_relations(tx, keys))

    def types_of(self, ids: Collection[str]) -> Mapping[str, str]:
        return self._transact(lambda tx: traversal.types_of(tx, ids))

    def find(self, query: Query, first: int = 100, after: str | None = None) -> Page:
        check_first(first)
        return self._transact(lambda tx: paging.find(tx, self._meta(tx), query, first, after))

    def count(self, query: Query) -> int:
        return self._transact(lambda tx: paging.count(tx, self._meta(tx), query))

    def group_count(self, query: Query, by: str) -> Mapping[str, int]:
        return self._transact(lambda tx: paging.group_count(tx, self._meta(tx), query, by))

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
        steps = traversal.Steps(relations, direction, type, first)
        return self._transact(lambda tx: traversal.neighbours(tx, self._meta(tx), ids, steps))

    def degrees(
        self,
        ids: Sequence[str],
        *,
        relations: Collection[str] | None = None,
        direction: Direction = "out",
    ) -> Mapping[str, Mapping[str, int]]:
        check_relation_names(relations)
        steps = traversal.Steps(relations, direction)
        return self._transact(lambda tx: traversal.degrees(tx, ids, steps))

    def search(
        self, text: str, *, type: str | None = None, where: Filter | None = None, first: int = 20
    ) -> Sequence[Scored]:
        check_first(first)
        wanted = Query(type, where)
        by_index = self._index_vectors_beyond is not None
        return self._transact(
            lambda tx: retrieval.search(tx, self._meta(tx), text, wanted, first, by_index=by_index)
        )

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
        beyond = self._index_vectors_beyond
        wanted = retrieval.Nearest(space, vector, Query(type, where), first, beyond)
        return self._transact(lambda tx: retrieval.nearest(tx, self._meta(tx), wanted))

    def vectors(self, space: str) -> tuple[Sequence[str], NDArray[np.float32]]:
        check_space(space)
        return self._transact(lambda tx: retrieval.vectors(tx, space))

    def scan(self, query: Query, batch: int = 5000) -> Iterator[Sequence[Entity]]:
        check_query(query, self._transact(self._meta).schema)
        return self._scanned(query, batch)

    def scan_relations(
        self, relations: Collection[str] | None = None, batch: int = 5000
    ) -> Iterator[Sequence[Relation]]:
        check_relation_names(relations)
        return self._scanned_relations(relations, batch)

    def edges(self, relations: Collection[str] | None = None) -> EdgeColumns:
        check_relation_names(relations)
        return self._transact(lambda tx: traversal.edges(tx, relations))

    def said_entities(
        self, *, source: str | None = None, batch: str | None = None, after: str = "", first: int
    ) -> Sequence[Entity]:
        check_first(first)
        return self._transact(lambda tx: said.entities(tx, source, batch, after, first))

    def said_relations(
        self,
        *,
        source: str | None = None,
        batch: str | None = None,
        after: RelationKey | None = None,
        first: int,
    ) -> Sequence[Relation]:
        check_first(first)
        return self._transact(lambda tx: said.relations(tx, source, batch, after, first))

    def notes(self, prefix: str = "") -> Mapping[str, str]:
        return dict(sorted(self._transact(lambda tx: tx.rows(queries.NOTES, prefix=prefix))))

    def revision(self) -> int:
        return self._transact(self._meta).revision

    def last_change(self) -> int:
        return self._transact(self._meta).sequence

    def changes(self, after: int = 0, first: int = 1000) -> Sequence[Change]:
        check_first(first)
        return self._transact(lambda tx: feed.changes(tx, after, first))

    def _meta(self, tx: Transaction, /) -> Meta:
        return read_meta(tx)

    def _batch(self, query: Query, after: str, limit: int, tx: Transaction) -> Sequence[Entity]:
        return paging.batch(tx, self._meta(tx), query, after, limit)

    def _scanned(self, query: Query, batch: int) -> Iterator[Sequence[Entity]]:
        after = ""
        while True:
            found = self._transact(partial(self._batch, query, after, batch))
            if found:
                yield found
            if len(found) < batch:
                return
            after = found[-1].id

    def _scanned_relations(
        self, relations: Collection[str] | None, batch: int
    ) -> Iterator[Sequence[Relation]]:
        types = self._transact(lambda tx: traversal.occurring(tx, relations))
        after: RelationKey | None = None
        while True:
            found = self._transact(partial(traversal.relations_after, types, after, batch))
            if found:
                yield found
            if len(found) < batch:
                return
            after = found[-1].key
