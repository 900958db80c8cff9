"""The starter data give the same answers in memory, on SQLite and on a real Neo4j."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

import ingest
from api import Services, create_app
from chains import ChainAnalysis
from graph.memory import MemoryStore
from graph.neo4j import Neo4jStore
from graph.port import GraphStore
from graph.sqlite import SqliteStore
from matcher import Matcher
from matcher.encoder.corpus import read_corpus
from matcher.encoder.training import train
from ontology import Ontology
from pearlnet.bootstrap import starter_manifest
from pearlnet.indicators import Indicators
from tests import neo4j_server as servers

MATCH = """
query ($text: String!) {
  matchText(text: $text, first: 10) {
    candidates encoder
    matches {
      score entity { entityId name(lang: ZH) } providers { entityId }
      contributions { name value } evidence { weight nodes { name(lang: ZH) } steps { relation } }
    }
  }
}
"""
TRACE = """
{
  trace(id: "case:chint-5g-factory") {
    position
    links { weight assets { entityId } }
    steps { expectedGain position asset { entityId } }
  }
  chains {
    counts { point line network } largestShare findings { kind count examples }
    lines(first: 50) { name members { entityId } spans { closed stages { entityId } } }
    blocks { name members { entityId } links { weight } spans { regions { entityId } } }
  }
  products: chains(over: PRODUCT) { counts { point line network } blocks { name } }
  enterprises: chains(over: ENTERPRISE) { counts { point line network } rule { kind threshold } }
}
"""
RESILIENCE = """
{
  resilience {
    fragility curves { attack r low high removed largestShare }
    points { vertex { entityId } cutOff pieces } bridges { link { a { entityId } } cutOff }
    sources { stage { entityId } supplier { entityId } }
    reinforcements { a { entityId } b { entityId } saved fragility robustness }
  }
  loss(id: "region:440000") {
    goneCount brokenCount fallen { vertex { entityId } before after }
    parted { entityId } stages { stage { entityId } lost { entityId } } largestAfter
  }
}
"""
HISTORY = """
{
  chainHistory {
    datedBy undated
    points { state { date largestShare susceptibility } largestShare { mean low high } }
  }
  chainJoining(id: "case:x-port-driverless-truck") { since line network }
  chainChanges(since: "2024-06-30") {
    cameCount risen { vertex { entityId } before after } links { a { entityId } weight }
  }
}
"""
REPLICATE = """
{
  replicability(id: "case:tianjin-port-smart", first: 10) {
    candidates
    enterprises { enterprise { entityId } chance low high way { lacks { asset { entityId } } } }
    industries { targets { standing { place { entityId } chance low high shrunk density } } }
    regions { check { name auc hits } adopters { place { entityId } shrunkLow complexity } }
  }
}
"""
STAGES = """
{
  chainCompleteness(id: "chain:x-electrical-equipment") {
    value cover linkage examples
    stages { weight level coverage singleSource broken suppliers { organization { entityId } } }
    missing { earlier { id } later { id } }
  }
  chainComparison(id: "chain:x-coal-mine-intelligence", one: "2025-12-31", other: "2026-06-30") {
    before { value } after { value }
  }
  chainActions(id: "chain:x-port-logistics", budget: 3, first: 4) {
    smoothed resilience
    fill { organization { entityId } fit gain }
    strengthen { organization { entityId } gain }
    stabilise { organization { entityId } gain }
    plan { spent completeness optimum actions { organization { entityId } } }
  }
  chainLeaders(id: "chain:x-electrical-equipment") {
    candidates draws unknown
    leaders {
      organization { entityId } rank rankLow rankHigh firstShare score
      parts { component amount share }
    }
  }
  ladder(id: "ent:x-cherrywash-robotics") {
    phase honours { kind } peers { enterprise { entityId } alike }
    next { kind requirements { name verdict criteria { verdict } } }
  }
}
"""
STANDARDS = """
{
  applicableStandards(id: "case:tianjin-port-smart") {
    steps kind standard { entityId } paths { nodes { name(lang: EN) } }
  }
  standardGaps(of: TECHNOLOGY) { subject { entityId } useCases }
  searchStandards(text: "38系列 R17") { standard { entityId } kind score reasons { why text } }
  standardProposals(illustrative: true) { id level cases { entityId } }
}
"""
WHEELS = """
{
  wheelMatrix(illustrative: true) {
    demands supplies calibrated
    cells { demandCategory { id } supplyCategory { id } estimated unmet idle }
    unmetByReason { reason count }
  }
  indicators(illustrative: true) { current { name value part whole members { entityId } } }
}
"""
MAP = """
{
  replicationMap(over: REGION) {
    places { entityId } scenarios { entityId } unseen { entityId } check { name auc hits }
    cells { cases { entityId } shrunk shrunkLow shrunkHigh chance low high verdict }
  }
}
"""
BROWSE = """
{
  demands(
    first: 7
    where: {status: {eq: "open"}, requires: {technology: {name: {contains: "机"}}}}
    orderBy: {field: DUE_DATE, direction: DESC}
  ) {
    totalCount
    pageInfo { hasNextPage }
    nodes { entityId name(lang: ZH) dueDate requires { totalCount nodes { entityId } } }
  }
  search(text: "港", first: 20) { entity { entityId } }
}
"""


@pytest.fixture(scope="module")
def clients(
    ontology: Ontology, neo4j_server: servers.Address, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TestClient, ...]]:
    servers.empty(neo4j_server)
    folder = tmp_path_factory.mktemp("same")
    address = (neo4j_server.uri, neo4j_server.user, neo4j_server.password)
    with SqliteStore(folder / "graph.db") as sqlite, Neo4jStore(*address) as neo4j:
        yield tuple(_client(store, ontology) for store in (MemoryStore(), sqlite, neo4j))
    servers.empty(neo4j_server)


def _client(store: GraphStore, ontology: Ontology) -> TestClient:
    store.apply_schema(ontology.graph_schema())
    summary = ingest.import_manifest(
        store,
        ontology,
        starter_manifest(),
        batch_id="test",
        time="2026-01-01T00:00:00+00:00",
    )
    assert (summary.rejected, summary.rejected_relations) == (0, 0), summary.first_rejects[:5]
    matcher = Matcher(store, ontology, train(read_corpus(store, ontology)))
    services = Services(
        store,
        ontology,
        matcher,
        ChainAnalysis(store, ontology),
        indicators=Indicators(store, ontology, matcher),
    )
    return TestClient(create_app(services))


def _ask(client: TestClient, query: str, **variables: Any) -> Any:
    answer = client.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (MATCH, {"text": "注塑件表面划痕要在线查出来，产线不能停"}),
        (MATCH, {"text": "find scratches on moulded parts without stopping the line"}),
        (TRACE, {}),
        (RESILIENCE, {}),
        (HISTORY, {}),
        (REPLICATE, {}),
        (STAGES, {}),
        (STANDARDS, {}),
        (WHEELS, {}),
        (MAP, {}),
        (BROWSE, {}),
    ],
    ids=[
        *("match-zh", "match-en", "trace", "resilience", "history", "replicate", "stages"),
        *("standards", "wheels", "map", "browse"),
    ],
)
def test_all_stores_answer_alike(
    clients: tuple[TestClient, ...], query: str, variables: dict[str, str]
) -> None:
    # the memory store ranks the hits of a text search in a way of its own
    asked = clients[1:] if query == BROWSE else clients
    first, *others = (_ask(client, query, **variables) for client in asked)
    assert others == [first] * (len(asked) - 1)
    assert all(first.values())
