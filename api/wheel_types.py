"""``wheelMatrix``: the two wheels, what is unmet and why, what is idle."""

from collections.abc import Callable, Mapping

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLFloat,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
)

from api.context import Info
from api.fields import entities_field, entity_field, listed, plain
from api.outputs import CompositeType
from api.properties import TERM
from api.watching import watched
from matcher.wheels import Cell, Reason, WheelMatrix, turn
from ontology.model import Ontology, Term

_REASON = GraphQLEnumType(
    "UnmetReason",
    {item.name: GraphQLEnumValue(item) for item in Reason},
    description="需求未满足的原因\n\nWhy a demand is unmet.",
)
_COUNT = GraphQLObjectType(
    "UnmetCount",
    {
        "reason": GraphQLField(GraphQLNonNull(_REASON), resolve=lambda pair, _: pair[0]),
        "count": GraphQLField(GraphQLNonNull(GraphQLInt), resolve=lambda pair, _: pair[1]),
    },
    description="按原因计的未满足需求\n\nUnmet demands of one reason.",
)


def wheel_fields(ontology: Ontology, entity: CompositeType) -> Mapping[str, GraphQLField]:
    """The root field ``wheelMatrix``; an ontology without the two wheels has none."""
    if not {"demandCategory", "supplyCategory"} <= ontology.vocabularies.keys():
        return {}
    return {
        "wheelMatrix": GraphQLField(
            _matrix_type(ontology, entity),
            {"illustrative": GraphQLArgument(GraphQLNonNull(GraphQLBoolean), default_value=False)},
            _resolve,
            description=(
                "需求轮与供给轮的 5×3 矩阵：已确认、可撮合、未满足及原因、闲置\n\n"
                "The demand wheel by the supply wheel: confirmed and possible matches, unmet "
                "demand by reason, idle supply."
            ),
        )
    }


def _matrix_type(ontology: Ontology, entity: CompositeType) -> GraphQLObjectType:
    cell = GraphQLObjectType(
        "WheelCell",
        {
            "demandCategory": GraphQLField(
                TERM, resolve=lambda pair, _: _term(ontology, "demandCategory", pair[0][0])
            ),
            "supplyCategory": GraphQLField(
                TERM, resolve=lambda pair, _: _term(ontology, "supplyCategory", pair[0][1])
            ),
            **{
                name: GraphQLField(GraphQLNonNull(GraphQLFloat), resolve=_part(name))
                for name in ("confirmed", "estimated", "unmet", "idle")
            },
        },
        description=(
            "矩阵的一格；兼有多类者按份额计，总和不变\n\n"
            "A cell; a record of several categories counts in shares, so that all adds up."
        ),
    )
    unmet = GraphQLObjectType(
        "UnmetDemand",
        {
            "demand": entity_field(entity, lambda item: item.demand),
            "reason": plain(_REASON),
            "nearest": entity_field(entity, lambda item: item.nearest or ""),
            "value": plain(GraphQLFloat),
        },
        description="未满足的需求\n\nA demand that is unmet, and what comes nearest to it.",
    )
    return GraphQLObjectType(
        "WheelMatrix",
        {
            "cells": GraphQLField(listed(cell), resolve=lambda found, _: list(found.cells.items())),
            "demands": plain(GraphQLInt),
            "confirmed": entities_field(entity, lambda found: found.confirmed),
            "estimated": entities_field(entity, lambda found: found.estimated),
            "unmetByReason": GraphQLField(
                listed(_COUNT), resolve=lambda found, _: list(found.by_reason.items())
            ),
            "unmet": GraphQLField(GraphQLNonNull(GraphQLList(GraphQLNonNull(unmet)))),
            "supplies": plain(GraphQLInt),
            "idle": entities_field(entity, lambda found: found.idle),
            "calibrated": plain(GraphQLBoolean),
        },
        description="双轮矩阵\n\nHow the two wheels stand.",
    )


def _term(ontology: Ontology, vocabulary: str, name: str) -> Term | None:
    return ontology.vocabulary(vocabulary).terms.get(name) if name else None


def _part(name: str) -> GraphQLFieldResolver:
    def resolve(pair: tuple[tuple[str, str], Cell], _: Info) -> float:
        return float(getattr(pair[1], name))

    return resolve


async def _resolve(_: object, info: Info, *, illustrative: bool) -> WheelMatrix:
    services = info.context.services

    def run(*, watch: Callable[[float], None]) -> WheelMatrix:
        return turn(
            services.store,
            services.ontology,
            services.matcher,
            illustrative=illustrative,
            watch=watch,
        )

    return await watched(info.context.request, run)
