"""The estimated cost of a query, by hand; and how often a caller may ask."""

import pytest
from graphql import parse

from api.cost import LIST, estimated_cost
from api.rate import RateLimit, TooManyRequests
from api.root import graphql_schema
from tests.api_world import core

SCHEMA = graphql_schema(core())


def cost(query: str, **variables: object) -> int:
    return estimated_cost(SCHEMA, parse(query), None, variables)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ demands(first: 7) { nodes { name } } }", 7 * (1 + 1)),
        ("{ demands { totalCount } }", 20),
        ("{ demands(first: 0) { totalCount } }", 0),
        (
            "{ demands(first: 5) { nodes { requires(first: 3) { nodes { name } } } } }",
            5 * (1 + 1 + 3 * (1 + 1)),
        ),
        ('{ node(id: "x") { id ... on Demand { status { id } } } }', 1 + 1),
        ("{ demands(first: 2) { ...page } } fragment page on DemandConnection { nodes { id } }", 4),
        ('{ search(text: "x", first: 4) { entity { id } } }', 4 * (1 + 1)),
        ("{ __typename }", 0),
    ],
)
def test_the_cost_is_what_the_page_sizes_say(query: str, expected: int) -> None:
    assert cost(query) == expected


def test_page_sizes_in_variables_count() -> None:
    query = "query ($n: Int! = 9) { demands(first: $n) { nodes { name } } }"
    assert cost(query) == 18
    assert cost(query, n=50) == 100


def test_a_list_of_unknown_length_counts_as_a_few() -> None:
    one = cost('{ node(id: "x") { ... on Demand { provenance { source } } } }')
    assert one == 1 + LIST


def test_what_computes_costs_more_than_what_reads() -> None:
    matching = cost('{ matchDemand(id: "x", first: 1) { candidates } }')
    assert matching > cost("{ demands(first: 1) { totalCount } }") + 40


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_caller_asks_so_often_and_others_are_not_held_up() -> None:
    clock = Clock()
    limit = RateLimit(2, 3, clock)
    for _ in range(3):
        limit.take("a")
    with pytest.raises(TooManyRequests) as refusal:
        limit.take("a")
    assert refusal.value.wait == pytest.approx(0.5)
    limit.take("b")
    clock.now += 0.5
    limit.take("a")
    with pytest.raises(TooManyRequests):
        limit.take("a")
    clock.now += 60
    for _ in range(3):
        limit.take("a")


def test_a_rate_of_nothing_is_no_limit() -> None:
    limit = RateLimit(0, 1, Clock())
    for _ in range(100):
        limit.take("a")
