"""Entities and relations written as RDF."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

import ontology
from graph.records import Entity, Relation
from ontology import OntologyError, entity_id, entity_iri, export_turtle

CORE = ontology.load()
PN = "urn:pearlnet:ontology:"


def exported(*records: Entity | Relation) -> set[str]:
    entities = [item for item in records if isinstance(item, Entity)]
    relations = [item for item in records if isinstance(item, Relation)]
    turtle = b"".join(export_turtle(CORE, entities, relations))
    return {
        f"{item.subject} {item.predicate} {item.object}" for item in parse(turtle, RdfFormat.TURTLE)
    }


def test_text_keeps_its_language_and_values_their_type() -> None:
    entity = Entity(
        "demand:d1",
        "Demand",
        {
            "name_zh": '名"称',
            "name_zh_Hant": "名稱",
            "category": ("labour-saving", "economic-benefit"),
            "priority": 3,
            "budget": 1e-7,
            "dueDate": "2024-02-29",
            "illustrative": True,
            "level": None,
        },
    )
    subject = "<urn:pearlnet:id:demand:d1>"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert exported(entity) == {
        f"{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{PN}Demand>",
        f'{subject} <{PN}name> "名\\"称"@zh',
        f'{subject} <{PN}name> "名稱"@zh-hant',
        f"{subject} <{PN}category> <{PN}vocabulary:demandCategory:labour-saving>",
        f"{subject} <{PN}category> <{PN}vocabulary:demandCategory:economic-benefit>",
        f'{subject} <{PN}priority> "3"^^<{xsd}integer>',
        f'{subject} <{PN}budget> "0.0000001"^^<{xsd}decimal>',
        f'{subject} <{PN}dueDate> "2024-02-29"^^<{xsd}date>',
        f'{subject} <{PN}illustrative> "true"^^<{xsd}boolean>',
    }


def test_a_relation_is_one_triple() -> None:
    assert exported(Relation("offers", "ent:a", "supply:b")) == {
        f"<urn:pearlnet:id:ent:a> <{PN}offers> <urn:pearlnet:id:supply:b>"
    }


def test_a_long_export_comes_in_pieces_that_join_to_one_document() -> None:
    entities = [Entity(f"park:{number}", "Park", {"name_zh": "园"}) for number in range(1500)]
    pieces = list(export_turtle(CORE, entities, ()))
    assert len(pieces) == 4
    triples = list(parse(b"".join(pieces), RdfFormat.TURTLE))
    assert len(triples) == 3000
    assert b"".join(pieces).count(b"@prefix") == 3


def test_what_the_ontology_does_not_know_is_refused() -> None:
    with pytest.raises(OntologyError):
        exported(Entity("x", "Park", {"nonsense": 1}))
    with pytest.raises(OntologyError):
        exported(Relation("nonsense", "a", "b"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_an_id_comes_back_from_its_iri(id: str) -> None:
    iri = entity_iri(id)
    assert entity_id(iri) == id
    assert iri.isascii()
    assert not set(' <>"{}|\\^`').intersection(iri)


def test_another_iri_is_no_entity() -> None:
    assert entity_id("https://example.org/x") is None
