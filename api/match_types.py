"""``matchDemand``, ``matchSupply`` and ``matchText``: ranked matches, and the paths behind each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.fields import entity_field, first_argument, listed, plain, shown
from api.filters import condition
from api.ids import entity_id
from api.outputs import CompositeType, Outputs
from api.paging import check_first
from api.plan import ApiPlan
from api.properties import localised_field
from api.scalars import language_argument
from api.services import Matching
from graph.query import All, Filter
from matcher import DEMANDS, SUPPLIES, of_region
from matcher.candidates import Side
from matcher.conditions import AS_STATED, ConditionKind, State, Terms
from matcher.fusion.words import part_label
from matcher.model import EvidencePath, Match, MatchResult

DEFAULT_MATCHES = 10


def _part_label(part: tuple[str, float], info: Info, lang: str | None = None) -> str:
    return part_label(part[0]).get(lang or info.context.language)


_CONTRIBUTION = GraphQLObjectType(
    "Contribution",
    {
        "name": GraphQLField(GraphQLNonNull(GraphQLString), resolve=lambda pair, _: pair[0]),
        "label": GraphQLField(
            GraphQLNonNull(GraphQLString), {"lang": language_argument()}, _part_label
        ),
        "value": GraphQLField(GraphQLNonNull(GraphQLFloat), resolve=lambda pair, _: pair[1]),
    },
    description=(
        "对得分的一份贡献，合计即得分\n\n"
        "What a way of retrieval or a feature adds to the score; they add up to it."
    ),
)
_STEP = GraphQLObjectType(
    "EvidenceStep",
    {
        "relation": plain(GraphQLString),
        "label": localised_field("label"),
        "forward": plain(GraphQLBoolean),
    },
    description="依据路径上的一步\n\nA step of a path, from one node to the next.",
)


_KIND = GraphQLEnumType(
    "MatchConditionKind",
    {item.name: GraphQLEnumValue(item) for item in ConditionKind},
    description="条件的种类\n\nWhat a condition is about.",
)
_STATE = GraphQLEnumType(
    "MatchConditionState",
    {item.name: GraphQLEnumValue(item) for item in State},
    description="满足、不满足或未知\n\nMet, unmet, or nothing of the kind is on record.",
)
_NAMED = GraphQLObjectType(
    "MatchConditionValue",
    {"id": plain(GraphQLString), "name": localised_field("name")},
    description="记录或词表中的词\n\nA record or a term.",
)
_CONDITION = GraphQLObjectType(
    "MatchCondition",
    {
        "kind": plain(_KIND),
        "hard": plain(GraphQLBoolean),
        "state": plain(_STATE),
        "wanted": plain(_NAMED),
        "has": plain(listed(_NAMED)),
        "newer": plain(listed(_NAMED)),
    },
    description=(
        "一项条件及供给是否满足；newer 为代替所要求标准的新标准\n\n"
        "A condition and how the supply stands to it; `newer` stand in place of a required "
        "standard that is superseded."
    ),
)
_EXCLUSION = GraphQLObjectType(
    "MatchExclusion",
    {
        "kind": GraphQLField(GraphQLNonNull(_KIND), resolve=lambda item, _: item.asked.kind),
        "wanted": GraphQLField(GraphQLNonNull(_NAMED), resolve=lambda item, _: item.asked.wanted),
        "count": plain(GraphQLInt),
    },
    description="一项硬性条件排除了多少候选\n\nHow many candidates a hard condition left out.",
)
TERMS = GraphQLInputObjectType(
    "MatchConditionsInput",
    {
        **{
            name: GraphQLInputField(GraphQLList(GraphQLNonNull(_KIND)), description=description)
            for name, description in (
                ("hard", "硬性的种类\n\nKinds that exclude."),
                ("soft", "只影响排序的种类\n\nKinds that only weigh."),
                ("ignored", "不计的种类\n\nKinds that do not count."),
            )
        },
        "standards": GraphQLInputField(GraphQLList(GraphQLNonNull(GraphQLID))),
        "regions": GraphQLInputField(GraphQLList(GraphQLNonNull(GraphQLID))),
        "forms": GraphQLInputField(GraphQLList(GraphQLNonNull(GraphQLString))),
        "securityLevel": GraphQLInputField(GraphQLString),
    },
    description="对条件的改变\n\nChanges to conditions, and further ones.",
)


def terms_of(given: Mapping[str, Any] | None) -> Terms:
    """The changes to conditions that a caller gives; none for None."""
    if given is None:
        return AS_STATED
    return Terms(
        hard=frozenset(given.get("hard") or ()),
        soft=frozenset(given.get("soft") or ()),
        ignored=frozenset(given.get("ignored") or ()),
        standards=tuple(entity_id(item) for item in given.get("standards") or ()),
        regions=tuple(entity_id(item) for item in given.get("regions") or ()),
        forms=tuple(given.get("forms") or ()),
        security_level=given.get("securityLevel"),
    )


def match_fields(plan: ApiPlan, outputs: Outputs) -> Mapping[str, GraphQLField]:
    """The root fields ``matchDemand``, ``matchSupply`` and ``matchText``."""
    matches = _matches_type(outputs.entity)
    return {
        "matchDemand": _match_field(
            matches,
            outputs,
            _Asked(plan, SUPPLIES, lambda matcher: matcher.match_demand),
            "哪些供给能满足这项需求，为什么\n\n"
            "Which supplies answer a recorded demand, best first, and why.",
        ),
        "matchSupply": _match_field(
            matches,
            outputs,
            _Asked(plan, DEMANDS, lambda matcher: matcher.match_supply),
            "这项供给能满足哪些需求，为什么\n\n"
            "Which demands a recorded supply answers, best first, and why.",
        ),
        "matchText": _match_field(
            matches,
            outputs,
            _Asked(plan, SUPPLIES, lambda matcher: matcher.match_text, by="text"),
            "哪些供给能满足这段话里的需求，为什么\n\n"
            "Which supplies answer a demand in one's own words, best first, and why.",
        ),
    }


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a field of matching asks.

    Attributes:
        plan: What conditions mean.
        wanted: The side whose entities are ranked.
        method: The method that answers.
        by: The argument that says what is matched.
    """

    plan: ApiPlan
    wanted: Side
    method: Callable[[Matching], Callable[[str, int, Filter | None, Terms], MatchResult]]
    by: str = "id"

    async def __call__(self, _: object, info: Info, first: int, **given: Any) -> MatchResult:
        check_first(first)
        subject = given[self.by] if self.by == "text" else entity_id(given[self.by])
        method = self.method(info.context.services.matcher)
        where = await self._where(info, given)
        terms = terms_of(given.get("conditions"))
        return await info.context.reads.call(method, subject, first, where, terms)

    async def _where(self, info: Info, given: Mapping[str, Any]) -> Filter | None:
        parts: list[Filter] = []
        if given.get("where"):
            name = self.plan.lists[self.wanted.class_name]
            parts.append(condition(self.plan, name, given["where"], info.context.viewer))
        if given.get("region"):
            store, region = info.context.services.store, entity_id(given["region"])
            parts.append(await info.context.reads.call(of_region, store, self.wanted, region))
        return parts[0] if len(parts) == 1 else All(tuple(parts)) if parts else None


