"""The adapters under contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import GraphStore
from graph.memory import MemoryStore
from tests.contract.samples import SCHEMA

SERVERS = [pytest.param(name, marks=pytest.mark.neo4j) for name in ("neo4j", "neo4j_2026")]


@pytest.fixture(params=["memory", "sqlite", *SERVERS])
def bare_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    """An empty store without a schema."""
    match request.param:
        case "memory":
            opened: GraphStore = MemoryStore()
        case "sqlite":
            from graph.sqlite import SqliteStore

            opened = SqliteStore(tmp_path / "graph.db")
        case server:
            opened = request.getfixturevalue(f"{server}_store")
    with opened:
        yield opened


@pytest.fixture
def store(bare_store: GraphStore) -> GraphStore:
    """An empty store with the suite's schema."""
    bare_store.apply_schema(SCHEMA)
    return bare_store
