"""What a server does to us over time: retries, and a feed that must not grow forever."""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from neo4j.exceptions import SessionExpired

from graph import Entity, GraphWriter
from graph.errors import InvalidName
from graph.neo4j import Neo4jSettings, Neo4jStore, queries
from tests.contract.samples import SCHEMA, drop, entity, found, put
from tests.neo4j_server import Address

pytestmark = pytest.mark.neo4j
ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(neo4j_store: Neo4jStore) -> Neo4jStore:
    neo4j_store.apply_schema(SCHEMA)
    return neo4j_store


def test_a_read_sees_the_write_of_another_thread_before_it(store: Neo4jStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        for number in range(20):
            pool.submit(put, store, entity(f"t{number:02}")).result()
            assert pool.submit(store.get, [f"t{number:02}"]).result()
    assert store.revision() == 20
    assert list(store._connection._bookmarks.get_bookmarks())


def test_work_is_run_again_after_a_passing_fault(store: Neo4jStore) -> None:
    runs: list[int] = []

    def work(writer: GraphWriter) -> None:
        runs.append(1)
        writer.upsert_entities([entity(f"run{len(runs)}")])
        if len(runs) == 1:
            raise SessionExpired("the connection went")

    store.write(work)
    assert found(store) == ["run2"]
    assert store.revision() == 1
    assert [item.key for item in store.changes()] == ["run2"]


def test_a_server_does_not_outlive_the_process_that_started_it() -> None:
    command = [sys.executable, "-m", "tests.neo4j_server"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        port = int(process.stdout.readline().rsplit(":", 1)[1])
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    deadline = time.monotonic() + 20
    while _listens(port):
        assert time.monotonic() < deadline, "the server still listens"
        time.sleep(0.2)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_feed_keeps_what_was_asked_for_and_goes_on(
    neo4j_server: Address, neo4j_store: Neo4jStore
) -> None:
    settings = Neo4jSettings(feed_entries=3)
    user, password = neo4j_server.user, neo4j_server.password
    with Neo4jStore(neo4j_server.uri, user, password, settings=settings) as store:
        store.apply_schema(SCHEMA)
        for number in range(8):
            put(store, entity(f"t{number}"))
        assert [item.key for item in store.changes()] == ["t5", "t6", "t7"]
        assert [item.sequence for item in store.changes(after=7)] == [8]
        drop(store, "t0")
        assert store.changes()[-1].sequence == 9


def test_old_entries_of_the_feed_are_dropped(
    neo4j_server: Address, neo4j_store: Neo4jStore
) -> None:
    settings = Neo4jSettings(feed_days=1)
    user, password = neo4j_server.user, neo4j_server.password
    with Neo4jStore(neo4j_server.uri, user, password, settings=settings) as store:
        store.apply_schema(SCHEMA)
        put(store, entity("old"))
        age = "MATCH (c:_Change) SET c.time = c.time - 2 * 86400000"
        store._connection.write(lambda tx: tx.run(age))
        put(store, entity("new"))
        assert [item.key for item in store.changes()] == ["new"]


def test_a_long_write_fills_few_nodes_of_the_feed(store: Neo4jStore) -> None:
    put(store, *(entity(f"t{number:04}") for number in range(2500)))
    nodes = "MATCH (c:_Change) RETURN count(c)"
    assert store._connection.read(lambda tx: tx.rows(nodes)) == [[3]]
    pages = [store.changes(after, 700) for after in (0, 700, 1400, 2100)]
    keys = [item.key for page in pages for item in page]
    assert keys == [f"t{number:04}" for number in range(2500)]


@pytest.mark.parametrize("name", ["a`b", "x) DETACH DELETE (n", r"a\u0060b", "", "a b", "a.b"])
def test_only_identifiers_stand_in_query_text(name: str) -> None:
    for build in (
        queries.quoted,
        queries.get_relations,
        queries.scan_relations,
        queries.drop_index,
        lambda text: queries.create_entities([text], []),
        lambda text: queries.wanted_indexes([text]),
        lambda text: queries.neighbours([text], "out", typed=False, limited=False),
    ):
        with pytest.raises(InvalidName):
            build(name)


@pytest.mark.parametrize("space", ["a`b", "x') DETACH DELETE (n", r"a\u0060b", "字 v1/2"])
def test_a_vector_space_may_have_any_name(store: Neo4jStore, space: str) -> None:
    put(store, Entity("a", "Technology"))
    one = np.ones((1, 3), np.float32)
    store.write(lambda writer: writer.put_vectors(space, ["a"], one))
    assert [item.entity.id for item in store.nearest(space, one[0])] == ["a"]
    store.write(lambda writer: writer.drop_vectors(space))
    assert not store.nearest(space, one[0])
