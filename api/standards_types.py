"""``applicableStandards``, ``standardGaps``, ``standardConflicts`` and ``standardProposals``."""

from collections.abc import Mapping, Sequence
from functools import partial

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
    GraphQLType,
)

from api.context import Info
from api.fields import entities_field, first_argument, listed, plain
from api.ids import entity_id
from api.outputs import CompositeType
from api.paging import check_first
from matcher.standards import (
    Applicable,
    Conflict,
    ConflictKind,
    FoundStandard,
    Gap,
    Level,
    StandardProposal,
    Why,
    applicable_standards,
    conflicts,
    find_standards,
    gaps,
    propose_standards,
)

_KIND = GraphQLEnumType(
    "StandardConflictKind",
    {item.name: GraphQLEnumValue(item) for item in ConflictKind},
    description="冲突的种类\n\nWhat is wrong between two standards.",
)
_WHY = GraphQLEnumType(
    "StandardFoundBy",
    {item.name: GraphQLEnumValue(item) for item in Why},
    description="标准因何被找到\n\nHow a standard was found.",
)
_LEVEL = GraphQLEnumType(
    "StandardLevel",
    {item.name: GraphQLEnumValue(item) for item in Level},
    description="建议的标准层级\n\nThe kind of standard that the spread of practice suggests.",
)
_OF = GraphQLEnumType(
    "StandardGapOf",
    {"SCENARIO": GraphQLEnumValue("Scenario"), "TECHNOLOGY": GraphQLEnumValue("Technology")},
    description="缺口的对象\n\nWhat may lack a standard.",
)


def standards_fields(entity: CompositeType, evidence: GraphQLType) -> Mapping[str, GraphQLField]:
    """The root fields of the standards service; entities are shown as that interface."""
    applicable = GraphQLObjectType(
        "ApplicableStandard",
        {
            "standard": plain(entity),
            "steps": plain(GraphQLInt),
            "paths": plain(listed(evidence)),
            "kind": GraphQLField(GraphQLString),
            "supersededBy": plain(listed(entity), "superseded_by"),
        },
        description="适用的标准及其依据\n\nA standard that applies, and by which ways.",
    )
    reason = GraphQLObjectType(
        "StandardReason",
        {
            "why": plain(_WHY),
            "text": plain(GraphQLString),
            "subject": GraphQLField(entity),
        },
        description="找到标准的依据\n\nOne way by which a standard was found.",
    )
    found = GraphQLObjectType(
        "FoundStandard",
        {
            "standard": plain(entity),
            "score": plain(GraphQLFloat),
            "kind": GraphQLField(GraphQLString),
            "reasons": plain(listed(reason)),
            "supersededBy": plain(listed(entity), "superseded_by"),
        },
        description="检索到的标准\n\nA standard that was searched for.",
    )
    gap = GraphQLObjectType(
        "StandardGap",
        {"subject": plain(entity), "useCases": plain(GraphQLInt, "use_cases")},
        description="没有标准可依的场景或技术\n\nA scenario or technology without a standard.",
    )
    conflict = GraphQLObjectType(
        "StandardConflict",
        {
            "subject": plain(entity),
            "kind": plain(_KIND),
            "old": plain(entity),
            "new": plain(entity),
        },
        description="标准冲突\n\nA superseded standard that is still named.",
    )
    proposal = GraphQLObjectType(
        "StandardProposal",
        {
            "id": plain(GraphQLString),
            "scenario": plain(entity),
            "technologies": plain(listed(entity)),
            "cases": entities_field(entity, lambda item: item.cases),
            "enterprises": plain(GraphQLInt),
            "industries": plain(GraphQLInt),
            "regions": plain(GraphQLInt),
            "level": plain(_LEVEL),
        },
        description="标准立项建议\n\nA standard that practice asks for.",
    )
    return {
        "applicableStandards": GraphQLField(
            GraphQLList(GraphQLNonNull(applicable)),  # null when it fails, beside other answers
            {"id": GraphQLArgument(GraphQLNonNull(GraphQLID)), "first": first_argument()},
            _applicable,
            description=(
                "需求、供给、案例、场景或技术的适用标准，近者在前\n\n"
                "The standards that apply to a demand, supply, use case, scenario or technology."
            ),
        ),
        "searchStandards": GraphQLField(
            GraphQLList(GraphQLNonNull(found)),
            {
                "text": GraphQLArgument(GraphQLNonNull(GraphQLString)),
                "kinds": GraphQLArgument(GraphQLList(GraphQLNonNull(GraphQLString))),
                "releases": GraphQLArgument(GraphQLList(GraphQLNonNull(GraphQLString))),
                "first": first_argument(),
            },
            _search,
            description=(
                "按标准号、词或文中提到的技术检索标准\n\n"
                "Standards by number, by words, or by the technologies that a text names."
            ),
        ),
        "standardGaps": GraphQLField(
            GraphQLList(GraphQLNonNull(gap)),
            {
                "of": GraphQLArgument(GraphQLNonNull(_OF), default_value="Scenario"),
                "first": first_argument(),
            },
            _gaps,
            description="标准缺口\n\nScenarios or technologies to which no standard applies.",
        ),
        "standardConflicts": GraphQLField(
            GraphQLList(GraphQLNonNull(conflict)),
            {"first": first_argument()},
            _conflicts,
            description="标准冲突\n\nSuperseded standards that are still named.",
        ),
        "standardProposals": GraphQLField(
            GraphQLList(GraphQLNonNull(proposal)),
            {
                "illustrative": GraphQLArgument(
                    GraphQLNonNull(GraphQLBoolean), default_value=False
                ),
                "first": first_argument(),
            },
            _proposals,
            description="标准立项建议\n\nStandards that practice asks for.",
        ),
    }


async def _applicable(_: object, info: Info, id: str, first: int) -> Sequence[Applicable]:
    check_first(first)
    services = info.context.services
    found = await info.context.reads.call(
        applicable_standards, services.store, services.ontology, entity_id(id)
    )
    return found[:first]


async def _search(
    _: object,
    info: Info,
    text: str,
    first: int,
    kinds: Sequence[str] = (),
    releases: Sequence[str] = (),
) -> Sequence[FoundStandard]:
    check_first(first)
    services = info.context.services
    find = partial(find_standards, kinds=kinds, releases=releases, first=first)
    return await info.context.reads.call(find, services.store, services.ontology, text)


async def _gaps(_: object, info: Info, of: str, first: int) -> Sequence[Gap]:
    check_first(first)
    return (await info.context.reads.call(gaps, info.context.services.store, of))[:first]


async def _conflicts(_: object, info: Info, first: int) -> Sequence[Conflict]:
    check_first(first)
    return (await info.context.reads.call(conflicts, info.context.services.store))[:first]


async def _proposals(
    _: object, info: Info, first: int, *, illustrative: bool
) -> Sequence[StandardProposal]:
    check_first(first)
    find = partial(propose_standards, illustrative=illustrative)
    return (await info.context.reads.call(find, info.context.services.store))[:first]
