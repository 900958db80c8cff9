"""``matchDemand``, ``matchSupply`` and ``matchText`` show ranked matches with their evidence."""

import pytest

from graph.query import All, AnyOf, Compare, In, Op, Related
from tests.api_world import Client, world

MATCHES = """{
  query { entityId } text candidates encoder
  matches {
    entity { entityId name illustrative ... on Supply { offeredBy { nodes { name } } } }
    providers { name }
    score
    contributions { name value }
    evidence {
      words weight
      nodes { entity { __typename entityId } name illustrative }
      steps { relation label forward }
    }
  }
}"""


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(world())


def test_a_demand_is_answered_with_supplies_scores_and_evidence(client: Client) -> None:
    (match,) = client.data(f'{{matchDemand(id: "demand:d001") {MATCHES}}}')["matchDemand"][
        "matches"
    ]
    assert match["entity"] == {
        "entityId": "supply:a",
        "name": "视觉检测方案",
        "illustrative": True,
        "offeredBy": {"nodes": [{"name": "企业0"}]},
    }
    assert match["providers"] == [{"name": "企业0"}]
    assert match["score"] == 0.75
    assert match["contributions"] == [
        {"name": "dense", "value": 0.5},
        {"name": "bm25", "value": 0.25},
    ]
    (path,) = match["evidence"]
    assert [node["entity"]["entityId"] for node in path["nodes"]] == [
        "demand:d001",
        "tech:t1",
        "supply:a",
    ]
    assert [step["label"] for step in path["steps"]] == ["需要", "提供方"]
    assert path["nodes"][-1]["illustrative"] is True


def test_evidence_is_put_into_the_words_of_the_language(client: Client) -> None:
    shown = "{matches {evidence {words zh: words(lang: ZH) steps {label}}}}"
    answer = client.data(f'{{matchDemand(id: "demand:d001") {shown}}}', language="en")
    (path,) = answer["matchDemand"]["matches"][0]["evidence"]
    assert path["words"] == "demand —requires→ technology 1 —provided by→ 视觉检测方案"
    assert path["zh"] == "需求 —需要→ 技术1 —提供方→ 视觉检测方案"
    assert path["steps"] == [{"label": "requires"}, {"label": "provided by"}]


def test_a_text_has_no_entity_of_its_own(client: Client) -> None:
    answer = client.data(f'{{matchText(text: "码头看不清") {MATCHES}}}')["matchText"]
    assert answer["query"] is None
    assert answer["text"] == "码头看不清"
    (path,) = answer["matches"][0]["evidence"]
    assert path["nodes"][0] == {"entity": None, "name": "码头看不清", "illustrative": False}


def test_a_demand_may_be_named_by_its_global_id(client: Client) -> None:
    shown = client.data('{node(id: "demand:d001") {id}}')["node"]["id"]
    answer = client.data("query ($id: ID!) {matchDemand(id: $id) {query {entityId}}}", id=shown)
    assert answer["matchDemand"]["query"] == {"entityId": "demand:d001"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{matchDemand(id: "demand:none") {text}}', "MATCH_UNKNOWN_SUBJECT"),
        ('{matchText(text: " ") {text}}', "MATCH_EMPTY_QUERY"),
        ('{matchText(text: "x", first: -1) {text}}', "INVALID_PAGE_SIZE"),
        ('{matchDemand(id: "demand:d001", first: 1001) {text}}', "INVALID_PAGE_SIZE"),
    ],
)
def test_what_cannot_be_matched_has_a_code(client: Client, query: str, code: str) -> None:
    assert client.code(query) == code


def test_a_supply_is_answered_in_the_same_shape(client: Client) -> None:
    answer = client.data(f'{{matchSupply(id: "supply:a", first: 3) {MATCHES}}}')["matchSupply"]
    assert answer["query"] == {"entityId": "supply:a"}
    assert len(answer["matches"]) == 1
    assert client.matcher.asked[-1] == ("supply:a", 3)


def test_conditions_on_the_candidates_reach_the_matcher_before_the_cut(client: Client) -> None:
    where = '{status: {in: ["open"]}, form: {eq: "platform"}, offeredBy: {name: {eq: "企业0"}}}'
    client.data(f'{{matchDemand(id: "demand:d001", where: {where}) {{candidates}}}}')
    assert client.matcher.where == All(
        (
            Compare("form", Op.EQ, "platform"),
            In("status", ("open",)),
            Related(
                "offers",
                "in",
                None,
                AnyOf((Compare("name_zh", Op.EQ, "企业0"), Compare("name_en", Op.EQ, "企业0"))),
            ),
        )
    )


def test_an_unknown_region_is_refused(client: Client) -> None:
    query = '{matchSupply(id: "supply:a", region: "region:none") {candidates}}'
    assert client.code(query) == "MATCH_UNKNOWN_SUBJECT"
