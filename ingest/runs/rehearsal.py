"""A rehearsal: an import into a scratch store laid over the real one, which stays as it is."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from graph.port import GraphReader, GraphStore, GraphWriter
from graph.query import LinkResult, Query, UpsertResult
from graph.records import Entity, PropertyValue, Provenance, Relation, RelationKey
from ingest.ports import ImportWriter

T = TypeVar("T")
_GONE = ""
"""Stands in the scratch store for a note that was removed; no note is empty."""

Change: TypeAlias = tuple[PropertyValue | None, PropertyValue | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import would change of one entity or relation.

    Attributes:
        operation: ``created`` or ``updated``.
        key: Entity id, or key of the relation.
        type: Class of the entity or type of the relation.
        fields: For each property its value before and after, None where there is none.
        sources: Who would be named as the source, by property, where that alone changes.
    """

    operation: Literal["created", "updated"]
    key: str | RelationKey
    type: str
    fields: Mapping[str, Change]
    sources: Mapping[str, tuple[str, str]]


class Rehearsal:
    """A store to import into whose writes the real store never sees.

    Args:
        base: The real store.
        scratch: An empty store with the same schema.
    """

    def __init__(self, base: GraphReader, scratch: GraphStore) -> None:
        self._base = base
        self._scratch = scratch

    def write(self, work: Callable[[ImportWriter], T]) -> T:
        """Run ``work`` in one transaction of the scratch store."""
        return self._scratch.write(lambda writer: work(_Overlay(self._base, writer)))

    def get(self, ids: Sequence[str]) -> Mapping[str, Entity]:
        """As ``graph.port.GraphReader``."""
        return _get(self._base, self._scratch, ids)

    def get_relations(self, keys: Sequence[RelationKey]) -> Mapping[RelationKey, Relation]:
        """As ``graph.port.GraphReader``."""
        return _get_relations(self._base, self._scratch, keys)

    def types_of(self, ids: Collection[str]) -> Mapping[str, str]:
        """As ``graph.port.GraphReader``."""
        return {**self._base.types_of(ids), **self._scratch.types_of(ids)}

    def notes(self, prefix: str = "") -> Mapping[str, str]:
        """As ``graph.port.GraphReader``."""
        return _notes(self._base, self._scratch, prefix)

    def revision(self) -> int:
        """Of both stores together."""
        return self._base.revision() + self._scratch.revision()

    def differences(self) -> Iterator[Difference]:
        """What was changed, entities in order of id, then relations in order of their key."""
        for entities in self._scratch.scan(Query()):
            before = self._base.get([item.id for item in entities])
            for entity in entities:
                found = _entity_difference(before.get(entity.id), entity)
                if found is not None:
                    yield found
        for relations in self._scratch.scan_relations():
            known = self._base.get_relations([item.key for item in relations])
            for relation in relations:
                difference = _relation_difference(known.get(relation.key), relation)
                if difference is not None:
                    yield difference


class _Overlay:
    """Reads both stores and writes the scratch one, whereto it first copies what it touches."""

    def __init__(self, base: GraphReader, scratch: GraphWriter) -> None:
        self._base = base
        self._scratch = scratch

    def get(self, ids: Sequence[str]) -> Mapping[str, Entity]:
        return _get(self._base, self._scratch, ids)

    def get_relations(self, keys: Sequence[RelationKey]) -> Mapping[RelationKey, Relation]:
        return _get_relations(self._base, self._scratch, keys)

    def types_of(self, ids: Collection[str]) -> Mapping[str, str]:
        return {**self._base.types_of(ids), **self._scratch.types_of(ids)}

    def notes(self, prefix: str = "") -> Mapping[str, str]:
        return _notes(self._base, self._scratch, prefix)

    def revision(self) -> int:
        return self._base.revision() + self._scratch.revision()

    def upsert_entities(
        self,
        entities: Sequence[Entity],
        *,
        whole: bool = False,
        stored: Mapping[str, Entity] | None = None,
    ) -> UpsertResult:
        del stored
        self._copy_entities({item.id for item in entities})
        return self._scratch.upsert_entities(entities, whole=whole)

    def upsert_relations(
        self, relations: Sequence[Relation], *, whole: bool = False
    ) -> UpsertResult:
        self._copy_relations([item.key for item in relations])
        return self._scratch.upsert_relations(relations, whole=whole)

    def link(
        self, type: str, pairs: Sequence[tuple[str, str]], provenance: Provenance | None
    ) -> LinkResult:
        self._copy_relations([RelationKey(type, *pair) for pair in pairs])
        return self._scratch.link(type, pairs, provenance)

    def put_notes(self, notes: Mapping[str, str | None]) -> None:
        self._scratch.put_notes(
            {key: _GONE if text is None else text for key, text in notes.items()}
        )

    def _copy_entities(self, ids: Collection[str]) -> None:
        missing = sorted(set(ids) - self._scratch.types_of(ids).keys())
        self._scratch.upsert_entities(list(self._base.get(missing).values()), whole=True)

    def _copy_relations(self, keys: Sequence[RelationKey]) -> None:
        self._copy_entities({end for key in keys for end in (key.source, key.target)})
        known = self._scratch.get_relations(keys)
        missing = [key for key in keys if key not in known]
        self._scratch.upsert_relations(list(self._base.get_relations(missing).values()), whole=True)


def _get(base: GraphReader, scratch: GraphReader, ids: Sequence[str]) -> Mapping[str, Entity]:
    here = scratch.get(ids)
    found = {**base.get([id_ for id_ in ids if id_ not in here]), **here}
    return {id_: found[id_] for id_ in ids if id_ in found}


def _get_relations(
    base: GraphReader, scratch: GraphReader, keys: Sequence[RelationKey]
) -> Mapping[RelationKey, Relation]:
    here = scratch.get_relations(keys)
    found = {**base.get_relations([key for key in keys if key not in here]), **here}
    return {key: found[key] for key in keys if key in found}


def _notes(base: GraphReader, scratch: GraphReader, prefix: str) -> Mapping[str, str]:
    found = {**base.notes(prefix), **scratch.notes(prefix)}
    return {key: text for key, text in sorted(found.items()) if text != _GONE}


def _entity_difference(before: Entity | None, after: Entity) -> Difference | None:
    if before == after:
        return None
    old = before.properties if before else {}
    fields = _changed(old, after.properties)
    sources = {}
    if before is not None:
        sources = {
            name: (before.provenance[name].source, by.source)
            for name, by in after.provenance.items()
            if name in before.provenance
            and name not in fields
            and before.provenance[name].source != by.source
        }
        if not fields and not sources and before.claims == after.claims:
            return None
    operation: Literal["created", "updated"] = "updated" if before else "created"
    return Difference(operation, after.id, after.type, fields, sources)


def _relation_difference(before: Relation | None, after: Relation) -> Difference | None:
    if before == after:
        return None
    fields = _changed(before.properties if before else {}, after.properties)
    operation: Literal["created", "updated"] = "updated" if before else "created"
    return Difference(operation, after.key, after.type, fields, {})


def _changed(
    old: Mapping[str, PropertyValue | None], new: Mapping[str, PropertyValue | None]
) -> Mapping[str, Change]:
    names = dict.fromkeys((*old, *new))
    return {
        name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)
    }
