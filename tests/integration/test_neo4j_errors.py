"""What goes wrong between us and a server is told in one sentence that says what to do."""

import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Thread

import pytest

from graph import Entity
from graph.errors import (
    AuthenticationFailed,
    GraphError,
    InvalidRecord,
    StoreUnavailable,
    UnsupportedVersion,
)
from graph.neo4j import Neo4jSettings, Neo4jStore
from graph.neo4j.transaction import Transaction
from graph.neo4j.writer import Neo4jWriter
from graph.schema import ClassSchema, GraphSchema
from tests.contract.samples import SCHEMA
from tests.cut_wire import cut_wire
from tests.neo4j_server import Address

_MAGIC = bytes.fromhex("6060b017")


def _told(store: Neo4jStore) -> GraphError:
    with closing(store), pytest.raises(GraphError) as caught:
        store.revision()
    assert "Traceback" not in str(caught.value)
    return caught.value


@pytest.mark.neo4j
def test_a_wrong_password_is_told_with_the_variables_to_set(neo4j_server: Address) -> None:
    told = _told(Neo4jStore(neo4j_server.uri, neo4j_server.user, "wrong"))
    assert isinstance(told, AuthenticationFailed)
    assert "NEO4J_PASSWORD" in str(told)
    assert "wrong" not in str(told)


