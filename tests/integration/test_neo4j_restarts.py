"""Imports into a server that goes away: nothing is lost, nothing is there twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import ingest.runs.patience
from graph import Entity
from graph.errors import StoreUnavailable, TransactionTooLarge
from graph.neo4j import Neo4jSettings, Neo4jStore
from graph.query import Query
from ingest import Progress, Wait
from tests import killing
from tests.cut_wire import BREAKS, CutWire, cut_wire
from tests.ingest_world import WORLD
from tests.neo4j_server import Address, CannotStart, Neo4jServer, empty

pytestmark = pytest.mark.neo4j
ROWS = 120

OpenStore = Callable[[], Neo4jStore]


@pytest.fixture(scope="module")
def mortal() -> Iterator[Neo4jServer]:
    """A server that the tests may stop, with little memory for transactions."""
    server = Neo4jServer(settings=("dbms.memory.transaction.total.max=24m",))
    try:
        server.start()
    except CannotStart as why:
        pytest.fail(f"a test needs a real Neo4j: {why}")
    yield server
    server.close()


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killing.prepare(tmp_path_factory.mktemp("files"), ROWS)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait in short steps."""
    monkeypatch.setattr(ingest.runs.patience, "_FIRST", 0.01)
    monkeypatch.setattr(ingest.runs.patience, "_LONGEST", 1.0)


def fresh(at: Address) -> OpenStore:
    """Opens the server's store, which is empty and has the world's schema."""
    empty(at)
    open_store = partial(Neo4jStore, at.uri, at.user, at.password, settings=Neo4jSettings(1.0))
    with open_store() as store:
        store.apply_schema(WORLD.graph_schema())
    return open_store


def over(wire: CutWire, at: Address) -> OpenStore:
    return partial(Neo4jStore, wire.uri, at.user, at.password)


@dataclass(frozen=True, slots=True)
class Left:
    """What an import leaves, what it told of its changes, and what a search finds."""

    stored: killing.Snapshot
    changes: list[Any]
    hits: list[str]


def left_by(open_store: OpenStore, rejects: Path) -> Left:
    with open_store() as store:
        return Left(
            killing.snapshot(store, rejects),
            list(store.changes(first=10_000)),
            [hit.entity.id for hit in store.search("企业", first=ROWS)],
        )


@pytest.fixture(scope="module")
def whole(neo4j_server: Address, manifest: Path, tmp_path_factory: pytest.TempPathFactory) -> Left:
    """What an undisturbed import leaves."""
    open_store, rejects = fresh(neo4j_server), tmp_path_factory.mktemp("whole") / "rejects.csv"
    killing.run(open_store, manifest, rejects)
    left = left_by(open_store, rejects)
    assert len(left.hits) > ROWS // 4
    return left


def test_a_commit_whose_answer_is_lost_is_not_done_twice(
    neo4j_server: Address, manifest: Path, tmp_path: Path, whole: Left
) -> None:
    open_store, rejects = fresh(neo4j_server), tmp_path / "rejects.csv"
    with cut_wire(neo4j_server.uri, 0.4, seed=0) as wire:
        killing.run(over(wire, neo4j_server), manifest, rejects, patience=60)
    assert set(wire.broken) == set(BREAKS)
    assert left_by(open_store, rejects) == whole


def test_an_import_that_waited_in_vain_goes_on_with_the_next_call(
    neo4j_server: Address, manifest: Path, tmp_path: Path, whole: Left
) -> None:
    open_store, rejects = fresh(neo4j_server), tmp_path / "rejects.csv"
    with cut_wire(neo4j_server.uri, 0, seed=1) as wire:

        def cut(at: Progress) -> None:
            wire.share = 1 if at.rows >= ROWS // 2 else 0

        with pytest.raises(StoreUnavailable, match="NEO4J_URI"):
            killing.run(over(wire, neo4j_server), manifest, rejects, progress=cut)
    assert wire.broken.total() == 3, "the batch, the end of the import and that of its lock"
    assert left_by(open_store, rejects) != whole
    assert killing.run(open_store, manifest, rejects).resumed
    assert left_by(open_store, rejects) == whole


def test_an_import_goes_on_when_its_server_is_stopped_or_killed_and_started_anew(
    mortal: Neo4jServer, manifest: Path, tmp_path: Path, whole: Left
) -> None:
    open_store, rejects = fresh(mortal.address), tmp_path / "rejects.csv"
    ends = [(ROWS // 4, mortal.stop), (ROWS, mortal.kill)]
    waits: list[Wait] = []

    def restart(end: Callable[[], None]) -> None:
        end()
        mortal.start()

    with ThreadPoolExecutor(1) as beside:

        def progress(at: Progress) -> None:
            if ends and at.rows >= ends[0][0]:
                beside.submit(restart, ends.pop(0)[1])

        killing.run(
            open_store, manifest, rejects, patience=120, waiting=waits.append, progress=progress
        )
    assert not ends
    assert [item.seconds for item in waits].count(0) >= 2
    assert mortal.address.uri in waits[0].reason
    assert left_by(open_store, rejects) == whole


def test_a_transaction_beyond_the_servers_memory_is_told_so_and_writes_nothing(
    mortal: Neo4jServer,
) -> None:
    companies = [Entity(f"c:{n}", "Company", {"code": "x" * 900}) for n in range(15_000)]
    with fresh(mortal.address)() as store:
        with pytest.raises(TransactionTooLarge, match=r"dbms\.memory\.transaction\.total\.max"):
            store.write(lambda writer: writer.upsert_entities(companies))
        assert (store.count(Query()), store.revision()) == (0, 0)
        store.write(lambda writer: writer.upsert_entities(companies[:10]))
        assert store.count(Query()) == 10
