"""The pages behind connections: of a class, and of an entity's neighbours.

A connection asks the store nothing until a field of it is resolved: a query for ``totalCount``
alone counts and fetches no entity.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from api.errors import InvalidPageSize
from api.reads import Link, Reads
from graph import cursor
from graph.errors import InvalidCursor
from graph.query import Filter, Query, Sort
from graph.records import Entity
from graph.values import as_text, values_of

DEFAULT_FIRST = 20
MAX_FIRST = 1000


@dataclass(frozen=True, slots=True)
class Slice:
    """One page.

    Attributes:
        nodes: Its entities.
        cursor: The cursor of the n-th of them.
        has_next: Whether more follow.
        has_previous: Whether the page was asked for by a cursor.
    """

    nodes: Sequence[Entity]
    cursor: Callable[[int], str]
    has_next: bool
    has_previous: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Which page of what.

    Attributes:
        first: Page size.
        after: The cursor to go on from.
        where: Which entities.
        sort: In which order; None is by id.
    """

    first: int
    after: str | None = None
    where: Filter | None = None
    sort: Sort | None = None

    def __post_init__(self) -> None:
        check_first(self.first)

    @property
    def plain(self) -> bool:
        """Whether it is the beginning of everything, ordered by id."""
        return self.after is None and self.where is None and self.sort is None


class Connection(Protocol):
    """What the fields of a connection type read."""

    async def load(self) -> Slice:
        """The page."""
        ...

    async def total(self) -> int:
        """How many there are on all pages."""
        ...

    async def groups(self, by: str) -> Mapping[str, int]:
        """How many there are on all pages, by the value of a field; ``""`` for none."""
        ...


@dataclass(frozen=True, slots=True)
class ClassConnection:
    """Entities of a class, subclasses included; None is all of them."""

    reads: Reads
    class_name: str | None
    window: Window

    async def load(self) -> Slice:
        """One ``find``."""
        window = self.window
        page = await self.reads.find(self._query, window.first, window.after)
        return Slice(
            page.entities, page.cursors.__getitem__, page.has_next, window.after is not None
        )

    async def total(self) -> int:
        """One ``count``."""
        return await self.reads.count(self._query)

    async def groups(self, by: str) -> Mapping[str, int]:
        """One ``group_count``."""
        return await self.reads.call(self.reads.store.group_count, self._query, by)

    @property
    def _query(self) -> Query:
        return Query(self.class_name, self.window.where, self.window.sort)


@dataclass(frozen=True, slots=True)
class LinkConnection:
    """Neighbours of an entity; one store call serves all entities of a query's level."""

    reads: Reads
    entity_id: str
    link: Link
    window: Window

    async def load(self) -> Slice:
        """Part of one ``neighbours`` call, and of one ``find`` if there is a filter."""
        window = self.window
        if window.plain:
            link = Link(self.link.relation, self.link.direction, window.first + 1)
            nodes = await self._neighbours(link)
        else:
            nodes = _from_cursor(_in_order(await self._fitting(), window.sort), window)
        return Slice(
            nodes[: window.first],
            lambda index: cursor.encode(nodes[index], window.sort),
            len(nodes) > window.first,
            window.after is not None,
        )

    async def total(self) -> int:
        """Part of one ``degrees`` call, or with a filter of the calls that ``load`` makes."""
        if self.window.where is None:
            return await self.reads.degree(self.link, self.entity_id)
        return len(await self._fitting())

    async def groups(self, by: str) -> Mapping[str, int]:
        """Counted over the neighbours, by the calls that ``load`` makes with a filter."""
        counts: Counter[str] = Counter()
        for entity in await self._fitting():
            counts.update(set(map(as_text, values_of(entity, by))) or {""})
        return dict(sorted(counts.items()))

    async def _neighbours(self, link: Link) -> list[Entity]:
        return [item.entity for item in await self.reads.neighbours(link, self.entity_id)]

    async def _fitting(self) -> list[Entity]:
        nodes = await self._neighbours(self.link)
        if self.window.where is None:
            return nodes
        fitting = await self.reads.fitting(self.window.where, tuple(node.id for node in nodes))
        return [node for node in nodes if node.id in fitting]


def check_first(first: int) -> None:
    """Check a page size.

    Raises:
        InvalidPageSize: It is negative or over the maximum.
    """
    if not 0 <= first <= MAX_FIRST:
        raise InvalidPageSize(f"first must be from 0 to {MAX_FIRST}, not {first}")


def _in_order(nodes: list[Entity], sort: Sort | None) -> list[Entity]:
    """As ``find`` sorts: missing values last, ties by id; the nodes come sorted by id."""
    if sort is None:
        return nodes
    keyed = [(cursor.sort_value(node, sort.field), node) for node in nodes]
    present = [(value, node) for value, node in keyed if value is not None]
    # The pairs are of one kind, and a stable sort keeps the ties in the order of their ids.
    present.sort(key=lambda pair: pair[0], reverse=sort.descending)
    return [node for _, node in present] + [node for value, node in keyed if value is None]


def _from_cursor(nodes: list[Entity], window: Window) -> list[Entity]:
    if window.after is None:
        return nodes
    place = cursor.decode(window.after, window.sort)
    try:
        return [node for node in nodes if _follows(node, place, window.sort)]
    except TypeError:
        raise InvalidCursor(f"not a cursor of this order: {window.after!r}") from None


def _follows(node: Entity, place: cursor.Position, sort: Sort | None) -> bool:
    if sort is None:
        return node.id > place.id
    value = cursor.sort_value(node, sort.field)
    if value == place.value:
        return node.id > place.id
    if value is None or place.value is None:
        return value is None
    # Values of two kinds raise TypeError, which says that the cursor is another order's.
    return value < place.value if sort.descending else value > place.value  # type: ignore[operator]
