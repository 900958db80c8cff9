"""Counts by the value of a field, on every connection."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.access import Forbidden
from api.context import Info
from api.fields import listed, plain, shown
from api.naming import constant
from api.paging import Connection
from api.plan import PropertyMember, TypePlan
from api.properties import localised_field
from ontology.model import Datatype, Ontology, PropertyDef, Text

_GROUPED = frozenset(
    {Datatype.TERM, Datatype.BOOLEAN, Datatype.INTEGER, Datatype.STRING, Datatype.DATE}
)


@dataclass(frozen=True, slots=True)
class Group:
    """How many have a value.

    Attributes:
        key: The value as text; None for those without the field.
        label: What people see: the term, or the value itself.
        count: How many.
    """

    key: str | None
    label: Text
    count: int


GROUP = GraphQLObjectType(
    "GroupCount",
    {
        "key": shown(GraphQLString),
        "label": localised_field("label"),
        "count": plain(GraphQLInt),
    },
    description=(
        "一个取值的数量；key 为空者未填\n\nHow many have a value; no key: without the field."
    ),
)


def group_field(ontology: Ontology, of_type: TypePlan) -> dict[str, GraphQLField]:
    """The field ``groupCounts`` of connections to that type."""
    properties = {"type": None} | {
        member.definition.name: member.definition
        for member in of_type.members.values()
        if isinstance(member, PropertyMember) and member.definition.datatype in _GROUPED
    }
    by = GraphQLEnumType(
        f"{of_type.name}GroupField",
        {constant(name): GraphQLEnumValue(name) for name in properties},
    )

    async def resolve(connection: Connection, info: Info, by: str) -> Sequence[Group]:
        definition = properties[by]
        if definition is not None and not info.context.viewer.may_see(definition):
            raise Forbidden(f"{by} may not be counted by without permission")
        found = await connection.groups(by)
        groups = [
            Group(key or None, _label(ontology, definition, key), count)
            for key, count in found.items()
            if count
        ]
        return sorted(groups, key=lambda group: (-group.count, group.key or ""))

    return {
        "groupCounts": GraphQLField(
            listed(GROUP),
            {"by": GraphQLArgument(GraphQLNonNull(by))},
            resolve,
            description=(
                "按字段取值计数，多者在前；多值字段各计一次\n\n"
                "Counts by the value of a field, the most first; a list counts under each item."
            ),
        )
    }


def _label(ontology: Ontology, definition: PropertyDef | None, key: str) -> Text:
    if definition is None and key in ontology.classes:
        return ontology.classes[key].label
    if definition is not None and definition.vocabulary is not None:
        term = ontology.vocabulary(definition.vocabulary).terms.get(key)
        if term is not None:
            return term.label
    return Text({"zh": key, "en": key})
