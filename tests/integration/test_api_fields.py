"""Fields show a property in the caller's language, and hide what the caller may not see."""

import pytest

from graph.memory import MemoryStore
from graph.records import Entity
from tests.api_world import Client, core, world


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(world())


def demand(client: Client, selection: str, language: str = "zh") -> dict[str, object]:
    query = f'{{node(id: "demand:d003") {{... on Demand {{{selection}}}}}}}'
    shown: dict[str, object] = client.data(query, language=language)["node"]
    return shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "码头巡检需求3"),
        ("en-GB", "Quay inspection 3"),
        ("fr, en;q=0.5, zh;q=0.4", "Quay inspection 3"),
        ("", "码头巡检需求3"),
        ("*;q=x,,;;q=0.1", "码头巡检需求3"),
    ],
)
def test_text_comes_in_the_language_that_the_request_prefers(
    client: Client, language: str, shown: str
) -> None:
    assert demand(client, "name", language) == {"name": shown}


def test_a_language_that_is_asked_for_is_given_or_nothing(client: Client) -> None:
    answer = client.data(
        '{node(id: "tech:t1") {... on Technology {zh: name(lang: ZH) en: name(lang: EN) name}}}',
        language="en",
    )
    assert answer["node"] == {"zh": "技术1", "en": None, "name": "技术1"}


def test_terms_carry_labels_in_both_languages(client: Client) -> None:
    assert demand(client, "status {id zh: label(lang: ZH) label} category {id}", "en") == {
        "status": {"id": "open", "zh": "征集中", "label": "Open"},
        "category": [{"id": "economic-benefit"}, {"id": "labour-saving"}],
    }


def test_a_list_without_values_is_empty(client: Client) -> None:
    assert demand(client, "alias priority dueDate") == {
        "alias": [],
        "priority": 4,
        "dueDate": "2026-04-01",
    }


def test_fields_that_are_not_public_are_hidden_wherever_they_are_read(client: Client) -> None:
    assert demand(client, "budget provenance {field}") == {
        "budget": None,
        "provenance": [{"field": "name_zh"}],
    }
    phones = client.data("{enterprises {nodes {contactPhone}}}")["enterprises"]["nodes"]
    assert phones == [{"contactPhone": None}] * 3


def test_provenance_tells_the_source_of_a_field(client: Client) -> None:
    assert demand(client, "provenance {field source batch time confidence}")["provenance"] == [
        {
            "field": "name_zh",
            "source": "a register",
            "batch": "batch-1",
            "time": "2026-07-01T08:00:00Z",
            "confidence": 0.9,
        }
    ]


def test_nodes_answer_in_the_order_of_their_ids_with_null_for_none(client: Client) -> None:
    answer = client.data('{nodes(ids: ["tech:t2", "no such id", "demand:d001"]) {__typename}}')
    assert answer["nodes"] == [{"__typename": "Technology"}, None, {"__typename": "Demand"}]


def test_an_illustrative_record_says_so(client: Client) -> None:
    nodes = client.data("{supplies {nodes {name illustrative}}}")["supplies"]["nodes"]
    assert nodes == [{"name": "视觉检测方案", "illustrative": True}]


def test_descriptions_stand_in_both_languages(client: Client) -> None:
    text = client.data('{__type(name: "Demand") {description}}')["__type"]["description"]
    label, gloss = core().class_("Demand").label, core().class_("Demand").gloss
    for language in ("zh", "en"):
        assert label.by_language[language] in text
        assert gloss.by_language[language] in text


def test_a_value_that_graphql_cannot_show_is_our_error_not_the_callers() -> None:
    store = MemoryStore()
    store.apply_schema(core().graph_schema())
    store.write(lambda w: w.upsert_entities([Entity("demand:x", "Demand", {"priority": 2**40})]))
    assert Client(store).code("{demands {nodes {priority}}}") == "INTERNAL"
