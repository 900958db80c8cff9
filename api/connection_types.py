"""GraphQL types of Relay connections; ``api.paging`` has the pages that they show."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from graphql import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLInt,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.paging import Connection, Slice
from graph.records import Entity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Edge:
    page: Slice
    index: int


PAGE_INFO = GraphQLObjectType(
    "PageInfo",
    {
        "hasNextPage": GraphQLField(
            GraphQLNonNull(GraphQLBoolean), resolve=lambda page, _: page.has_next
        ),
        "hasPreviousPage": GraphQLField(
            GraphQLNonNull(GraphQLBoolean), resolve=lambda page, _: page.has_previous
        ),
        "startCursor": GraphQLField(GraphQLString, resolve=lambda page, _: _cursor(page, 0)),
        "endCursor": GraphQLField(GraphQLString, resolve=lambda page, _: _cursor(page, -1)),
    },
    description="分页信息\n\nWhether there is more, and the cursor to go on from.",
)


def connection_type(
    node: GraphQLObjectType | GraphQLInterfaceType, more: Mapping[str, GraphQLField]
) -> GraphQLObjectType:
    """The connection to entities of that type, with more fields."""
    edge = GraphQLObjectType(
        f"{node.name}Edge",
        {
            "node": GraphQLField(GraphQLNonNull(node), resolve=_node),
            "cursor": GraphQLField(GraphQLNonNull(GraphQLString), resolve=_edge_cursor),
        },
    )
    return GraphQLObjectType(
        f"{node.name}Connection",
        {
            "nodes": _listed(node, lambda page: list(page.nodes)),
            "edges": _listed(edge, _edges),
            "pageInfo": GraphQLField(
                GraphQLNonNull(PAGE_INFO), resolve=_of_page(lambda page: page)
            ),
            "totalCount": GraphQLField(
                GraphQLNonNull(GraphQLInt),
                resolve=_total,
                description="总数，只计数不取数\n\nHow many on all pages; counted, not fetched.",
            ),
            **more,
        },
    )


def _listed(
    item: GraphQLObjectType | GraphQLInterfaceType, read: Callable[[Slice], list[T]]
) -> GraphQLField:
    shown = GraphQLNonNull(GraphQLList(GraphQLNonNull(item)))
    return GraphQLField(shown, resolve=_of_page(read))


def _of_page(
    read: Callable[[Slice], T],
) -> Callable[[Connection, Info], Awaitable[T]]:
    async def resolve(connection: Connection, _: Info) -> T:
        return read(await connection.load())

    return resolve


async def _total(connection: Connection, _: Info) -> int:
    return await connection.total()


def _edges(page: Slice) -> list[_Edge]:
    return [_Edge(page, index) for index in range(len(page.nodes))]


def _node(edge: _Edge, _: Info) -> Entity:
    return edge.page.nodes[edge.index]


def _edge_cursor(edge: _Edge, _: Info) -> str:
    return edge.page.cursor(edge.index)


def _cursor(page: Slice, index: int) -> str | None:
    return page.cursor(index % len(page.nodes)) if page.nodes else None
