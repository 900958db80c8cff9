"""Counts, in all and by value."""

import pytest

from graph import Compare, GraphStore, Op, Query
from tests.contract.samples import entity, put


@pytest.fixture(autouse=True)
def _sample(store: GraphStore) -> None:
    put(
        store,
        entity("a", "Enterprise", capacity=1, category=("x", "y", "x"), illustrative=True),
        entity("b", "University", capacity=1, category=("y",), illustrative=False),
        entity("c", "Demand", capacity=2.5, category="x", code="港"),
        entity("d", "Demand", capacity=10),
    )


def test_counting_all_and_some(store: GraphStore) -> None:
    assert store.count(Query()) == 4
    assert store.count(Query("Organization")) == 2
    assert store.count(Query("Demand", Compare("capacity", Op.GT, 5))) == 1
    assert store.count(Query("Technology")) == 0


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("type", {"Demand": 2, "Enterprise": 1, "University": 1}),
        ("capacity", {"1": 2, "10": 1, "2.5": 1}),
        ("illustrative", {"": 2, "false": 1, "true": 1}),
        ("category", {"": 1, "x": 2, "y": 2}),
        ("code", {"": 3, "港": 1}),
        ("unknown", {"": 4}),
        ("id", {"a": 1, "b": 1, "c": 1, "d": 1}),
    ],
)
def test_counting_by_value(store: GraphStore, by: str, expected: dict[str, int]) -> None:
    counts = store.group_count(Query(), by)
    assert counts == expected
    assert list(counts) == sorted(counts)


def test_counting_by_value_keeps_the_condition(store: GraphStore) -> None:
    query = Query("Thing", Compare("capacity", Op.LT, 5))
    assert store.group_count(query, "category") == {"x": 2, "y": 2}
    assert store.group_count(Query("Technology"), "code") == {}
