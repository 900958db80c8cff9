"""What a query may cost: an estimate of the records it can show, before anything is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
)

LIST = 5
"""Records of a list whose length nobody states."""

_ANALYSIS = 50
"""Cost of a root field that computes: matching, chains and the like."""
_READS = frozenset(
    {"node", "nodes", "search", "entities", "ontology", "viewer", "relationCounts", "history"}
)


@dataclass(frozen=True, slots=True)
class _Estimate:
    """Estimates selections of one request."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]

    def selection(
        self, selections: SelectionSetNode, of_type: GraphQLOutputType, *, paged: bool = False
    ) -> int:
        """Records that a selection shows of one object.

        Args:
            selections: What is selected.
            of_type: Of what.
            paged: The object is a page, whose lists hold what was counted for it already.
        """
        total = 0
        for item in selections.selections:
            if isinstance(item, FieldNode):
                total += self._field(item, of_type, paged=paged)
            elif isinstance(item, InlineFragmentNode):
                narrowed = item.type_condition
                inner = self.schema.get_type(narrowed.name.value) if narrowed else None
                total += self.selection(item.selection_set, inner or of_type, paged=paged)  # type: ignore[arg-type]  # a fragment is on an output type
            elif isinstance(item, FragmentSpreadNode) and item.name.value in self.fragments:
                total += self._fragment(item.name.value, of_type, paged=paged)
        return total

    def _fragment(self, name: str, of_type: GraphQLOutputType, *, paged: bool) -> int:
        """One that contains itself is left to validation, which refuses it."""
        fragment = self.fragments[name]
        others = {key: item for key, item in self.fragments.items() if key != name}
        within = _Estimate(self.schema, others, self.variables)
        inner = self.schema.get_type(fragment.type_condition.name.value)
        return within.selection(fragment.selection_set, inner or of_type, paged=paged)  # type: ignore[arg-type]  # as above

    def _field(self, field: FieldNode, of_type: GraphQLOutputType, *, paged: bool) -> int:
        if field.selection_set is None or not isinstance(
            of_type, GraphQLObjectType | GraphQLInterfaceType
        ):
            return 0
        definition = of_type.fields.get(field.name.value)
        if definition is None:
            return 0
        shown = definition.type
        inner = get_named_type(shown)
        if isinstance(inner, GraphQLUnionType):
            return 0
        stated = self._first(field, definition.args)
        if stated is not None:
            return stated * (1 + self.selection(field.selection_set, inner, paged=True))
        count = LIST if isinstance(get_nullable_type(shown), GraphQLList) and not paged else 1
        return count * (1 + self.selection(field.selection_set, inner))

    def _first(self, field: FieldNode, arguments: Mapping[str, Any]) -> int | None:
        """How many a field is asked for; None where it takes no such argument."""
        if "first" not in arguments:
            return None
        given = next(
            (item.value for item in field.arguments or () if item.name.value == "first"), None
        )
        asked = self._number(given) if given is not None else arguments["first"].default_value
        return max(int(asked), 0) if isinstance(asked, int) else LIST

    def _number(self, given: ValueNode) -> Any:
        if isinstance(given, VariableNode):
            return self.variables.get(given.name.value, LIST)
        return int(given.value) if isinstance(given, IntValueNode) else LIST


def estimated_cost(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation_name: str | None,
    variables: Mapping[str, Any],
) -> int:
    """Records that the operation can show at most, as far as page sizes tell.

    A field with ``first`` counts that many times what is selected in it, a list without one five
    times; a root field that computes counts fifty besides.
    """
    fragments = {
        item.name.value: item
        for item in document.definitions
        if isinstance(item, FragmentDefinitionNode)
    }
    total = 0
    for item in document.definitions:
        if not isinstance(item, OperationDefinitionNode):
            continue
        if operation_name and (item.name is None or item.name.value != operation_name):
            continue
        roots = {
            OperationType.QUERY: schema.query_type,
            OperationType.MUTATION: schema.mutation_type,
            OperationType.SUBSCRIPTION: schema.subscription_type,
        }
        root = roots[item.operation]
        if root is None:
            continue
        estimate = _Estimate(schema, fragments, {**_defaults(item), **variables})
        total += estimate.selection(item.selection_set, root)
        total += _ANALYSIS * sum(
            _computes(field, root)
            for field in item.selection_set.selections
            if isinstance(field, FieldNode)
        )
    return total


def _computes(field: FieldNode, root: GraphQLObjectType) -> bool:
    """Whether a root field does more than read a page: those of classes are connections."""
    definition = root.fields.get(field.name.value)
    if definition is None or field.name.value in _READS or field.name.value.startswith("__"):
        return False
    return not get_named_type(definition.type).name.endswith(("Connection", "Payload"))


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        item.variable.name.value: int(item.default_value.value)
        for item in operation.variable_definitions or ()
        if isinstance(item.default_value, IntValueNode)
    }
