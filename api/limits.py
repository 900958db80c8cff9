"""Limits on a query, checked before it is validated, and the memory of those that passed."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    SelectionSetNode,
    validate,
)
from strawberry.extensions import SchemaExtension

from api.access import Role
from api.cost import estimated_cost
from graph.deadline import within


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may be at most.

    Attributes:
        depth: Fields within fields; introspection has a limit of its own.
        root_fields: Fields of the query itself, fragments expanded.
        aliases: Renamed fields in all, fragments expanded.
        fields: Fields in all, fragments expanded.
        tokens: Names, numbers, texts and punctuation marks of the document.
        cost: Records that it can show, by ``estimated_cost``.
        seconds: Time that its work may take in the store.
        introspection: Whether everybody may ask for the schema; else analysts and above.
        rate: Requests a second of one caller in the long run; 0 is without limit.
        burst: Requests of one caller at once after a pause.
    """

    depth: int = 15
    root_fields: int = 50
    aliases: int = 200
    fields: int = 2000
    tokens: int = 5000
    cost: int = 250_000
    seconds: float = 30.0
    introspection: bool = True
    rate: float = 0.0
    burst: float = 100.0


@dataclass(frozen=True, slots=True)
class Measure:
    """How large a selection is, fragments expanded."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    root_fields: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Both selections in one."""
        return Measure(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.fields + other.fields,
            self.root_fields + other.root_fields,
        )

    def under(self, field: FieldNode) -> "Measure":
        """The selection as that of a field; one of introspection has no depth."""
        hidden = field.name.value.startswith("__")
        renamed = field.alias is not None
        depth = 0 if hidden else self.depth + 1
        return Measure(depth, self.aliases + renamed, self.fields + 1, 1)


class Documents:
    """Parsed and valid documents by their text, the latest used ones."""

    def __init__(self, size: int = 256, longest: int = 20_000) -> None:
        self._kept: OrderedDict[str, DocumentNode] = OrderedDict()
        self._size = size
        self._longest = longest

    def get(self, text: str) -> DocumentNode | None:
        """The document of that text, if it is remembered."""
        found = self._kept.get(text)
        if found is not None:
            self._kept.move_to_end(text)
        return found

    def keep(self, text: str, document: DocumentNode) -> None:
        """Remember a valid document."""
        if len(text) <= self._longest:
            self._kept[text] = document
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)


class Guard(SchemaExtension):
    """Holds each request to the limits; knows again what it has seen to be valid."""

    def __init__(self, limits: Limits, documents: Documents, types: GraphQLSchema) -> None:
        self._limits = limits
        self._documents = documents
        self._types = types
        self._cost = 0

    def on_operation(self) -> Iterator[None]:
        """Cap the document before it is parsed, and its work by time."""
        self.execution_context.parse_options["max_tokens"] = self._limits.tokens
        with within(self._limits.seconds):
            yield

    def get_results(self) -> dict[str, Any]:
        """What the query was estimated to cost, and what it may."""
        return {"cost": {"estimated": self._cost, "limit": self._limits.cost}}

    def on_parse(self) -> Iterator[None]:
        """Take a document that is known to be valid from memory."""
        context = self.execution_context
        known = self._documents.get(context.query or "")
        if known is not None:
            context.graphql_document = known
            context.validation_rules = ()
        yield

    def on_validate(self) -> Iterator[None]:
        """Measure the document first: validating a hostile one is what takes the time."""
        context = self.execution_context
        document = context.graphql_document
        if document is None:
            yield
            return
        is_new = bool(context.validation_rules)
        errors = excesses(document, self._limits) if is_new else []
        errors = errors or [*self._too_costly(document), *self._too_curious(document)]
        context.pre_execution_errors = errors or None
        yield
        if is_new and not context.pre_execution_errors and context.query:
            self._documents.keep(context.query, document)

    def _too_costly(self, document: DocumentNode) -> list[GraphQLError]:
        """An error if the operation may show too much; page sizes come with each request."""
        context = self.execution_context
        self._cost = estimated_cost(
            self._types, document, context.operation_name, context.variables or {}
        )
        if self._cost <= self._limits.cost:
            return []
        message = (
            f"The query may show {self._cost:,} records; at most {self._limits.cost:,} are "
            "allowed. Ask for smaller pages, or for less within each."
        )
        return [GraphQLError(message, extensions={"code": "QUERY_TOO_COSTLY"})]

    def _too_curious(self, document: DocumentNode) -> list[GraphQLError]:
        """An error if the schema is asked for by who may not see it."""
        viewer = self.execution_context.context.viewer
        if self._limits.introspection or viewer.role.reaches(Role.ANALYST):
            return []
        found = validate(self._types, document, [NoSchemaIntrospectionCustomRule])
        message = "The schema is shown to the role analyst and above."
        return [GraphQLError(message, extensions={"code": "FORBIDDEN"})] if found else []


def excesses(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """An error for each limit that an operation of the document exceeds."""
    fragments = {
        item.name.value: item
        for item in document.definitions
        if isinstance(item, FragmentDefinitionNode)
    }
    known: dict[str, Measure] = {}
    errors = []
    for item in document.definitions:
        if isinstance(item, OperationDefinitionNode):
            measure = _measure(item.selection_set, fragments, known)
            errors += [
                GraphQLError(message, [item], extensions={"code": code})
                for code, message in _complaints(measure, limits)
            ]
    return errors


def _complaints(measure: Measure, limits: Limits) -> Iterator[tuple[str, str]]:
    checks = (
        ("QUERY_TOO_DEEP", "levels deep", measure.depth, limits.depth),
        ("TOO_MANY_ROOT_FIELDS", "root fields", measure.root_fields, limits.root_fields),
        ("TOO_MANY_ALIASES", "aliases", measure.aliases, limits.aliases),
        ("TOO_MANY_FIELDS", "fields", measure.fields, limits.fields),
    )
    for code, what, found, allowed in checks:
        if found > allowed:
            yield code, f"The query has {found} {what}; at most {allowed} are allowed."


def _measure(
    selections: SelectionSetNode,
    fragments: dict[str, FragmentDefinitionNode],
    known: dict[str, Measure],
) -> Measure:
    total = Measure()
    for item in selections.selections:
        if isinstance(item, FieldNode):
            inner = _measure(item.selection_set, fragments, known) if item.selection_set else None
            total = total.beside((inner or Measure()).under(item))
        elif isinstance(item, FragmentSpreadNode):
            total = total.beside(_measure_fragment(item.name.value, fragments, known))
        elif isinstance(item, InlineFragmentNode):
            total = total.beside(_measure(item.selection_set, fragments, known))
    return total


def _measure_fragment(
    name: str, fragments: dict[str, FragmentDefinitionNode], known: dict[str, Measure]
) -> Measure:
    """Each fragment is measured once; one that contains itself is left to validation."""
    if name not in known:
        known[name] = Measure()
        if name in fragments:
            known[name] = _measure(fragments[name].selection_set, fragments, known)
    return known[name]
