"""``composeSolution``: who covers a demand together, and what stays uncovered."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.errors import InvalidFilter
from api.fields import entities_field, listed, plain, shown
from api.ids import entity_id
from api.match_types import TERMS, terms_of
from api.outputs import CompositeType
from api.scalars import language_argument
from matcher.solutions import (
    Bundle,
    Method,
    Origin,
    Requirement,
    RequirementKind,
    Solution,
    Unmet,
    compose,
)


def _enum(name: str, members: type[Any], description: str) -> GraphQLEnumType:
    return GraphQLEnumType(
        name, {item.name: GraphQLEnumValue(item) for item in members}, description=description
    )


_KIND = _enum("RequirementKind", RequirementKind, "要求的种类\n\nWhat is required.")
_ORIGIN = _enum("RequirementOrigin", Origin, "要求的来源\n\nWhere a requirement comes from.")
_METHOD = _enum("SolutionMethod", Method, "求解方法\n\nHow a bundle was found.")
_REASON = _enum("UncoveredReason", Unmet, "未覆盖的原因\n\nWhy something stays uncovered.")


def solution_fields(
    entity: CompositeType,
    match: GraphQLObjectType,
    evidence: GraphQLObjectType,
    applicable: GraphQLObjectType,
) -> Mapping[str, GraphQLField]:
    """The root field ``composeSolution``; entities are shown as that interface."""
    requirement = _requirement_type(evidence)
    bundle = _bundle_type(entity, match)
    uncovered = GraphQLObjectType(
        "UncoveredRequirement",
        {
            "requirement": plain(requirement),
            "reason": plain(_REASON),
            "near": plain(listed(entity)),
        },
        description="未覆盖的要求及原因\n\nA requirement that stays uncovered, and why.",
    )
    skilled = GraphQLObjectType(
        "SkilledPeople",
        {
            "skill": plain(entity),
            "required": plain(GraphQLBoolean),
            "inside": entities_field(entity, lambda item: [one.id for one in item.inside]),
            "outside": entities_field(entity, lambda item: [one.id for one in item.outside]),
            "count": plain(GraphQLInt),
        },
        description="具备某项技能的人才，方案参与单位的在前\n\nWho has a skill.",
    )
    similar = GraphQLObjectType(
        "SimilarCase",
        {"case": plain(entity), "score": plain(GraphQLFloat), "paths": plain(listed(evidence))},
        description="可参考的案例及依据\n\nA use case to learn from, and why.",
    )
    solution = GraphQLObjectType(
        "Solution",
        {
            "text": plain(GraphQLString),
            "calibrated": plain(GraphQLBoolean),
            "candidates": plain(GraphQLInt),
            "proven": plain(GraphQLBoolean),
            "requirements": plain(listed(requirement)),
            "best": plain(bundle),
            "byCost": GraphQLField(bundle, resolve=lambda found, _: found.by_cost),
            "byPartners": GraphQLField(bundle, resolve=lambda found, _: found.by_partners),
            "others": plain(listed(bundle)),
            "uncovered": plain(listed(uncovered)),
            "standards": plain(listed(applicable)),
            "talent": plain(listed(skilled)),
            "similar": plain(listed(similar)),
        },
        description="方案设计的结果\n\nThe supplies that cover a demand together, and the rest.",
    )
    return {
        "composeSolution": GraphQLField(
            solution,
            {
                "demandId": GraphQLArgument(GraphQLID),
                "text": GraphQLArgument(GraphQLString),
                "functions": GraphQLArgument(GraphQLList(GraphQLNonNull(GraphQLString))),
                "conditions": GraphQLArgument(TERMS),
            },
            _resolve,
            description=(
                "覆盖需求全部要求的最小供给组合、参与单位、标准、人才、参考案例和未覆盖之处\n\n"
                "The smallest set of supplies that covers what a demand, or a text, requires."
            ),
        )
    }


def _requirement_type(evidence: GraphQLObjectType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "SolutionRequirement",
        {
            "key": plain(GraphQLString),
            "kind": plain(_KIND),
            "id": GraphQLField(
                GraphQLNonNull(GraphQLString), resolve=lambda item, _: item.wanted.id
            ),
            "name": GraphQLField(GraphQLString, {"lang": language_argument()}, _name),
            "origin": plain(_ORIGIN),
            "hard": plain(GraphQLBoolean),
            "path": shown(evidence),
        },
        description="一项要求及其来源\n\nSomething that a solution is to cover.",
    )


def _bundle_type(entity: CompositeType, match: GraphQLObjectType) -> GraphQLObjectType:
    member = GraphQLObjectType(
        "SolutionMember",
        {
            "supply": plain(entity),
            "providers": plain(listed(entity)),
            "alone": plain(listed(GraphQLString)),
            "shared": plain(listed(GraphQLString)),
            "price": shown(GraphQLFloat),
            "match": shown(match),
        },
        description="方案中的一项供给\n\nA supply of a bundle, and what it covers alone.",
    )
    fit = GraphQLObjectType(
        "SolutionFit",
        {
            "one": plain(GraphQLString),
            "other": plain(GraphQLString),
            "value": plain(GraphQLFloat),
            "same": plain(listed(entity)),
            "standards": plain(listed(entity)),
            "compatible": GraphQLField(
                listed(entity),
                resolve=lambda item, _: [one for pair in item.compatible for one in pair],
            ),
        },
        description="两项供给的配合及依据\n\nHow two supplies fit, and by what.",
    )
    return GraphQLObjectType(
        "SolutionBundle",
        {
            "members": plain(listed(member)),
            "covered": plain(listed(GraphQLString)),
            "partners": entities_field(entity, _partners),
            "price": GraphQLField(GraphQLFloat, resolve=_price),
            "unpriced": plain(GraphQLInt),
            "fits": plain(listed(fit)),
            "quality": plain(GraphQLFloat),
            "method": plain(_METHOD),
            "atLeast": plain(GraphQLFloat, "at_least"),
        },
        description="一组供给\n\nSupplies that are taken together.",
    )


def _name(item: Requirement, info: Info, lang: str | None = None) -> str:
    return item.wanted.name.get(lang or info.context.language)


def _partners(bundle: Bundle) -> Sequence[str]:
    return bundle.partners


def _price(bundle: Bundle, _: Info) -> float | None:
    return bundle.price


async def _resolve(
    _: object,
    info: Info,
    demandId: str | None = None,  # noqa: N803 - the argument's name in GraphQL
    text: str | None = None,
    functions: Sequence[str] = (),
    conditions: Mapping[str, Any] | None = None,
) -> Solution:
    if (demandId is None) == (text is None):
        raise InvalidFilter("give either demandId or text")
    services = info.context.services
    run = partial(
        compose,
        services.store,
        services.ontology,
        services.matcher,
        demand=None if demandId is None else entity_id(demandId),
        text=text or "",
        terms=terms_of(conditions),
        functions=tuple(functions or ()),
    )
    return await info.context.reads.call(run)
