"""``trace`` and ``chains``: points, lines and network, with their evidence."""

from collections.abc import Mapping, Sequence

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
    GraphQLNullableOutputType,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.fields import (
    entities_field,
    entity_field,
    first_argument,
    listed,
    plain,
    shown,
    some,
    some_entities,
)
from api.ids import entity_id
from api.outputs import CompositeType
from api.paging import check_first
from chains import Component, Position, StepKind, Structure, Trace, summarise

VERTICES = GraphQLEnumType(
    "ChainVertices",
    {
        "USE_CASE": GraphQLEnumValue("UseCase", "应用案例\n\nUse cases."),
        "ENTERPRISE": GraphQLEnumValue("Enterprise", "企业\n\nEnterprises."),
        "PRODUCT": GraphQLEnumValue("Product", "产品\n\nProducts."),
    },
    description="对什么分析点、线、网\n\nWhat the vertices are.",
)

POSITION = GraphQLEnumType(
    "Position",
    {
        "POINT": GraphQLEnumValue(Position.POINT, "孤立点\n\nA point: it has no link."),
        "LINE": GraphQLEnumValue(Position.LINE, "成线\n\nIn a line: all its links are bridges."),
        "NETWORK": GraphQLEnumValue(
            Position.NETWORK, "成网\n\nIn the network: in a biconnected block of three or more."
        ),
    },
    description="点、线、网\n\nWhere a use case stands.",
)
STEP_KIND = GraphQLEnumType(
    "ChainStepKind",
    {item.name: GraphQLEnumValue(item) for item in StepKind},
    description="行动的种类\n\nWhat a person would do.",
)
FINDING = GraphQLObjectType(
    "ChainFinding",
    {
        "kind": plain(GraphQLString),
        "count": plain(GraphQLInt),
        "examples": plain(listed(GraphQLString)),
    },
    description="数据中的异常\n\nWhat is odd in the data; it stops nothing.",
)
RULE = GraphQLObjectType(
    "ChainRule",
    {
        "kind": plain(GraphQLString),
        "specificUpTo": plain(GraphQLInt, "specific_up_to"),
        "shared": plain(GraphQLInt),
        "rareUpTo": plain(GraphQLInt, "rare_up_to"),
        "rate": plain(GraphQLFloat),
        "threshold": plain(GraphQLFloat),
        "pairs": plain(GraphQLInt),
    },
    description="连接规则\n\nThe rule by which shared assets make a link.",
)
COUNTS = GraphQLObjectType(
    "ChainCounts",
    {
        position.value: GraphQLField(
            GraphQLNonNull(GraphQLInt), resolve=lambda counts, _, key=position: counts[key]
        )
        for position in Position
    },
    description="点、线、网各有多少\n\nHow many there are of each.",
)


def chain_fields(entity: CompositeType, link: GraphQLObjectType) -> Mapping[str, GraphQLField]:
    """The root fields ``trace`` and ``chains``.

    Args:
        entity: As what entities are shown.
        link: From ``link_type``.
    """
    component = _component_type(entity, link)
    return {
        "trace": GraphQLField(
            _trace_type(entity, link, component),
            {"id": GraphQLArgument(GraphQLNonNull(GraphQLID)), "over": over_argument()},
            _resolve_trace,
            description=(
                "一个案例由点到线到网的路径、依据和下一步\n\n"
                "Where a use case stands, what links it, and what would promote it."
            ),
        ),
        "chains": GraphQLField(
            _chains_type(component),
            {"over": over_argument()},
            _resolve_chains,
            description="点、线、网的计数和构成\n\nPoints, lines and network: counts and parts.",
        ),
    }


def over_argument() -> GraphQLArgument:
    """``over``: use cases unless asked otherwise."""
    return GraphQLArgument(GraphQLNonNull(VERTICES), default_value="UseCase")


def link_type(entity: CompositeType) -> GraphQLObjectType:
    """A link with its evidence."""
    relation = GraphQLObjectType(
        "ChainRelation",
        {
            "type": plain(GraphQLString),
            "source": entity_field(entity, lambda key: key.source),
            "target": entity_field(entity, lambda key: key.target),
        },
        description="两个案例之间的直接关系\n\nA relation that itself joins two use cases.",
    )
    return GraphQLObjectType(
        "ChainLink",
        {
            "a": entity_field(entity, lambda link: link.a),
            "b": entity_field(entity, lambda link: link.b),
            "weight": plain(GraphQLFloat),
            "assets": entities_field(entity, lambda link: link.assets),
            "relations": plain(listed(relation)),
            "pValue": shown(GraphQLFloat, "p_value"),
        },
        description="一条连接及其依据\n\nA link of two use cases, with the assets they share.",
    )


