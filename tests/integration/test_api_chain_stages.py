"""Chain models, completeness, actions, leaders and ladder as GraphQL shows them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from chains.chain_models import ChainModels
from graph.records import PropertyValue
from graph.sqlite import SqliteStore
from ontology import Ontology
from tests.api_world import Client
from tests.stages_world import lamp_world

MAKER = ("serves", "ent:shade-one", "stage:lamp")


@pytest.fixture(scope="module")
def client(ontology: Ontology) -> Client:
    return Client(lamp_world(ontology), ontology)


def test_chains_are_listed_with_their_stages(client: Client) -> None:
    (model,) = client.data(
        "{chainModels {chain {entityId} origin pairs stages {stage {id} weight} faults {kind}}}"
    )["chainModels"]
    assert (model["chain"], model["origin"]) == ({"entityId": "chain:lamps"}, "DECLARED")
    assert [item["stage"]["id"] for item in model["stages"]] == [
        "stage:glass",
        "stage:bulb",
        "stage:lamp",
    ]


def test_completeness_names_the_break_and_the_evidence(client: Client) -> None:
    found = client.data(
        """{chainCompleteness(id: "chain:lamps", region: "region:north") {
              value cover linkage scope {entityId} examples origin
              breaks {stage {id entity {entityId}}}
              singleSources {stage {id}}
              missing {earlier {id} later {id}}
              stages {coverage broken singleSource holds {kind by {entityId}}
                      suppliers {organization {entityId} evidence {type source {entityId}}}
                      elsewhere {organization {entityId}}}
            }}"""
    )["chainCompleteness"]
    assert found["breaks"] == [
        {"stage": {"id": "stage:lamp", "entity": {"entityId": "stage:lamp"}}}
    ]
    assert [item["coverage"] for item in found["stages"]] == [0.5, 0.5, 0.0]
    assert found["stages"][0]["suppliers"][0]["evidence"] == [
        {"type": "serves", "source": {"entityId": "ent:glass-one"}}
    ]
    assert found["stages"][0]["elsewhere"] == [{"organization": {"entityId": "ent:glass-two"}}]


def test_stages_of_business_have_a_label_and_no_entity(client: Client) -> None:
    found = client.data(
        '{chainCompleteness(id: "industry:T1") {stages {stage {id label entity {entityId}}}}}'
    )["chainCompleteness"]
    assert found["stages"][0]["stage"] == {
        "id": "research",
        "label": "研发设计",
        "entity": None,
    }


def test_two_regions_are_compared(client: Client) -> None:
    found = client.data(
        """{chainComparison(id: "chain:lamps", one: "region:south", other: "region:north") {
              closed {id} opened {id} before {value} stages {before after gained {entityId}}
            }}"""
    )["chainComparison"]
    assert (found["closed"], found["opened"]) == ([{"id": "stage:bulb"}], [])


def test_actions_name_candidates_with_what_speaks_for_them(client: Client) -> None:
    found = client.data(
        """{chainActions(id: "chain:lamps", budget: 1) {
              smoothed resilience
              fill {kind stage {id} organization {entityId} fit gain potential
                    candidate {basis distance shared {entityId} words}}
              strengthen {partner {entityId} other {id}} stabilise {resilienceGain}
              candidates {stage {id} organization {entityId} proximity}
              plan {spent optimum completeness actions {organization {entityId}}}
            }}"""
    )["chainActions"]
    first = found["fill"][0]
    assert first["organization"] == {"entityId": "ent:shade-one"}
    assert first["candidate"]["shared"] == [{"entityId": "tech:vision"}]
    assert found["plan"]["actions"] == [{"organization": {"entityId": "ent:shade-one"}}]
    assert found["plan"]["optimum"] == found["plan"]["completeness"]


def test_leaders_come_with_intervals(client: Client) -> None:
    found = client.data(
        """{chainLeaders(id: "chain:lamps", first: 2) {
              candidates draws unknown
              leaders {rank rankLow rankHigh firstShare score possible declared
                       organization {entityId} parts {component amount share}}
            }}"""
    )["chainLeaders"]
    assert len(found["leaders"]) == 2
    assert found["unknown"] == ["MARKET", "HONOURS"]
    for item in found["leaders"]:
        assert item["rankLow"] <= item["rank"] <= item["rankHigh"]


LADDER = """{ladder(id: "ent:glass-one") {
  phase honours {kind inForce} peers {enterprise {entityId} honours}
  next {kind met unmet unknown requirements {verdict criteria {actual source examines}}}
}}"""
CRITERION: Mapping[str, Mapping[str, PropertyValue]] = {
    "criterion:one": {
        "forHonour": "innovative-sme",
        "operator": "at-least",
        "examines": "employees",
        "value": 10.0,
    }
}


def test_the_ladder_shows_what_the_next_honour_asks(ontology: Ontology) -> None:
    properties: Mapping[str, Mapping[str, PropertyValue]] = {
        **CRITERION,
        "ent:glass-one": {"employees": 30, "lifecycle": "growth"},
    }
    client = Client(lamp_world(ontology, properties=properties), ontology)
    found = client.data(LADDER)["ladder"]
    assert found["phase"] == "growth"
    assert (found["next"][0]["kind"], found["next"][0]["met"]) == ("innovative-sme", 1)
    assert found["next"][0]["requirements"][0]["criteria"][0]["actual"] == 30


def test_what_may_not_be_seen_is_unknown_on_the_ladder_and_among_leaders(
    ontology: Ontology,
) -> None:
    properties: Mapping[str, Mapping[str, PropertyValue]] = {
        **CRITERION,
        "ent:glass-one": {"employees": 30, "revenue": 9.0},
    }
    models = ChainModels(lamp_world(ontology, properties=properties), ontology)
    hidden = {"employees", "revenue"}
    ladder = models.ladder("ent:glass-one", today="2026-06-01", hidden=hidden)
    (requirement,) = ladder.next[0].requirements
    assert (requirement.verdict.value, requirement.criteria[0].actual) == ("unknown", None)
    shown = models.leaders("chain:lamps", today="2026-06-01")
    masked = models.leaders("chain:lamps", today="2026-06-01", hidden=hidden)
    assert "market" in {item.value for item in shown.weights}
    assert "market" in {item.value for item in masked.unknown}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{chainCompleteness(id: "chain:lamp") {value}}', "CHAIN_UNKNOWN_CHAIN"),
        (
            '{chainCompleteness(id: "chain:lamps", region: "ent:glass-one") {value}}',
            "CHAIN_UNKNOWN_PLACE",
        ),
        ('{chainCompleteness(id: "chain:lamps", at: "May") {value}}', "CHAIN_INVALID_DATE"),
        ('{chainActions(id: "chain:lamps", budget: -1) {smoothed}}', "INVALID_BUDGET"),
        ('{chainActions(id: "chain:lamps", first: 5000) {smoothed}}', "INVALID_PAGE_SIZE"),
        ('{ladder(id: "chain:lamps") {phase}}', "CHAIN_UNKNOWN_ENTERPRISE"),
    ],
)
def test_what_cannot_be_answered_is_refused(client: Client, query: str, code: str) -> None:
    assert client.code(query) == code


def test_sqlite_answers_as_memory_does(ontology: Ontology, tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "graph.db") as store:
        lamp_world(ontology, [MAKER], store=store, properties=CRITERION)
        one, other = (
            ChainModels(kept, ontology)
            for kept in (store, lamp_world(ontology, [MAKER], properties=CRITERION))
        )
        today = "2026-06-01"
        assert one.actions("chain:lamps", "region:north", budget=2) == other.actions(
            "chain:lamps", "region:north", budget=2
        )
        assert one.compare("chain:lamps", "2025-01-01", "2026-01-01") == other.compare(
            "chain:lamps", "2025-01-01", "2026-01-01"
        )
        assert one.leaders("chain:lamps", today=today) == other.leaders("chain:lamps", today=today)
        assert one.ladder("ent:glass-one", today=today) == other.ladder(
            "ent:glass-one", today=today
        )
