"""Stores give up what takes longer than its deadline, and answer the next question."""

import time

import pytest

from graph import GraphStore, deadline
from graph.errors import TimedOut
from graph.query import Compare, Filter, Op, Query, Related
from graph.records import Relation
from tests.contract.samples import entity, link, put

COUNT = 600


def test_a_deadline_that_has_passed_stops_the_next_call(store: GraphStore) -> None:
    put(store, entity("a"))
    with deadline.within(0.0), pytest.raises(TimedOut):
        store.get(["a"])
    assert "a" in store.get(["a"])


def test_a_long_question_is_given_up_at_its_deadline(store: GraphStore) -> None:
    put(store, *(entity(f"t{number:04}") for number in range(COUNT)))
    link(
        store,
        *(
            Relation("suppliesTo", f"t{number:04}", f"t{(number * step) % COUNT:04}")
            for number in range(COUNT)
            for step in range(2, 12)
        ),
    )
    never: Filter = Compare("name_zh", Op.EQ, "nobody")
    for _ in range(6):
        never = Related("suppliesTo", where=never)
    store.count(Query(type="Technology"))
    started = time.monotonic()
    with deadline.within(0.3), pytest.raises(TimedOut):
        _count_without_end(store, Query(type="Technology", where=never))
    assert time.monotonic() - started < 20
    assert store.count(Query(type="Technology")) == COUNT


def _count_without_end(store: GraphStore, query: Query) -> None:
    while True:
        store.count(query)


def test_an_inner_deadline_never_lets_more_time_than_the_outer_one() -> None:
    with deadline.within(0.0), deadline.within(60), pytest.raises(TimedOut):
        deadline.seconds_left()
    assert deadline.seconds_left() is None
