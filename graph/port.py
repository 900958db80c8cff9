"""The store port: what every adapter can do. No query text crosses it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.query import (
    Change,
    Direction,
    EdgeColumns,
    Filter,
    LinkResult,
    Neighbour,
    Page,
    Query,
    Scored,
    UpsertResult,
)
from graph.records import Entity, Provenance, Relation, RelationKey
from graph.schema import GraphSchema

T = TypeVar("T")


class GraphReader(Protocol):
    """Reads. Every answer is deterministic: ties are broken by id."""

    def get(self, ids: Sequence[str]) -> Mapping[str, Entity]:
        """The entities of those ids that exist, keyed by id."""
        ...

    def get_relations(self, keys: Sequence[RelationKey]) -> Mapping[RelationKey, Relation]:
        """The relations of those keys that exist."""
        ...

    def types_of(self, ids: Collection[str]) -> Mapping[str, str]:
        """The classes of those ids that exist, keyed by id."""
        ...

    def find(self, query: Query, first: int = 100, after: str | None = None) -> Page:
        """A keyset page: neither skips nor repeats while rows are inserted between pages.

        Args:
            query: Which entities, in which order.
            first: Page size, at least 0; 0 gives an empty page whose ``has_next`` still tells.
            after: A cursor of an earlier page of the same query, or None for the start.

        Raises:
            InvalidCursor: ``after`` is malformed or was made for another sort order.
            InvalidQuery: ``first`` is negative.
        """
        ...

    def count(self, query: Query) -> int:
        """How many entities fit, counted by the store and not fetched."""
        ...

    def group_count(self, query: Query, by: str) -> Mapping[str, int]:
        """Counts by the value of a property (or ``type``), counted by the store.

        Keys are the values as text, sorted; the key ``""`` counts entities without the field.
        A list property counts once under each of its items.
        """
        ...

    def neighbours(
        self,
        ids: Sequence[str],
        *,
        relations: Collection[str] | None = None,
        direction: Direction = "out",
        type: str | None = None,
        first: int | None = None,
    ) -> Mapping[str, Sequence[Neighbour]]:
        """Relations of many entities with their other ends, in one call.

        Args:
            ids: Where to start; each id is a key of the answer, unknown ones with none.
            relations: Relation types to follow; None means all of them.
            direction: Relations that leave or that reach the ids.
            type: Class of the other end, subclasses included.
            first: At most so many for each id.

        Returns:
            For each id its neighbours, ordered by relation type, then by the other end's id.
        """
        ...

    def degrees(
        self,
        ids: Sequence[str],
        *,
        relations: Collection[str] | None = None,
        direction: Direction = "out",
    ) -> Mapping[str, Mapping[str, int]]:
        """For each id the number of its relations by type, counted and not fetched."""
        ...

    def search(
        self, text: str, *, type: str | None = None, where: Filter | None = None, first: int = 20
    ) -> Sequence[Scored]:
        """Full-text search over the searchable properties, Chinese and English.

        Every Han run of the text must occur as a phrase (one character is enough) and every
        other word as a word or its beginning, in any searchable property of the entity.
        Any text is a plain text: it has no operators.
        """
        ...

    def nearest(
        self,
        space: str,
        vector: NDArray[np.float32],
        *,
        first: int = 10,
        type: str | None = None,
        where: Filter | None = None,
    ) -> Sequence[Scored]:
        """Entities by cosine similarity, filtered before the cut to ``first``.

        Args:
            space: The vector space, named by the encoder that made its vectors.
            vector: Shape (d,).
            first: How many to return at most.
            type: A class; its subclasses are included.
            where: The condition.

        Raises:
            InvalidQuery: The dimension differs from that of the space.
        """
        ...

    def vectors(self, space: str) -> tuple[Sequence[str], NDArray[np.float32]]:
        """All vectors of a space: ids sorted, and a matrix of shape (n, d); (0, 0) if none."""
        ...

    def scan(self, query: Query, batch: int = 5000) -> Iterator[Sequence[Entity]]:
        """All entities that fit, in batches, ordered by id; memory stays bounded."""
        ...

    def scan_relations(
        self, relations: Collection[str] | None = None, batch: int = 5000
    ) -> Iterator[Sequence[Relation]]:
        """All relations of those types, in batches, ordered by (type, source, target)."""
        ...

    def edges(self, relations: Collection[str] | None = None) -> EdgeColumns:
        """Relations as columns, without their properties, for analysis."""
        ...

    def said_entities(
        self, *, source: str | None = None, batch: str | None = None, after: str = "", first: int
    ) -> Sequence[Entity]:
        """Entities of which a source, or a batch, says something, standing or not.

        Args:
            source: Name of a source; None means any.
            batch: Identifier of a batch; None means any.
            after: Only ids greater than this one.
            first: At most so many, ordered by id.
        """
        ...

    def said_relations(
        self,
        *,
        source: str | None = None,
        batch: str | None = None,
        after: RelationKey | None = None,
        first: int,
    ) -> Sequence[Relation]:
        """Relations that a source, or a batch, states, alone or beside others.

        Arguments are those of ``said_entities``; the order is by source, type and target.
        """
        ...

    def notes(self, prefix: str = "") -> Mapping[str, str]:
        """Notes whose key begins so, ordered by key: what an application keeps beside the graph."""
        ...

    def revision(self) -> int:
        """Number of the last committed write that changed something; 0 for an empty store."""
        ...

    def last_change(self) -> int:
        """Sequence number of the last entry of the change feed; 0 if nothing ever changed."""
        ...

    def changes(self, after: int = 0, first: int = 1000) -> Sequence[Change]:
        """The change feed in order, after the sequence number ``after``.

        Numbers have no gaps, except that a store may forget the oldest entries by age: an answer
        whose first number is above ``after`` + 1 tells so.
        """
        ...


class GraphWriter(GraphReader, Protocol):
    """Reads and writes inside one transaction; sees its own writes."""

    def upsert_entities(
        self,
        entities: Sequence[Entity],
        *,
        whole: bool = False,
        stored: Mapping[str, Entity] | None = None,
    ) -> UpsertResult:
        """Create or patch entities by id; idempotent.

        A record that changes no value, source or confidence counts as unchanged, and its stored
        provenance stays. Of records with one id, the later patches the earlier. Claims take the
        place of the stored ones; an empty tuple leaves those alone.

        Args:
            entities: The records.
            whole: Entities become exactly these records, whatever stood before.
            stored: All those of the ids that exist, as ``get`` gave them within this
                transaction, to spare another look.
        """
        ...

    def upsert_relations(
        self, relations: Sequence[Relation], *, whole: bool = False
    ) -> UpsertResult:
        """Create or patch relations by (type, source, target); idempotent.

        A relation with an end that does not exist is refused as ``DANGLING``. ``whole`` and
        claims are those of ``upsert_entities``.
        """
        ...

    def link(
        self, type: str, pairs: Sequence[tuple[str, str]], provenance: Provenance | None
    ) -> LinkResult:
        """Create many relations of one type, without properties and of one origin.

        Args:
            type: Type of them all.
            pairs: Ids of source and target; a pair that comes twice counts once.
            provenance: Of them all.
        """
        ...

    def delete_entities(self, ids: Sequence[str]) -> int:
        """Delete entities with all their relations and vectors; how many there were."""
        ...

    def delete_relations(self, keys: Sequence[RelationKey]) -> int:
        """Delete relations; how many there were."""
        ...

    def put_notes(self, notes: Mapping[str, str | None]) -> None:
        """Set notes by key, None to remove one; they raise no revision and enter no feed.

        Raises:
            InvalidName: A key is not a possible id.
        """
        ...

    def put_vectors(self, space: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Set the vectors of existing entities; ``vectors`` has shape (len(ids), d).

        Vectors are derived data: they raise no revision and enter no change feed. Ids that do
        not exist are passed over.

        Raises:
            InvalidQuery: The dimension differs from that of the space.
        """
        ...

    def drop_vectors(self, space: str) -> None:
        """Forget a vector space."""
        ...


class GraphStore(GraphReader, Protocol):
    """A store. Constructing one opens nothing; the first use connects.

    Reads outside ``write`` see the last committed state. Calls are synchronous and may come from
    several threads. All methods raise ``GraphError`` subclasses alone.
    """

    def apply_schema(self, schema: GraphSchema) -> None:
        """Create the constraints and indexes that the schema needs and lacks; idempotent.

        Classes, relations and indexes that are no longer in the schema are dropped from it; no
        entity is touched.
        """
        ...

    def schema(self) -> GraphSchema:
        """The applied schema.

        Raises:
            SchemaMissing: None has been applied.
        """
        ...

    def write(self, work: Callable[[GraphWriter], T]) -> T:
        """Run ``work`` in one transaction: all of it is committed, or, if it raises, none.

        All changes of one call make one revision, in the same transaction as the change feed's
        entries. ``work`` may be run again after a passing fault, so it must have no other effect.
        """
        ...

    def close(self) -> None:
        """Release connections; using the store again reconnects."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
