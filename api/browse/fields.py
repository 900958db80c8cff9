"""``facetedSearch``, ``relationCounts``, ``links``, ``paths`` and ``history``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLID,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.access import Viewer
from api.browse.facets import STATUS, Asked, FacetedSearch, FacetName, Found
from api.browse.history import Statement, statements
from api.browse.paths import Step, ways_between
from api.browse.relations import RelationCount, links_among, relation_counts
from api.browse.types import FACET_NAME, STATEMENT, counts_type, faceted_type, link_type
from api.context import Info
from api.errors import InvalidPageSize, NotFound
from api.fields import entity_field, first_argument, listed, plain
from api.ids import entity_id
from api.outputs import CompositeType
from api.paging import MAX_FIRST, check_first
from api.plan import ApiPlan
from api.properties import localised_field
from graph.records import Relation
from ontology.model import Ontology, Sensitivity, Text

LONGEST = 8
"""Steps of the longest way that can be asked for."""

MAX_AMONG = 20_000
"""Other ends that links can be asked for with."""


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with what people see, in its own direction."""

    step: Step
    label: Text

    @property
    def relation(self) -> str:
        """The relation followed."""
        return self.step.relation

    @property
    def forward(self) -> bool:
        """Whether along the relation."""
        return self.step.forward


@dataclass(frozen=True, slots=True)
class ShownWays:
    """Ways with what people see."""

    ways: Sequence[Sequence[ShownStep]]
    complete: bool


def browse_fields(
    plan: ApiPlan,
    entity: CompositeType,
    hit: GraphQLObjectType,
    class_name: GraphQLEnumType,
) -> Mapping[str, GraphQLField]:
    """The root fields; entities are shown as that interface, hits as that type."""
    return {
        "facetedSearch": _faceted(faceted_type(hit), class_name),
        "relationCounts": _counts(plan, counts_type(entity)),
        "links": _links(link_type(entity)),
        "paths": _paths(entity),
        "history": _history(),
    }


def _faceted(shown: GraphQLObjectType, class_name: GraphQLEnumType) -> GraphQLField:
    async def resolve(
        _: object, info: Info, text: str, facets: list[FacetName], **chosen: list[str]
    ) -> Found:
        reads, ontology = info.context.reads, info.context.services.ontology
        search = FacetedSearch(reads.store, ontology, _sees_statuses(ontology, info.context.viewer))
        if chosen.get("statuses") and not search.statuses:
            return Found((), 0, capped=False, facets=())
        asked = Asked(
            text,
            {
                FacetName.CLASS: tuple(chosen.get("types", ())),
                FacetName.REGION: tuple(map(entity_id, chosen.get("regions", ()))),
                FacetName.INDUSTRY: tuple(map(entity_id, chosen.get("industries", ()))),
                FacetName.STATUS: tuple(chosen.get("statuses", ())),
            },
        )
        return await reads.call(search.find, asked, facets)

    some_ids = GraphQLList(GraphQLNonNull(GraphQLID))
    return GraphQLField(
        GraphQLNonNull(shown),
        {
            "text": GraphQLArgument(GraphQLNonNull(GraphQLString), default_value=""),
            "types": GraphQLArgument(GraphQLList(GraphQLNonNull(class_name))),
            "regions": GraphQLArgument(some_ids),
            "industries": GraphQLArgument(some_ids),
            "statuses": GraphQLArgument(GraphQLList(GraphQLNonNull(GraphQLString))),
            "facets": GraphQLArgument(listed(FACET_NAME), default_value=list(FacetName)),
        },
        resolve,
        description=(
            "全文检索及按类别、地区、行业、状态的计数；下级计入上级\n\n"
            "Full-text search with counts by class, region, industry and status; what lies "
            "within a region or an industry counts for it."
        ),
    )


def _sees_statuses(ontology: Ontology, viewer: Viewer) -> bool:
    """Whether the viewer may see every status that there is."""
    found = (ontology.properties(name).get(STATUS) for name in ontology.classes)
    return all(viewer.may_see(definition) for definition in found if definition is not None)


def _counts(plan: ApiPlan, shown: GraphQLObjectType) -> GraphQLField:
    async def resolve(
        _: object, info: Info, ids: list[str]
    ) -> Sequence[tuple[str, Sequence[RelationCount]]]:
        reads = info.context.reads
        found = await reads.call(relation_counts, reads.store, plan, _checked(ids))
        return list(found.items())

    return GraphQLField(
        listed(shown),
        {"ids": _ids_argument()},
        resolve,
        description=(
            "各记录的关系数量，只计数不取数\n\n"
            "How many relations each entity has, by field; counted, not fetched."
        ),
    )


