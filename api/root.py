"""The whole GraphQL schema of an ontology."""

from graphql import (
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
)

from api.assignment_types import assignment_fields
from api.browse import browse_fields
from api.chain_types import chain_fields, link_type
from api.feedback_types import feedback_mutations
from api.history_types import history_fields
from api.import_types import import_fields, import_mutations
from api.indicator_types import indicator_fields
from api.ladder_types import ladder_fields
from api.live.fields import live_fields
from api.match_types import match_fields
from api.naming import reserved_aside
from api.ontology_types import ontology_fields
from api.outputs import Outputs
from api.plan import ApiPlan, plan_api
from api.replication_types import replication_fields
from api.resilience_types import resilience_fields
from api.search_types import search_fields
from api.solution_types import solution_fields
from api.stage_types import stage_fields
from api.standards_types import standards_fields
from api.text import describe
from api.viewer_types import viewer_fields
from api.wheel_types import wheel_fields
from api.writes import write_fields
from ontology.model import Ontology


def graphql_schema(ontology: Ontology) -> GraphQLSchema:
    """The schema that follows from the ontology; equal ontologies give equal schemas."""
    plan = plan_api(ontology)
    class_name = _class_name(plan)
    outputs = Outputs(plan, class_name)
    everything = {name for name, listed in plan.lists.items() if listed == outputs.entity.name}
    classes = {
        field: outputs.class_field(name)
        for name, field in plan.roots.items()
        if name not in everything
    }
    matching = match_fields(plan, outputs)
    searching = search_fields(outputs.node, outputs.entity, class_name)
    hit = _shown_in(searching["search"].type)
    link = link_type(outputs.entity)
    match = _shown_in(matching["matchDemand"].type, "matches")
    evidence = _shown_in(match, "evidence")
    standards = standards_fields(outputs.entity, evidence)
    applicable = _shown_in(standards["applicableStandards"].type)
    query = GraphQLObjectType(
        "Query",
        {
            **searching,
            **browse_fields(plan, outputs.entity, hit, class_name),
            **matching,
            **chain_fields(outputs.entity, link),
            **history_fields(outputs.entity, link),
            **resilience_fields(outputs.entity, link),
            **replication_fields(outputs.entity),
            **stage_fields(outputs.entity),
            **ladder_fields(outputs.entity),
            **indicator_fields(outputs.entity),
            **assignment_fields(outputs.entity),
            **wheel_fields(ontology, outputs.entity),
            **standards,
            **solution_fields(outputs.entity, match, evidence, applicable),
            **import_fields(),
            **viewer_fields(),
            **ontology_fields(plan, class_name),
            "entities": outputs.class_field(None),
            **dict(sorted(classes.items())),
        },
        description="查询\n\nEverything that can be asked.",
    )
    mutation = GraphQLObjectType(
        "Mutation",
        {
            **import_mutations(),
            **feedback_mutations(ontology, outputs.entity),
            **write_fields(plan, outputs),
        },
        description="更改\n\nEverything that can be changed.",
    )
    subscription = GraphQLObjectType(
        "Subscription",
        live_fields(outputs.entity, match, class_name),
        description="订阅\n\nEverything that is told while it happens.",
    )
    return GraphQLSchema(query, mutation, subscription, types=list(outputs.types.values()))


def _shown_in(of_type: GraphQLOutputType, *path: str) -> GraphQLObjectType:
    """The object type at the end of a path of fields."""
    found = get_named_type(of_type)
    for name in path:
        if not isinstance(found, GraphQLObjectType):
            raise TypeError(f"{found} has no field {name}")
        found = get_named_type(found.fields[name].type)
    if not isinstance(found, GraphQLObjectType):
        raise TypeError(f"{found} is no object type")
    return found


def _class_name(plan: ApiPlan) -> GraphQLEnumType:
    return GraphQLEnumType(
        "ClassName",
        {
            reserved_aside(name, ("true", "false", "null")): GraphQLEnumValue(
                name, describe(definition.label, definition.gloss)
            )
            for name, definition in sorted(plan.ontology.classes.items())
        },
        description="本体中的类\n\nThe classes of the ontology.",
    )
