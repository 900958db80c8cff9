"""What an import needs of a store: less than all of it, so that a rehearsal can stand in."""
# ruff: noqa: D102 - the port of the store documents these methods

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from graph.query import LinkResult, UpsertResult
from graph.records import Entity, Provenance, Relation, RelationKey

T = TypeVar("T")


class ImportReader(Protocol):
    """Reads; ``graph.port.GraphReader`` says what each answer is."""

    def get(self, ids: Sequence[str]) -> Mapping[str, Entity]: ...

    def get_relations(self, keys: Sequence[RelationKey]) -> Mapping[RelationKey, Relation]: ...

    def types_of(self, ids: Collection[str]) -> Mapping[str, str]: ...

    def notes(self, prefix: str = "") -> Mapping[str, str]: ...

    def revision(self) -> int: ...


class ImportWriter(ImportReader, Protocol):
    """Writes of one transaction; ``graph.port.GraphWriter`` says what each does."""

    def upsert_entities(
        self,
        entities: Sequence[Entity],
        *,
        whole: bool = False,
        stored: Mapping[str, Entity] | None = None,
    ) -> UpsertResult: ...

    def upsert_relations(
        self, relations: Sequence[Relation], *, whole: bool = False
    ) -> UpsertResult: ...

    def link(
        self, type: str, pairs: Sequence[tuple[str, str]], provenance: Provenance | None
    ) -> LinkResult: ...

    def put_notes(self, notes: Mapping[str, str | None]) -> None: ...


class ImportStore(ImportReader, Protocol):
    """A store that imports write to."""

    def write(self, work: Callable[[ImportWriter], T]) -> T:
        """Run ``work`` in one transaction."""
        ...
