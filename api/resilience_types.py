"""``resilience`` and ``loss``: what holds a network together, and what a loss would break."""

from collections.abc import Mapping

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
)

from api.chain_types import POSITION, RULE, over_argument
from api.context import Info
from api.fields import entities_field, entity_field, listed, plain, shown, some, some_entities
from api.ids import entity_id
from api.outputs import CompositeType
from api.watching import watched
from chains.resilience import Attack, Loss, LossKind, Resilience

ATTACK = GraphQLEnumType(
    "Attack",
    {item.name: GraphQLEnumValue(item) for item in Attack},
    description="移除方式\n\nIn which order vertices are removed.",
)
LOSS_KIND = GraphQLEnumType(
    "LossKind",
    {item.name: GraphQLEnumValue(item) for item in LossKind},
    description="失去的是什么\n\nWhat is lost.",
)
CURVE = GraphQLObjectType(
    "RobustnessCurve",
    {
        "attack": plain(ATTACK),
        "r": plain(GraphQLFloat),
        "low": plain(GraphQLFloat),
        "high": plain(GraphQLFloat),
        "samples": plain(GraphQLInt),
        "pivots": shown(GraphQLInt),
        "removed": GraphQLField(
            listed(GraphQLFloat), resolve=lambda curve, _: [x for x, _ in curve.points]
        ),
        "largestShare": GraphQLField(
            listed(GraphQLFloat), resolve=lambda curve, _: [y for _, y in curve.points]
        ),
    },
    description="稳健性曲线和 R\n\nHow the largest part shrinks, and its mean R.",
)


def resilience_fields(entity: CompositeType, link: GraphQLObjectType) -> Mapping[str, GraphQLField]:
    """The root fields ``resilience`` and ``loss``.

    Args:
        entity: As what entities are shown.
        link: As what links are shown.
    """
    return {
        "resilience": GraphQLField(
            _resilience_type(entity, link),
            {"over": over_argument()},
            _resolve_resilience,
            description="韧性\n\nR, weak points, single sources, and the links that would help.",
        ),
        "loss": GraphQLField(
            _loss_type(entity, link),
            {"id": GraphQLArgument(GraphQLNonNull(GraphQLID)), "over": over_argument()},
            _resolve_loss,
            description=(
                "失去某企业、地区、要素或顶点会怎样\n\n"
                "What the loss of an organization, a region, an asset or a vertex would break."
            ),
        ),
    }


def _resilience_type(entity: CompositeType, link: GraphQLObjectType) -> GraphQLObjectType:
    point = GraphQLObjectType(
        "WeakPoint",
        {
            "vertex": entity_field(entity, lambda point: point.vertex),
            "cutOff": plain(GraphQLInt, "cut_off"),
            "pieces": plain(GraphQLInt),
        },
        description="割点\n\nA vertex whose loss parts its component.",
    )
    bridge = GraphQLObjectType(
        "WeakLink",
        {"link": plain(link), "cutOff": plain(GraphQLInt, "cut_off")},
        description="桥\n\nA link whose loss parts its component.",
    )
    return GraphQLObjectType(
        "Resilience",
        {
            "size": plain(GraphQLInt),
            "linkCount": plain(GraphQLInt, "links"),
            "curves": plain(listed(CURVE)),
            "fragility": plain(GraphQLFloat),
            "points": plain(listed(point)),
            "pointCount": plain(GraphQLInt, "point_count"),
            "bridges": plain(listed(bridge)),
            "bridgeCount": plain(GraphQLInt, "bridge_count"),
            "sources": plain(listed(_source_type(entity))),
            "reinforcements": plain(listed(_reinforcement_type(entity))),
            "rule": plain(RULE),
        },
        description="韧性\n\nHow well it holds together.",
    )


def _source_type(entity: CompositeType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "StageSource",
        {
            "stage": entity_field(entity, lambda source: source.stage),
            "chains": entities_field(entity, lambda source: source.chains),
            "supplier": entity_field(entity, lambda source: source.supplier),
        },
        description="单一来源环节\n\nA stage that one organization alone supplies.",
    )


def _reinforcement_type(entity: CompositeType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "Reinforcement",
        {
            "a": entity_field(entity, lambda item: item.a),
            "b": entity_field(entity, lambda item: item.b),
            "shared": entities_field(entity, lambda item: item.shared),
            "around": entity_field(entity, lambda item: item.around),
            "saved": plain(GraphQLInt),
            "fragility": plain(GraphQLFloat),
            "robustness": plain(GraphQLFloat),
        },
        description="最有用的一条新联结\n\nA link that would make a weak point less weak.",
    )


def _loss_type(entity: CompositeType, link: GraphQLObjectType) -> GraphQLObjectType:
    fall = GraphQLObjectType(
        "PositionFall",
        {
            "vertex": entity_field(entity, lambda fall: fall.vertex),
            "before": plain(POSITION),
            "after": plain(POSITION),
        },
        description="级别下降\n\nA vertex whose class falls.",
    )
    stage = GraphQLObjectType(
        "StageLoss",
        {
            "stage": entity_field(entity, lambda loss: loss.stage),
            "chains": entities_field(entity, lambda loss: loss.chains),
            "lost": entities_field(entity, lambda loss: loss.lost),
            "left": entities_field(entity, lambda loss: loss.left),
        },
        description="失去供应方的环节\n\nA stage that loses suppliers.",
    )
    counts = {
        name: GraphQLField(
            GraphQLNonNull(GraphQLInt), resolve=lambda loss, _, of=of: len(getattr(loss, of))
        )
        for name, of in (
            ("goneCount", "gone"),
            ("brokenCount", "broken"),
            ("fallenCount", "fallen"),
            ("partedCount", "parted"),
        )
    }
    return GraphQLObjectType(
        "Loss",
        {
            "kind": plain(LOSS_KIND),
            "organizations": some_entities(entity, lambda loss: loss.organizations),
            "gone": some_entities(entity, lambda loss: loss.gone),
            "broken": some(link, lambda loss: loss.broken),
            "fallen": some(fall, lambda loss: loss.fallen),
            "parted": some_entities(entity, lambda loss: loss.parted),
            "stages": some(stage, lambda loss: loss.stages),
            "largestBefore": plain(GraphQLFloat, "largest_before"),
            "largestAfter": plain(GraphQLFloat, "largest_after"),
            "rule": plain(RULE),
            **counts,
        },
        description="失去之后\n\nWhat a loss would break.",
    )


async def _resolve_resilience(_: object, info: Info, over: str) -> Resilience:
    context = info.context
    return await watched(context.request, context.services.chains.resilience, over)


async def _resolve_loss(_: object, info: Info, id: str, over: str) -> Loss:
    context = info.context
    return await context.reads.call(context.services.chains.lose, over, entity_id(id))
