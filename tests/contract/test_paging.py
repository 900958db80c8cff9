"""Sorting, and keyset pages that neither skip nor repeat."""

import random

import pytest

from graph import Compare, Entity, GraphStore, Op, Query, Sort
from graph.errors import InvalidCursor, InvalidQuery
from tests.contract.samples import drop, entity, ids_of, ordered, put


def test_numbers_sort_as_numbers_and_text_by_code_point(store: GraphStore) -> None:
    put(
        store,
        entity("a", capacity=10, code="10"),
        entity("b", capacity=9, code="9"),
        entity("c", capacity=9.5, code="B"),
        entity("d", capacity=-1, code="a"),
        entity("e", capacity=100, code="港"),
        entity("f", capacity=0, code="𠮷"),
        entity("g", capacity=1, code="ｚ"),
    )
    assert ordered(store, "capacity") == list("dfgbcae")
    assert ordered(store, "capacity", descending=True) == list("eacbgfd")
    assert ordered(store, "code") == list("abcdegf")
    assert ordered(store, "code", descending=True) == list("fgedcba")


@pytest.mark.parametrize("field", ["capacity", "unindexed"])
def test_missing_values_come_last_and_ties_go_by_id(store: GraphStore, field: str) -> None:
    values = {"a": None, "b": 2, "c": 1, "d": None, "e": 2, "f": 1, "g": None}
    put(
        store,
        *(Entity(key, "Technology", {field: value}) for key, value in reversed(values.items())),
    )
    assert ordered(store, field) == list("cfbeadg")
    assert ordered(store, field, descending=True) == list("becfadg")


def test_truth_values_dates_ids_and_classes_sort(store: GraphStore) -> None:
    put(
        store,
        entity("a", "Technology", illustrative=True, dueDate="2026-12-01"),
        entity("b", "Demand", illustrative=False, dueDate="2026-02-01"),
        entity("c", "Demand", illustrative=True, dueDate="2025-12-31"),
    )
    assert ordered(store, "illustrative") == ["b", "a", "c"]
    assert ordered(store, "dueDate") == ["c", "b", "a"]
    assert ordered(store, "id", descending=True) == ["c", "b", "a"]
    assert ordered(store, "type") == ["b", "c", "a"]
    assert ordered(store, "type", descending=True) == ["a", "b", "c"]


def test_a_list_sorts_by_its_first_item(store: GraphStore) -> None:
    put(store, entity("a", category=("y", "a")), entity("b", category="x"), entity("c"))
    assert ordered(store, "category") == ["b", "a", "c"]


def test_without_a_sort_the_order_is_by_id(store: GraphStore) -> None:
    put(store, *(entity(key) for key in ["b", "a", "Z", "é", "é2", "港"]))
    page = store.find(Query())
    assert ids_of(page) == ["Z", "a", "b", "é", "é2", "港"]
    assert not page.has_next
    assert len(page.cursors) == 6


def test_pages_keep_the_condition_and_the_class(store: GraphStore) -> None:
    put(
        store,
        *(
            entity(f"e{n:02}", "Demand" if n % 2 else "University", capacity=n % 3)
            for n in range(20)
        ),
    )
    query = Query("Organization", Compare("capacity", Op.GE, 1), Sort("capacity", descending=True))
    first = store.find(query, first=4)
    rest = store.find(query, first=4, after=first.cursors[-1])
    assert ids_of(first) == ["e02", "e08", "e14", "e04"]
    assert ids_of(rest) == ["e10", "e16"]
    assert (first.has_next, rest.has_next) == (True, False)


def test_any_cursor_of_a_page_continues_after_its_entity(store: GraphStore) -> None:
    put(store, *(entity(key, capacity=1) for key in "abcd"))
    query = Query(sort=Sort("capacity"))
    page = store.find(query)
    assert ids_of(store.find(query, after=page.cursors[1])) == ["c", "d"]
    assert ids_of(store.find(query, after=page.cursors[3])) == []


def test_a_page_of_none_still_tells_whether_there_is_more(store: GraphStore) -> None:
    assert store.find(Query(), first=0).has_next is False
    put(store, entity("a"))
    page = store.find(Query(), first=0)
    assert (page.entities, page.cursors, page.has_next) == ((), (), True)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("field", ["capacity", "name_zh", None])
def test_pages_neither_skip_nor_repeat_while_rows_come_and_go(
    store: GraphStore, field: str | None, descending: bool
) -> None:
    """What stays throughout is seen exactly once; nothing is seen twice."""
    chance = random.Random(f"{field}{descending}")

    def make(number: int) -> Entity:
        value = chance.choice([None, 1, 2, 3])
        name = None if value is None else f"名{value}"
        return entity(f"e{number:03}", capacity=value, name_zh=name)

    put(store, *(make(number) for number in range(0, 60, 2)))
    stayed = {f"e{number:03}" for number in range(0, 60, 2)}
    query = Query(sort=Sort(field, descending) if field else None)
    fresh = chance.sample(range(1, 121, 2), 60)
    seen: list[str] = []
    page = store.find(query, first=4)
    while True:
        seen += ids_of(page)
        if not page.has_next:
            break
        put(store, *(make(fresh.pop()) for _ in range(2)))
        gone = chance.choice([page.entities[-1].id, f"e{chance.randrange(0, 60):03}"])
        drop(store, gone)
        stayed.discard(gone)
        page = store.find(query, first=4, after=page.cursors[-1])
    assert len(seen) == len(set(seen))
    assert stayed <= set(seen)


@pytest.mark.parametrize(
    "cursor", ["", "x", "####", "bm9uc2Vuc2U", "W10", "港", "' OR 1=1 --", "bnVsbA=="]
)
def test_malformed_cursors_are_refused(store: GraphStore, cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        store.find(Query(), after=cursor)


def test_cursors_of_another_order_are_refused(store: GraphStore) -> None:
    put(store, entity("a", capacity=1, code="x"))
    cursor = store.find(Query(sort=Sort("capacity"))).cursors[0]
    for sort in (None, Sort("code"), Sort("capacity", descending=True)):
        with pytest.raises(InvalidCursor):
            store.find(Query(sort=sort), after=cursor)


def test_a_negative_page_size_is_refused(store: GraphStore) -> None:
    with pytest.raises(InvalidQuery):
        store.find(Query(), first=-1)
