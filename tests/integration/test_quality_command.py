"""``pearlnet quality`` over imports, and the same report from every store."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graph import GraphStore
from graph.memory import MemoryStore
from graph.neo4j import Neo4jStore
from graph.records import Entity, Relation
from graph.sqlite import SqliteStore
from ingest.quality import Scope, as_json, assess
from pearlnet.cli.app import app
from tests.ingest_world import COMPANIES, WORLD, new_store, run
from tests.quality_world import QUALITY_WORLD, TODAY, by, entity, said

PORTAL = COMPANIES.replace("name: register", "name: portal, priority: 10")
HEAD = "id,name_zh,name_en,status,dueDate,illustrative\n"
DEMANDS = f"{HEAD}d:1,甲,,open,2026-06-29,\nd:2,乙,B,open,2026-07-01,\nd:3,丙,C,open,,true\n"
MAPPING = 'source: {name: office}\nentities:\n  - {class: Demand, id: "{id}", auto: true}\n'
KEYS = [
    "today",
    "revision",
    "changed",
    "type",
    "with_illustrative",
    "entities",
    "illustrative",
    "relations",
    "classes",
    "conflicts",
    "duplicates",
    "probable",
    "freshness",
    "overdue",
    "violations",
    "sources",
]


def fill(store: GraphStore, folder: Path) -> None:
    """Two sources that differ on the staff of a company."""
    run(store, folder, "id,name_zh,staff\nc:1,甲,5\nc:2,乙,7\nc:3,甲,\n")
    run(store, folder, "id,staff\nc:1,6\nc:2,7\n", PORTAL, name="portal.csv")


def test_what_imports_leave_in_conflict_is_told(tmp_path: Path) -> None:
    store = new_store()
    fill(store, tmp_path)
    report = assess(store, WORLD, TODAY)
    (found,) = report.conflicts
    assert (found.field, found.kept_source, found.lost_source) == ("staff", "register", "portal")
    assert (found.examples[0].kept, found.examples[0].lost) == (5, 6)
    assert {item.name: item.priority for item in report.sources} == {"portal": 10, "register": 50}
    assert [(item.by, item.examples) for item in report.duplicates] == [
        ("name_zh", (("c:1", "c:3"),))
    ]


SCOPES = [Scope(), Scope("Company"), Scope("Startup"), Scope(illustrative=True)]
ENTITIES = [
    Entity(
        "c:1",
        "Company",
        {"name_zh": "甲", "staff": 5},
        {"name_zh": by("register"), "staff": by("register")},
        tuple(said("staff", (5, by("register")), (7, by("portal", "2020-01-01")))),
    ),
    entity("c:2", "Startup", name_zh="乙", illustrative=True),
    entity("c:3", "Startup", origin=None, name_zh="甲 ", staff=-1),
    entity("city:1", "City", by("portal", "2027-01-01"), name_zh="丙"),
    entity("d:1", "Demand", dueDate="2026-01-01"),
]
RELATIONS = [
    Relation("locatedIn", "c:1", "city:1", {}, by("register")),
    Relation("supplies", "c:3", "c:2", {"since": 2001}, by("portal")),
    Relation("supplies", "c:1", "c:3"),
]


def reports(store: GraphStore) -> list[dict[str, Any]]:
    """The reports on one graph, by scope."""
    store.apply_schema(QUALITY_WORLD.graph_schema())
    store.write(lambda writer: writer.upsert_entities(ENTITIES))
    store.write(lambda writer: writer.upsert_relations(RELATIONS))
    return [as_json(assess(store, QUALITY_WORLD, TODAY, scope)) for scope in SCOPES]


def test_sqlite_reports_as_memory_does(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "graph.db") as sqlite:
        found = reports(sqlite)
    assert found == reports(MemoryStore())
    assert [item["entities"] for item in found] == [4, 2, 1, 5]


@pytest.mark.neo4j
def test_neo4j_reports_as_memory_does(neo4j_store: Neo4jStore) -> None:
    assert reports(neo4j_store) == reports(MemoryStore())


class Command:
    """The command line with demands in its store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run("init")
        (folder / "demands.csv").write_text(DEMANDS, encoding="utf-8")
        (folder / "demands.yaml").write_text(MAPPING, encoding="utf-8")
        self.run("import", str(folder / "demands.csv"), "-m", str(folder / "demands.yaml"))

    def run(self, *words: str, language: str = "en", expect: int = 0) -> str:
        done = CliRunner().invoke(app, ["--lang", language, *words])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == expect, done.output
        return done.output

    def json(self, *words: str) -> Any:
        return json.loads(self.run("quality", "--json", "--today", "2026-06-30", *words))


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("PEARLNET_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    return Command(tmp_path)


def test_json_has_the_keys_that_the_document_lists(command: Command) -> None:
    found = command.json()
    assert list(found) == KEYS
    documented = (Path(__file__).parents[2] / "docs/quality.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in documented for key in [*KEYS, *found["classes"][0]])
    assert all(f"`{key}`" in documented for key in found["sources"][0])
    assert found["today"] == "2026-06-30"
    assert (found["entities"], found["illustrative"]) == (2, 1)
    assert found["overdue"][0]["overdue"] == {"count": 1, "of": 2, "share": 0.5}


def test_examples_count_where_that_is_asked(command: Command) -> None:
    assert command.json("--illustrative")["entities"] == 3
    assert command.json("--class", "Supply")["entities"] == 0


@pytest.mark.parametrize(("language", "label"), [("zh", "需求"), ("en", "Demand")])
def test_people_get_a_table_and_a_page(command: Command, language: str, label: str) -> None:
    page = command.folder / "report.html"
    printed = command.run("quality", "--html", str(page), language=language)
    assert label in printed
    assert str(page.name) in printed.replace("\n", "")
    assert label in page.read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_a_fault_of_usage(command: Command) -> None:
    printed = command.run("quality", "--html", str(command.folder / "no" / "a.html"), expect=2)
    assert "cannot write" in printed
