"""Entities and relations as RDF: language-tagged literals, typed values, terms by their IRI."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, count
from typing import IO, TypeAlias
from urllib.parse import quote, unquote

import pyoxigraph as ox

from graph.records import Entity, PropertyValue, Provenance, Relation, Scalar
from ontology.errors import UnknownProperty
from ontology.languages import split_text_key
from ontology.model import Datatype, Ontology, PropertyDef
from ontology.namespaces import ENTITY, PN, PROV, PROVENANCE, RDF, RDFS, XSD

FORMATS: Mapping[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "json-ld": ox.RdfFormat.JSON_LD,
}
"""What ``write_rdf`` can write."""

_Object: TypeAlias = ox.NamedNode | ox.Literal
_Write: TypeAlias = tuple[ox.NamedNode, Callable[[Scalar], _Object]]
"""A predicate, and how the values of its property are spelled."""

_PREFIXES = {"pn": PN, "rdf": RDF, "xsd": XSD}
_ORIGIN_PREFIXES = {"prov": PROV, "rdfs": RDFS, **_PREFIXES}
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
    return ENTITY + _escape(id)


def entity_id(iri: str) -> str | None:
    """The id of the entity of that IRI; None if it is not one that ``entity_iri`` makes."""
    return unquote(iri.removeprefix(ENTITY)) if iri.startswith(ENTITY) else None


def write_rdf(
    ontology: Ontology,
    entities: Iterable[Entity],
    relations: Iterable[Relation],
    target: IO[bytes],
    format: str = "turtle",
    *,
    provenance: bool = False,
) -> None:
    """Write RDF in a stream, entities first.

    Relations are plain triples; those with properties of their own are told again as an
    ``rdf:Statement``.

    Args:
        ontology: What may exist.
        entities: Read once, before the relations.
        relations: Read once.
        target: Where the bytes go.
        format: One of ``FORMATS``.
        provenance: Tell every field and relation again as an ``rdf:Statement`` that says by
            PROV-O where it came from; a statement that is told without its plain triple is what
            another source says.

    Raises:
        OntologyError: A class, property or relation is unknown to the ontology.
    """
    teller = _Teller(ontology, provenance=provenance)
    triples = chain(
        chain.from_iterable(map(teller.entity, entities)),
        chain.from_iterable(map(teller.relation, relations)),
    )
    prefixes = _ORIGIN_PREFIXES if provenance else _PREFIXES
    ox.serialize(triples, target, format=FORMATS[format], prefixes=prefixes)


class _Teller:
    """Makes triples; remembers how each key is written and which origins it has told of."""

    def __init__(self, ontology: Ontology, *, provenance: bool) -> None:
        self._ontology = ontology
        self._provenance = provenance
        self._writes: dict[tuple[str, str], _Write] = {}
        self._classes: dict[str, ox.NamedNode] = {}
        self._told: set[str] = set()
        self._numbers = count(1)

    def entity(self, entity: Entity) -> Iterator[ox.Triple]:
        """What is known of an entity."""
        subject = ox.NamedNode(entity_iri(entity.id))
        yield ox.Triple(subject, _TYPE, self._class(entity.type))
        definitions = self._ontology.properties(entity.type)
        told: list[tuple[ox.Triple, Provenance]] = []
        for key, value in entity.properties.items():
            predicate, spell = self._write(entity.type, key, definitions)
            for item in _items(value):
                triple = ox.Triple(subject, predicate, spell(item))
                yield triple
                if self._provenance and key in entity.provenance:
                    told.append((triple, entity.provenance[key]))
        for claim in entity.claims if self._provenance else ():
            predicate, spell = self._write(entity.type, claim.field, definitions)
            said = (ox.Triple(subject, predicate, spell(item)) for item in _items(claim.value))
            told += ((triple, claim.provenance) for triple in said)
        for triple, origin in told:
            yield from self._told_by(triple, origin)

    def relation(self, relation: Relation) -> Iterator[ox.Triple]:
        """What is known of a relation."""
        definition = self._ontology.relation(relation.type)
        triple = ox.Triple(
            ox.NamedNode(entity_iri(relation.source)),
            ox.NamedNode(definition.iri),
            ox.NamedNode(entity_iri(relation.target)),
        )
        yield triple
        stated = relation.provenance if self._provenance else None
        if relation.properties or stated:
            node = self._node()
            yield from _reified(node, triple)
            for key, value in relation.properties.items():
                predicate, spell = self._write(relation.type, key, definition.properties)
                yield from (ox.Triple(node, predicate, spell(item)) for item in _items(value))
            if stated:
                yield from self._origin(node, stated)
        for claim in relation.claims if self._provenance else ():
            yield from self._told_by(triple, claim.provenance)

    def _told_by(self, triple: ox.Triple, provenance: Provenance) -> Iterator[ox.Triple]:
        node = self._node()
        yield from _reified(node, triple)
        yield from self._origin(node, provenance)

    def _origin(self, node: ox.BlankNode, provenance: Provenance) -> Iterator[ox.Triple]:
        source = ox.NamedNode(f"{PROVENANCE}source:{_escape(provenance.source)}")
        batch = ox.NamedNode(f"{PROVENANCE}batch:{_escape(provenance.batch)}")
        time = ox.Literal(provenance.time, datatype=_DATETIME)
        confidence = ox.Literal(_lexical(provenance.confidence), datatype=_DECIMAL)
        yield ox.Triple(node, _DERIVED, source)
        yield ox.Triple(node, _TIME, time)
        yield ox.Triple(node, _GENERATED, batch)
        yield ox.Triple(node, _CONFIDENCE, confidence)
        for item, kind, name in (
            (source, _ENTITY, provenance.source),
            (batch, _ACTIVITY, provenance.batch),
        ):
            if item.value not in self._told:
                self._told.add(item.value)
                yield ox.Triple(item, _TYPE, kind)
                yield ox.Triple(item, _LABEL, ox.Literal(name))

    def _node(self) -> ox.BlankNode:
        return ox.BlankNode(f"s{next(self._numbers)}")

    def _class(self, name: str) -> ox.NamedNode:
        if name not in self._classes:
            self._classes[name] = ox.NamedNode(self._ontology.class_(name).iri)
        return self._classes[name]

    def _write(self, owner: str, key: str, definitions: Mapping[str, PropertyDef]) -> _Write:
        found = self._writes.get((owner, key))
        if found is None:
            found = self._writes[owner, key] = self._compile(owner, key, definitions)
        return found

    def _compile(self, owner: str, key: str, definitions: Mapping[str, PropertyDef]) -> _Write:
        plain = definitions.get(key)
        if plain is not None and plain.datatype is not Datatype.TEXT:
            return ox.NamedNode(plain.iri), self._speller(plain)
        split = split_text_key(key, definitions)
        if split is None or definitions[split[0]].datatype is not Datatype.TEXT:
            raise UnknownProperty(key, definitions, owner)
        name, language = split
        predicate = ox.NamedNode(definitions[name].iri)
        return predicate, lambda value: ox.Literal(str(value), language=language)

    def _speller(self, definition: PropertyDef) -> Callable[[Scalar], _Object]:
        datatype = ox.NamedNode(XSD + _TYPES.get(definition.datatype, "string"))
        if definition.vocabulary is None:
            return lambda value: ox.Literal(_lexical(value), datatype=datatype)
        terms: dict[Scalar, _Object] = {
            term.id: ox.NamedNode(term.iri)
            for term in self._ontology.vocabulary(definition.vocabulary).terms.values()
        }

        def spell(value: Scalar) -> _Object:
            return terms.get(value) or ox.Literal(_lexical(value), datatype=datatype)

        return spell


def _items(value: PropertyValue | None) -> tuple[Scalar, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _reified(node: ox.BlankNode, triple: ox.Triple) -> Iterator[ox.Triple]:
    yield ox.Triple(node, _TYPE, _STATEMENT)
    yield ox.Triple(node, _SUBJECT, triple.subject)
    yield ox.Triple(node, _PREDICATE, triple.predicate)
    yield ox.Triple(node, _OBJECT, triple.object)


def _escape(text: str) -> str:
    return quote(text, safe="!$&'()*+,-./:;=@_~")


def _lexical(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)


_TYPE = ox.NamedNode(f"{RDF}type")
_STATEMENT = ox.NamedNode(f"{RDF}Statement")
_SUBJECT = ox.NamedNode(f"{RDF}subject")
_PREDICATE = ox.NamedNode(f"{RDF}predicate")
_OBJECT = ox.NamedNode(f"{RDF}object")
_LABEL = ox.NamedNode(f"{RDFS}label")
_DECIMAL = ox.NamedNode(f"{XSD}decimal")
_DATETIME = ox.NamedNode(f"{XSD}dateTime")
_ENTITY = ox.NamedNode(f"{PROV}Entity")
_ACTIVITY = ox.NamedNode(f"{PROV}Activity")
_DERIVED = ox.NamedNode(f"{PROV}wasDerivedFrom")
_TIME = ox.NamedNode(f"{PROV}generatedAtTime")
_GENERATED = ox.NamedNode(f"{PROV}wasGeneratedBy")
_CONFIDENCE = ox.NamedNode(f"{PROVENANCE}confidence")