def _links(shown: GraphQLObjectType) -> GraphQLField:
    async def resolve(
        _: object, info: Info, ids: list[str], among: list[str]
    ) -> Sequence[Relation]:
        reads = info.context.reads
        if len(among) > MAX_AMONG:
            raise InvalidPageSize(f"at most {MAX_AMONG} entities among, not {len(among)}")
        others = list(dict.fromkeys(map(entity_id, among)))
        return await reads.call(links_among, reads.store, _checked(ids), others)

    return GraphQLField(
        listed(shown),
        {
            "ids": _ids_argument(),
            "among": GraphQLArgument(listed(GraphQLID), default_value=[]),
        },
        resolve,
        description=(
            "这些记录之间、及其与 among 之间的全部关系\n\n"
            "All relations that join one of the entities to another, or to one of those among."
        ),
    )


def _paths(entity: CompositeType) -> GraphQLField:
    step = GraphQLObjectType(
        "PathStep",
        {
            "relation": plain(GraphQLString),
            "forward": plain(GraphQLBoolean),
            "label": localised_field("label"),
            "start": entity_field(entity, lambda item: item.step.start),
            "end": entity_field(entity, lambda item: item.step.end),
        },
        description="路径上的一步\n\nOne step of a way.",
    )
    path = GraphQLObjectType(
        "Path",
        {"steps": GraphQLField(listed(step), resolve=lambda steps, _: list(steps))},
        description="两条记录间的一条路径\n\nA way between two entities.",
    )
    shown = GraphQLObjectType(
        "Paths",
        {"complete": plain(GraphQLBoolean), "paths": plain(listed(path), "ways")},
        description="最短路径\n\nThe shortest ways.",
    )
    return GraphQLField(
        GraphQLNonNull(shown),
        {
            "from": GraphQLArgument(GraphQLNonNull(GraphQLID)),
            "to": GraphQLArgument(GraphQLNonNull(GraphQLID)),
            "longest": first_argument(6),
            "first": first_argument(5),
            "through": first_argument(500),
        },
        _resolve_paths,
        description=(
            "两条记录之间的最短路径；不经过关系数超过 through 的记录\n\n"
            "The shortest ways between two entities; none leads through an entity with more "
            "than `through` relations."
        ),
    )


async def _resolve_paths(_: object, info: Info, **given: Any) -> ShownWays:
    longest, first, through = given["longest"], given["first"], given["through"]
    check_first(first)
    if not 1 <= longest <= LONGEST or through < 1:
        raise InvalidPageSize(f"longest is 1 to {LONGEST}, and through at least 1")
    reads = info.context.reads
    ends = [entity_id(given[name]) for name in ("from", "to")]
    for end in ends:
        if await reads.entity(end) is None:
            raise NotFound(f"no entity {end!r}")
    found = await reads.call(
        ways_between, reads.store, *ends, longest=longest, first=first, through=through
    )
    ontology = info.context.services.ontology
    ways = [[_labelled(ontology, step) for step in way] for way in found.ways]
    return ShownWays(ways, found.complete)


def _labelled(ontology: Ontology, step: Step) -> ShownStep:
    relation = ontology.relation(step.relation)
    return ShownStep(step, relation.label if step.forward else relation.inverse_label)


def _history() -> GraphQLField:
    async def resolve(_: object, info: Info, id: str) -> Sequence[Statement] | None:
        context = info.context
        entity = await context.reads.entity(entity_id(id))
        if entity is None:
            return None
        found = statements(context.services.ontology, entity, context.viewer)
        for item in found:
            if item.definition.sensitivity is Sensitivity.RESTRICTED:
                context.confidential.add((entity.id, item.definition.name))
        return found

    return GraphQLField(
        GraphQLList(GraphQLNonNull(STATEMENT)),
        {"id": GraphQLArgument(GraphQLNonNull(GraphQLID))},
        resolve,
        description=(
            "各来源对该记录各字段的说法，没有该记录则为空\n\n"
            "What each source says of each field, what lost included; null if there is no such "
            "entity."
        ),
    )


def _ids_argument() -> GraphQLArgument:
    return GraphQLArgument(listed(GraphQLID))


def _checked(ids: Sequence[str]) -> Sequence[str]:
    """The ids as the store knows them, each once."""
    if len(ids) > MAX_FIRST:
        raise InvalidPageSize(f"at most {MAX_FIRST} ids can be asked for at once, not {len(ids)}")
    return list(dict.fromkeys(map(entity_id, ids)))
