"""The store for one request: every call in a worker thread, and like calls made as one.

However many entities a level of a query has, each relation field of it costs one store call.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import to_thread
from strawberry.dataloader import DataLoader

from graph.port import GraphStore
from graph.query import All, Direction, Filter, In, Neighbour, Page, Query
from graph.records import Entity

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Link:
    """A relation followed in one direction, at most ``limit`` for each entity (None: all)."""

    relation: str
    direction: Direction
    limit: int | None = None


class Reads:
    """Batched reads; one for each request, so nothing is remembered longer than that."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self._pages: dict[tuple[Query, int, str | None], asyncio.Future[Page]] = {}
        self._counts: dict[Query, asyncio.Future[int]] = {}
        self._entities: DataLoader[str, Entity | None] = DataLoader(self._get)
        self._neighbours: dict[Link, DataLoader[str, Sequence[Neighbour]]] = {}
        self._degrees: dict[Link, DataLoader[str, int]] = {}
        self._fitting: dict[Filter, DataLoader[tuple[str, ...], frozenset[str]]] = {}

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a blocking function in a worker thread."""
        return await to_thread.run_sync(partial(function, *args, **kwargs))

    async def find(self, query: Query, first: int, after: str | None) -> Page:
        """A page; the same page is read once, however many fields show it."""
        key = (query, first, after)
        if key not in self._pages:
            self._pages[key] = asyncio.ensure_future(
                self.call(self.store.find, query, first, after)
            )
        return await self._pages[key]

    async def count(self, query: Query) -> int:
        """How many fit; counted once, however many fields show it."""
        if query not in self._counts:
            self._counts[query] = asyncio.ensure_future(self.call(self.store.count, query))
        return await self._counts[query]

    async def entity(self, entity_id: str) -> Entity | None:
        """The entity of that id, if it exists."""
        return await self._entities.load(entity_id)

    async def neighbours(self, link: Link, entity_id: str) -> Sequence[Neighbour]:
        """The entity's neighbours over that link, ordered by their id."""
        if link not in self._neighbours:
            self._neighbours[link] = DataLoader(partial(self._get_neighbours, link))
        return await self._neighbours[link].load(entity_id)

    async def degree(self, link: Link, entity_id: str) -> int:
        """How many neighbours the entity has over that link, counted by the store."""
        if link not in self._degrees:
            self._degrees[link] = DataLoader(partial(self._get_degrees, link))
        return await self._degrees[link].load(entity_id)

    async def fitting(self, where: Filter, ids: tuple[str, ...]) -> frozenset[str]:
        """Which of the entities fit the filter."""
        if where not in self._fitting:
            self._fitting[where] = DataLoader(partial(self._get_fitting, where))
        return await self._fitting[where].load(ids)

    async def _get(self, ids: list[str]) -> list[Entity | None]:
        found = await self.call(self.store.get, ids)
        return [found.get(item) for item in ids]

    async def _get_neighbours(self, link: Link, ids: list[str]) -> list[Sequence[Neighbour]]:
        found: Mapping[str, Sequence[Neighbour]] = await self.call(
            self.store.neighbours,
            ids,
            relations=(link.relation,),
            direction=link.direction,
            first=link.limit,
        )
        return [found[item] for item in ids]

    async def _get_degrees(self, link: Link, ids: list[str]) -> list[int]:
        found = await self.call(
            self.store.degrees, ids, relations=(link.relation,), direction=link.direction
        )
        return [found.get(item, {}).get(link.relation, 0) for item in ids]

    async def _get_fitting(
        self, where: Filter, groups: list[tuple[str, ...]]
    ) -> list[frozenset[str]]:
        ids = sorted({item for group in groups for item in group})
        fitting = await self._fit(where, ids)
        return [frozenset(item for item in group if item in fitting) for group in groups]

    async def _fit(self, where: Filter, ids: Collection[str]) -> frozenset[str]:
        if not ids:
            return frozenset()
        query = Query(where=All((In("id", tuple(ids)), where)))
        page = await self.call(self.store.find, query, len(ids))
        return frozenset(entity.id for entity in page.entities)
