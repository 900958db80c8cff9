"""GraphML and JSON Lines as other programs see them."""

import json
import re
from pathlib import Path

import igraph
import networkx as nx  # type: ignore[import-untyped]  # ships no types
import pytest
from rdflib import Graph
from rdflib.compare import to_isomorphic

from graph.memory import MemoryStore
from graph.records import Claim, Entity, Provenance, Relation
from ingest import load_mapping
from ingest.exports import CannotWrite, Options, Selection, export_graph
from ontology import Ontology
from tests.exports_world import ODD, extended, plain, restored, store_of
from tests.ingest_world import write

REGISTER = Provenance("register", "b1", "2026-01-01T00:00:00+00:00", 0.9)
PAPER = Provenance("paper", "b2", "2026-02-01T00:00:00+00:00")
NODES = (
    Entity("a <> \"'", "Enterprise", {"name_zh": "甲", "employees": 5, "illustrative": True}),
    Entity("b", "Enterprise", {"name_zh": "乙", "alias_zh": ('1"', "2"), "foundedYear": 1999}),
    Entity("d", "Demand", {"name_zh": "需\x01求", "budget": 1.5}),
)
EDGES = (
    Relation("suppliesTo", "a <> \"'", "b", {"share": 0.25, "remark_zh": "半\r\n年"}),
    Relation("raises", "b", "d"),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return extended(tmp_path_factory.mktemp("ontology"))


@pytest.fixture
def graphml(world: Ontology, tmp_path: Path) -> Path:
    target = tmp_path / "g.graphml"
    export_graph(store_of(world, (NODES, EDGES)), world, target)
    return target


def test_igraph_reads_graphml(graphml: Path) -> None:
    graph = igraph.Graph.Read_GraphML(str(graphml))
    assert graph.is_directed()
    assert graph.vs["id"] == [node.id for node in NODES]
    assert graph.vs["type"] == ["Enterprise", "Enterprise", "Demand"]
    assert graph.vs["employees"][0] == 5
    assert graph.vs["illustrative"][0] is True
    assert json.loads(graph.vs["alias_zh"][1]) == ['1"', "2"]
    assert graph.vs["name_zh"][2] == "需\ufffd求"
    assert [(edge.source, edge.target) for edge in graph.es] == [(1, 2), (0, 1)]
    assert graph.es["share"][1] == 0.25


def test_networkx_reads_graphml_with_types(graphml: Path) -> None:
    graph = nx.read_graphml(graphml)
    first = graph.nodes["a <> \"'"]
    assert first == {"type": "Enterprise", "name_zh": "甲", "employees": 5, "illustrative": True}
    assert type(first["employees"]) is int
    assert graph.nodes["d"]["budget"] == 1.5
    assert graph.edges["a <> \"'", "b"] == {
        "type": "suppliesTo",
        "share": 0.25,
        "remark_zh": "半\r\n年",
    }


@pytest.mark.parametrize("text", ODD)
def test_any_text_is_well_formed_in_graphml(world: Ontology, tmp_path: Path, text: str) -> None:
    store = store_of(world, ([Entity("x", "Park", {"name_zh": text})], ()))
    export_graph(store, world, tmp_path / "g.graphml")
    assert nx.read_graphml(tmp_path / "g.graphml").nodes["x"]["name_zh"] == text


def test_an_id_that_xml_cannot_hold_is_told(world: Ontology, tmp_path: Path) -> None:
    store = store_of(world, ([Entity("x\ufffe", "Park", {"name_zh": "园"})], ()))
    with pytest.raises(CannotWrite, match="export it as JSONL or CSV"):
        export_graph(store, world, tmp_path / "g.graphml")


def test_graphml_has_only_edges_between_its_nodes(world: Ontology, tmp_path: Path) -> None:
    store = store_of(world, (NODES, EDGES))
    summary = export_graph(store, world, tmp_path / "g.graphml", Selection(("Enterprise",)))
    assert (summary.relations, summary.left_out) == (1, 1)
    assert nx.read_graphml(tmp_path / "g.graphml").number_of_nodes() == 2


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_of_json_is_an_entity_or_a_relation(world: Ontology, tmp_path: Path) -> None:
    probe = Entity("p", "Probe", {"name_zh": "针", "source": "x", "shares": (1.0, 1e300)})
    edge = Relation("suppliesTo", "b", "b", {"target": "t"})
    store = store_of(world, ((*NODES[1:2], probe), (edge,)))
    export_graph(store, world, tmp_path / "g.jsonl")
    assert lines(tmp_path / "g.jsonl") == [
        {
            "id": "b",
            "type": "Enterprise",
            "name_zh": "乙",
            "alias_zh": ['1"', "2"],
            "foundedYear": 1999,
        },
        {"id": "p", "type": "Probe", "name_zh": "针", "source": "x", "shares": [1.0, "1e+300"]},
        {"type": "suppliesTo", "source": "b", "target": "b", "target_": "t"},
    ]
    again = MemoryStore()
    assert restored(world, tmp_path / "g.jsonl", again).first_rejects == ()
    assert plain(again) == plain(store)


def test_json_tells_origins_where_asked_and_still_comes_back(
    world: Ontology, tmp_path: Path
) -> None:
    told = {"name_zh": REGISTER, "foundedYear": REGISTER}
    claim = Claim("name_zh", "丁", PAPER)
    node = Entity("b", "Enterprise", {"name_zh": "乙", "foundedYear": 1999}, told, (claim,))
    edge = Relation("suppliesTo", "b", "b", {}, PAPER)
    store = store_of(world, ([node], [edge]))
    export_graph(store, world, tmp_path / "g.jsonl", options=Options(provenance=True))
    register = {
        "source": "register",
        "batch": "b1",
        "time": "2026-01-01T00:00:00+00:00",
        "confidence": 0.9,
    }
    paper = {"source": "paper", "batch": "b2", "time": PAPER.time, "confidence": 1.0}
    first, second = lines(tmp_path / "g.jsonl")
    assert first["provenance"] == [{**register, "fields": ["foundedYear", "name_zh"]}]
    assert first["claims"] == [{"field": "name_zh", "value": "丁", **paper}]
    assert second["provenance"] == paper
    again = MemoryStore()
    assert restored(world, tmp_path / "g.jsonl", again).first_rejects == ()
    assert plain(again) == plain(store)


def snippets(kind: str) -> list[str]:
    text = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_provenance_that_the_document_shows_is_what_is_written(
    world: Ontology, tmp_path: Path
) -> None:
    portal = Provenance("park portal", "20260331T080000Z", "2026-03-31T08:00:00+00:00", 0.9)
    demand = Entity("demand:d1", "Demand", {"name_zh": "产线"}, {"name_zh": portal})
    store = store_of(world, ([demand], ()))
    export_graph(store, world, tmp_path / "g.ttl", options=Options(provenance=True))
    (shown,) = snippets("turtle")
    written = Graph().parse(tmp_path / "g.ttl")
    assert to_isomorphic(written) == to_isomorphic(Graph().parse(data=shown, format="turtle"))


def test_the_mappings_that_the_document_shows_can_be_loaded(
    world: Ontology, tmp_path: Path
) -> None:
    for number, text in enumerate(snippets("yaml")):
        load_mapping(write(tmp_path / f"{number}.yaml", text), world)
    assert number == 1