def _match_field(
    matches: GraphQLObjectType, outputs: Outputs, asked: _Asked, description: str
) -> GraphQLField:
    subject = GraphQLString if asked.by == "text" else GraphQLID
    return GraphQLField(
        matches,
        {
            asked.by: GraphQLArgument(GraphQLNonNull(subject)),
            "first": first_argument(DEFAULT_MATCHES),
            **_where_argument(outputs, asked),
            "conditions": GraphQLArgument(
                TERMS,
                description=(
                    "改变需求所提的条件\n\nWhat to change of the conditions that a demand states."
                ),
            ),
            "region": GraphQLArgument(
                GraphQLID,
                description=(
                    "只看此地区（含下辖地区）单位的\n\n"
                    "Only those of organizations in this region or in one within it."
                ),
            ),
        },
        asked.__call__,
        description=description,
    )


def _where_argument(outputs: Outputs, asked: _Asked) -> Mapping[str, GraphQLArgument]:
    """The condition on candidates, where the ontology has their class."""
    if asked.wanted.class_name not in asked.plan.lists:
        return {}
    return {
        "where": GraphQLArgument(
            outputs.filter_type(asked.wanted.class_name),
            description=(
                "候选须满足的条件，先筛选再取前几名\n\n"
                "What a candidate must fulfil; it is applied before the cut to `first`."
            ),
        )
    }


