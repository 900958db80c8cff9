"""An import that is killed at any point goes on, and ends as one that was not."""

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from graph import GraphStore
from graph.neo4j import Neo4jStore
from graph.sqlite import SqliteStore
from tests import killing
from tests import neo4j_server as servers
from tests.ingest_world import WORLD

RUNS = 4


def finished(
    open_store: Callable[[], GraphStore],
    manifest: Path,
    rejects: Path,
    chance: random.Random | None,
) -> tuple[killing.Snapshot, int]:
    with open_store() as store:
        store.apply_schema(WORLD.graph_schema())
    kills = 0
    if chance is None:
        killing.run_whole(open_store, manifest, rejects)
    else:
        kills = killing.run_killed(open_store, manifest, rejects, chance)
    with open_store() as store:
        return killing.snapshot(store, rejects), kills


def rejects_in(folder: Path) -> Path:
    folder.mkdir()
    return folder / "rejects.csv"


def test_killed_imports_end_as_whole_ones_on_sqlite(tmp_path: Path) -> None:
    manifest = killing.prepare(tmp_path)
    whole, _ = finished(
        partial(SqliteStore, tmp_path / "whole.db"), manifest, rejects_in(tmp_path / "whole"), None
    )
    assert whole.rejects
    kills = 0
    for number in range(RUNS):
        rejects = rejects_in(tmp_path / f"{number}")
        store = partial(SqliteStore, tmp_path / f"{number}.db")
        found, times = finished(store, manifest, rejects, random.Random(number))
        assert found == whole
        kills += times
    assert kills >= RUNS


@pytest.mark.neo4j
def test_killed_imports_end_as_whole_ones_on_neo4j(
    tmp_path: Path, neo4j_server: servers.Address
) -> None:
    manifest = killing.prepare(tmp_path, rows=200)
    address = (neo4j_server.uri, neo4j_server.user, neo4j_server.password)
    store = partial(Neo4jStore, *address)
    servers.empty(neo4j_server)
    whole, _ = finished(store, manifest, rejects_in(tmp_path / "whole"), None)
    kills = 0
    for number in range(2):
        servers.empty(neo4j_server)
        rejects = rejects_in(tmp_path / f"{number}")
        found, times = finished(store, manifest, rejects, random.Random(number))
        assert found == whole
        kills += times
    assert kills >= 2
    servers.empty(neo4j_server)
