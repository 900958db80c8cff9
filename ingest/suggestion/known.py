"""What the store knows: which values are ids, and whose names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graph.errors import SchemaMissing
from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from graph.validation import is_id
from ingest.rows.values import fold
from ontology.model import Ontology

MOST_NAMED = 20_000
"""Names are only looked up in classes of at most so many entities."""
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Names:
    """Entities of a class.

    Attributes:
        ids: Ids by name or alias, folded; several where a name is not unique.
        prefixes: What ids begin with up to their first colon, the most frequent first.
    """

    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prefixes: Sequence[str] = ()


class KnownEntities:
    """The entities of a store, each class read when it is first asked for."""

    def __init__(self, store: GraphReader | None, ontology: Ontology) -> None:
        self._store = store
        self._ontology = ontology
        self._names: dict[str, Names] = {}

    @cached_property
    def is_empty(self) -> bool:
        """Whether there is nothing to look anything up in."""
        return self._store is None or not self._store.count(Query())

    def among(self, texts: Collection[str], ends: Sequence[str]) -> set[str]:
        """Those of the texts that are ids of entities of the classes; of any if none is named."""
        if self._store is None:
            return set()
        types = self._store.types_of([text for text in texts if is_id(text)])
        return {
            text
            for text, name in types.items()
            if not ends or any(self._ontology.is_a(name, end) for end in ends)
        }

    def named(self, text: str, ends: Sequence[str]) -> tuple[str, ...]:
        """The ids of the entities of the classes that have this name."""
        found = (id_ for end in ends for id_ in self.names(end).ids.get(fold(text), ()))
        return tuple(dict.fromkeys(found))

    def names(self, class_name: str) -> Names:
        """The entities of a class, with those of its subclasses."""
        if class_name not in self._names:
            self._names[class_name] = self._read(class_name)
        return self._names[class_name]

    def _read(self, class_name: str) -> Names:
        query = Query(type=class_name)
        try:
            if self._store is None or not self._store.count(query):
                return Names()
            first = self._store.find(query, first=_LOOKED_AT).entities
            if self._store.count(query) > MOST_NAMED:
                return Names(prefixes=_prefixes(first))
            ids: dict[str, dict[str, None]] = {}
            for batch in self._store.scan(query):
                for entity in batch:
                    for name in _called(entity):
                        ids.setdefault(fold(name), {})[entity.id] = None
        except SchemaMissing:
            return Names()
        return Names({name: tuple(found) for name, found in ids.items()}, _prefixes(first))


def _prefixes(entities: Sequence[Entity]) -> Sequence[str]:
    counts: dict[str, int] = {}
    for entity in entities:
        prefix, colon, _ = entity.id.partition(":")
        if colon:
            counts[prefix + colon] = counts.get(prefix + colon, 0) + 1
    return sorted(counts, key=lambda prefix: (-counts[prefix], prefix))


def _called(entity: Entity) -> Sequence[str]:
    called: list[str] = []
    for key, value in entity.properties.items():
        if key.startswith(("name_", "alias_")):
            called += map(str, value if isinstance(value, tuple) else (value,))
    return called
