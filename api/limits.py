"""Limits on a query, checked before it is validated, and the memory of those that passed."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)
from strawberry.extensions import SchemaExtension


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may be at most.

    Attributes:
        depth: Fields within fields; introspection has a limit of its own.
        root_fields: Fields of the query itself, fragments expanded.
        aliases: Renamed fields in all, fragments expanded.
        fields: Fields in all, fragments expanded.
        tokens: Names, numbers, texts and punctuation marks of the document.
    """

    depth: int = 15
    root_fields: int = 50
    aliases: int = 200
    fields: int = 2000
    tokens: int = 5000


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

    def __init__(self, limits: Limits, documents: Documents) -> None:
        self._limits = limits
        self._documents = documents

    def on_operation(self) -> Iterator[None]:
        """Cap the document before it is parsed."""
        self.execution_context.parse_options["max_tokens"] = self._limits.tokens
        yield

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
        if document is None or not context.validation_rules:
            yield
            return
        errors = excesses(document, self._limits)
        if errors:
            context.pre_execution_errors = errors
        yield
        if not context.pre_execution_errors and context.query:
            self._documents.keep(context.query, document)


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
