"""Entities and relations written as RDF."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import Graph, Variable

import ontology
from graph.records import Claim, Entity, Provenance, Relation
from ontology import OntologyError, entity_id, entity_iri, write_rdf

CORE = ontology.load()
PN = "urn:pearlnet:ontology:"


REGISTER = Provenance("the register", "b/1", "2026-01-01T00:00:00+00:00", 0.9)
PAPER = Provenance("paper", "b/2", "2026-02-01T00:00:00+00:00")


def written(*records: Entity | Relation, format: str = "turtle", provenance: bool = False) -> bytes:
    entities = [item for item in records if isinstance(item, Entity)]
    relations = [item for item in records if isinstance(item, Relation)]
    file = BytesIO()
    write_rdf(CORE, entities, relations, file, format, provenance=provenance)
    return file.getvalue()


def exported(*records: Entity | Relation) -> set[str]:
    triples = parse(written(*records), RdfFormat.TURTLE)
    return {f"{item.subject} {item.predicate} {item.object}" for item in triples}


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


FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "n-triples": RdfFormat.N_TRIPLES,
    "json-ld": RdfFormat.JSON_LD,
}


RDFLIB_WARNS = pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # of its own JSON-LD reader


@RDFLIB_WARNS
@pytest.mark.parametrize("format", FORMATS)
def test_all_formats_say_the_same_and_other_readers_read_them(format: str) -> None:
    records = (
        Entity("park:1", "Park", {"name_zh": '园\n"区"', "name_en": "\\park\t"}),
        Entity("d", "Demand", {"name_zh": "需", "budget": 1.5, "dueDate": "2024-02-29"}),
        Relation("requires", "d", "skill 一"),
    )
    document = written(*records, format=format)
    assert set(parse(document, FORMATS[format])) == set(parse(written(*records), RdfFormat.TURTLE))
    names = {"turtle": "turtle", "n-triples": "nt", "json-ld": "json-ld"}
    assert len(Graph().parse(data=document, format=names[format])) == 8


PROVENANCE_OF_A_PARK = """
    PREFIX pn: <urn:pearlnet:ontology:>
    PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT ?value ?source ?batch ?time ?confidence WHERE {
        ?said a rdf:Statement ; rdf:subject <urn:pearlnet:id:park:1> ; rdf:predicate ?predicate ;
            rdf:object ?value ; prov:generatedAtTime ?time ;
            <urn:pearlnet:provenance:confidence> ?confidence ;
            prov:wasDerivedFrom [ a prov:Entity ; rdfs:label ?source ] ;
            prov:wasGeneratedBy [ a prov:Activity ; rdfs:label ?batch ] .
    }
"""


@RDFLIB_WARNS
@pytest.mark.parametrize(("format", "reader"), [("turtle", "turtle"), ("json-ld", "json-ld")])
def test_provenance_of_fields_relations_and_claims_is_told_by_prov_o(
    format: str, reader: str
) -> None:
    park = Entity(
        "park:1",
        "Park",
        {"name_zh": "园", "alias_zh": ("甲", "乙"), "name_en": "Park"},
        {"name_zh": REGISTER, "alias_zh": PAPER},
        (Claim("name_zh", "圆", PAPER),),
    )
    located = Relation("locatedIn", "park:1", "region:1", {}, PAPER, (Claim("", None, REGISTER),))
    document = written(park, located, format=format, provenance=True)
    graph = Graph().parse(data=document, format=reader)
    register = ("the register", "b/1", "2026-01-01T00:00:00+00:00", "0.9")
    paper = ("paper", "b/2", "2026-02-01T00:00:00+00:00", "1.0")
    region = "urn:pearlnet:id:region:1"
    columns = [Variable(name) for name in ("value", "source", "batch", "time", "confidence")]
    found = graph.query(PROVENANCE_OF_A_PARK).bindings
    told = {tuple(str(row[column]) for column in columns) for row in found}
    assert told == {
        ("园", *register),
        ("甲", *paper),
        ("乙", *paper),
        ("圆", *paper),
        (region, *paper),
        (region, *register),
    }
    assert '"圆"@zh' not in {str(item.object) for item in plain(document, format)}


def plain(document: bytes, format: str) -> list[Triple]:
    """The triples about entities themselves."""
    triples = parse(document, FORMATS[format])
    return [item.triple for item in triples if "urn:pearlnet:id:" in str(item.subject)]


def test_without_provenance_only_a_relation_with_properties_is_told_twice() -> None:
    park = Entity("park:1", "Park", {"name_zh": "园"}, {"name_zh": REGISTER})
    assert b"prov" not in written(park, Relation("locatedIn", "park:1", "region:1", {}, REGISTER))


def test_the_same_graph_is_written_in_the_same_way() -> None:
    park = Entity("park:1", "Park", {"name_zh": "园"}, {"name_zh": REGISTER})
    assert written(park, provenance=True) == written(park, provenance=True)


def test_a_long_export_is_one_document() -> None:
    entities = [Entity(f"park:{number}", "Park", {"name_zh": "园"}) for number in range(1500)]
    turtle = written(*entities)
    assert len(list(parse(turtle, RdfFormat.TURTLE))) == 3000
    assert turtle.count(b"@prefix") == 3


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
