"""Filter and order inputs, generated for each type."""

from collections.abc import Mapping

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
)

from api.conditions import operators_of
from api.naming import constant
from api.plan import ApiPlan, PropertyMember, RelationMember, TypePlan
from api.scalars import LANGUAGE, LEAVES

DIRECTION = GraphQLEnumType(
    "Direction",
    {"ASC": GraphQLEnumValue(False), "DESC": GraphQLEnumValue(True)},
    description="排序方向，缺值者总在最后\n\nThe way of an order; missing values come last.",
)


class Inputs:
    """The filter and order inputs of a plan, each made once."""

    def __init__(self, plan: ApiPlan, class_name: GraphQLEnumType) -> None:
        self._plan = plan
        self._class_name = class_name
        self._shared: dict[str, GraphQLInputObjectType] = {}
        self._filters = {name: self._filter_type(item) for name, item in plan.types.items()}
        self._orders = {name: _order_type(item) for name, item in plan.types.items()}

    def filter_type(self, type_name: str) -> GraphQLInputObjectType:
        """The input by which entities of that type are filtered."""
        return self._filters[type_name]

    def order_type(self, type_name: str) -> GraphQLInputObjectType:
        """The input by which entities of that type are sorted."""
        return self._orders[type_name]

    def _filter_type(self, of_type: TypePlan) -> GraphQLInputObjectType:
        return GraphQLInputObjectType(
            f"{of_type.name}Filter",
            lambda: self._fields(of_type),
            description=(
                f"{of_type.label.get('zh')}的筛选条件，须同时满足\n\n"
                f"Conditions on {of_type.name}; all that are given must hold."
            ),
        )

    def _fields(self, of_type: TypePlan) -> dict[str, GraphQLInputField]:
        own = self._filters[of_type.name]
        fields = {
            "and": GraphQLInputField(GraphQLList(GraphQLNonNull(own))),
            "or": GraphQLInputField(GraphQLList(GraphQLNonNull(own))),
            "not": GraphQLInputField(own),
            "id": GraphQLInputField(self._condition("Id", GraphQLID, ("eq", "in"))),
        }
        if of_type.name in self._plan.interfaces:
            types = self._condition("Type", self._class_name, ("eq", "in"))
            fields["type"] = GraphQLInputField(types)
        for name, member in of_type.members.items():
            fields[name] = self._member_field(member)
        return fields

    def _member_field(self, member: PropertyMember | RelationMember) -> GraphQLInputField:
        if isinstance(member, RelationMember):
            return GraphQLInputField(self._relation_type(member))
        definition = member.definition
        kind = definition.datatype.value.title() + ("List" if definition.many else "")
        return GraphQLInputField(
            self._condition(kind, LEAVES[definition.datatype], operators_of(definition))
        )

    def _relation_type(self, member: RelationMember) -> GraphQLInputObjectType:
        ends = self._plan.ends(member)
        if not ends:
            return self._filters[self._plan.common_type(member.targets)]
        name = f"{member.name[0].upper()}{member.name[1:]}{''.join(ends.values())}Filter"
        if name not in self._shared:
            self._shared[name] = self._ends_type(name, ends)
        return self._shared[name]

    def _ends_type(self, name: str, ends: Mapping[str, str]) -> GraphQLInputObjectType:
        return GraphQLInputObjectType(
            name,
            lambda: {
                key: GraphQLInputField(self._filters[self._plan.lists[class_name]])
                for key, class_name in ends.items()
            },
            description="按另一端的类别筛选\n\nConditions on the other end, by its class.",
        )

    def _condition(
        self, kind: str, leaf: GraphQLScalarType | GraphQLEnumType, operators: tuple[str, ...]
    ) -> GraphQLInputObjectType:
        name = f"{kind}Condition"
        if name not in self._shared:
            special: dict[str, GraphQLInputType] = {
                "in": GraphQLList(GraphQLNonNull(leaf)),
                "exists": GraphQLBoolean,
                "lang": LANGUAGE,
            }
            self._shared[name] = GraphQLInputObjectType(
                name, {item: GraphQLInputField(special.get(item, leaf)) for item in operators}
            )
        return self._shared[name]


def _order_type(of_type: TypePlan) -> GraphQLInputObjectType:
    keys = ["id"]
    for member in of_type.members.values():
        if isinstance(member, PropertyMember) and _sortable(member):
            keys += member.definition.keys
    fields = GraphQLEnumType(
        f"{of_type.name}OrderField", {constant(key): GraphQLEnumValue(key) for key in keys}
    )
    return GraphQLInputObjectType(
        f"{of_type.name}Order",
        {
            "field": GraphQLInputField(GraphQLNonNull(fields)),
            "direction": GraphQLInputField(GraphQLNonNull(DIRECTION), default_value=False),
        },
        description=(
            f"{of_type.label.get('zh')}的排序\n\n"
            f"An order of {of_type.name}; ties are broken by id. Indexed fields only."
        ),
    )


def _sortable(member: PropertyMember) -> bool:
    return member.definition.indexed and not member.definition.many
