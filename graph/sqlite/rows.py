"""Records as rows of the file, and back."""

from collections.abc import Iterator, Mapping
from typing import cast

import orjson

from graph.records import Entity, Patch, PropertyValue, Relation, Scalar
from graph.sqlite.connection import Row
from graph.sqlite.origins import Origins


def properties_text(properties: Patch) -> str:
    """Properties as JSON."""
    return orjson.dumps(properties).decode() if properties else "{}"


def entity_of(
    known: Origins, id: str, type: str, properties: str, origins: int | str, claims: str
) -> Entity:
    """An entity from its columns."""
    found = _properties(properties)
    return Entity(id, type, found, known.decode(found, origins), known.decode_claims(claims))


def relation_of(
    known: Origins,
    key: tuple[str, str, str],
    properties: str,
    origin: int | None,
    claims: str,
) -> Relation:
    """A relation from its type, the ids of its ends, and its columns."""
    by = None if origin is None else known[origin]
    return Relation(*key, _properties(properties), by, known.decode_claims(claims))


def entity_columns(known: Origins, entity: Entity) -> Row:
    """Properties, origins and claims as they are kept."""
    return (
        properties_text(entity.properties),
        known.encode(entity.properties, entity.provenance),
        known.encode_claims(entity.claims),
    )


def relation_columns(known: Origins, relation: Relation) -> Row:
    """Properties, origin and claims as they are kept."""
    by = relation.provenance
    return (
        properties_text(relation.properties),
        None if by is None else known.key_of(by),
        known.encode_claims(relation.claims),
    )


def item_rows(key: int, properties: Patch) -> Iterator[Row]:
    """Rows of ``INSERT_ITEM``: one for each item of each list."""
    for name, value in properties.items():
        if type(value) is tuple:
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
