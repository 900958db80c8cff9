"""The change feed for many subscribers: each at its own pace, and through faults of the store."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from api.live import CursorExpired, Feed, InvalidPosition
from api.live import feed as feeds
from graph.errors import StoreUnavailable
from graph.memory import MemoryStore
from graph.query import Change
from graph.records import Entity
from tests.api_world import core


class Store:
    """A memory store that can be away, and counts what it is asked."""

    def __init__(self) -> None:
        self.kept = MemoryStore()
        self.kept.apply_schema(core().graph_schema())
        self.away = False
        self.calls: Counter[str] = Counter()

    def put(self, *ids: str) -> None:
        entities = [Entity(id_, "Technology", {"name_zh": id_}) for id_ in ids]
        self.kept.write(lambda writer: writer.upsert_entities(entities))

    def last_change(self) -> int:
        self._ask("last_change")
        return self.kept.last_change()

    def changes(self, after: int, first: int) -> Sequence[Change]:
        self._ask("changes")
        return self.kept.changes(after, first)

    def _ask(self, name: str) -> None:
        self.calls[name] += 1
        if self.away:
            raise StoreUnavailable("away")


@pytest.fixture
def store() -> Store:
    return Store()


def feed(store: Any) -> Feed:
    return Feed(store, every=0.01)


async def take(pages: Any, count: int) -> list[int]:
    found: list[int] = []
    while len(found) < count:
        page = await asyncio.wait_for(anext(pages), 5)
        found += [change.sequence for change in page]
    return found


def test_everybody_gets_everything_in_order_however_slow_they_are(store: Store) -> None:
    async def run() -> None:
        shared = feed(store)
        slow, fast = shared.changes(0), shared.changes(0)
        for number in range(5):
            store.put(f"t{number}")
            assert (await take(fast, 1))[-1] == number + 1
        assert await take(slow, 5) == [1, 2, 3, 4, 5]
        await slow.aclose()
        await fast.aclose()

    asyncio.run(run())


def test_the_store_is_left_alone_when_nobody_listens(store: Store) -> None:
    async def run() -> None:
        pages = feed(store).changes(0)
        store.put("a")
        await take(pages, 1)
        await pages.aclose()
        await asyncio.sleep(0)
        asked = store.calls["last_change"]
        await asyncio.sleep(0.1)
        assert store.calls["last_change"] == asked

    asyncio.run(run())


def test_a_store_that_was_away_is_followed_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "_PATIENCE", 0.01)

    async def run() -> None:
        pages = feed(store).changes()
        waiting = asyncio.ensure_future(anext(pages))
        await asyncio.sleep(0.05)
        store.away = True
        store.put("a")
        await asyncio.sleep(0.05)
        assert not waiting.done()
        store.away = False
        page = await asyncio.wait_for(waiting, 5)
        assert [change.key for change in page] == ["a"]
        await pages.aclose()

    asyncio.run(run())


def test_a_long_absence_is_made_up_in_pages(store: Store) -> None:
    store.put(*(f"t{number:04}" for number in range(1200)))

    async def run() -> None:
        shared = feed(store)
        listeners = [shared.changes(0) for _ in range(3)]
        found = await asyncio.gather(*(take(pages, 1200) for pages in listeners))
        assert found == [list(range(1, 1201))] * 3
        assert store.calls["changes"] <= 5
        for pages in listeners:
            await pages.aclose()

    asyncio.run(run())


def test_cursors_beyond_the_feed_on_either_side_are_refused(store: Store) -> None:
    store.put("a", "b", "c")
    del store.kept._state.changes[:2]

    async def run() -> None:
        with pytest.raises(InvalidPosition):
            await anext(feed(store).changes(4))
        with pytest.raises(CursorExpired, match="2 to 2"):
            await anext(feed(store).changes(1))

    asyncio.run(run())
