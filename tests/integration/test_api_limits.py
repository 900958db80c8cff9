"""A query that is too large is refused before it costs anything."""

import time
from collections.abc import Iterator

import pytest
from graphql import get_introspection_query
from starlette.testclient import TestClient

from api import Services, create_app
from api.access import ApiKeys, Role, SignIn
from api.limits import Limits
from chains.analysis import ChainAnalysis
from tests.api_world import Client, CountingStore, OneMatch, core, world


def deep(times: int) -> str:
    """Demands and technologies in turn."""
    inner = "{totalCount}"
    for _ in range(times):
        inner = f"{{nodes {{... on Technology {{requiredBy {inner}}}}}}}"
        inner = f"{{nodes {{... on Demand {{requires {inner}}}}}}}"
    return f"{{demands {inner}}}"


def bomb(fragments: int) -> str:
    """Fragments that each hold the next twice."""
    links = [
        f"fragment F{n} on Query {{...F{n + 1} a{n}: __typename b{n}: __typename ...F{n + 1}}}"
        for n in range(fragments)
    ]
    return " ".join([*links, f"fragment F{fragments} on Query {{__typename}} {{...F0}}"])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (deep(4), "QUERY_TOO_DEEP"),
        (deep(2), "QUERY_TOO_COSTLY"),
        ("{demands {nodes {...A}}} fragment A on Demand {...A}", "GRAPHQL_VALIDATION_FAILED"),
        ("{a" * 1000 + "}" * 1000, "QUERY_TOO_DEEP"),
        (f"{{{' '.join(f'a{n}: __typename' for n in range(60))}}}", "TOO_MANY_ROOT_FIELDS"),
        (
            f"{{demands {{nodes {{{' '.join(f'a{n}: id' for n in range(300))}}}}}}}",
            "TOO_MANY_ALIASES",
        ),
        (f"{{demands {{nodes {{{'id ' * 3000}}}}}}}", "TOO_MANY_FIELDS"),
        (f"{{{'id ' * 6000}}}", "QUERY_TOO_LARGE"),
        (bomb(40), "TOO_MANY_ALIASES"),
    ],
)
def test_a_query_over_a_limit_is_refused_at_once(query: str, code: str) -> None:
    store = CountingStore(world())
    began = time.monotonic()
    errors = Client(store.as_store()).ask(query)["errors"]
    assert code in {error["extensions"]["code"] for error in errors}
    assert not store.calls
    assert time.monotonic() - began < 5


def test_a_query_within_the_limits_is_answered() -> None:
    assert "errors" not in Client(world()).ask(deep(1))


def test_the_introspection_of_our_own_page_is_within_the_limits() -> None:
    query = get_introspection_query(input_value_deprecation=True, specified_by_url=True)
    assert "errors" not in Client(world()).ask(query)


def test_a_refused_query_stays_refused_when_it_comes_again() -> None:
    client = Client(world())
    assert [client.code("{nonsense}") for _ in range(2)] == ["GRAPHQL_VALIDATION_FAILED"] * 2
    assert [client.code(deep(4)) for _ in range(2)] == ["QUERY_TOO_DEEP"] * 2
    assert client.data("{__typename}") == client.data("{__typename}")


def test_a_body_over_the_limit_is_refused_whatever_its_length_claims() -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    http = Client(world()).http
    headers = {"content-type": "application/json"}
    whole = http.post("/graphql", content=b"x" * 1_100_000, headers=headers)
    chunked = http.post("/graphql", content=chunks(), headers=headers)
    for answer in (whole, chunked):
        assert answer.status_code == 413
        assert answer.json()["errors"][0]["extensions"]["code"] == "BODY_TOO_LARGE"


def test_a_query_that_was_let_through_once_is_still_held_to_its_cost() -> None:
    client = Client(world())
    query = "query ($n: Int!) {demands(first: $n) {nodes {requires(first: $n) {totalCount}}}}"
    assert client.ask(query, n=3)["extensions"]["cost"] == {"estimated": 15, "limit": 250_000}
    assert client.code(query, n=900) == "QUERY_TOO_COSTLY"
    assert "errors" not in client.ask(query, n=3)


def test_a_schema_that_is_not_public_is_shown_to_analysts() -> None:
    store = world()
    keys = ApiKeys(store)
    services = Services(
        store, core(), OneMatch(store), ChainAnalysis(store, core()), sign_in=SignIn(keys)
    )
    http = TestClient(create_app(services, Limits(introspection=False)))
    asked = {"query": "{__schema {queryType {name}}}"}
    for role, shown in ((Role.PORTAL, False), (Role.ANALYST, True), (Role.PUBLIC, False)):
        signed = {"authorization": f"Bearer {keys.create('x', role).secret}"}
        assert ("errors" not in http.post("/graphql", json=asked, headers=signed).json()) == shown


def test_who_asks_too_often_is_told_when_to_come_back() -> None:
    store = world()
    services = Services(store, core(), OneMatch(store), ChainAnalysis(store, core()))
    http = TestClient(create_app(services, Limits(rate=0.01, burst=2)))
    answers = [http.post("/graphql", json={"query": "{__typename}"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["retry-after"]) <= 100
    assert answers[2].json()["errors"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"


def test_work_that_takes_too_long_is_given_up() -> None:
    store = world()
    services = Services(store, core(), OneMatch(store), ChainAnalysis(store, core()))
    http = TestClient(create_app(services, Limits(seconds=0.0)))
    answer = http.post("/graphql", json={"query": "{demands {totalCount}}"}).json()
    assert answer["errors"][0]["extensions"]["code"] == "STORE_TIMED_OUT"
