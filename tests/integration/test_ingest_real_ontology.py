"""The real ontology on the real embedded store, and a user's extension of it, without code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import ontology
from graph.query import Compare, Op, Query
from graph.records import RelationKey
from graph.sqlite import SqliteStore
from ingest import Options, import_file, import_manifest, load_mapping
from ontology import Ontology
from tests.ingest_world import TIME, write

EXTRA = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pn: <urn:pearlnet:ontology:> .
@prefix ex: <urn:example:fishery:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Vessel a owl:Class ; rdfs:subClassOf pn:Thing ;
    rdfs:label "渔船"@zh, "Vessel"@en ;
    skos:definition "捕鱼的船。"@zh, "A boat that catches fish."@en .
ex:tonnage a owl:DatatypeProperty ; rdfs:domain ex:Vessel ; rdfs:range xsd:integer ;
    rdfs:label "吨位"@zh, "tonnage"@en ;
    skos:definition "总吨位。"@zh, "Gross tonnage."@en .
ex:ownedBy a owl:ObjectProperty ; rdfs:domain ex:Vessel ; rdfs:range pn:Enterprise ;
    rdfs:label "属于"@zh, "owned by"@en ; pn:inverseLabel "拥有"@zh, "owns"@en ;
    skos:definition "船属于谁。"@zh, "Whose boat it is."@en .
ex:VesselShape a sh:NodeShape ; sh:targetClass ex:Vessel ;
    sh:property [ sh:path ex:tonnage ; sh:datatype xsd:integer ; sh:maxCount 1 ;
        sh:minInclusive 1 ] .
"""


@pytest.fixture
def fishery(tmp_path: Path) -> Ontology:
    return ontology.load(write(tmp_path / "extra.ttl", EXTRA))


@pytest.fixture
def store(tmp_path: Path, fishery: Ontology) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "graph.sqlite") as opened:
        opened.apply_schema(fishery.graph_schema())
        yield opened


def auto(folder: Path, class_name: str) -> Path:
    return write(
        folder / f"{class_name}.yaml",
        f"source: {{name: made}}\nentities: [{{class: {class_name}, id: '{{id}}', auto: true}}]\n",
    )


def test_a_class_added_in_turtle_is_importable_and_queryable_with_no_code(
    tmp_path: Path, fishery: Ontology, store: SqliteStore
) -> None:
    write(tmp_path / "v.csv", "id,name_zh,tonnage,ownedBy\nv:1,远洋一号,900,ent:a\nv:2,小船,0,\n")
    write(tmp_path / "e.csv", "id,name_zh\nent:a,远洋渔业\n")
    auto(tmp_path, "Vessel")
    auto(tmp_path, "Enterprise")
    manifest = write(
        tmp_path / "manifest.yaml",
        "- {file: v.csv, mapping: Vessel.yaml}\n- {file: e.csv, mapping: Enterprise.yaml}\n",
    )
    summary = import_manifest(store, fishery, manifest, batch_id="b", time=TIME)
    assert [(item.line, item.field) for item in summary.first_rejects] == [(3, "tonnage")]
    page = store.find(Query("Vessel", Compare("tonnage", Op.GT, 500)))
    assert [item.id for item in page.entities] == ["v:1"]
    assert [hit.entity.id for hit in store.search("远洋", type="Vessel")] == ["v:1"]
    assert [near.entity.id for near in store.neighbours(["v:1"])["v:1"]] == ["ent:a"]


def test_what_is_exported_as_turtle_comes_back_the_same(
    tmp_path: Path, fishery: Ontology, store: SqliteStore
) -> None:
    table = (
        "id,name_zh,name_en,alias_zh,category,priority,weight,budget,dueDate,status,illustrative\n"
        'demand:d 1,"质检 ""慢""\n两行",Slow check,一|二,labour-saving|strategy-adjustment,3,0.25,'
        "1200000.5,2026-12-31,open,是\n"
    )
    mapping = load_mapping(auto(tmp_path, "Demand"), fishery)
    first = import_file(
        store, fishery, write(tmp_path / "d.csv", table), mapping, batch_id="b", time=TIME
    )
    assert first.first_rejects == ()
    entities = [item for batch in store.scan(Query()) for item in batch]
    with (tmp_path / "out.ttl").open("wb") as file:
        ontology.write_rdf(fishery, entities, [], file)
    with SqliteStore(tmp_path / "other.sqlite") as other:
        other.apply_schema(fishery.graph_schema())
        again = import_file(other, fishery, tmp_path / "out.ttl", batch_id="b", time=TIME)
        assert again.first_rejects == ()
        back = [item for batch in other.scan(Query()) for item in batch]
    assert [(item.id, item.type, item.properties) for item in back] == [
        (item.id, item.type, item.properties) for item in entities
    ]


def test_importing_twice_leaves_the_revision(
    tmp_path: Path, fishery: Ontology, store: SqliteStore
) -> None:
    mapping = load_mapping(auto(tmp_path, "Enterprise"), fishery)
    table = "id,name_zh,employees,lifecycle,suppliesTo\n" + "".join(
        f"ent:{n},企业{n},{n},成长扶持,ent:{(n + 1) % 300}\n" for n in range(300)
    )
    file = write(tmp_path / "e.csv", table)
    first = import_file(store, fishery, file, mapping, batch_id="b1", time=TIME)
    revision = store.revision()
    options = Options(again=True)
    again = import_file(store, fishery, file, mapping, batch_id="b2", time=TIME, options=options)
    assert (first.entities.created, first.relations.created) == (300, 300)
    assert (again.entities.unchanged, again.relations.unchanged) == (300, 300)
    assert store.revision() == revision
    assert list(store.get_relations([RelationKey("suppliesTo", "ent:299", "ent:0")]))
