"""Filters say which entities a connection lists."""

from typing import Any

import pytest

from tests.api_world import DEMANDS, Client, world

LIST = """query List($where: DemandFilter) {
  demands(first: 100, where: $where) { totalCount nodes { entityId } }
}"""


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(world())


def numbers(client: Client, where: dict[str, Any]) -> list[int]:
    found = client.data(LIST, where=where)["demands"]
    assert found["totalCount"] == len(found["nodes"])
    return [int(node["entityId"].removeprefix("demand:d")) for node in found["nodes"]]


@pytest.mark.parametrize(
    ("where", "fits"),
    [
        ({}, lambda _: True),
        ({"status": {"eq": "open"}}, lambda n: n % 2),
        ({"status": {"ne": "open"}}, lambda n: not n % 2),
        ({"status": {"in": ["open", "closed"]}}, lambda _: True),
        ({"category": {"eq": "economic-benefit"}}, lambda n: n % 3 == 0),
        ({"priority": {"gte": 4}}, lambda n: n % 4 and 1 + n % 5 >= 4),
        ({"priority": {"gt": 1, "lt": 3}}, lambda n: n % 4 and 1 + n % 5 == 2),
        ({"priority": {"exists": False}}, lambda n: not n % 4),
        ({"dueDate": {"lte": "2026-02-28"}}, lambda n: n % 12 < 2),
        ({"name": {"contains": "需求2"}}, lambda n: n == 2 or n >= 20),
        ({"name": {"contains": "quay"}}, lambda _: True),
        ({"name": {"contains": "quay", "lang": "ZH"}}, lambda _: False),
        ({"name": {"startsWith": "Quay", "lang": "EN"}}, lambda _: True),
        ({"name": {"ne": "码头巡检需求3"}}, lambda n: n != 3),
        ({"name": {"in": ["码头巡检需求3", "Quay inspection 4"]}}, lambda n: n in {3, 4}),
        ({"description": {"exists": True}}, lambda _: False),
        ({"id": {"in": ["demand:d003", "demand:none"]}}, lambda n: n == 3),
        ({"not": {"status": {"eq": "open"}}}, lambda n: not n % 2),
        (
            {"or": [{"id": {"eq": "demand:d001"}}, {"priority": {"eq": 5}}]},
            lambda n: n == 1 or (n % 4 and n % 5 == 4),
        ),
        (
            {"and": [{"status": {"eq": "open"}}, {"priority": {"eq": 2}}]},
            lambda n: n % 2 and n % 5 == 1,
        ),
        ({"or": []}, lambda _: False),
        ({"requires": {"technology": {"id": {"eq": "tech:t1"}}}}, lambda n: n % 6 in {0, 1}),
        (
            {
                "requires": {
                    "technology": {"id": {"eq": "tech:t1"}},
                    "standard": {"id": {"eq": "std:s0"}},
                }
            },
            lambda n: n % 6 in {0, 1} and n % 4 == 0,
        ),
        (
            {"requires": {"technology": {"governedBy": {"name": {"eq": "TS 23.503"}}}}},
            lambda n: n % 6 in {2, 3},
        ),
        ({"requires": {"skill": {}}}, lambda _: False),
        ({"requires": {}}, lambda _: True),
        ({"raisedBy": {"type": {"eq": "University"}}}, lambda n: n == 0),
        ({"raisedBy": {"type": {"eq": "Organization"}}}, lambda _: True),
        ({"raisedBy": {"name": {"eq": "企业1"}}}, lambda n: n % 3 == 1),
    ],
)
def test_a_filter_lists_what_fits(client: Client, where: dict[str, Any], fits: Any) -> None:
    assert numbers(client, where) == [n for n in range(DEMANDS) if fits(n)]


def test_a_global_id_stands_wherever_an_id_does(client: Client) -> None:
    shown = client.data('{node(id: "demand:d003") {id}}')["node"]["id"]
    assert shown != "demand:d003"
    assert numbers(client, {"id": {"eq": shown}}) == [3]
    assert client.data("query ($id: ID!) {node(id: $id) {id}}", id=shown)["node"]["id"] == shown


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"status": {"eq": "opne"}}, "UNKNOWN_TERM"),
        ({"status": None}, "INVALID_FILTER"),
        ({"status": {"eq": None}}, "INVALID_FILTER"),
        ({"requires": {"technology": None}}, "INVALID_FILTER"),
        ({"id": {}}, "INVALID_FILTER"),
        ({"budget": {"gt": 1}}, "FORBIDDEN"),
        ({"raisedBy": {"contactPhone": {"exists": True}}}, "FORBIDDEN"),
        ({"dueDate": {"eq": "next week"}}, "BAD_USER_INPUT"),
        ({"nonsense": {"eq": 1}}, "BAD_USER_INPUT"),
    ],
)
def test_a_filter_without_sense_is_refused(client: Client, where: Any, code: str) -> None:
    assert client.code(LIST, where=where) == code


def test_an_order_by_a_hidden_field_is_refused(client: Client) -> None:
    assert client.code("{demands(orderBy: {field: BUDGET}) {nodes {id}}}") == "FORBIDDEN"


def test_an_unknown_term_names_the_nearest(client: Client) -> None:
    (error,) = client.ask(LIST, where={"status": {"eq": "opne"}})["errors"]
    assert "did you mean 'open'?" in error["message"]


@pytest.mark.parametrize(
    "hostile", ["Robert'); DROP TABLE entities;--", "`}) DETACH DELETE n //", "%_\\\"'"]
)
def test_hostile_text_is_only_text(client: Client, hostile: str) -> None:
    assert numbers(client, {"name": {"contains": hostile}}) == []
    assert numbers(client, {}) == list(range(DEMANDS))


def test_text_that_no_store_can_hold_is_refused(client: Client) -> None:
    assert client.code(LIST, where={"name": {"contains": "\u0000"}}) == "STORE_INVALID_QUERY"
