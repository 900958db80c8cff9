"""``replicability`` and ``replicationMap``: where practices are, could go, and what it takes."""

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
    GraphQLString,
)

from api.context import Info
from api.fields import entities_field, entity_field, first_argument, listed, plain, shown
from api.ids import entity_id
from api.outputs import CompositeType
from api.paging import check_first
from api.watching import watched
from chains.replication import Axis, Quality, Ranking, Replicability, ReplicationMap, Verdict

DEFAULT_TARGETS = 5
DEFAULT_PLACES = 30
DEFAULT_SCENARIOS = 20

_AXIS = GraphQLEnumType(
    "ReplicationAxis",
    {item.name: GraphQLEnumValue(item) for item in Axis},
    description="按行业或按地区\n\nBy industries or by regions.",
)

_VERDICT = GraphQLEnumType(
    "ReplicationVerdict",
    {
        "LIKELY": GraphQLEnumValue(Verdict.LIKELY, "较可能\n\nThe interval lies above the usual."),
        "OPEN": GraphQLEnumValue(Verdict.OPEN, "不能断定\n\nThe interval holds the usual."),
        "UNLIKELY": GraphQLEnumValue(
            Verdict.UNLIKELY, "较不可能\n\nThe interval lies below the usual."
        ),
        "INSUFFICIENT_DATA": GraphQLEnumValue(
            Verdict.INSUFFICIENT, "数据不足\n\nToo little is on record."
        ),
    },
    description="可以怎么说\n\nWhat the interval allows to say.",
)
_QUALITY = GraphQLObjectType(
    "ReplicationQuality",
    {
        "name": GraphQLField(GraphQLNonNull(GraphQLString), resolve=lambda pair, _: pair[0]),
        "auc": GraphQLField(GraphQLNonNull(GraphQLFloat), resolve=lambda pair, _: pair[1].auc),
        "hits": GraphQLField(GraphQLNonNull(GraphQLFloat), resolve=lambda pair, _: pair[1].hits),
    },
    description="留出检验的结果\n\nHow well a way of scoring finds adoptions that were hidden.",
)


def replication_fields(entity: CompositeType) -> Mapping[str, GraphQLField]:
    """The root fields of replication; entities are shown as that interface."""
    standing = _standing_type(entity)
    return {
        "replicationMap": GraphQLField(
            _map_type(entity, standing),
            {
                "over": GraphQLArgument(GraphQLNonNull(_AXIS), default_value=Axis.INDUSTRY),
                "places": first_argument(DEFAULT_PLACES),
                "scenarios": first_argument(DEFAULT_SCENARIOS),
            },
            _resolve_map,
            description=(
                "场景在各行业或地区已有哪些案例，尚无之处的可能性及区间\n\n"
                "Where scenarios are, and how likely they are where they are not."
            ),
        ),
        "replicability": GraphQLField(
            _replicability_type(entity, standing),
            {
                "id": GraphQLArgument(GraphQLNonNull(GraphQLID)),
                "first": first_argument(DEFAULT_TARGETS),
            },
            _resolve,
            description=(
                "案例或场景能复制到哪些行业、地区和企业，缺什么，谁能提供\n\n"
                "Where a use case or scenario could go, what is lacking, and who could bring it."
            ),
        ),
    }


def _replicability_type(entity: CompositeType, standing: GraphQLObjectType) -> GraphQLObjectType:
    asset = _asset_type(entity)
    way = _way_type(entity, asset)
    ranking = _ranking_type(entity, way, standing)
    return GraphQLObjectType(
        "Replicability",
        {
            "subject": entity_field(entity, lambda found: found.subject),
            "scenarios": entities_field(entity, lambda found: found.scenarios),
            "cases": entities_field(entity, lambda found: found.cases),
            "examples": plain(GraphQLInt),
            "needs": plain(listed(asset)),
            "industries": plain(ranking),
            "regions": plain(ranking),
            "enterprises": plain(listed(_enterprise_type(entity, way))),
            "candidates": plain(GraphQLInt),
        },
        description="可复制\n\nWhere a practice could be replicated.",
    )


def _asset_type(entity: CompositeType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "ReplicationAsset",
        {
            "asset": entity_field(entity, lambda item: item.asset),
            "evidence": entities_field(entity, lambda item: item.evidence),
        },
        description="一项要素及其依据\n\nA technology, standard or skill, and its evidence.",
    )


