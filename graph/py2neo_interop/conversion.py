"""Subgraphs of py2neo as entities and relations, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from py2neo import Node, Relationship, Subgraph

from graph import provenance as origins
from graph.errors import InvalidRecord
from graph.records import Entity, Properties, PropertyValue, Provenance, Relation
from graph.schema import GraphSchema

_PROVENANCE = "_provenance"


def to_subgraph(
    entities: Iterable[Entity], relations: Iterable[Relation], schema: GraphSchema | None = None
) -> Subgraph:
    """Entities and relations as a py2neo ``Subgraph`` that ``Graph.merge`` takes as it is.

    A node is labelled with its class, and with its superclasses if a schema is given; its class
    and ``id`` are its primary label and key. Where fields come from travels in ``_provenance``.

    Args:
        entities: The nodes.
        relations: The edges; both ends must be among the entities.
        schema: Tells the superclasses.

    Raises:
        InvalidRecord: A relation's end is not among the entities.
    """
    nodes = {entity.id: _node(entity, schema) for entity in entities}
    return Subgraph(nodes.values(), [_relationship(relation, nodes) for relation in relations])


def from_subgraph(
    subgraph: Subgraph,
    schema: GraphSchema,
    *,
    key: str = "id",
    names: Mapping[str, str] | None = None,
    provenance: Provenance | None = None,
) -> tuple[list[Entity], list[Relation]]:
    """A py2neo ``Subgraph`` as entities and relations, sorted by id and by key.

    Args:
        subgraph: What to convert; pull it first if it was never read.
        schema: The classes; a node becomes one of the most specific class among its labels.
        key: The property that holds a node's id.
        names: What labels and relationship types are called in the schema, where that differs.
        provenance: Where the values come from, for what says nothing itself.

    Raises:
        InvalidRecord: A node has no id, no label of the schema or several that exclude one
            another, or a value is one that no store holds, such as a point.
    """
    renamed = names or {}
    ids = {node: _id_of(node, key) for node in subgraph.nodes}
    entities = [
        _entity(node, ids[node], _class_of(node, schema, renamed), key, provenance)
        for node in subgraph.nodes
    ]
    relations = [_relation(edge, ids, renamed, provenance) for edge in subgraph.relationships]
    return sorted(entities, key=lambda item: item.id), sorted(relations, key=lambda item: item.key)


def _node(entity: Entity, schema: GraphSchema | None) -> Node:
    known = schema.find(entity.type) if schema else None
    labels = (entity.type, *(known.ancestors if known else ()))
    node = Node(*labels, id=entity.id, **_plain(entity.properties))
    if entity.provenance:
        node[_PROVENANCE] = origins.encode_fields(entity.provenance)
    node.__primarylabel__, node.__primarykey__ = entity.type, "id"
    return node


def _relationship(relation: Relation, nodes: Mapping[str, Node]) -> Relationship:
    missing = [end for end in (relation.source, relation.target) if end not in nodes]
    if missing:
        raise InvalidRecord(f"relation {relation.key}: {missing} is not among the entities")
    ends = nodes[relation.source], nodes[relation.target]
    edge = Relationship(ends[0], relation.type, ends[1], **_plain(relation.properties))
    if relation.provenance:
        edge[_PROVENANCE] = origins.encode(relation.provenance)
    return edge


def _plain(properties: Mapping[str, PropertyValue | None]) -> dict[str, object]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in properties.items()
        if value is not None
    }


def _id_of(node: Node, key: str) -> str:
    value = node[key]
    if not isinstance(value, str | int) or isinstance(value, bool) or value == "":
        raise InvalidRecord(f"{node!r} has no id: its property {key!r} is {value!r}")
    return str(value)


def _class_of(node: Node, schema: GraphSchema, names: Mapping[str, str]) -> str:
    labels = {names.get(label, label) for label in node.labels}
    known = [item for item in schema.classes if item.name in labels]
    above = {name for item in known for name in item.ancestors}
    specific = [item.name for item in known if item.name not in above]
    if len(specific) != 1:
        found = ", ".join(specific) or "none"
        raise InvalidRecord(
            f"{node!r} must have one label that is a class of the schema, it has: {found}"
        )
    return specific[0]


def _entity(node: Node, id_: str, type_: str, key: str, provenance: Provenance | None) -> Entity:
    stored = dict(node)
    told = origins.decode_fields(stored.pop(_PROVENANCE, ""))
    stored.pop(key)
    properties = _values(stored)
    default = dict.fromkeys(properties, provenance) if provenance else {}
    return Entity(id_, type_, properties, {**default, **told})


def _relation(
    edge: Relationship,
    ids: Mapping[Node, str],
    names: Mapping[str, str],
    provenance: Provenance | None,
) -> Relation:
    stored = dict(edge)
    told = origins.decode(stored.pop(_PROVENANCE, "")) or provenance
    name = type(edge).__name__
    source, target = ids[edge.start_node], ids[edge.end_node]
    return Relation(names.get(name, name), source, target, _values(stored), told)


def _values(stored: Mapping[str, Any]) -> Properties:
    return {name: _value(name, value) for name, value in sorted(stored.items())}


def _value(name: str, value: Any) -> PropertyValue:
    """A value of py2neo's; dates and times become ISO 8601 text, as everywhere in pearlnet."""
    if isinstance(value, str | int | float):
        return value
    if type(value) in {list, tuple}:  # and no subclass: a point is a tuple as well
        items = [_value(name, item) for item in value]
        return tuple(item for item in items if not isinstance(item, tuple))
    # Python's own dates say isoformat, those that py2neo reads say iso_format.
    as_text = getattr(value, "isoformat", None) or getattr(value, "iso_format", None)
    if as_text is None:
        raise InvalidRecord(f"property {name!r}: no store holds a {type(value).__name__}")
    return str(as_text())
