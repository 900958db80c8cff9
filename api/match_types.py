"""``matchDemand`` and ``matchText``: ranked supplies, and the paths that support each."""

from collections.abc import Mapping

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.fields import entity_field, first_argument, listed, plain
from api.ids import entity_id
from api.outputs import CompositeType
from api.paging import check_first
from api.properties import localised_field
from api.scalars import language_argument
from matcher.model import EvidencePath, Match, MatchResult

DEFAULT_MATCHES = 10

_CONTRIBUTION = GraphQLObjectType(
    "Contribution",
    {
        "name": GraphQLField(GraphQLNonNull(GraphQLString), resolve=lambda pair, _: pair[0]),
        "value": GraphQLField(GraphQLNonNull(GraphQLFloat), resolve=lambda pair, _: pair[1]),
    },
    description="一种检索方法对得分的贡献\n\nWhat one way of retrieval adds to the score.",
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


def match_fields(entity: CompositeType) -> Mapping[str, GraphQLField]:
    """The root fields ``matchDemand`` and ``matchText``; entities are shown as that interface."""
    matches = _matches_type(entity)
    return {
        "matchDemand": GraphQLField(
            matches,
            {
                "id": GraphQLArgument(GraphQLNonNull(GraphQLID)),
                "first": first_argument(DEFAULT_MATCHES),
            },
            _resolve_demand,
            description=(
                "哪些供给能满足这项需求，为什么\n\n"
                "Which supplies answer a recorded demand, best first, and why."
            ),
        ),
        "matchText": GraphQLField(
            matches,
            {
                "text": GraphQLArgument(GraphQLNonNull(GraphQLString)),
                "first": first_argument(DEFAULT_MATCHES),
            },
            _resolve_text,
            description=(
                "哪些供给能满足这段话里的需求，为什么\n\n"
                "Which supplies answer a demand in one's own words, best first, and why."
            ),
        ),
    }


def _matches_type(entity: CompositeType) -> GraphQLObjectType:
    match = GraphQLObjectType(
        "Match",
        {
            "entity": plain(entity),
            "providers": plain(listed(entity)),
            "score": plain(GraphQLFloat),
            "contributions": GraphQLField(listed(_CONTRIBUTION), resolve=_contributions),
            "evidence": plain(listed(_evidence_type(entity))),
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
            "matches": plain(listed(match)),
        },
        description="匹配结果，没有则为暂无可靠匹配\n\nCandidates, best first.",
    )


def _evidence_type(entity: CompositeType) -> GraphQLObjectType:
    node = GraphQLObjectType(
        "EvidenceNode",
        {
            "entity": entity_field(entity, lambda node: node.id),
            "name": localised_field("name"),
            "illustrative": plain(GraphQLBoolean),
        },
        description="依据路径上的一处\n\nA node of a path; a free text is no entity.",
    )
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


async def _resolve_demand(_: object, info: Info, id: str, first: int) -> MatchResult:
    check_first(first)
    matcher = info.context.services.matcher
    return await info.context.reads.call(matcher.match_demand, entity_id(id), first)


async def _resolve_text(_: object, info: Info, text: str, first: int) -> MatchResult:
    check_first(first)
    matcher = info.context.services.matcher
    return await info.context.reads.call(matcher.match_text, text, first)
