"""Every error carries a code, and nothing of what lies behind."""

import json
import logging
from collections.abc import Callable

import pytest

from graph.errors import AuthenticationFailed, GraphError, SchemaMissing, StoreUnavailable
from tests.api_world import Client, FailingStore, world

SECRET = "neo4j://10.0.0.7 SELECT secret"


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(world())


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{nonsense}", "GRAPHQL_VALIDATION_FAILED"),
        ("{demands}", "GRAPHQL_VALIDATION_FAILED"),
        ("{demands(first: -1) {totalCount}}", "INVALID_PAGE_SIZE"),
        ("{demands(first: 1001) {totalCount}}", "INVALID_PAGE_SIZE"),
        ('{demands(after: "nonsense") {nodes {id}}}', "STORE_INVALID_CURSOR"),
        ('{demands(after: "码") {nodes {id}}}', "STORE_INVALID_CURSOR"),
        (
            '{node(id: "tech:t1") {... on Technology {requiredBy(first: -1) {totalCount}}}}',
            "INVALID_PAGE_SIZE",
        ),
        (
            '{node(id: "tech:t1") {... on Technology {requiredBy(after: "x") {nodes {id}}}}}',
            "STORE_INVALID_CURSOR",
        ),
        ("mutation {x}", "GRAPHQL_VALIDATION_FAILED"),
        ("{...F} fragment F on Query {...F}", "GRAPHQL_VALIDATION_FAILED"),
        ("{...Nowhere}", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
def test_a_wrong_query_has_a_code(client: Client, query: str, code: str) -> None:
    assert code in {error["extensions"]["code"] for error in client.ask(query)["errors"]}


def test_variables_of_a_wrong_type_are_the_callers_error(client: Client) -> None:
    query = "query ($n: Int!) {demands(first: $n) {totalCount}}"
    assert client.code(query, n="many") == "BAD_USER_INPUT"
    assert client.code(query) == "BAD_USER_INPUT"


def test_a_field_that_fails_leaves_the_others_answered(client: Client) -> None:
    answer = client.ask("{demands(first: -1) {totalCount} supplies {totalCount}}")
    assert answer["data"] == {"demands": None, "supplies": {"totalCount": 1}}
    assert answer["errors"][0]["path"] == ["demands"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (lambda: StoreUnavailable(SECRET), "STORE_UNAVAILABLE"),
        (lambda: AuthenticationFailed(SECRET), "STORE_AUTHENTICATION_FAILED"),
        (lambda: GraphError(SECRET), "GRAPH_ERROR"),
        (lambda: KeyError(SECRET), "INTERNAL"),
        (lambda: GraphErrorOfAnAdapter(SECRET), "GRAPH_ERROR"),
    ],
)
def test_nothing_of_the_store_reaches_the_caller_but_the_log_has_it(
    error: Callable[[], Exception], code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "pearlnet.api"):
        answer = Client(FailingStore(error).as_store()).ask("{demands {totalCount}}")
    (shown,) = answer["errors"]
    assert shown["extensions"]["code"] == code
    assert "secret" not in json.dumps(answer)
    assert "Traceback" not in json.dumps(answer)
    assert shown["extensions"]["errorId"] in caplog.text
    assert SECRET in caplog.text


class GraphErrorOfAnAdapter(GraphError):
    """An error that only one adapter knows."""


def test_a_store_without_a_schema_says_what_to_do() -> None:
    store = FailingStore(lambda: SchemaMissing("no schema; run `pearlnet init`"))
    (error,) = Client(store.as_store()).ask("{demands {totalCount}}")["errors"]
    assert error["extensions"]["code"] == "STORE_SCHEMA_MISSING"
    assert "pearlnet init" in error["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'"text"',
        b"[]",
        b'[{"query": "{__typename}"}]',
        b"{}",
        b'{"query": 1}',
        b'{"query": "{__typename}", "variables": [1]}',
        b'{"query": "{__typename}", "operationName": 3}',
        b'{"query": "{__typename}", "extensions": 3}',
        b'{"query": "\\ud800"}',
        b"[" * 50_000,
    ],
)
def test_a_malformed_body_gets_a_json_error(client: Client, body: bytes) -> None:
    answer = client.http.post(
        "/graphql", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_another_content_type_gets_a_json_error(client: Client) -> None:
    answer = client.http.post("/graphql", content=b"{}", headers={"content-type": "text/plain"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_a_query_may_come_by_get(client: Client) -> None:
    answer = client.http.get("/graphql", params={"query": "{supplies {totalCount}}"})
    assert answer.json()["data"] == {"supplies": {"totalCount": 1}}


def test_a_cache_is_told_that_answers_depend_on_the_language(client: Client) -> None:
    answer = client.http.get("/graphql", params={"query": "{__typename}"})
    assert answer.headers["vary"] == "Accept-Language"
