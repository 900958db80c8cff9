"""``node``, ``nodes`` and ``search``: entities by id and by text."""

import asyncio
from collections.abc import Mapping, Sequence

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.errors import InvalidPageSize
from api.fields import first_argument, plain
from api.ids import entity_id
from api.outputs import CompositeType
from api.paging import MAX_FIRST, check_first
from graph.query import Scored
from graph.records import Entity


def search_fields(
    node: GraphQLInterfaceType, entity: CompositeType, class_name: GraphQLEnumType
) -> Mapping[str, GraphQLField]:
    """The root fields ``node``, ``nodes`` and ``search``."""
    hit = GraphQLObjectType(
        "SearchHit",
        {"score": plain(GraphQLFloat), "entity": plain(entity)},
        description="一条检索结果\n\nOne entity that the text was found in.",
    )
    ids = GraphQLNonNull(GraphQLList(GraphQLNonNull(GraphQLID)))
    return {
        "node": GraphQLField(
            node,
            {"id": GraphQLArgument(GraphQLNonNull(GraphQLID))},
            _resolve_node,
            description="按编号取一条记录，没有则为空\n\nThe object of that id, or null.",
        ),
        "nodes": GraphQLField(
            GraphQLList(node),
            {"ids": GraphQLArgument(ids)},
            _resolve_nodes,
            description="按编号依次取记录\n\nThe objects of those ids, null where there is none.",
        ),
        "search": GraphQLField(
            GraphQLList(GraphQLNonNull(hit)),
            {
                "text": GraphQLArgument(GraphQLNonNull(GraphQLString)),
                "type": GraphQLArgument(class_name),
                "first": first_argument(),
            },
            _resolve_search,
            description=(
                "全文检索，中英文皆可，一个汉字也可\n\n"
                "Full-text search in Chinese and English; one Han character is enough."
            ),
        ),
    }


async def _resolve_node(_: object, info: Info, id: str) -> Entity | None:
    return await info.context.reads.entity(entity_id(id))


async def _resolve_nodes(_: object, info: Info, ids: list[str]) -> Sequence[Entity | None]:
    if len(ids) > MAX_FIRST:
        raise InvalidPageSize(f"at most {MAX_FIRST} ids can be asked for at once, not {len(ids)}")
    reads = info.context.reads
    return await asyncio.gather(*(reads.entity(entity_id(item)) for item in ids))


async def _resolve_search(
    _: object, info: Info, text: str, first: int, type: str | None = None
) -> Sequence[Scored]:
    check_first(first)
    reads = info.context.reads
    return await reads.call(reads.store.search, text, type=type, first=first)
