"""Records as the rows that the queries take and give."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.neo4j.origins import Origins, Row
from graph.records import Entity, Properties, Relation

PRIVATE = ("_origin", "_provenance", "_claims", "_origins")
"""What an entity's node has of its origins, so far as it needs them."""
COLUMNS = ("id", "_text", *PRIVATE)


def entity_row(origins: Origins, entity: Entity, document: str) -> Row:
    """An entity as the properties of its node."""
    own = {"id": entity.id, "type": entity.type, "_text": document}
    return {**entity.properties, **own, **origins.entity_row(entity)}


def entity_values(
    origins: Origins, entity: Entity, document: str, names: Sequence[str]
) -> list[Any]:
    """The same as a list: the fields ``COLUMNS`` and then the properties ``names``."""
    row = origins.entity_row(entity)
    private = [row.get(name) for name in PRIVATE]
    return [entity.id, document, *private, *map(entity.properties.get, names)]


def entity_of(origins: Origins, row: Row) -> Entity:
    """The inverse of ``entity_row``."""
    id_, type_, claims = row.pop("id"), row.pop("type"), row.pop("_claims", None)
    origin, groups = row.pop("_origin", None), row.pop("_provenance", None)
    for name in ("_text", "_origins"):
        row.pop(name, None)
    provenance = origins.fields_of(row, origin, groups)
    return Entity(id_, type_, _properties(row), provenance, origins.claims_of(claims))


def relation_row(origins: Origins, relation: Relation) -> list[Any]:
    """A relation as its ends and the properties of its edge."""
    row = {**relation.properties, **origins.relation_row(relation)}
    return [relation.source, relation.target, row]


def relation_of(origins: Origins, type: str, source: str, target: str, row: Row) -> Relation:
    """The inverse of ``relation_row``."""
    origin, claims = row.pop("_origin", None), row.pop("_claims", None)
    row.pop("_origins", None)
    properties, by = _properties(row), origins.get(origin)
    return Relation(type, source, target, properties, by, origins.claims_of(claims))


def _properties(row: Mapping[str, Any]) -> Properties:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
