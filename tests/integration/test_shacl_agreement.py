"""pySHACL, an engine of the standard, comes to our verdicts on the same records."""

from collections.abc import Sequence
from importlib.resources import files
from io import BytesIO

import pyshacl
import pytest
from rdflib import RDF, Graph, URIRef

import ontology
from graph.records import Entity, PropertyValue, Relation
from ontology import entity_iri

CORE = ontology.load()
NAMED: dict[str, PropertyValue] = {"name_zh": "名称"}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    graph = Graph()
    for file in files("ontology").joinpath("core").iterdir():
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


def turtle_of(entities: Sequence[Entity], relations: Sequence[Relation] = ()) -> bytes:
    written = BytesIO()
    ontology.write_rdf(CORE, entities, relations, written)
    return written.getvalue()


def conforms(shapes: Graph, turtle: bytes) -> bool:
    graph = shapes + Graph().parse(data=turtle, format="turtle")
    verdict, _, _ = pyshacl.validate(graph, shacl_graph=shapes)
    return bool(verdict)


def test_the_shapes_are_shapes_by_the_standard(shapes: Graph) -> None:
    empty = Graph()
    empty.add((URIRef("urn:x"), RDF.type, URIRef("urn:y")))
    verdict, _, report = pyshacl.validate(empty, shacl_graph=shapes, meta_shacl=True)
    assert verdict, report


@pytest.mark.parametrize(
    "entity",
    [
        Entity("a", "Park", NAMED),
        Entity("a", "Park", {"name_en": "Park", "name_zh_Hant": "園區"}),
        Entity("a", "Park", {"description_zh": "没有名称"}),
        Entity("a", "Park", NAMED | {"homepage": "https://example.org/"}),
        Entity("a", "Park", NAMED | {"homepage": "ftp://example.org/"}),
        Entity("a", "Demand", NAMED | {"category": ("labour-saving", "economic-benefit")}),
        Entity("a", "Demand", NAMED | {"status": "open", "priority": 5, "dueDate": "2024-02-29"}),
        Entity("a", "Demand", NAMED | {"dueDate": "2023-02-29"}),
        Entity("a", "Demand", NAMED | {"priority": 6}),
        Entity("a", "Demand", NAMED | {"priority": (1, 2)}),
        Entity("a", "Demand", NAMED | {"weight": -0.5}),
        Entity("a", "Demand", NAMED | {"weight": 0.5}),
        Entity("a", "Industry", NAMED | {"level": 1, "code": "A"}),
        Entity("a", "Industry", NAMED | {"level": 0}),
        Entity("a", "Scenario", NAMED | {"batch": "2021-05"}),
        Entity("a", "Scenario", NAMED | {"batch": "2021-5"}),
        Entity("a", "Enterprise", NAMED | {"creditCode": "91110000710928419X"}),
        Entity("a", "Enterprise", NAMED | {"creditCode": "9111000071092841"}),
        Entity("a", "Enterprise", NAMED | {"lifecycle": "growth", "employees": 10}),
        Entity("a", "Enterprise", NAMED | {"employees": -10}),
        Entity("a", "Region", NAMED | {"level": "province"}),
        Entity("a", "Technology", NAMED | {"abbreviation": ("TSN", "URLLC")}),
    ],
    ids=str,
)
def test_verdicts_on_entities_agree(shapes: Graph, entity: Entity) -> None:
    turtle = turtle_of([entity])
    ours = ontology.validate_entity(CORE, entity) == ()
    assert conforms(shapes, turtle) == ours


@pytest.mark.parametrize(
    ("path", "value", "properties"),
    [
        ("status", "pn:vocabulary:demandStatus:opened", {"status": "opened"}),
        ("level", "pn:vocabulary:regionLevel:county", {"level": "county"}),
        ("priority", '"5"', {"priority": "5"}),
        ("illustrative", "1", {"illustrative": 1}),
        ("description", '"untagged"', {"description": "untagged"}),
    ],
)
def test_verdicts_on_values_of_the_wrong_kind_agree(
    shapes: Graph, path: str, value: str, properties: dict[str, PropertyValue]
) -> None:
    turtle = f"""
        @prefix pn: <urn:pearlnet:ontology:> .
        <urn:x> a pn:Demand ; pn:name "名"@zh ; pn:{path} {value} .
    """
    assert ontology.validate_entity(CORE, Entity("x", "Demand", NAMED | properties)) != ()
    assert not conforms(shapes, turtle.encode())


@pytest.mark.parametrize(
    ("relation", "source", "target"),
    [
        ("requires", "Demand", "Skill"),
        ("requires", "Demand", "Park"),
        ("locatedIn", "Enterprise", "Region"),
        ("deployedBy", "UseCase", "University"),
        ("deployedBy", "UseCase", "Region"),
        ("about", "Observation", "Park"),
        ("about", "Skill", "Industry"),
        ("about", "Skill", "Park"),
    ],
)
def test_verdicts_on_relation_ends_agree(
    shapes: Graph, relation: str, source: str, target: str
) -> None:
    ends = [Entity("s", source, NAMED), Entity("t", target, NAMED)]
    turtle = turtle_of(ends, [Relation(relation, "s", "t")])
    ours = ontology.validate_relation(CORE, relation, source, target) == ()
    assert entity_iri("s").encode() in turtle
    assert conforms(shapes, turtle) == ours
