"""``chainHistory`` and ``chainChanges``: how lines and network grew, and what changed."""

from collections.abc import Mapping

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.chain_types import COUNTS, POSITION, RULE, over_argument
from api.context import Info
from api.fields import entity_field, listed, plain, shown, some, some_entities
from api.ids import entity_id
from api.outputs import CompositeType
from api.watching import watched
from chains.history import Changes, Growth, Joining

STATE = GraphQLObjectType(
    "ChainState",
    {
        "date": plain(GraphQLString),
        "vertices": plain(GraphQLInt),
        "links": plain(GraphQLInt),
        "counts": plain(COUNTS),
        "components": plain(GraphQLInt),
        "largestShare": plain(GraphQLFloat, "largest_share"),
        "susceptibility": plain(GraphQLFloat),
    },
    description="某日结束时的状态\n\nWhat stood at the end of a day.",
)
BAND = GraphQLObjectType(
    "NullBand",
    {"mean": plain(GraphQLFloat), "low": plain(GraphQLFloat), "high": plain(GraphQLFloat)},
    description="零模型\n\nA figure of random graphs of the same degrees: mean, 5% and 95%.",
)
GROWTH = GraphQLObjectType(
    "ChainGrowth",
    {
        "datedBy": plain(GraphQLString, "dated_by"),
        "undated": plain(GraphQLInt),
        "samples": plain(GraphQLInt),
        "points": plain(
            listed(
                GraphQLObjectType(
                    "GrowthPoint",
                    {
                        "state": plain(STATE),
                        "largestShare": plain(BAND, "largest_share"),
                        "susceptibility": plain(BAND),
                    },
                    description="一个时点及其零模型\n\nA state, beside the null.",
                )
            )
        ),
        "rule": plain(RULE),
    },
    description="成链成网的历程\n\nHow it grew.",
)


def history_fields(entity: CompositeType, link: GraphQLObjectType) -> Mapping[str, GraphQLField]:
    """The root fields ``chainHistory``, ``chainJoining`` and ``chainChanges``.

    Args:
        entity: As what entities are shown.
        link: As what links are shown.
    """
    return {
        "chainHistory": GraphQLField(
            GROWTH,
            {"over": over_argument()},
            _resolve_growth,
            description="点、线、网的历程\n\nHow points, lines and network grew, by period.",
        ),
        "chainJoining": GraphQLField(
            _joining_type(entity, link),
            {"id": GraphQLArgument(GraphQLNonNull(GraphQLID)), "over": over_argument()},
            _resolve_joining,
            description="何时成线、成网\n\nWhen one of them joined a line and the network.",
        ),
        "chainChanges": GraphQLField(
            _changes_type(entity, link),
            {
                "since": GraphQLArgument(GraphQLNonNull(GraphQLString)),
                "until": GraphQLArgument(GraphQLString),
                "over": over_argument(),
            },
            _resolve_changes,
            description="两个日期之间的变化\n\nWhat changed between two days, YYYY-MM-DD.",
        ),
    }


def _joining_type(entity: CompositeType, link: GraphQLObjectType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "ChainJoining",
        {
            "vertex": entity_field(entity, lambda joining: joining.vertex),
            "since": shown(GraphQLString),
            "line": shown(GraphQLString),
            "network": shown(GraphQLString),
            "link": shown(link),
        },
        description="何时成线、成网\n\nWhen it came, and when it joined a line and the network.",
    )


def _changes_type(entity: CompositeType, link: GraphQLObjectType) -> GraphQLObjectType:
    rise = GraphQLObjectType(
        "PositionRise",
        {
            "vertex": entity_field(entity, lambda rise: rise.vertex),
            "before": shown(POSITION),
            "after": plain(POSITION),
        },
        description="级别上升\n\nA vertex that is in a higher class than before.",
    )
    counts = {
        name: GraphQLField(
            GraphQLNonNull(GraphQLInt), resolve=lambda found, _, of=of: len(getattr(found, of))
        )
        for name, of in (("cameCount", "came"), ("risenCount", "risen"), ("linkCount", "links"))
    }
    return GraphQLObjectType(
        "ChainChanges",
        {
            "before": plain(STATE),
            "after": plain(STATE),
            "came": some_entities(entity, lambda found: found.came),
            "risen": some(rise, lambda found: found.risen),
            "links": some(link, lambda found: found.links),
            "undated": plain(GraphQLInt),
            "rule": plain(RULE),
            **counts,
        },
        description="两个日期之间的变化\n\nWhat changed between two days.",
    )


async def _resolve_growth(_: object, info: Info, over: str) -> Growth:
    context = info.context
    return await watched(context.request, context.services.chains.growth, over)


async def _resolve_joining(_: object, info: Info, id: str, over: str) -> Joining:
    context = info.context
    history = await context.reads.call(context.services.chains.history, over)
    return history.joining(entity_id(id))


async def _resolve_changes(
    _: object, info: Info, since: str, over: str, until: str | None = None
) -> Changes:
    context = info.context
    return await context.reads.call(context.services.chains.since, over, since, until)
