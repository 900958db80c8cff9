"""A user's Turtle adds a class, a property, a relation and a vocabulary, with no code."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

import ontology
from graph.records import Entity
from ontology import InvalidOntology, Text

DRONES = """
@prefix ex: <https://example.org/drones#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pn: <urn:pearlnet:ontology:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Drone a owl:Class ; rdfs:subClassOf pn:Product ;
    rdfs:label "无人机"@zh, "Drone"@en ;
    skos:definition "无人驾驶的飞行器。"@zh, "An aircraft without a pilot on board."@en .
ex:payload a owl:DatatypeProperty ; rdfs:domain ex:Drone ; rdfs:range xsd:decimal ;
    rdfs:label "载重"@zh, "payload"@en ; pn:indexed true ;
    skos:definition "可载重量，千克。"@zh, "What it can carry, in kilograms."@en .
ex:patrols a owl:ObjectProperty ; rdfs:domain ex:Drone ; rdfs:range pn:Park ;
    rdfs:label "巡检"@zh, "patrols"@en ; pn:inverseLabel "由其巡检"@zh, "is patrolled by"@en ;
    skos:definition "巡检的园区。"@zh, "A park that it patrols."@en .
ex:wing a skos:ConceptScheme ; skos:prefLabel "机翼"@zh, "wing"@en ;
    skos:definition "机翼形式。"@zh, "Forms of wings."@en .
ex:fixed a skos:Concept ; skos:inScheme ex:wing ; skos:prefLabel "固定翼"@zh, "fixed wing"@en ;
    skos:definition "机翼固定。"@zh, "The wing does not move."@en .
ex:wings a owl:ObjectProperty ; rdfs:domain ex:Drone ; rdfs:range ex:wing ;
    rdfs:label "翼型"@zh, "wings"@en ; skos:definition "机翼形式。"@zh, "Its wings."@en .
"""


@pytest.fixture
def drones(tmp_path: Path) -> Path:
    file = tmp_path / "drones.ttl"
    file.write_text(DRONES, encoding="utf-8")
    return file


def test_its_entities_and_relations_are_accepted(drones: Path) -> None:
    extended = ontology.load(drones)
    drone = Entity("product:d1", "Drone", {"name_zh": "一号", "payload": 2.5, "wings": "fixed"})
    assert extended.warnings == ()
    assert ontology.validate_entity(extended, drone) == ()
    assert ontology.validate_relation(extended, "patrols", "Drone", "Park") == ()
    assert ontology.validate_entity(ontology.load(), drone)[0].code == "UNKNOWN_CLASS"


def test_its_faults_are_refused(drones: Path) -> None:
    extended = ontology.load(drones)
    wrong = Entity("product:d1", "Drone", {"name_zh": "一号", "payload": "2.5", "wings": "固定翼"})
    found = ontology.validate_entity(extended, wrong)
    assert [item.field for item in found] == ["payload", "wings"]
    assert found[1].suggestion == "fixed"
    refused = ontology.validate_relation(extended, "patrols", "Park", "Drone")
    assert refused[0].code == "WRONG_RELATION_END"


def test_the_store_learns_of_it(drones: Path) -> None:
    schema = ontology.load(drones).graph_schema()
    drone = schema.find("Drone")
    assert drone is not None
    assert drone.ancestors == ("Product", "Thing")
    assert "payload" in drone.indexed
    assert "patrols" in schema.relations


def test_its_words_are_shown(drones: Path) -> None:
    extended = ontology.load(drones)
    assert extended.class_("Drone").label == Text({"zh": "无人机", "en": "Drone"})
    assert extended.relation("patrols").inverse_label.get("en") == "is patrolled by"


def test_it_is_exported_under_its_own_names(drones: Path) -> None:
    drone = Entity("product:d1", "Drone", {"name_zh": "一号", "payload": 2.5})
    turtle = BytesIO()
    ontology.write_rdf(ontology.load(drones), [drone], (), turtle)
    assert b"<https://example.org/drones#payload> 2.5" in turtle.getvalue()


def test_a_folder_of_turtle_is_read_as_its_files_are(drones: Path) -> None:
    assert ontology.load(drones.parent).fingerprint == ontology.load(drones).fingerprint
    assert ontology.load(drones).fingerprint != ontology.load().fingerprint


@pytest.mark.parametrize("name", ["missing.ttl", ""])
def test_a_missing_file_or_an_empty_folder_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidOntology) as caught:
        ontology.load(tmp_path / name)
    assert caught.value.file == str(tmp_path / name)


def test_loading_imports_no_heavy_rdf_library() -> None:
    code = (
        "import sys, ontology; ontology.load();"
        " sys.exit(bool({'rdflib', 'pyshacl'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
