"""What goes out and comes in again is the same graph."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.memory import MemoryStore
from graph.sqlite import SqliteStore
from ingest.exports import export_graph
from ontology import Ontology
from tests.exports_world import extended, graphs, plain, restored, store_of

EXACT = ("g.csv", "g.zip", "g.jsonl", "g.parquet", "g.xlsx")
"""Exports whose cells hold every text that a store can hold."""

_HOW = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return extended(tmp_path_factory.mktemp("ontology"))


@pytest.mark.parametrize("name", EXACT)
@_HOW
@given(data=st.data())
def test_tables_come_back_equal(world: Ontology, name: str, data: st.DataObject) -> None:
    store = store_of(world, data.draw(graphs(world, awkward=True)))
    with TemporaryDirectory() as folder:
        export_graph(store, world, Path(folder) / name)
        again = MemoryStore()
        summary = restored(world, Path(folder) / name, again)
    assert summary.first_rejects == ()
    assert summary.conflicts == 0
    assert plain(again) == plain(store)


@pytest.mark.parametrize("name", ["g.ttl", "g.nt", "g.jsonld"])
@_HOW
@given(data=st.data())
def test_rdf_comes_back_equal(world: Ontology, name: str, data: st.DataObject) -> None:
    """For texts as imports leave them: without blanks at their ends and control characters."""
    store = store_of(world, data.draw(graphs(world, awkward=False)))
    with TemporaryDirectory() as folder:
        export_graph(store, world, Path(folder) / name)
        again = MemoryStore()
        summary = restored(world, Path(folder) / name, again)
    assert summary.first_rejects == ()
    assert plain(again) == plain(store)


@pytest.mark.parametrize("name", ["g.csv", "g.jsonl"])
@settings(parent=_HOW, max_examples=5)
@given(data=st.data())
def test_on_sqlite_too(world: Ontology, name: str, data: st.DataObject) -> None:
    graph = data.draw(graphs(world, awkward=True))
    with TemporaryDirectory() as folder, SqliteStore(Path(folder) / "a.db") as store:
        store.apply_schema(world.graph_schema())
        store.write(lambda writer: writer.upsert_entities(graph[0]))
        store.write(lambda writer: writer.upsert_relations(graph[1]))
        export_graph(store, world, Path(folder) / name)
        with SqliteStore(Path(folder) / "b.db") as again:
            summary = restored(world, Path(folder) / name, again)
            assert summary.first_rejects == ()
            assert plain(again) == plain(store)
