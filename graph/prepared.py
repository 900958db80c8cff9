"""Entities made ready for an upsert beforehand, while the store has other work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from graph import text
from graph.records import Entity
from graph.schema import GraphSchema
from graph.validation import check_entities


@dataclass(frozen=True, slots=True, eq=False)
class Prepared(Sequence[Entity]):
    """Entities that were checked, as a sequence of them.

    Attributes:
        entities: The records.
        schema: What they were checked by.
        known: By ``id()`` of an entity its document, for those that have been made.
    """

    entities: Sequence[Entity]
    schema: GraphSchema
    known: Mapping[int, str] = field(default_factory=dict)

    @overload
    def __getitem__(self, index: int) -> Entity: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Entity]: ...
    def __getitem__(self, index: int | slice) -> Entity | Sequence[Entity]:
        return self.entities[index]

    def __len__(self) -> int:
        return len(self.entities)

    def documents(self, entities: Sequence[Entity]) -> list[str]:
        """The documents of entities that come of these; what is known is not made again."""
        known = self.known
        if not known:
            return text.documents(entities, _searchable(self.schema))
        left = [item for item in entities if id(item) not in known]
        made = iter(text.documents(left, _searchable(self.schema)))
        return [known[id(item)] if id(item) in known else next(made) for item in entities]


def prepare(entities: Sequence[Entity], schema: GraphSchema) -> Prepared:
    """Check entities and make their documents: all that an upsert can do without the store.

    May run in any thread. Raises as ``graph.validation.check_entities`` does.
    """
    check_entities(entities, schema)
    made = text.documents(entities, _searchable(schema))
    return Prepared(entities, schema, dict(zip(map(id, entities), made, strict=True)))


def checked(entities: Sequence[Entity], schema: GraphSchema | None) -> Prepared:
    """The entities as they were prepared for that schema, or checked only now.

    Raises as ``graph.validation.check_entities`` does.
    """
    if isinstance(entities, Prepared) and entities.schema == schema:
        return entities
    return Prepared(entities, check_entities(entities, schema))


def _searchable(schema: GraphSchema) -> Mapping[str, Sequence[str]]:
    return {item.name: item.searchable for item in schema.classes}
