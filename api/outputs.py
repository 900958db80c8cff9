"""Object types and interfaces of entities, generated from the plan."""

from typing import Any, TypeAlias

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLID,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
)

from api.access import Right
from api.connection_types import connection_type
from api.context import Info
from api.fields import first_argument
from api.filters import condition, sort_of
from api.group_types import group_field
from api.ids import global_id
from api.inputs import Inputs
from api.paging import ClassConnection, LinkConnection, Window
from api.plan import ENTITY, ApiPlan, PropertyMember, RelationMember, TypePlan
from api.properties import PROVENANCE, property_field, provenance_of
from api.reads import Link
from api.text import describe, describe_member
from graph.records import Entity
from ingest.edits import version_of

CompositeType: TypeAlias = GraphQLObjectType | GraphQLInterfaceType

_ID = "全局标识，不透明\n\nThe global id; opaque."
_ENTITY_ID = (
    "记录自身的编号，凡需要 id 之处都可用\n\nThe record's own id; it may stand wherever an id does."
)


class Outputs:
    """The types of a plan, each made once; their fields are made when first needed.

    Attributes:
        node: Relay's ``Node``.
        types: Entity types and interfaces by name.
    """

    def __init__(self, plan: ApiPlan, class_name: GraphQLEnumType) -> None:
        self._plan = plan
        self._class_name = class_name
        self._inputs = Inputs(plan, class_name)
        self.node = GraphQLInterfaceType(
            "Node",
            {"id": GraphQLField(GraphQLNonNull(GraphQLID), description=_ID)},
            resolve_type=self._type_of,
            description="有全局标识的对象\n\nAn object with a global id.",
        )
        self.types: dict[str, CompositeType] = {}
        for name, item in plan.types.items():
            self.types[name] = self._composite(item)
        listed = sorted({ENTITY, *plan.lists.values()})
        self._connections = {
            name: connection_type(self.types[name], group_field(plan.ontology, plan.of_type(name)))
            for name in listed
        }

    @property
    def entity(self) -> CompositeType:
        """The interface of every entity."""
        return self.types[ENTITY]

    def filter_type(self, class_name: str) -> GraphQLInputObjectType:
        """The input by which entities of a class are filtered."""
        return self._inputs.filter_type(self._plan.lists[class_name])

    def class_field(self, class_name: str | None) -> GraphQLField:
        """The root field that lists a class, or everything."""
        type_name = self._plan.lists[class_name] if class_name else ENTITY

        def resolve(_: object, info: Info, **given: Any) -> ClassConnection:
            window = self._window(type_name, info, given)
            return ClassConnection(info.context.reads, class_name, window)

        of_type = self._plan.of_type(type_name)
        # Null when it fails, so that the other root fields are still answered.
        shown = self._connections[type_name]
        description = describe(of_type.label, of_type.gloss)
        return self._connection_field(type_name, shown, resolve, description)

    def _relation_field(self, member: RelationMember) -> GraphQLField:
        type_name = self._plan.common_type(member.targets)
        link = Link(member.relation.name, member.direction)

        def resolve(entity: Entity, info: Info, **given: Any) -> LinkConnection:
            window = self._window(type_name, info, given)
            return LinkConnection(info.context.reads, entity.id, link, window)

        # Never null: a page that fails takes its entity along.
        shown = GraphQLNonNull(self._connections[type_name])
        return self._connection_field(type_name, shown, resolve, describe_member(member))

    def _connection_field(
        self,
        type_name: str,
        shown: GraphQLOutputType,
        resolve: GraphQLFieldResolver,
        description: str,
    ) -> GraphQLField:
        arguments = {
            "first": first_argument(),
            "after": GraphQLArgument(GraphQLString),
            "where": GraphQLArgument(self._inputs.filter_type(type_name)),
            "orderBy": GraphQLArgument(self._inputs.order_type(type_name)),
        }
        return GraphQLField(shown, arguments, resolve, description=description)

    def _window(self, type_name: str, info: Info, given: dict[str, Any]) -> Window:
        viewer = info.context.viewer
        where, order = given.get("where"), given.get("orderBy")
        return Window(
            first=given["first"],
            after=given.get("after"),
            where=condition(self._plan, type_name, where, viewer) if where else None,
            sort=sort_of(self._plan, type_name, order, viewer) if order else None,
        )

    def _composite(self, item: TypePlan) -> CompositeType:
        description = describe(item.label, item.gloss)
        if item.name in self._plan.interfaces:
            return GraphQLInterfaceType(
                item.name,
                lambda: self._fields(item),
                lambda: self._interfaces(item),
                resolve_type=self._type_of,
                description=description,
            )
        return GraphQLObjectType(
            item.name,
            lambda: self._fields(item),
            lambda: self._interfaces(item),
            description=description,
        )

    def _interfaces(self, item: TypePlan) -> list[GraphQLInterfaceType]:
        found = [self.types[name] for name in item.interfaces]
        return [self.node, *(each for each in found if isinstance(each, GraphQLInterfaceType))]

    def _fields(self, item: TypePlan) -> dict[str, GraphQLField]:
        return {
            **self._own_fields(),
            **{
                name: property_field(self._plan.ontology, member.definition)
                if isinstance(member, PropertyMember)
                else self._relation_field(member)
                for name, member in item.members.items()
            },
        }

    def _own_fields(self) -> dict[str, GraphQLField]:
        ontology = self._plan.ontology
        origins = GraphQLNonNull(GraphQLList(GraphQLNonNull(PROVENANCE)))
        return {
            "id": GraphQLField(
                GraphQLNonNull(GraphQLID),
                resolve=lambda entity, _: global_id(entity.id),
                description=_ID,
            ),
            "entityId": GraphQLField(
                GraphQLNonNull(GraphQLString),
                resolve=lambda entity, _: entity.id,
                description=_ENTITY_ID,
            ),
            "type": GraphQLField(
                GraphQLNonNull(self._class_name), resolve=lambda entity, _: entity.type
            ),
            "etag": GraphQLField(
                GraphQLString,
                resolve=_etag,
                description=(
                    "内容指纹，供 ifMatch 使用；仅可写入者可见\n\n"
                    "Changes whenever a value does; for `ifMatch`. For those who may write."
                ),
            ),
            "provenance": GraphQLField(
                origins, resolve=lambda entity, info: provenance_of(ontology, entity, info)
            ),
        }

    def _type_of(self, entity: Entity, _: Info, __: object) -> str | None:
        plan = self._plan.objects.get(entity.type)
        return plan.name if plan else None


def _etag(entity: Entity, info: Info) -> str | None:
    """A hash of all values would tell hidden ones to who guesses them."""
    return version_of(entity) if info.context.viewer.may(Right.WRITE) else None
