"""An index follows the store's change feed, touches only what changed, and never shows half."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.memory import MemoryStore
from graph.port import GraphWriter
from graph.query import Change, In, Not, Query, Related
from graph.records import Entity, Relation, RelationKey
from matcher import Matcher, NothingToMatch
from matcher.candidates import SUPPLIES
from matcher.index import Index
from matcher.retrieval.retrieved import FEATURES, Retrieved
from matcher.storage import revision
from matcher.upkeep import Upkeep
from ontology.model import ClassDef, Text
from tests.matcher_world import core, encoder, market

QUESTIONS = ("划痕检测", "无人搬运 cart fleet", "edge AI 云端", "机器视觉质检")


class Spied(MemoryStore):
    """A store that notes which candidates are read."""

    def __init__(self) -> None:
        super().__init__()
        self.apply_schema(core().graph_schema())
        self.write(lambda writer: _copy(writer, market()))
        self.read: list[tuple[object, ...]] = []

    def scan(self, query: Query, batch: int = 5000) -> Iterator[Sequence[Entity]]:
        if query.type == "Supply":
            parts = getattr(query.where, "parts", ())
            self.read += [part.values for part in parts if isinstance(part, In)] or [("all",)]
        return super().scan(query, batch)


def _copy(writer: GraphWriter, store: MemoryStore) -> None:
    for batch in store.scan(Query()):
        writer.upsert_entities(batch)
    for relations in store.scan_relations():
        writer.upsert_relations(relations)


def _upkeep(store: MemoryStore) -> Upkeep:
    return Upkeep(store, core(), encoder(), SUPPLIES)


def _put(store: MemoryStore, *entities: Entity) -> None:
    store.write(lambda writer: writer.upsert_entities(entities))


def _supply(id: str, text: str, **more: str) -> Entity:
    return Entity(id, "Supply", {"name_zh": text, **more})


CHANGES: dict[str, Callable[[GraphWriter], object]] = {
    "new": lambda w: w.upsert_entities([_supply("supply:new", "划痕检测机器人")]),
    "reworded": lambda w: w.upsert_entities([_supply("supply:eye", "搬运 hauling 云端")]),
    "withdrawn": lambda w: w.upsert_entities([_supply("supply:cart", "车", status="closed")]),
    "offered": lambda w: w.upsert_entities([_supply("supply:draft", "检测", status="open")]),
    "deleted": lambda w: w.delete_entities(["supply:cloud"]),
    "renamed": lambda w: w.upsert_entities([Entity("tech:ai", "Technology", {"name_zh": "划痕"})]),
    "node deleted": lambda w: w.delete_entities(["tech:vision"]),
    "linked": lambda w: w.upsert_relations([Relation("provides", "supply:cart", "tech:ai")]),
    "unlinked": lambda w: w.delete_relations(
        [RelationKey("provides", "supply:eye", "tech:vision")]
    ),
    "widened": lambda w: w.upsert_relations([Relation("broaderTechnology", "tech:agv", "tech:ai")]),
    "elsewhere": lambda w: w.upsert_entities([Entity("org:x", "University", {"name_zh": "大学"})]),
}
"""Each may fail to find what it changes after others; then it changes nothing."""


@pytest.fixture(params=[revision.FOLDED_BELOW, 0], ids=["folded", "beside the lists"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revision, "FOLDED_BELOW", request.param)


@pytest.mark.usefixtures("_way")
@given(st.lists(st.sampled_from(sorted(CHANGES)), max_size=6))
@settings(max_examples=40, deadline=None)
def test_an_index_kept_up_is_the_one_made_anew(names: list[str]) -> None:
    store = market()
    kept = _upkeep(store)
    kept.view()
    for name in names:
        store.write(CHANGES[name])
        assert kept.view().moment.revision == store.revision()
    index, fresh = kept.view().index, _upkeep(store).view().index
    assert index.size == fresh.size
    assert index.contents.holders.tolist() == fresh.contents.holders.tolist()
    for text in QUESTIONS:
        ours, theirs = _everything(index, text), _everything(fresh, text)
        assert ours.ids == theirs.ids
        compared = [FEATURES.index(name) for name in FEATURES if name not in _as_of_then()]
        wanted = pytest.approx(theirs.features[:, compared], abs=1e-5)
        assert ours.features[:, compared] == wanted


def _as_of_then() -> tuple[str, ...]:
    """The lengths of n-gram vectors are those of the day when a candidate was indexed."""
    return () if revision.FOLDED_BELOW else ("characters",)


def _everything(index: Index, text: str) -> Retrieved:
    ids = [*index.base.segment.ids, *index.recent.segment.ids]
    return index.retrieve(text, {"tech:ai": 1.0, "tech:vision": 0.4}, also=ids)


def test_one_change_reads_one_candidate() -> None:
    store = Spied()
    upkeep = _upkeep(store)
    upkeep.view()
    assert store.read == [("all",)]
    _put(store, _supply("supply:cart", "搬运 机器人"))
    upkeep.view()
    assert store.read[1:] == [("supply:cart",)]


def test_a_renamed_node_reads_those_linked_to_it() -> None:
    store = Spied()
    upkeep = _upkeep(store)
    upkeep.view()
    _put(store, Entity("tech:vision", "Technology", {"name_zh": "视觉"}))
    upkeep.view()
    assert store.read[1:] == [("supply:eye",)]


def test_what_is_no_candidate_reads_nothing() -> None:
    store = Spied()
    upkeep = _upkeep(store)
    before = upkeep.view()
    _put(store, Entity("org:x", "University", {"name_zh": "大学"}))
    assert upkeep.view().index is before.index
    assert store.read == [("all",)]


def test_a_condition_is_looked_up_once_for_a_revision() -> None:
    store = Spied()
    upkeep = _upkeep(store)
    where = Related("provides", where=In("id", ("tech:agv",)))
    for _ in range(2):
        mask = upkeep.allowed(upkeep.view(), where)
        assert np.flatnonzero(mask).tolist() == [0]
    assert len(store.read) == 2


@pytest.mark.parametrize("name", ["tech:agv", "tech:ai", "tech:vision"])
def test_a_condition_and_its_contrary_part_the_candidates(name: str) -> None:
    upkeep = _upkeep(market())
    where = Related("provides", where=In("id", (name,)))
    one, other = (upkeep.allowed(upkeep.view(), part) for part in (where, Not(where)))
    assert (one ^ other).all()
    assert np.count_nonzero(one) == 1


def test_a_feed_that_forgot_its_beginning_makes_the_index_anew() -> None:
    class Forgetful(Spied):
        def changes(self, after: int = 0, first: int = 1000) -> Sequence[Change]:
            return super().changes(max(after, self.last_change() - 1), first)

    store = Forgetful()
    upkeep = _upkeep(store)
    upkeep.view()
    _put(store, _supply("supply:a", "检测"))
    _put(store, _supply("supply:b", "检测"))
    index = upkeep.view().index
    assert index.rows(["supply:a", "supply:b"]).size == 2
    assert store.read == [("all",), ("all",)]


def test_what_an_extension_derives_can_be_shared_too() -> None:
    derived = ClassDef("Radio", "urn:x:Radio", Text(), Text(), parents=("Technology",))
    extended = replace(core(), classes={**core().classes, "Radio": derived})
    store = market()
    store.apply_schema(extended.graph_schema())
    upkeep = Upkeep(store, extended, encoder(), SUPPLIES)
    upkeep.view()
    radio = Entity("tech:radio", "Radio", {"name_zh": "无线电"})
    store.write(lambda writer: writer.upsert_entities([radio]))
    link = Relation("provides", "supply:cart", "tech:radio")
    store.write(lambda writer: writer.upsert_relations([link]))
    found = upkeep.view().index.retrieve("x", {"tech:radio": 1.0})
    assert found.ids == ("supply:cart",)
    assert found.column("technologies")[0] == found.column("graph")[0] > 0
    assert upkeep.view().index.retrieve("无线电", {}).column("bm25")[0] > 0


def test_the_last_candidate_gone_says_so() -> None:
    store = market()
    upkeep = _upkeep(store)
    ids = upkeep.view().index.base.segment.ids
    store.write(lambda writer: writer.delete_entities(list(ids)))
    with pytest.raises(NothingToMatch, match="import some first"):
        upkeep.view()
    _put(store, _supply("supply:a", "检测"))
    assert upkeep.view().index.size == 1


@pytest.mark.usefixtures("_way")
def test_who_asks_while_the_index_changes_sees_it_whole() -> None:
    store = market()
    matcher = Matcher(store, core(), encoder())
    counts = {store.revision(): matcher.match_text("检测").candidates}
    wrong: list[str] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            result = matcher.match_text("检测 搬运 云端", first=50)
            if result.candidates != counts.get(result.revision):
                wrong.append(f"{result.candidates} at {result.revision}, not {counts}")

    readers = [threading.Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(20):
        counts[store.revision() + 1] = counts[store.revision()] + 1
        _put(store, _supply(f"supply:{number:02d}", "检测 搬运"))
        matcher.match_text("检测")
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert matcher.match_text("检测").candidates == counts[store.revision()]
