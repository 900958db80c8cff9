"""Connections list a class, page by page, and count without fetching."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.memory import MemoryStore
from graph.port import GraphStore
from graph.records import Entity
from graph.sqlite import SqliteStore
from tests.api_world import DEMANDS, Client, CountingStore, fill, world

PAGE = """
query Page($first: Int!, $after: String, $order: DemandOrder) {
  demands(first: $first, after: $after, orderBy: $order) {
    edges { cursor node { entityId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
ORDERS = [
    None,
    {"field": "PRIORITY"},
    {"field": "PRIORITY", "direction": "DESC"},
    {"field": "NAME_ZH", "direction": "DESC"},
    {"field": "DUE_DATE"},
]


def memory(_: Path) -> GraphStore:
    return MemoryStore()


def sqlite(folder: Path) -> GraphStore:
    return SqliteStore(folder / "graph.db")


@pytest.fixture(params=[memory, sqlite])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    make: Callable[[Path], GraphStore] = request.param
    with make(tmp_path) as store:
        fill(store)
        yield store


@pytest.mark.parametrize("order", ORDERS)
def test_pages_show_every_entity_once_in_any_order(
    store: GraphStore, order: dict[str, str] | None
) -> None:
    seen, after, client = [], None, Client(store)
    while True:
        page = client.data(PAGE, first=5, after=after, order=order)["demands"]
        seen += [edge["node"]["entityId"] for edge in page["edges"]]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == DEMANDS
    assert len(set(seen)) == DEMANDS


def test_entities_inserted_between_pages_neither_repeat_nor_hide_others(store: GraphStore) -> None:
    client = Client(store)
    first = client.data(PAGE, first=10, after=None, order=None)["demands"]
    store.write(
        lambda writer: writer.upsert_entities(
            [Entity("demand:d0005", "Demand"), Entity("demand:d020x", "Demand")]
        )
    )
    after = first["pageInfo"]["endCursor"]
    rest = client.data(PAGE, first=100, after=after, order=None)["demands"]
    shown = [edge["node"]["entityId"] for page in (first, rest) for edge in page["edges"]]
    assert shown == [*(f"demand:d{n:03}" for n in range(21)), "demand:d020x", *shown[-3:]]


def test_a_descending_order_puts_missing_values_last() -> None:
    nodes = Client(world()).data(
        "{demands(first: 30, orderBy: {field: PRIORITY, direction: DESC}) {nodes {priority}}}"
    )["demands"]["nodes"]
    priorities = [node["priority"] for node in nodes]
    known = [item for item in priorities if item is not None]
    assert known == sorted(known, reverse=True)
    assert priorities == known + [None] * (DEMANDS // 4)


def test_a_total_alone_counts_and_fetches_nothing() -> None:
    store = CountingStore(world())
    answer = Client(store.as_store()).data('{demands(where: {status: {eq: "open"}}) {totalCount}}')
    assert answer == {"demands": {"totalCount": DEMANDS // 2}}
    assert store.calls == {"count": 1}


def test_a_page_is_read_once_however_many_fields_show_it() -> None:
    store = CountingStore(world())
    Client(store.as_store()).data(
        "{demands {nodes {id} edges {cursor} pageInfo {endCursor}} again: demands {nodes {id}}}"
    )
    assert store.calls == {"find": 1}


def test_an_empty_page_still_says_whether_there_is_more() -> None:
    page = Client(world()).data(PAGE, first=0)["demands"]
    assert page["edges"] == []
    assert page["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


def test_an_abstract_class_lists_all_that_belong_to_it() -> None:
    nodes = Client(world()).data("{organizations {nodes {__typename entityId}}}")
    assert nodes["organizations"]["nodes"] == [
        {"__typename": "Enterprise", "entityId": "ent:e0"},
        {"__typename": "Enterprise", "entityId": "ent:e1"},
        {"__typename": "Enterprise", "entityId": "ent:e2"},
        {"__typename": "University", "entityId": "org:u"},
    ]


def test_every_class_of_the_ontology_can_be_listed() -> None:
    client = Client(world())
    fields = client.data('{__type(name: "Query") {fields {name type {name}}}}')["__type"]["fields"]
    types = {f["name"]: str(f["type"]["name"]) for f in fields if f["name"] != "imports"}
    connections = [name for name, shown in types.items() if shown.endswith("Connection")]
    asked = " ".join(f"{name} {{totalCount nodes {{id}}}}" for name in connections)
    answer = client.data(f"{{{asked}}}")
    assert answer["allChains"]["totalCount"] == 1
    assert set(answer) == set(connections)


def test_the_store_is_never_called_on_the_event_loop() -> None:
    store = CountingStore(world())
    client = Client(store.as_store())
    client.data("{demands {totalCount nodes {requires {nodes {id}}}}}")
    assert all(name.startswith("AnyIO worker") for name in store.threads)


def test_values_are_counted_by_the_store_the_most_first(store: GraphStore) -> None:
    query = "{demands(where: {priority: {gte: 1}}) {groupCounts(by: STATUS) {key label count}}}"
    groups = Client(store).data(query)["demands"]["groupCounts"]
    assert sum(group["count"] for group in groups) == 18
    assert [group["count"] for group in groups] == sorted(
        (group["count"] for group in groups), reverse=True
    )
    assert {group["key"]: group["label"] for group in groups}["open"] == "征集中"


def test_those_without_the_field_are_a_group_without_a_key(store: GraphStore) -> None:
    groups = Client(store).data("{demands {groupCounts(by: PRIORITY) {key count}}}")["demands"][
        "groupCounts"
    ]
    assert {"key": None, "count": 6} in groups


def test_neighbours_are_counted_too(store: GraphStore) -> None:
    query = (
        '{node(id: "demand:d001") {... on Demand {requires {groupCounts(by: TYPE) {key count}}}}}'
    )
    groups = Client(store).data(query)["node"]["requires"]["groupCounts"]
    assert groups == [{"key": "Technology", "count": 2}, {"key": "Standard", "count": 1}]
