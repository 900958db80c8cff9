"""Entities and relations as RDF: language-tagged literals, typed values, terms by their IRI."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, islice
from urllib.parse import quote, unquote

import pyoxigraph as ox

from graph.records import Entity, Patch, Relation, Scalar
from ontology.errors import UnknownProperty
from ontology.languages import split_text_key
from ontology.model import Datatype, Ontology, PropertyDef
from ontology.namespaces import ENTITY, PN, RDF, XSD

_BATCH = 1000
_PREFIXES = {"pn": PN, "rdf": RDF, "xsd": XSD}
_HEADER = re.compile(rb"(@prefix [^\n]*\n)*")
_TYPES = {
    Datatype.STRING: "string",
    Datatype.INTEGER: "integer",
    Datatype.DECIMAL: "decimal",
    Datatype.BOOLEAN: "boolean",
    Datatype.DATE: "date",
    Datatype.DATETIME: "dateTime",
    Datatype.URI: "anyURI",
}


def entity_iri(id: str) -> str:
    """The IRI of an entity: its id, percent-encoded where needed, after ``urn:pearlnet:id:``."""
    return ENTITY + quote(id, safe="!$&'()*+,-./:;=@_~")


def entity_id(iri: str) -> str | None:
    """The id of the entity of that IRI; None if it is not one that ``entity_iri`` makes."""
    return unquote(iri.removeprefix(ENTITY)) if iri.startswith(ENTITY) else None


def export_turtle(
    ontology: Ontology, entities: Iterable[Entity], relations: Iterable[Relation]
) -> Iterator[bytes]:
    """Turtle in pieces, entities first, without holding more than a piece in memory.

    Relations are plain triples; those with properties of their own are told again as an
    ``rdf:Statement``. Provenance stays in the store.

    Raises:
        OntologyError: A class, property or relation is unknown to the ontology.
    """
    yield "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _PREFIXES.items()).encode()
    triples = chain.from_iterable(
        chain(
            (_of_entity(ontology, entity) for entity in entities),
            (_of_relation(ontology, relation) for relation in relations),
        )
    )
    while piece := list(islice(triples, _BATCH)):
        written = ox.serialize(piece, format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES) or b""
        yield _HEADER.sub(b"", written, count=1)


def _of_entity(ontology: Ontology, entity: Entity) -> Iterator[ox.Triple]:
    subject = ox.NamedNode(entity_iri(entity.id))
    class_ = ontology.class_(entity.type)
    yield ox.Triple(subject, _TYPE, ox.NamedNode(class_.iri))
    definitions = ontology.properties(entity.type)
    for key, value in _values(entity.properties):
        yield _statement(ontology, subject, definitions, key, value, entity.type)


def _of_relation(ontology: Ontology, relation: Relation) -> Iterator[ox.Triple]:
    definition = ontology.relation(relation.type)
    source = ox.NamedNode(entity_iri(relation.source))
    predicate = ox.NamedNode(definition.iri)
    target = ox.NamedNode(entity_iri(relation.target))
    yield ox.Triple(source, predicate, target)
    values = list(_values(relation.properties))
    if values:
        told = ox.BlankNode()
        yield ox.Triple(told, _TYPE, ox.NamedNode(f"{RDF}Statement"))
        yield ox.Triple(told, ox.NamedNode(f"{RDF}subject"), source)
        yield ox.Triple(told, ox.NamedNode(f"{RDF}predicate"), predicate)
        yield ox.Triple(told, ox.NamedNode(f"{RDF}object"), target)
        for key, value in values:
            yield _statement(ontology, told, definition.properties, key, value, definition.name)


def _values(properties: Patch) -> Iterator[tuple[str, Scalar]]:
    for key, value in properties.items():
        if value is not None:
            yield from ((key, item) for item in (value if isinstance(value, tuple) else (value,)))


def _statement(
    ontology: Ontology,
    subject: ox.NamedNode | ox.BlankNode,
    definitions: Mapping[str, PropertyDef],
    key: str,
    value: Scalar,
    owner: str,
) -> ox.Triple:
    plain = definitions.get(key)
    if plain is not None and plain.datatype is not Datatype.TEXT:
        return ox.Triple(subject, ox.NamedNode(plain.iri), _object(ontology, plain, value))
    split = split_text_key(key, definitions)
    if split is None or definitions[split[0]].datatype is not Datatype.TEXT:
        raise UnknownProperty(key, definitions, owner)
    text = ox.Literal(str(value), language=split[1])
    return ox.Triple(subject, ox.NamedNode(definitions[split[0]].iri), text)


def _object(
    ontology: Ontology, definition: PropertyDef, value: Scalar
) -> ox.NamedNode | ox.Literal:
    if definition.vocabulary is not None:
        term = ontology.vocabulary(definition.vocabulary).terms.get(str(value))
        if term is not None:
            return ox.NamedNode(term.iri)
    datatype = ox.NamedNode(XSD + _TYPES.get(definition.datatype, "string"))
    return ox.Literal(_lexical(value), datatype=datatype)


def _lexical(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)


_TYPE = ox.NamedNode(f"{RDF}type")
