"""``pearlnet validate``: stored data and files, by the compiled rules and by pySHACL."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graph.records import Entity, PropertyValue, Relation
from graph.sqlite import SqliteStore
from ontology import load
from pearlnet.cli.app import app
from pearlnet.settings import read_settings

NAMED: dict[str, PropertyValue] = {"name_zh": "名称"}
SHAPES = '''
@prefix pn: <urn:pearlnet:ontology:> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/rules#> .
ex:Demands a sh:NodeShape ; sh:targetClass pn:Demand ;
    sh:property [ sh:path pn:dueDate ; sh:minCount 1 ] ;
    sh:property [ sh:path pn:requires ; sh:minCount 1 ; sh:severity sh:Warning ;
        sh:message "no technology is named"@en , "没有写明所需技术"@zh ] ;
    sh:sparql [ sh:message "budget without a due date" ;
        sh:select """SELECT $this WHERE {
            $this <urn:pearlnet:ontology:budget> ?b .
            FILTER NOT EXISTS { $this <urn:pearlnet:ontology:dueDate> ?d } }""" ] .
'''
TABLE = "id,name_zh,dueDate,requires\nd:2,乙,2027-01-01,\nd:3,丙,,t:1\nd:4,丁,no day,\n"
MAPPING = 'source: {name: office}\nentities:\n  - {class: Demand, id: "{id}", auto: true}\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PEARLNET_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "rules.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "demands.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "demands.yaml").write_text(MAPPING, encoding="utf-8")
    read_settings.cache_clear()
    store(
        Entity("d:1", "Demand", NAMED | {"budget": 5.0}),
        Entity("d:2", "Demand", NAMED),
        Entity("t:1", "Technology", NAMED),
    )
    return tmp_path


def store(*entities: Entity, relations: tuple[Relation, ...] = ()) -> None:
    with SqliteStore(Path("home") / "graph.db") as kept:
        kept.apply_schema(load().graph_schema())
        kept.write(lambda writer: writer.upsert_entities(entities))
        kept.write(lambda writer: writer.upsert_relations(relations))


def asked(*arguments: str, expect: int) -> Any:
    done = CliRunner().invoke(app, ["validate", *arguments, "--json"])
    assert done.exit_code == expect, done.exception or done.output
    if not isinstance(done.exception, SystemExit | None):
        raise done.exception
    return json.loads(done.stdout)


def brief(found: Any) -> list[tuple[str, str, str]]:
    return [(item["record"], item["code"], item["field"]) for item in found]


def test_both_engines_find_nothing_in_what_is_right(home: Path) -> None:
    assert asked(expect=0) == asked("--shacl", expect=0) == []


def test_both_engines_find_the_same_entities_at_fault(home: Path) -> None:
    store(
        Entity("d:5", "Demand", {"description_zh": "没有名称"}),
        Entity("d:6", "Demand", NAMED | {"priority": 9}),
        Entity("d:7", "Demand", NAMED | {"status": "opened"}),
        Entity("p:1", "Park", NAMED),
        relations=(Relation("requires", "d:1", "p:1"),),
    )
    compiled = asked(expect=1)
    assert {item["record"].split()[0] for item in compiled} == {"d:1", "d:5", "d:6", "d:7"}
    by_shapes = asked("--shacl", expect=1)
    assert {item["record"] for item in by_shapes} == {"d:1", "d:5", "d:6", "d:7"}
    assert all(item["messages"]["zh"] and item["messages"]["en"] for item in compiled + by_shapes)
    assert asked("--class", "Technology", "--shacl", expect=0) == []
    assert asked("--class", "Technology", expect=0) == []
    assert len(asked("--class", "Demand", "--shacl", expect=1)) == len(by_shapes)
    assert len(asked("--class", "Demand", expect=1)) == len(compiled)


def test_shapes_of_a_user_are_held_against_what_is_stored(home: Path) -> None:
    found = asked("--shapes", "rules.ttl", expect=1)
    assert brief(found) == [
        ("d:1", "SPARQL", ""),
        ("d:1", "MinCount", "dueDate"),
        ("d:1", "MinCount", "requires"),
        ("d:2", "MinCount", "dueDate"),
        ("d:2", "MinCount", "requires"),
    ]
    assert found[2]["severity"] == "Warning"
    assert found[2]["messages"] == {"zh": "没有写明所需技术", "en": "no technology is named"}
    assert found[0]["messages"] == dict.fromkeys(("zh", "en"), "budget without a due date")
    assert found[1]["messages"]["zh"] == "值不够"


def test_warnings_alone_are_no_failure(home: Path) -> None:
    store(Entity("d:1", "Demand", {"dueDate": "2027-01-01"}))
    store(Entity("d:2", "Demand", {"dueDate": "2027-01-01"}))
    found = asked("--shapes", "rules.ttl", expect=0)
    assert {item["severity"] for item in found} == {"Warning"}


def test_a_file_is_judged_by_what_it_would_leave_and_nothing_is_written(home: Path) -> None:
    found = asked("demands.csv", "-m", "demands.yaml", "--shapes", "rules.ttl", expect=1)
    assert brief(found) == [
        ("demands.csv:4", "NOT_A_DATE", "dueDate"),
        ("d:2", "MinCount", "requires"),
        ("d:3", "MinCount", "dueDate"),
    ]
    assert brief(asked("demands.csv", "-m", "demands.yaml", expect=1)) == brief(found)[:1]
    with SqliteStore(Path("home") / "graph.db") as kept:
        assert sorted(kept.types_of(["d:1", "d:2", "d:3", "d:4"])) == ["d:1", "d:2"]
        assert not kept.notes()


def test_refused_rows_beyond_those_listed_are_counted(home: Path) -> None:
    rows = "".join(f"d:{n},甲,no day,\n" for n in range(1_005))
    (home / "demands.csv").write_text(
        f"id,name_zh,dueDate,requires\nd:x,乙,,\n{rows}"
        + "".join(f"e:{n},甲,,\n" for n in range(1_100)),
        encoding="utf-8",
    )
    found = asked("demands.csv", "-m", "demands.yaml", expect=1)
    assert (len(found), found[-1]["code"]) == (1_001, "NOT_LISTED")
    assert found[-1]["message"].startswith("5 more")


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("", "holds no SHACL shape"),
        ("nonsense", "bad.ttl:1"),
        (SHAPES.replace("sh:minCount 1 ]", 'sh:minCount "x" ]'), "pySHACL cannot use the shapes"),
        (SHAPES.replace("sh:path pn:dueDate", "sh:path 5"), "pySHACL cannot use the shapes"),
        (SHAPES.replace("SELECT $this WHERE", "SELECT $this FROM <file:///x> WHERE"), "FROM"),
        (SHAPES.replace("SELECT $this WHERE {", "SELECT $this WHERE { SERVICE <x:y> {} "), "FROM"),
        (SHAPES.replace("SELECT $this WHERE", "SELEKT"), "pySHACL cannot use the shapes"),
    ],
)
def test_shapes_that_cannot_be_used_are_told(home: Path, rules: str, words: str) -> None:
    (home / "bad.ttl").write_text(rules, encoding="utf-8")
    done = CliRunner().invoke(app, ["validate", "--shapes", "bad.ttl"])
    assert done.exit_code == 1
    assert getattr(done.exception, "code", "").startswith("ONTOLOGY_")
    assert words in str(done.exception)


def test_more_than_memory_bears_is_refused_with_what_to_do(home: Path) -> None:
    done = CliRunner().invoke(app, ["validate", "--shacl", "--most", "3"])
    assert "more than 3 statements; check one class" in str(done.exception)
    done = CliRunner().invoke(app, ["validate", "--shacl", "--class", "Demand", "--most", "1"])
    assert "more than 1 statements; check one class" in str(done.exception)


def test_without_pyshacl_it_says_how_to_get_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    done = CliRunner().invoke(app, ["validate", "--shacl"])
    assert "pip install 'pyshacl" in str(done.exception)
    assert asked(expect=0) == []


@pytest.mark.parametrize(
    "arguments",
    [("-m", "demands.yaml"), ("demands.csv", "--class", "Demand"), ("nowhere.csv",)],
    ids=" ".join,
)
def test_what_does_not_go_together_is_a_usage_error(home: Path, arguments: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, ["validate", *arguments]).exit_code == 2


EXTENSION = """
@prefix ex: <https://example.org/drones#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pn: <urn:pearlnet:ontology:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:Drone a owl:Class ; rdfs:subClassOf pn:Product ; rdfs:label "无人机"@zh, "Drone"@en .
ex:serial a owl:DatatypeProperty ; rdfs:label "编号"@zh, "serial"@en .
ex:load a owl:DatatypeProperty ; rdfs:label "载重"@zh, "load"@en .
ex:DroneShape a sh:NodeShape ; sh:targetClass ex:Drone ;
    sh:property [ sh:path ex:serial ; sh:datatype xsd:string ; sh:minCount 1 ; sh:maxCount 1 ;
        sh:pattern "^[A-Z]{2}[0-9]+$" ] ;
    sh:property [ sh:path ex:load ; sh:datatype xsd:decimal ; sh:maxCount 1 ;
        sh:minInclusive 0 ; sh:maxInclusive 40 ] .
"""


def test_both_engines_hold_data_to_the_shapes_of_an_extension(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "drones.ttl").write_text(EXTENSION, encoding="utf-8")
    monkeypatch.setenv("PEARLNET_ONTOLOGY", "drones.ttl")
    read_settings.cache_clear()
    entities: dict[str, dict[str, PropertyValue]] = {
        "x:right": {"serial": "AB1", "load": 2.5},
        "x:bare": {"load": 2.5},
        "x:lower": {"serial": "ab1"},
        "x:heavy": {"serial": "AB1", "load": 41.0},
        "x:empty-handed": {"serial": "AB1", "load": 0.0},
        "x:lifted": {"serial": "AB1", "load": -0.5},
    }
    with SqliteStore(Path("home") / "graph.db") as kept:
        kept.apply_schema(load(home / "drones.ttl").graph_schema())
        drones = [Entity(id_, "Drone", NAMED | own) for id_, own in entities.items()]
        kept.write(lambda writer: writer.upsert_entities(drones))
    wrong = {"x:bare", "x:lower", "x:heavy", "x:lifted"}
    assert {item["record"] for item in asked(expect=1)} == wrong
    assert {item["record"] for item in asked("--shacl", expect=1)} == wrong
