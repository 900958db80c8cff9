"""Small makers of fields, for the types that do not come from the ontology."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLOutputType,
)

from api.context import Info
from api.paging import DEFAULT_FIRST, MAX_FIRST, check_first
from graph.records import Entity


def listed(item: Any) -> Any:
    """A list without nulls."""
    return GraphQLNonNull(GraphQLList(GraphQLNonNull(item)))


def plain(leaf: Any, attribute: str | None = None, description: str | None = None) -> GraphQLField:
    """A field that is never null; it reads the attribute, or that of the field's own name."""
    shape = leaf if isinstance(leaf, GraphQLNonNull) else GraphQLNonNull(leaf)
    return GraphQLField(shape, resolve=_reader(attribute), description=description)


def shown(leaf: GraphQLOutputType, attribute: str | None = None) -> GraphQLField:
    """A field that may be null."""
    return GraphQLField(leaf, resolve=_reader(attribute))


def entity_field(entity: Any, id_of: Callable[[Any], str]) -> GraphQLField:
    """The entity whose id the source has; null once it is deleted."""

    async def resolve(source: object, info: Info) -> Entity | None:
        return await info.context.reads.entity(id_of(source))

    return GraphQLField(entity, resolve=resolve)


def entities_field(entity: Any, ids_of: Callable[[Any], Sequence[str]]) -> GraphQLField:
    """The entities whose ids the source has, deleted ones left out."""

    async def resolve(source: object, info: Info) -> list[Entity]:
        reads = info.context.reads
        found = await asyncio.gather(*(reads.entity(item) for item in ids_of(source)))
        return [item for item in found if item is not None]

    return GraphQLField(listed(entity), resolve=resolve)


def some_entities(entity: Any, ids_of: Callable[[Any], Sequence[str]]) -> GraphQLField:
    """Like ``entities_field``, of the first ids alone."""

    async def resolve(source: object, info: Info, first: int) -> list[Entity]:
        check_first(first)
        reads = info.context.reads
        found = await asyncio.gather(*(reads.entity(item) for item in ids_of(source)[:first]))
        return [item for item in found if item is not None]

    return GraphQLField(listed(entity), {"first": first_argument(MAX_FIRST)}, resolve)


def some(
    item: Any, items_of: Callable[[Any], Sequence[Any]], default: int = MAX_FIRST
) -> GraphQLField:
    """The first of a list."""

    def resolve(source: object, _: Info, first: int) -> Sequence[Any]:
        check_first(first)
        return items_of(source)[:first]

    return GraphQLField(listed(item), {"first": first_argument(default)}, resolve)


def first_argument(default: int = DEFAULT_FIRST) -> GraphQLArgument:
    """``first``, with its default."""
    return GraphQLArgument(GraphQLNonNull(GraphQLInt), default_value=default)


def _reader(attribute: str | None) -> Callable[[object, Info], Any] | None:
    if attribute is None:
        return None
    return lambda source, _: getattr(source, attribute)