def _component_type(entity: CompositeType, link: GraphQLObjectType) -> GraphQLObjectType:
    spans = GraphQLObjectType(
        "ChainSpans",
        {
            "industries": entities_field(entity, lambda spans: spans.industries),
            "enterprises": entities_field(entity, lambda spans: spans.enterprises),
            "regions": entities_field(entity, lambda spans: spans.regions),
            "stages": entities_field(entity, lambda spans: spans.stages),
            "closed": plain(
                GraphQLBoolean,
                description="同企闭环\n\nWhether it stays within one enterprise.",
            ),
        },
        description="跨越的行业、企业、地区和环节\n\nWhat a line or block crosses.",
    )
    return GraphQLObjectType(
        "ChainComponent",
        {
            "name": plain(GraphQLString),
            "position": plain(POSITION, "kind"),
            "size": GraphQLField(
                GraphQLNonNull(GraphQLInt), resolve=lambda component, _: len(component.members)
            ),
            "members": some_entities(entity, lambda component: component.members),
            "links": some(link, lambda component: component.links),
            "spans": plain(spans),
        },
        description="一条线或一张网\n\nA line, or a block of the network.",
    )


def _trace_type(
    entity: CompositeType, link: GraphQLObjectType, component: GraphQLObjectType
) -> GraphQLObjectType:
    step = GraphQLObjectType(
        "ChainStep",
        {
            "kind": plain(STEP_KIND),
            "asset": entity_field(entity, lambda step: step.asset),
            "position": plain(POSITION),
            "partners": entities_field(entity, lambda step: step.partners),
            "joined": plain(GraphQLInt),
            "likelihood": plain(GraphQLFloat),
            "expectedGain": plain(GraphQLFloat, "expected_gain", "预期提升\n\nExpected gain."),
        },
        description="可提升其位置的一步\n\nOne step that would promote it.",
    )
    return GraphQLObjectType(
        "Trace",
        {
            "vertex": entity_field(entity, lambda trace: trace.vertex),
            "position": plain(POSITION),
            "links": some(link, lambda trace: trace.links),
            "components": some(component, lambda trace: trace.components),
            "step": shown(step),
            "path": plain(listed(link)),
            "reachesNetwork": plain(GraphQLBoolean, "reaches_network"),
            "steps": plain(listed(step)),
            "rule": plain(RULE),
        },
        description="由点到线到网\n\nFrom a point through its line to the network.",
    )


def _chains_type(component: GraphQLObjectType) -> GraphQLObjectType:
    def parts(name: str) -> GraphQLField:
        def resolve(structure: Structure, _: Info, first: int) -> Sequence[Component]:
            check_first(first)
            found: Sequence[Component] = getattr(structure, name)
            return found[:first]

        return GraphQLField(listed(component), {"first": first_argument()}, resolve)

    def counted(leaf: GraphQLNullableOutputType, name: str) -> GraphQLField:
        return GraphQLField(
            GraphQLNonNull(leaf),
            resolve=lambda structure, _: getattr(summarise(structure), name),
        )

    return GraphQLObjectType(
        "Chains",
        {
            "counts": counted(COUNTS, "counts"),
            "illustrative": counted(COUNTS, "illustrative"),
            "linkCount": counted(GraphQLInt, "links"),
            "lineCount": counted(GraphQLInt, "lines"),
            "blockCount": counted(GraphQLInt, "blocks"),
            "largestShare": counted(GraphQLFloat, "largest_share"),
            "rule": counted(RULE, "rule"),
            "findings": GraphQLField(
                listed(FINDING), resolve=lambda structure, _: structure.projection.findings
            ),
            "lines": parts("lines"),
            "blocks": parts("blocks"),
        },
        description="全部案例的点、线、网\n\nPoints, lines and network of all use cases.",
    )


async def _resolve_trace(_: object, info: Info, id: str, over: str) -> Trace:
    context = info.context
    return await context.reads.call(context.services.chains.trace, over, entity_id(id))


async def _resolve_chains(_: object, info: Info, over: str) -> Structure:
    context = info.context
    return await context.reads.call(context.services.chains.structure, over)
