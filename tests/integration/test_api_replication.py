"""``replicability`` shows targets, what they lack and who could deliver, each with its records."""

from pathlib import Path

import pytest

from chains.replication import Replication
from graph.sqlite import SqliteStore
from ontology import Ontology
from tests.api_world import Client
from tests.replication_world import small_world

WAY = """
copies {entityId}
holds {asset {entityId} evidence {entityId}}
lacks {asset {entityId} evidence {entityId}}
deliverers {organization {entityId} covers {entityId} supplies {entityId} cases {entityId}}
uncovered {entityId}
"""
RANKING = f"""
candidates leftOut unseen {{entityId}} check {{name auc hits}}
adopters {{place {{entityId}} shrunk shrunkLow shrunkHigh advantage cases {{entityId}}}}
targets {{
  standing {{place {{entityId}} scenario {{entityId}} chance low high usual verdict complexity}}
  way {{{WAY}}}
}}
"""


@pytest.fixture(scope="module")
def client(ontology: Ontology) -> Client:
    return Client(small_world(ontology), ontology)


def test_a_use_case_is_told_where_it_could_go(client: Client) -> None:
    found = client.data(
        f"""{{replicability(id: "case:a", first: 3) {{
              subject {{entityId}} scenarios {{entityId}} cases {{entityId}} examples candidates
              needs {{asset {{entityId}} evidence {{entityId}}}}
              industries {{{RANKING}}}
              regions {{{RANKING}}}
              enterprises {{
                enterprise {{entityId}} shared {{entityId}} adopters {{entityId}} peers
                chance low high usual ready verdict way {{{WAY}}}
              }}
            }}}}"""
    )["replicability"]
    assert found["scenarios"] == [{"entityId": "scenario:s1"}]
    (first, *_) = found["enterprises"]
    assert first["enterprise"] == {"entityId": "ent:second-port"}
    assert first["way"]["lacks"] == [
        {"asset": {"entityId": "tech:t2"}, "evidence": [{"entityId": "case:a"}]}
    ]
    assert first["way"]["deliverers"][0]["organization"] == {"entityId": "ent:supplier"}
    assert found["industries"]["targets"][0]["standing"]["verdict"] == "INSUFFICIENT_DATA"
    assert found["industries"]["check"] == []


def test_what_is_no_practice_is_refused_with_the_nearest(client: Client) -> None:
    query = "query ($id: ID!) {replicability(id: $id) {candidates}}"
    assert client.code(query, id="ent:supplier") == "CHAIN_UNKNOWN_PRACTICE"


@pytest.mark.parametrize("first", [-1, 1001])
def test_a_page_size_out_of_range_is_refused(client: Client, first: int) -> None:
    query = 'query ($first: Int!) {replicability(id: "case:a", first: $first) {candidates}}'
    assert client.code(query, first=first) == "INVALID_PAGE_SIZE"


def test_sqlite_answers_as_memory_does(ontology: Ontology, tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "graph.db") as store:
        small_world(ontology, store=store)
        for subject in ("case:a", "scenario:s1"):
            answers = [
                Replication(kept, ontology).replicability(subject)
                for kept in (store, small_world(ontology))
            ]
            assert answers[0] == answers[1]


def test_the_map_goes_row_by_row_over_every_scenario(client: Client) -> None:
    found = client.data(
        """{replicationMap(over: REGION, places: 1, scenarios: 5) {
              places {entityId} scenarios {entityId} allPlaces allScenarios leftOut
              unseen {entityId} check {name auc}
              cells {place {entityId} scenario {entityId} cases {entityId} chance verdict}
            }}"""
    )["replicationMap"]
    assert found["places"] == [{"entityId": "region:p1"}]
    assert (found["allPlaces"], found["leftOut"]) == (2, 1)
    scenarios = [item["entityId"] for item in found["scenarios"]]
    assert [item["scenario"]["entityId"] for item in found["cells"]] == scenarios
    there = {
        item["scenario"]["entityId"]: [case["entityId"] for case in item["cases"]]
        for item in found["cells"]
    }
    assert there["scenario:s1"] == ["case:a", "case:a2"]
