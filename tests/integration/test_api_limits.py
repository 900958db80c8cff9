"""A query that is too large is refused before it costs anything."""

import time
from collections.abc import Iterator

import pytest
from graphql import get_introspection_query

from tests.api_world import Client, CountingStore, world


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
    assert "errors" not in Client(world()).ask(deep(2))


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
