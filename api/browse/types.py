"""GraphQL types of what ``api.browse`` answers."""

from collections.abc import Sequence

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.browse.facets import FacetName, Found
from api.context import Info
from api.fields import entity_field, first_argument, listed, plain
from api.outputs import CompositeType
from api.paging import check_first
from api.properties import localised_field
from api.scalars import DATE_TIME
from graph.query import Scored

FACET_NAME = GraphQLEnumType(
    "FacetName",
    {item.name: GraphQLEnumValue(item) for item in FacetName},
    description="按什么分面\n\nBy what hits are counted.",
)
_FACET_VALUE = GraphQLObjectType(
    "FacetValue",
    {
        "key": plain(GraphQLString),
        "label": localised_field("label"),
        "count": plain(GraphQLInt),
    },
    description="一个取值及其结果数，含下级\n\nA value, and how many hits have it.",
)
FACET = GraphQLObjectType(
    "Facet",
    {
        "name": plain(FACET_NAME),
        "values": GraphQLField(
            listed(_FACET_VALUE),
            {"first": first_argument()},
            lambda facet, _, first: facet.values[:first],
        ),
    },
    description="一个分面，多者在前\n\nOne facet, the most frequent values first.",
)
RELATION_COUNT = GraphQLObjectType(
    "RelationCount",
    {
        "field": GraphQLField(
            GraphQLNonNull(GraphQLString), resolve=lambda item, _: item.member.name
        ),
        "relation": GraphQLField(
            GraphQLNonNull(GraphQLString), resolve=lambda item, _: item.member.relation.name
        ),
        "forward": GraphQLField(
            GraphQLNonNull(GraphQLBoolean), resolve=lambda item, _: item.member.direction == "out"
        ),
        "label": localised_field("label"),
        "count": plain(GraphQLInt),
    },
    description="一种关系的数量\n\nHow many there are of one relation in one direction.",
)

STATED_ORIGIN = GraphQLObjectType(
    "StatedOrigin",
    {
        "source": plain(GraphQLString),
        "batch": plain(GraphQLString),
        "time": plain(DATE_TIME),
        "confidence": plain(GraphQLFloat),
    },
    description="一条关系的来源\n\nWhere a relation came from.",
)
STATEMENT = GraphQLObjectType(
    "Statement",
    {
        "field": plain(GraphQLString, "key"),
        "label": localised_field("label"),
        "value": localised_field("value"),
        "stands": plain(GraphQLBoolean),
        "origin": plain(STATED_ORIGIN),
    },
    description=(
        "某来源对一个字段的说法；stands 为真者现行\n\n"
        "What a source says of a field; it stands, or lost against another."
    ),
)


def faceted_type(hit: GraphQLObjectType) -> GraphQLObjectType:
    """Hits by the page, with facets."""
    return GraphQLObjectType(
        "FacetedSearch",
        {
            "total": plain(GraphQLInt),
            "capped": plain(GraphQLBoolean),
            "hits": GraphQLField(
                listed(hit),
                {"first": first_argument(), "skip": first_argument(0)},
                _some_hits,
            ),
            "facets": plain(listed(FACET)),
        },
        description=(
            "分面检索：至多计入前一千条\n\n"
            "Hits and facets; `capped` tells that more than the best thousand fit."
        ),
    )


def counts_type(entity: CompositeType) -> GraphQLObjectType:
    """An entity's relations by count."""
    return GraphQLObjectType(
        "RelationCounts",
        {
            "entity": entity_field(entity, lambda item: item[0]),
            "counts": GraphQLField(listed(RELATION_COUNT), resolve=lambda item, _: item[1]),
        },
        description="一条记录的各种关系数量\n\nThe relations of an entity, counted.",
    )


def link_type(entity: CompositeType) -> GraphQLObjectType:
    """A relation between two entities."""
    return GraphQLObjectType(
        "Link",
        {
            "relation": plain(GraphQLString, "type"),
            "source": entity_field(entity, lambda relation: relation.source),
            "target": entity_field(entity, lambda relation: relation.target),
            "origin": GraphQLField(STATED_ORIGIN, resolve=lambda relation, _: relation.provenance),
        },
        description="两条记录间的一条关系\n\nA relation between two entities.",
    )


def _some_hits(found: Found, _: Info, first: int, skip: int) -> Sequence[Scored]:
    check_first(first)
    check_first(skip)
    return found.hits[skip : skip + first]
