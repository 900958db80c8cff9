"""The schema is the ontology's, and the committed definition is kept up with it."""

from pathlib import Path

import pytest
from graphql import GraphQLSchema, is_interface_type, is_object_type, validate_schema

import ontology
from api import sdl
from api.root import graphql_schema
from graph.memory import MemoryStore
from graph.records import Entity, Relation
from tests.api_world import Client, core

ROOT = Path(sdl.__file__).parent.parent

EXTENSION = """
@prefix ex: <urn:example:> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pn: <urn:pearlnet:ontology:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Vessel a owl:Class ; rdfs:subClassOf pn:Thing ;
    rdfs:label "船舶"@zh, "vessel"@en ; skos:definition "海上的船。"@zh, "A ship at sea."@en .
ex:tonnage a owl:DatatypeProperty ;
    rdfs:label "吨位"@zh, "tonnage"@en ; skos:definition "总吨。"@zh, "Gross tons."@en .
ex:owns a owl:ObjectProperty ;
    rdfs:label "拥有"@zh, "owns"@en ; pn:inverseLabel "船东"@zh, "is owned by"@en ;
    skos:definition "拥有船舶。"@zh, "Owns a ship."@en .
ex:VesselShape a sh:NodeShape ; sh:targetClass ex:Vessel ;
    sh:property [ sh:path ex:tonnage ; sh:datatype xsd:integer ; sh:maxCount 1 ; pn:indexed true ] .
ex:OwnsShape a sh:NodeShape ; sh:targetClass pn:Enterprise ;
    sh:property [ sh:path ex:owns ; sh:class ex:Vessel ] .
"""


def test_the_committed_definition_is_that_of_the_shipped_ontology() -> None:
    committed = sdl.COMMITTED.read_text(encoding="utf-8")
    generated = sdl.definition(core())
    if committed == generated:
        return
    found = sdl.changes(committed, generated)
    missing = found.unannounced((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    pytest.fail(
        "\n".join(
            [
                "api/schema.graphql is behind; run `python -m api.sdl`.",
                *(f"- Breaking: {item}" for item in found.breaking),
                *(f"(dangerous) {item}" for item in found.dangerous),
                *(f"(safe) {item}" for item in found.safe),
                *(["Announce the breaking ones in CHANGELOG.md, Unreleased."] if missing else []),
            ]
        ),
        pytrace=False,
    )


def test_a_breaking_change_is_written_only_once_it_is_announced(tmp_path: Path) -> None:
    file = tmp_path / "schema.graphql"
    old, new = "type Query { a: Int b: Int }", "type Query { a: Int }"
    assert sdl.write(file, old, "") == ()
    (missing,) = sdl.write(file, new, "## Unreleased\n")
    assert file.read_text(encoding="utf-8") == old
    assert sdl.write(file, new, f"## Unreleased\n- Breaking: {missing}\n") == ()
    assert file.read_text(encoding="utf-8") == new


def test_the_definition_is_the_same_at_every_start() -> None:
    assert sdl.definition(ontology.load()) == sdl.definition(ontology.load())


def test_the_schema_is_valid() -> None:
    assert validate_schema(graphql_schema(core())) == []


def test_a_class_added_to_the_ontology_is_queryable_without_code(tmp_path: Path) -> None:
    extra = tmp_path / "vessels.ttl"
    extra.write_text(EXTENSION, encoding="utf-8")
    extended = ontology.load(extra)
    store = MemoryStore()
    store.apply_schema(extended.graph_schema())
    store.write(
        lambda writer: writer.upsert_entities(
            [
                Entity("vessel:1", "Vessel", {"name_zh": "海丰号", "tonnage": 7000}),
                Entity("vessel:2", "Vessel", {"name_zh": "小舟", "tonnage": 3}),
                Entity("ent:1", "Enterprise", {"name_zh": "航运公司"}),
            ]
        )
    )
    store.write(lambda writer: writer.upsert_relations([Relation("owns", "ent:1", "vessel:1")]))
    answer = Client(store, extended).data(
        """{vessels(where: {tonnage: {gt: 100}}, orderBy: {field: TONNAGE}) {
              totalCount nodes {name tonnage ownedBy {nodes {name}}}}}"""
    )
    ship = {"name": "海丰号", "tonnage": 7000, "ownedBy": {"nodes": [{"name": "航运公司"}]}}
    assert answer["vessels"] == {"totalCount": 1, "nodes": [ship]}


def test_an_extension_breaks_nothing_of_the_core(tmp_path: Path) -> None:
    extra = tmp_path / "vessels.ttl"
    extra.write_text(EXTENSION, encoding="utf-8")
    found = sdl.changes(sdl.definition(core()), sdl.definition(ontology.load(extra)))
    assert found.breaking == ()


def test_every_type_of_an_entity_is_a_node_and_an_entity() -> None:
    schema: GraphQLSchema = graphql_schema(core())
    for name, definition in core().classes.items():
        kind = schema.get_type("Entity" if name == "Thing" else name)
        assert is_interface_type(kind) if definition.abstract else is_object_type(kind)
        if name != "Thing":
            assert {"Node", "Entity"} <= {item.name for item in kind.interfaces}  # type: ignore[union-attr]  # asserted above
