"""The starter data give the same answers on SQLite and on a real Neo4j."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import ingest
from api import Services, create_app
from chains import ChainAnalysis
from graph.neo4j import Neo4jStore
from graph.port import GraphStore
from graph.sqlite import SqliteStore
from matcher import Matcher
from matcher.encoder.corpus import read_corpus
from matcher.encoder.training import train
from ontology import Ontology
from pearlnet.bootstrap import starter_manifest
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
  chains { counts { point line network } largestShare }
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
) -> Iterator[tuple[TestClient, TestClient]]:
    servers.empty(neo4j_server)
    folder = tmp_path_factory.mktemp("same")
    address = (neo4j_server.uri, neo4j_server.user, neo4j_server.password)
    with SqliteStore(folder / "graph.db") as sqlite, Neo4jStore(*address) as neo4j:
        yield _client(sqlite, ontology, folder), _client(neo4j, ontology, folder)
    servers.empty(neo4j_server)


def _client(store: GraphStore, ontology: Ontology, folder: Path) -> TestClient:
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
    services = Services(store, ontology, matcher, ChainAnalysis(store, ontology))
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
        (REPLICATE, {}),
        (BROWSE, {}),
    ],
    ids=["match-zh", "match-en", "trace", "replicate", "browse"],
)
def test_both_stores_answer_alike(
    clients: tuple[TestClient, TestClient], query: str, variables: dict[str, str]
) -> None:
    sqlite, neo4j = (_ask(client, query, **variables) for client in clients)
    assert sqlite == neo4j
    assert all(sqlite.values())
