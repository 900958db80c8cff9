"""Data of existing py2neo code come in and go out, through a real Neo4j."""

from collections.abc import Iterator
from datetime import date

import pytest
from py2neo import Graph, Node, Relationship, Subgraph

from graph import Entity, Provenance, Query, Relation
from graph.errors import InvalidRecord
from graph.neo4j import Neo4jStore
from graph.py2neo_interop import from_subgraph, to_subgraph
from tests.contract.samples import PAPER, SCHEMA, link, put
from tests.neo4j_server import Address

pytestmark = pytest.mark.neo4j
LEGACY = Provenance("legacy", "batch-9", "2020-01-01T00:00:00Z", 0.5)


@pytest.fixture
def store(neo4j_store: Neo4jStore) -> Neo4jStore:
    neo4j_store.apply_schema(SCHEMA)
    return neo4j_store


@pytest.fixture
def graph(
    neo4j_server: Address, store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Graph]:
    """py2neo's own connection to the same server."""
    monkeypatch.setattr("py2neo.NEO4J_URI", None)  # read at import; it refuses neo4j:// there
    connected = Graph(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password))
    yield connected
    connected.service.connector.close()


def test_what_py2neo_wrote_is_imported(graph: Graph, store: Neo4jStore) -> None:
    lisi = Node("Enterprise", "Customer", id="e1", name_zh="天津港", opened=date(1952, 10, 17))
    slicing = Node("Technology", id="t1", alias_zh=["切片", "网络切片"], trial=True, capacity=3)
    graph.create(Relationship(lisi, "usesTechnology", slicing, since=2019))
    found = graph.run("MATCH (a)-[r]->(b) RETURN a, r, b").to_subgraph()
    entities, relations = from_subgraph(found, SCHEMA, provenance=LEGACY)
    assert store.write(lambda writer: writer.upsert_entities(entities)).created == 2
    assert store.write(lambda writer: writer.upsert_relations(relations)).created == 1
    known = store.get(["e1", "t1"])
    assert known["e1"].type == "Enterprise"
    assert known["e1"].properties == {"name_zh": "天津港", "opened": "1952-10-17"}
    assert known["t1"].properties == {
        "alias_zh": ("切片", "网络切片"), "trial": True, "capacity": 3,
    }  # fmt: skip
    assert known["e1"].provenance["name_zh"] == LEGACY
    assert store.neighbours(["e1"])["e1"][0].relation == Relation(
        "usesTechnology", "e1", "t1", {"since": 2019}, LEGACY
    )


def test_what_pearlnet_holds_is_written_by_py2neo(graph: Graph, store: Neo4jStore) -> None:
    put(store, Entity("e1", "Enterprise", {"name_zh": "天津港"}, {"name_zh": PAPER}))
    put(store, Entity("t1", "Technology", {"alias_zh": ("切片",)}))
    link(store, Relation("usesTechnology", "e1", "t1", {"since": 2019}))
    entities = list(store.get(["e1", "t1"]).values())
    relations = [item for batch in store.scan_relations() for item in batch]
    put_out = to_subgraph(entities, relations, SCHEMA)
    graph.delete_all()
    graph.create(put_out)
    graph.merge(put_out)
    rows = graph.run("MATCH (a)-[r]->(b) RETURN labels(a), a.id, type(r), r.since, b.alias_zh")
    labels, *rest = next(iter(rows))
    assert set(labels) == {"Enterprise", "Organization", "Thing"}
    assert rest == ["e1", "usesTechnology", 2019, ["切片"]]
    back = from_subgraph(graph.run("MATCH (a)-[r]->(b) RETURN a, r, b").to_subgraph(), SCHEMA)
    assert back == (entities, relations)


def test_a_second_push_changes_what_py2neo_sees(graph: Graph, store: Neo4jStore) -> None:
    first = to_subgraph([Entity("t1", "Technology", {"name_en": "slicing"})], [])
    graph.merge(first)
    graph.merge(to_subgraph([Entity("t1", "Technology", {"name_en": "network slicing"})], []))
    graph.pull(first)
    assert [item.properties for item in from_subgraph(first, SCHEMA)[0]] == [
        {"name_en": "network slicing"}
    ]
    assert store.count(Query()) == 0


def test_labels_keys_and_types_are_renamed() -> None:
    person = Node("Firm", uuid="1")
    found = Subgraph([person], [Relationship(person, "SELLS_TO", person)])
    names = {"Firm": "Enterprise", "SELLS_TO": "suppliesTo"}
    entities, relations = from_subgraph(found, SCHEMA, key="uuid", names=names)
    assert entities == [Entity("1", "Enterprise")]
    assert relations == [Relation("suppliesTo", "1", "1")]


@pytest.mark.parametrize(
    ("node", "told"),
    [
        (Node("Technology"), "has no id"),
        (Node("Stranger", id="1"), "it has: none"),
        (Node("Demand", "Technology", id="1"), "it has: Demand, Technology"),
        (Node("Technology", id="1", picture=b"png"), "no store holds a bytes"),
    ],
)
def test_what_cannot_be_held_is_named(node: Node, told: str) -> None:
    with pytest.raises(InvalidRecord, match=told):
        from_subgraph(Subgraph([node]), SCHEMA)


def test_a_relation_without_its_end_is_named() -> None:
    with pytest.raises(InvalidRecord, match=r"'t1'.* is not among the entities"):
        to_subgraph([Entity("e1", "Enterprise")], [Relation("usesTechnology", "e1", "t1")])
