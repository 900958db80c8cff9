"""The store's change feed for any number of subscribers, each at its own pace.

One task asks the store where its feed ends, while anybody listens. Subscribers keep their own
place and fetch what follows it when they are ready for more, so a slow one holds up nobody and
nothing piles up for it. All of it comes from the store: two processes on one store both deliver,
and whoever was away goes on where they stopped.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence

from anyio import to_thread

from api.errors import ApiError
from graph.errors import GraphError
from graph.port import GraphStore
from graph.query import Change

log = logging.getLogger("pearlnet.api")

EVERY = 0.3
"""Seconds between two looks at the store."""

_PAGE = 500
_PAGES_KEPT = 32
_PATIENCE = 5.0
"""Seconds to wait when the store cannot be asked."""


class CursorExpired(ApiError):
    """The store has forgotten changes that follow a cursor."""

    code = "CURSOR_EXPIRED"


class InvalidPosition(ApiError):
    """A cursor is not one of the change feed."""

    code = "INVALID_CURSOR"


class Feed:
    """The feed of one store; belongs to one event loop."""

    def __init__(self, store: GraphStore, every: float = EVERY) -> None:
        self._store = store
        self._every = every
        self._last = 0
        self._grown = asyncio.Condition()
        self._listeners = 0
        self._watching: asyncio.Task[None] | None = None
        self._pages: OrderedDict[int, asyncio.Future[Sequence[Change]]] = OrderedDict()

    @property
    def listeners(self) -> int:
        """How many listen now."""
        return self._listeners

    async def changes(self, after: int | None = None) -> AsyncGenerator[Sequence[Change], None]:
        """Changes in order, some at a time, each at least once; waits for more without end.

        Args:
            after: Sequence number to go on after; None begins with what changes from now on.

        Raises:
            CursorExpired: Changes after that number are forgotten.
            InvalidPosition: The feed has not come to that number.
        """
        end = await to_thread.run_sync(self._store.last_change)
        place = end if after is None else after
        if place > end:
            raise InvalidPosition(f"the change feed ends at {end}, before the cursor {place}")
        self._enter(end)
        try:
            while True:
                page = await self._page(place) if place < self._last else ()
                if not page:
                    await self._wait(place)
                    continue
                if page[0].sequence > place + 1:
                    raise CursorExpired(
                        f"changes {place + 1} to {page[0].sequence - 1} are forgotten; read anew "
                        "what you need and subscribe without a cursor"
                    )
                place = page[-1].sequence
                yield page
        finally:
            self._leave()

    def _enter(self, end: int) -> None:
        self._last = max(self._last, end)
        self._listeners += 1
        if self._watching is None or self._watching.done():
            self._watching = asyncio.get_running_loop().create_task(self._watch())

    def _leave(self) -> None:
        self._listeners -= 1
        if self._listeners == 0 and self._watching is not None:
            self._watching.cancel()
            self._watching = None
            self._pages.clear()

    async def _wait(self, place: int) -> None:
        async with self._grown:
            await self._grown.wait_for(lambda: self._last > place)

    async def _watch(self) -> None:
        """Look where the feed ends; a store that is away is asked again."""
        while True:
            try:
                end = await to_thread.run_sync(self._store.last_change)
            except GraphError as error:
                log.warning("the change feed waits for the store: %s", error)
                await asyncio.sleep(_PATIENCE)
                continue
            if end > self._last:
                async with self._grown:
                    self._last = end
                    self._grown.notify_all()
            await asyncio.sleep(self._every)

    async def _page(self, place: int) -> Sequence[Change]:
        """Changes after that place; those who are at the same place share one read.

        A page that is not full may have grown since, so it is not kept.
        """
        found = self._pages.get(place)
        if found is None:
            read = to_thread.run_sync(self._store.changes, place, _PAGE)
            found = self._pages[place] = asyncio.ensure_future(read)
            found.add_done_callback(lambda done: self._forget(place, done))
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        try:
            return await asyncio.shield(found)
        except GraphError as error:
            log.warning("the change feed waits for the store: %s", error)
            await asyncio.sleep(_PATIENCE)
            return ()

    def _forget(self, place: int, done: "asyncio.Future[Sequence[Change]]") -> None:
        failed = done.cancelled() or done.exception() is not None
        if (failed or len(done.result()) < _PAGE) and self._pages.get(place) is done:
            del self._pages[place]
