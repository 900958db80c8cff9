"""Records as rows of the file, and back."""

from collections.abc import Iterator, Mapping
from typing import cast

import orjson

from graph import provenance
from graph.records import Entity, Patch, PropertyValue, Relation, Scalar
from graph.sqlite.connection import Row


def properties_text(properties: Patch) -> str:
    """Properties as JSON."""
    return orjson.dumps(properties).decode() if properties else "{}"


def entity_of(id: str, type: str, properties: str, sources: str) -> Entity:
    """An entity from its columns."""
    return Entity(id, type, _properties(properties), provenance.decode_fields(sources))


def relation_of(type: str, source: str, target: str, properties: str, origin: str) -> Relation:
    """A relation from its columns."""
    return Relation(type, source, target, _properties(properties), provenance.decode(origin))


def entity_row(key: int, entity: Entity) -> Row:
    """Columns of ``INSERT_ENTITY``."""
    sources = provenance.encode_fields(entity.provenance)
    return key, entity.id, entity.type, properties_text(entity.properties), sources


def item_rows(key: int, properties: Patch) -> Iterator[Row]:
    """Rows of ``INSERT_ITEM``: one for each item of each list."""
    for name, value in properties.items():
        if isinstance(value, tuple):
            for item in value:
                yield name, kind_of(item), item, key


def kind_of(value: object) -> str:
    """``boolean``, ``number`` or ``text``; values of different kinds are never equal."""
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str) else "number"


def _properties(text: str) -> Mapping[str, PropertyValue]:
    found: dict[str, PropertyValue | list[Scalar]] = orjson.loads(text)
    if "[" not in text:
        return cast("dict[str, PropertyValue]", found)
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in found.items()
    }