def _matches_type(entity: CompositeType) -> GraphQLObjectType:
    evidence_node = _node_type(entity)
    match = GraphQLObjectType(
        "Match",
        {
            "entity": plain(entity),
            "providers": plain(listed(entity)),
            "score": plain(GraphQLFloat),
            "probability": shown(GraphQLFloat),
            "lacking": plain(listed(evidence_node)),
            "conditions": plain(listed(_CONDITION)),
            "contributions": GraphQLField(listed(_CONTRIBUTION), resolve=_contributions),
            "evidence": plain(listed(_evidence_type(evidence_node))),
        },
        description="一项匹配及其匹配依据\n\nA candidate, its score and its evidence.",
    )
    return GraphQLObjectType(
        "Matches",
        {
            "query": GraphQLField(entity, resolve=_query),
            "text": plain(GraphQLString),
            "candidates": plain(GraphQLInt),
            "encoder": plain(GraphQLString),
            "version": shown(GraphQLString),
            "threshold": shown(GraphQLFloat),
            "confident": plain(GraphQLBoolean),
            "unread": GraphQLField(
                GraphQLNonNull(GraphQLBoolean),
                description=(
                    "编码器不识此文字，语义检索未参与\n\n"
                    "The encoder does not understand this script; meaning took no part."
                ),
            ),
            "matches": plain(listed(match)),
            "excluded": plain(listed(_EXCLUSION)),
            "nearestExcluded": plain(listed(match), "nearest_excluded"),
        },
        description=(
            "匹配结果；confident 为假而 threshold 有值时，暂无可靠匹配，列出的是最接近的\n\n"
            "Candidates, best first. Where `threshold` is set and `confident` is false there is "
            "no confident match, and these are the nearest, with what they lack; without a "
            "threshold the model is not calibrated, and nobody can tell."
        ),
    )


def _node_type(entity: CompositeType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "EvidenceNode",
        {
            "entity": entity_field(entity, lambda node: node.id),
            "name": localised_field("name"),
            "illustrative": plain(GraphQLBoolean),
        },
        description="依据路径上的一处\n\nA node of a path; a free text is no entity.",
    )


def _evidence_type(node: GraphQLObjectType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "Evidence",
        {
            "words": GraphQLField(
                GraphQLNonNull(GraphQLString), {"lang": language_argument()}, _words
            ),
            "weight": plain(GraphQLFloat),
            "nodes": plain(listed(node)),
            "steps": plain(listed(_STEP)),
        },
        description="匹配依据，图中的一条路径\n\nA path from the query to the candidate.",
    )


def _contributions(match: Match, _: Info) -> list[tuple[str, float]]:
    return sorted(match.contributions.items(), key=lambda pair: (-pair[1], pair[0]))


def _words(path: EvidencePath, info: Info, lang: str | None = None) -> str:
    return path.describe(lang or info.context.language)


async def _query(result: MatchResult, info: Info) -> object:
    return await info.context.reads.entity(result.query) if result.query else None
