"""An import that is killed at any point goes on, and ends as one that was not."""

from functools import partial
from pathlib import Path

import pytest

from graph.neo4j import Neo4jStore
from graph.sqlite import SqliteStore
from tests import neo4j_server as servers
from tests.kills import Trial


def test_killed_imports_end_as_whole_ones_on_sqlite(tmp_path: Path) -> None:
    trial = Trial(tmp_path, rows=600)
    trial.whole(partial(SqliteStore, tmp_path / "whole.db"))
    for number in range(4):
        assert trial.killed(partial(SqliteStore, tmp_path / f"{number}.db"), seed=number)


@pytest.mark.neo4j
def test_killed_imports_end_as_whole_ones_on_neo4j(
    tmp_path: Path, neo4j_server: servers.Address
) -> None:
    store = partial(Neo4jStore, neo4j_server.uri, neo4j_server.user, neo4j_server.password)
    trial = Trial(tmp_path, rows=200)
    servers.empty(neo4j_server)
    trial.whole(store)
    for number in range(2):
        servers.empty(neo4j_server)
        assert trial.killed(store, seed=number)
    servers.empty(neo4j_server)