def _way_type(entity: CompositeType, asset: GraphQLObjectType) -> GraphQLObjectType:
    deliverer = GraphQLObjectType(
        "ReplicationDeliverer",
        {
            "organization": entity_field(entity, lambda item: item.organization),
            "covers": entities_field(entity, lambda item: item.covers),
            "supplies": entities_field(entity, lambda item: item.supplies),
            "cases": entities_field(entity, lambda item: item.cases),
        },
        description="可提供方\n\nAn organization that could bring what is lacking.",
    )
    return GraphQLObjectType(
        "ReplicationWay",
        {
            "copies": entities_field(entity, lambda way: way.copies),
            "holds": plain(listed(asset)),
            "lacks": plain(listed(asset)),
            "deliverers": plain(listed(deliverer)),
            "uncovered": entities_field(entity, lambda way: way.uncovered),
        },
        description="怎样做到\n\nWhat to copy, what is lacking, and who could bring it.",
    )


def _standing_type(entity: CompositeType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "ReplicationStanding",
        {
            "place": entity_field(entity, lambda item: item.place),
            "scenario": entity_field(entity, lambda item: item.scenario),
            "cases": entities_field(entity, lambda item: item.cases),
            "onRecord": plain(GraphQLInt, "on_record"),
            "advantage": plain(GraphQLFloat),
            "shrunk": plain(GraphQLFloat),
            "shrunkLow": plain(GraphQLFloat, "shrunk_low"),
            "shrunkHigh": plain(GraphQLFloat, "shrunk_high"),
            "density": plain(GraphQLFloat),
            "chance": shown(GraphQLFloat),
            "low": shown(GraphQLFloat),
            "high": shown(GraphQLFloat),
            "usual": plain(GraphQLFloat),
            "complexity": shown(GraphQLFloat),
            "verdict": plain(_VERDICT),
        },
        description="某场景在某行业或地区的位置\n\nOne scenario in one industry or region.",
    )


def _ranking_type(
    entity: CompositeType, way: GraphQLObjectType, standing: GraphQLObjectType
) -> GraphQLObjectType:
    target = GraphQLObjectType(
        "ReplicationPlace",
        {"standing": plain(standing), "way": plain(way)},
        description="可复制到的行业或地区\n\nAn industry or region that could take it up.",
    )
    return GraphQLObjectType(
        "ReplicationRanking",
        {
            "adopters": plain(listed(standing)),
            "targets": plain(listed(target)),
            "candidates": plain(GraphQLInt),
            "unseen": entities_field(entity, lambda ranking: ranking.unseen),
            "leftOut": plain(GraphQLInt, "left_out"),
            "check": GraphQLField(listed(_QUALITY), resolve=_qualities),
        },
        description="按行业或地区排序\n\nIndustries or regions, best first.",
    )


def _map_type(entity: CompositeType, standing: GraphQLObjectType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "ReplicationMap",
        {
            "places": entities_field(entity, lambda found: found.places),
            "scenarios": entities_field(entity, lambda found: found.scenarios),
            "cells": plain(listed(standing)),
            "allPlaces": plain(GraphQLInt, "all_places"),
            "allScenarios": plain(GraphQLInt, "all_scenarios"),
            "unseen": entities_field(entity, lambda found: found.unseen),
            "leftOut": plain(GraphQLInt, "left_out"),
            "check": GraphQLField(listed(_QUALITY), resolve=_qualities),
        },
        description=(
            "可复制图谱：逐行业或地区列出各场景\n\n"
            "Scenarios by places; `cells` go row by row, a row for each place."
        ),
    )


def _enterprise_type(entity: CompositeType, way: GraphQLObjectType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "ReplicationEnterprise",
        {
            "enterprise": entity_field(entity, lambda item: item.enterprise),
            "shared": entity_field(entity, lambda item: item.shared),
            "scenario": entity_field(entity, lambda item: item.scenario),
            "adopters": entities_field(entity, lambda item: item.adopters),
            "peers": plain(GraphQLInt),
            "chance": plain(GraphQLFloat),
            "low": plain(GraphQLFloat),
            "high": plain(GraphQLFloat),
            "usual": plain(GraphQLFloat),
            "ready": plain(GraphQLFloat),
            "verdict": plain(_VERDICT),
            "way": plain(way),
        },
        description="可复制到的企业\n\nAn enterprise of the same industry that could take it up.",
    )


def _qualities(ranking: Ranking | ReplicationMap, _: Info) -> list[tuple[str, Quality]]:
    return sorted(ranking.check.found.items()) if ranking.check else []


async def _resolve(_: object, info: Info, id: str, first: int) -> Replicability:
    check_first(first)
    chains = info.context.services.chains
    return await watched(info.context.request, chains.replicability, entity_id(id), first)


async def _resolve_map(
    _: object, info: Info, over: Axis, places: int, scenarios: int
) -> ReplicationMap:
    check_first(places)
    check_first(scenarios)
    chains = info.context.services.chains
    return await watched(info.context.request, chains.replication_map, over, places, scenarios)
