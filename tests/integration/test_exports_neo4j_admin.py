"""The bulk files, read by the real import tool and asked of a real server."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from graph.records import Entity, PropertyValue, Relation
from ingest.exports import Selection, export_graph
from ontology import Ontology
from tests.exports_world import ODD, extended, store_of
from tests.neo4j_server import LTS, CannotStart, Neo4jServer, find_java, jars, release

TEXTS = (*ODD, "", " ", "\x01", "last")
PROBE: dict[str, PropertyValue] = {
    "name_zh": "丙",
    "days": ("0999-01-01", "2024-02-29"),
    "shares": (0.1, -3.0),
}
DEMAND: dict[str, PropertyValue] = {
    "name_en": 'say "it"\r\nagain\\',
    "budget": 1e300,
    "dueDate": "2024-02-29",
}
ENTITIES = (
    Entity("甲|\"'", "Enterprise", {"name_zh": "甲", "employees": 2**62, "illustrative": False}),
    Entity("b,;", "Enterprise", {"name_zh": "乙", "name_en": "", "alias_zh": TEXTS}),
    Entity("p", "Probe", PROBE),
    Entity("d", "Demand", DEMAND),
    *(Entity(f"t{n}", "Technology", {"name_zh": text}) for n, text in enumerate(TEXTS)),
)
RELATIONS = (
    Relation("suppliesTo", "甲|\"'", "b,;", {"share": 0.25, "target": "x\ny", "remark_zh": ""}),
    Relation("suppliesTo", "b,;", "甲|\"'"),
    Relation("requires", "d", "t0"),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return extended(tmp_path_factory.mktemp("ontology"))


@pytest.fixture(scope="module")
def session(world: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Iterator[neo4j.Session]:
    """A server on the database that the tool made."""
    folder = tmp_path_factory.mktemp("bulk") / "out"
    export_graph(store_of(world, (ENTITIES, RELATIONS)), world, folder, format="neo4j-admin")
    home = Path(tempfile.mkdtemp(prefix="pearlnet-neo4j-"))
    server = Neo4jServer(_home=home)
    try:
        _import(folder, home)
        server.start()
        auth = (server.user, server.password)
        uri = f"bolt://127.0.0.1:{server.port}"
        with neo4j.GraphDatabase.driver(uri, auth=auth) as driver, driver.session() as session:
            yield session
    finally:
        server.close()


def _import(folder: Path, home: Path) -> None:
    java = find_java(release(LTS).javas)
    try:
        lib = jars(LTS)
    except CannotStart as why:
        java = None
        reason = str(why)
    else:
        reason = f"the import tool of Neo4j {LTS} needs Java {release(LTS).javas}"
    if java is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    conf = home / "conf"
    conf.mkdir()
    done = subprocess.run(
        [java, "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{lib}/*", "org.neo4j.cli.AdminTool",
         "database", "import", "full", "neo4j", "@import.args", "--max-off-heap-memory=256m"],
        cwd=folder,
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(conf)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.neo4j
def test_the_tool_takes_every_node_with_labels_and_typed_values(session: neo4j.Session) -> None:
    nodes = {
        record["n"]["id"]: (set(record["n"].labels), dict(record["n"]))
        for record in session.run("MATCH (n) RETURN n")
    }
    assert len(nodes) == len(ENTITIES)
    labels, enterprise = nodes["甲|\"'"]
    assert labels == {"Enterprise", "Organization", "Thing"}
    assert enterprise == {
        "id": "甲|\"'",
        "type": "Enterprise",
        "name_zh": "甲",
        "employees": 2**62,
        "illustrative": False,
    }
    assert nodes["b,;"][1]["name_en"] == ""
    assert tuple(nodes["b,;"][1]["alias_zh"]) == TEXTS
    assert [day.iso_format() for day in nodes["p"][1]["days"]] == ["0999-01-01", "2024-02-29"]
    assert nodes["p"][1]["shares"] == [0.1, -3.0]
    assert nodes["d"][1]["name_en"] == 'say "it"\r\nagain\\'
    assert nodes["d"][1]["budget"] == 1e300
    assert nodes["d"][1]["dueDate"].iso_format() == "2024-02-29"
    for number, text in enumerate(TEXTS):
        assert nodes[f"t{number}"][1]["name_zh"] == text


@pytest.mark.neo4j
def test_the_tool_takes_every_relation_with_its_properties(session: neo4j.Session) -> None:
    query = "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, b.id AS b, properties(r) AS p"
    found = {(row["a"], row["type"], row["b"]): row["p"] for row in session.run(query)}
    expected = {(r.source, r.type, r.target): dict(r.properties) for r in RELATIONS}
    assert found == expected


def test_relations_that_lead_out_of_a_selection_are_counted_and_left_out(
    world: Ontology, tmp_path: Path
) -> None:
    store = store_of(world, (ENTITIES, RELATIONS))
    target = tmp_path / "out"
    summary = export_graph(store, world, target, Selection(("Demand",)), format="neo4j-admin")
    assert (summary.entities, summary.relations, summary.left_out) == (1, 0, 1)
    assert sorted(item.name for item in target.iterdir()) == [
        "import.args",
        "nodes-Demand-header.csv",
        "nodes-Demand.csv",
    ]
