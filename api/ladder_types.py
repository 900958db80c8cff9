"""``chainLeaders`` and ``ladder``: who leads a chain, and what an enterprise's next honours ask."""

from collections.abc import Mapping
from datetime import UTC, datetime

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.fields import entity_field, first_argument, listed, plain, shown
from api.ids import entity_id
from api.outputs import CompositeType
from api.paging import check_first
from api.watching import watched
from chains.ladder import Ladder, Rung, Verdict
from chains.leaders import Component, Leaders
from ontology.model import Sensitivity

DEFAULT_LEADERS = 10

_COMPONENT = GraphQLEnumType(
    "LeaderComponent",
    {item.name: GraphQLEnumValue(item) for item in Component},
    description="链主评分的分项\n\nWhat a leader score is put together from.",
)
_VERDICT = GraphQLEnumType(
    "CriterionVerdict",
    {item.name: GraphQLEnumValue(item) for item in Verdict},
    description="满足、不满足或未知\n\nWhat the record says of a condition.",
)


def ladder_fields(entity: CompositeType) -> Mapping[str, GraphQLField]:
    """The root fields; entities are shown as that interface."""
    return {
        "chainLeaders": GraphQLField(
            _leaders_type(entity),
            {
                "id": GraphQLArgument(GraphQLNonNull(GraphQLID)),
                "region": GraphQLArgument(GraphQLID),
                "first": first_argument(DEFAULT_LEADERS),
            },
            _resolve_leaders,
            description="链主评分与名次区间\n\nWho leads a chain, and how firm the ranks are.",
        ),
        "ladder": GraphQLField(
            _ladder_type(entity),
            {"id": GraphQLArgument(GraphQLNonNull(GraphQLID))},
            _resolve_ladder,
            description="企业梯度培育\n\nAn enterprise's phase, honours, next honours and peers.",
        ),
    }


def _leaders_type(entity: CompositeType) -> GraphQLObjectType:
    part = GraphQLObjectType(
        "LeaderPart",
        {
            "component": plain(_COMPONENT),
            "amount": shown(GraphQLFloat),
            "share": shown(GraphQLFloat),
        },
        description="一个分项；未知为空\n\nOne component; null if not known.",
    )
    leader = GraphQLObjectType(
        "ChainLeader",
        {
            "organization": entity_field(entity, lambda item: item.organization),
            "rank": plain(GraphQLInt),
            "rankLow": plain(GraphQLInt, "rank_low"),
            "rankHigh": plain(GraphQLInt, "rank_high"),
            "firstShare": plain(GraphQLFloat, "first_share"),
            "score": plain(GraphQLFloat),
            "possible": plain(GraphQLFloat),
            "parts": plain(listed(part)),
            "declared": plain(GraphQLBoolean),
        },
        description="一家供应方的链主评分\n\nThe leader score of one supplier.",
    )
    return GraphQLObjectType(
        "ChainLeaders",
        {
            "leaders": plain(listed(leader)),
            "candidates": plain(GraphQLInt),
            "draws": plain(GraphQLInt),
            "today": plain(GraphQLString),
            "unknown": plain(listed(_COMPONENT)),
        },
        description="链主\n\nSuppliers of a chain by their leader score.",
    )


def _ladder_type(entity: CompositeType) -> GraphQLObjectType:
    held = GraphQLObjectType(
        "HeldHonour",
        {
            "honour": entity_field(entity, lambda item: item.id),
            "kind": plain(GraphQLString),
            "year": shown(GraphQLInt),
            "batch": shown(GraphQLString),
            "expires": shown(GraphQLString),
            "inForce": plain(GraphQLBoolean, "in_force"),
        },
        description="所获荣誉\n\nAn honour that was granted.",
    )
    peer = GraphQLObjectType(
        "LadderPeer",
        {
            "enterprise": entity_field(entity, lambda item: item.enterprise),
            "phase": shown(GraphQLString),
            "honours": plain(listed(GraphQLString)),
            "alike": plain(GraphQLFloat),
        },
        description="同行企业\n\nAn enterprise of the same industry.",
    )
    return GraphQLObjectType(
        "Ladder",
        {
            "enterprise": entity_field(entity, lambda found: found.enterprise),
            "today": plain(GraphQLString),
            "phase": shown(GraphQLString),
            "honours": plain(listed(held)),
            "next": plain(listed(_rung_type(entity))),
            "peers": plain(listed(peer)),
        },
        description="梯度培育\n\nWhere an enterprise stands on the ladder.",
    )


def _rung_type(entity: CompositeType) -> GraphQLObjectType:
    criterion = GraphQLObjectType(
        "JudgedCriterion",
        {
            "criterion": entity_field(entity, lambda item: item.criterion),
            "verdict": plain(_VERDICT),
            "examines": plain(GraphQLString),
            "operator": plain(GraphQLString),
            "threshold": shown(GraphQLFloat),
            "required": shown(GraphQLString),
            "actual": shown(GraphQLFloat),
            "source": GraphQLField(GraphQLString, resolve=lambda x, _: x.said and x.said.source),
            "saidAt": GraphQLField(GraphQLString, resolve=lambda x, _: x.said and x.said.time),
            "reference": shown(GraphQLString),
            "issued": shown(GraphQLString),
            "verified": plain(GraphQLBoolean),
            "option": plain(GraphQLString),
        },
        description="一条条件的判断\n\nA criterion as judged for the enterprise.",
    )
    requirement = GraphQLObjectType(
        "LadderRequirement",
        {
            "name": plain(GraphQLString),
            "verdict": plain(_VERDICT),
            "criteria": plain(listed(criterion)),
        },
        description="一项要求，任一方案满足即可\n\nA requirement, which any one option meets.",
    )
    return GraphQLObjectType(
        "LadderRung",
        {
            "kind": plain(GraphQLString),
            "lapsed": plain(GraphQLBoolean),
            "requirements": plain(listed(requirement)),
            **{
                verdict.value: GraphQLField(
                    GraphQLNonNull(GraphQLInt),
                    resolve=lambda rung, _, verdict=verdict: _count(rung, verdict),
                )
                for verdict in Verdict
            },
        },
        description="可争取的下一荣誉\n\nAn honour that could be next.",
    )


def _count(rung: Rung, verdict: Verdict) -> int:
    return rung.count(verdict)


async def _resolve_leaders(
    _: object, info: Info, id: str, first: int, region: str | None = None
) -> Leaders:
    check_first(first)
    models = info.context.services.chains.models
    return await watched(
        info.context.request,
        models.leaders,
        entity_id(id),
        entity_id(region) if region else None,
        today=_today(),
        first=first,
        hidden=_hidden(info),
    )


async def _resolve_ladder(_: object, info: Info, id: str) -> Ladder:
    models = info.context.services.chains.models
    return await watched(
        info.context.request, models.ladder, entity_id(id), today=_today(), hidden=_hidden(info)
    )


def _hidden(info: Info) -> frozenset[str]:
    """Properties whose values must not show through an answer; restricted ones never do."""
    properties = info.context.services.ontology.properties("Enterprise").values()
    return frozenset(
        item.name
        for item in properties
        if item.sensitivity is Sensitivity.RESTRICTED or not info.context.viewer.may_see(item)
    )


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
