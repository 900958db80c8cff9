"""Records as the rows that the queries take and give."""

from collections.abc import Mapping
from typing import Any

from graph import provenance
from graph.records import Entity, Properties, Relation

Row = dict[str, Any]


def entity_row(entity: Entity, document: str) -> Row:
    """An entity as the properties of its node."""
    row: Row = {name: _stored(value) for name, value in entity.properties.items()}
    row["id"], row["type"], row["_text"] = entity.id, entity.type, document
    if entity.provenance:
        row["_provenance"] = provenance.encode_fields(entity.provenance)
    return row


def entity_of(row: Row) -> Entity:
    """The inverse of ``entity_row``."""
    id_, type_ = row.pop("id"), row.pop("type")
    row.pop("_text", None)
    origin = provenance.decode_fields(row.pop("_provenance", ""))
    return Entity(id_, type_, _properties(row), origin)


def relation_row(relation: Relation) -> list[Any]:
    """A relation as its ends and the properties of its edge."""
    row: Row = {name: _stored(value) for name, value in relation.properties.items()}
    if relation.provenance:
        row["_provenance"] = provenance.encode(relation.provenance)
    return [relation.source, relation.target, row]


def relation_of(type: str, source: str, target: str, row: Row) -> Relation:
    """The inverse of ``relation_row``."""
    origin = provenance.decode(row.pop("_provenance", ""))
    return Relation(type, source, target, _properties(row), origin)


def _stored(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _properties(row: Mapping[str, Any]) -> Properties:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
