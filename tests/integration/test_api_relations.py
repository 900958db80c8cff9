"""Relations are connections in both directions, read in batches."""

import pytest

from tests.api_world import Client, CountingStore, world

NESTED = """
query Nested($first: Int!) {
  demands(first: $first) {
    nodes {
      entityId
      requires {
        totalCount
        nodes { entityId ... on Technology { governedBy { nodes { entityId } } } }
      }
      raisedBy { nodes { entityId } }
    }
  }
}
"""


def test_the_calls_of_a_nested_query_depend_on_its_depth_alone() -> None:
    calls = []
    for size in (1, 5, 20):
        store = CountingStore(world())
        Client(store.as_store()).data(NESTED, first=size)
        calls.append(dict(store.calls))
    assert calls == [{"find": 1, "neighbours": 3, "degrees": 1}] * 3


def test_filtered_neighbours_cost_one_more_call_for_all() -> None:
    store = CountingStore(world())
    answer = Client(store.as_store()).data(
        """{technologies {nodes {requiredBy(first: 2, where: {status: {eq: "open"}}) {
             totalCount nodes {status {id}}}}}}"""
    )
    assert store.calls == {"find": 2, "neighbours": 1}
    for node in answer["technologies"]["nodes"]:
        assert node["requiredBy"]["totalCount"] == 4
        assert node["requiredBy"]["nodes"] == [{"status": {"id": "open"}}] * 2


def test_a_relation_is_followed_from_both_ends() -> None:
    answer = Client(world()).data(
        """{node(id: "demand:d001") {... on Demand {
             raisedBy {nodes {entityId raises(first: 100) {nodes {entityId}}}}}}}"""
    )
    (enterprise,) = answer["node"]["raisedBy"]["nodes"]
    assert enterprise["entityId"] == "ent:e1"
    assert {"entityId": "demand:d001"} in enterprise["raises"]["nodes"]


def test_targets_of_several_classes_keep_their_own_fields() -> None:
    answer = Client(world()).data(
        """{node(id: "demand:d001") {... on Demand {requires {nodes {
             __typename name ... on Standard {code}}}}}}"""
    )
    assert answer["node"]["requires"]["nodes"] == [
        {"__typename": "Standard", "name": "TS 23.501", "code": None},
        {"__typename": "Technology", "name": "技术1"},
        {"__typename": "Technology", "name": "技术2"},
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        ", orderBy: {field: PRIORITY}",
        ", orderBy: {field: PRIORITY, direction: DESC}",
        ", orderBy: {field: NAME_ZH, direction: DESC}",
        ', where: {status: {eq: "open"}}, orderBy: {field: DUE_DATE}',
    ],
)
def test_neighbours_are_paged_as_a_class_is(arguments: str) -> None:
    client, seen, after, more = Client(world()), [], "null", True
    while more:
        shown = "totalCount nodes {entityId priority} pageInfo {hasNextPage endCursor}"
        field = f"requiredBy(first: 3, after: {after} {arguments}) {{{shown}}}"
        answer = client.data(f'{{node(id: "tech:t1") {{... on Technology {{{field}}}}}}}')
        page = answer["node"]["requiredBy"]
        seen += [node["entityId"] for node in page["nodes"]]
        more, after = page["pageInfo"]["hasNextPage"], f'"{page["pageInfo"]["endCursor"]}"'
    assert len(seen) == page["totalCount"]
    assert len(set(seen)) == len(seen)


def test_a_cursor_of_another_order_is_refused() -> None:
    client = Client(world())
    cursor = client.data("{demands(first: 1) {pageInfo {endCursor}}}")["demands"]["pageInfo"]
    code = client.code(
        """query ($after: String) {node(id: "tech:t1") {... on Technology {
             requiredBy(after: $after, orderBy: {field: PRIORITY}) {nodes {id}}}}}""",
        after=cursor["endCursor"],
    )
    assert code == "STORE_INVALID_CURSOR"