@pytest.mark.neo4j
def test_an_unknown_database_is_named(neo4j_server: Address) -> None:
    password = neo4j_server.password
    told = _told(Neo4jStore(neo4j_server.uri, neo4j_server.user, password, database="nowhere"))
    assert isinstance(told, StoreUnavailable)
    assert "nowhere" in str(told)


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_a_server_that_is_away_is_told_at_once(scheme: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    start = time.monotonic()
    told = _told(Neo4jStore(f"{scheme}://127.0.0.1:{port}", "neo4j", "secret"))
    assert isinstance(told, StoreUnavailable)
    assert f"{scheme}://127.0.0.1:{port}" in str(told)
    assert "NEO4J_URI" in str(told)
    assert time.monotonic() - start < 8


def test_a_server_that_never_answers_is_given_up() -> None:
    settings = Neo4jSettings(patience=0.5)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        start = time.monotonic()
        uri = f"bolt://127.0.0.1:{silent.getsockname()[1]}"
        told = _told(Neo4jStore(uri, "neo4j", "secret", settings=settings))
    assert isinstance(told, StoreUnavailable)
    assert time.monotonic() - start < 8


@pytest.mark.parametrize("uri", ["127.0.0.1:7687", "http://127.0.0.1:7474", "", "neo4j://"])
def test_an_address_of_another_kind_is_told_with_an_example(uri: str) -> None:
    told = _told(Neo4jStore(uri, "neo4j", "secret"))
    assert isinstance(told, StoreUnavailable)
    assert "neo4j://host:7687" in str(told)


def test_constructing_a_store_opens_nothing() -> None:
    Neo4jStore("neo4j://127.0.0.1:1", "neo4j", "secret").close()


Answer = Callable[[socket.socket], None]


def _read_message(client: socket.socket) -> bytes:
    """One chunked Bolt message."""
    body = b""
    while size := struct.unpack(">H", client.recv(2, socket.MSG_WAITALL))[0]:
        body += client.recv(size, socket.MSG_WAITALL)
    return body


def _send_message(client: socket.socket, body: bytes) -> None:
    client.sendall(struct.pack(">H", len(body)) + body + b"\0\0")


def _text(text: str) -> bytes:
    encoded = text.encode()
    return (
        bytes((0x80 + len(encoded),)) + encoded
        if len(encoded) < 16
        else b"\xd0" + bytes((len(encoded),)) + encoded
    )


def _no_common_version(client: socket.socket) -> None:
    client.sendall(bytes(4))


def _neo4j_4(client: socket.socket) -> None:
    """A Neo4j 4.4 that welcomes us by Bolt 4.4."""
    client.sendall(bytes((0, 0, 4, 4)))
    _read_message(client)
    server = _text("server") + _text("Neo4j/4.4.40")
    _send_message(client, b"\xb1\x70\xa2" + server + _text("connection_id") + _text("bolt-1"))
    while True:
        _read_message(client)
        _send_message(client, b"\xb1\x70\xa0")


@pytest.fixture(params=[_no_common_version, _neo4j_4])
def old_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of something that speaks Bolt as an old server does."""
    answer: Answer = request.param

    def serve() -> None:
        try:
            while True:
                client, _ = listener.accept()
                with closing(client):
                    assert client.recv(20, socket.MSG_WAITALL)[:4] == _MAGIC
                    try:
                        answer(client)
                    except (OSError, struct.error):  # the client has gone
                        continue
        except OSError:  # the listener is closed
            return

    listener = socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=serve, daemon=True)
    thread.start()
    yield f"bolt://127.0.0.1:{listener.getsockname()[1]}"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def test_a_server_that_is_too_old_is_told_with_what_is_needed(old_server: str) -> None:
    told = _told(Neo4jStore(old_server, "neo4j", "secret"))
    assert isinstance(told, UnsupportedVersion)
    assert "5.26" in str(told)
    assert old_server in str(told)


DOUBLE = "UNWIND $ids AS id CREATE (:_Entity {id: id})"
AFTERWARDS: dict[str, Callable[[Transaction], object]] = {
    "commit": lambda _: None,
    "rows": lambda tx: tx.rows("RETURN 1"),
    "run": lambda tx: tx.run("CREATE (:Later)"),
    "send": lambda tx: tx.send("CREATE (:Later)"),
}


@pytest.mark.neo4j
@pytest.mark.parametrize("then", AFTERWARDS)
def test_a_statement_that_nobody_waits_for_fails_its_transaction(
    neo4j_store: Neo4jStore, then: str
) -> None:
    neo4j_store.apply_schema(SCHEMA)
    attempts: list[int] = []

    def work(tx: Transaction) -> None:
        attempts.append(1)
        tx.send("CREATE (:Before)")
        tx.send(DOUBLE, ids=["twice", "twice"])
        AFTERWARDS[then](tx)

    connection = neo4j_store._connection
    with pytest.raises(GraphError, match="already exists") as caught:
        connection.write(work)
    assert not isinstance(caught.value, StoreUnavailable)
    assert len(attempts) == 1
    assert connection.read(lambda tx: tx.rows("MATCH (n:Before|Later) RETURN n")) == []
    assert neo4j_store.get(["twice"]) == {}


@pytest.mark.neo4j
def test_a_value_too_long_for_its_index_is_told_though_nobody_waits(
    neo4j_store: Neo4jStore,
) -> None:
    neo4j_store.apply_schema(GraphSchema((ClassSchema("Demand", indexed=("status",)),), ()))
    long = Entity("d", "Demand", {"status": "x" * 40_000})
    with pytest.raises(InvalidRecord, match="too long"):
        neo4j_store.write(lambda writer: writer.upsert_entities([long]))
    assert neo4j_store.get(["d"]) == {}


@pytest.mark.neo4j
def test_a_connection_that_is_lost_within_a_write_writes_nothing(
    neo4j_server: Address, neo4j_store: Neo4jStore
) -> None:
    neo4j_store.apply_schema(SCHEMA)
    with cut_wire(neo4j_server.uri, 0, seed=0) as wire:
        settings = Neo4jSettings(patience=0.2)
        user, password = neo4j_server.user, neo4j_server.password

        def work(writer: Neo4jWriter) -> None:
            writer.upsert_entities([Entity("lost", "Technology")])
            wire.cut()

        with Neo4jStore(wire.uri, user, password, settings=settings) as store:
            store.revision()
            with pytest.raises(StoreUnavailable):
                store.write(work)
    assert (neo4j_store.get(["lost"]), neo4j_store.revision()) == ({}, 0)
