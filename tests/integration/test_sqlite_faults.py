"""What can go wrong with the file is told in words, as an error of the store."""

import sqlite3
from pathlib import Path

import pytest

from graph.errors import GraphError, StoreUnavailable, UnsupportedVersion
from graph.sqlite import SqliteStore
from graph.sqlite.connection import Session
from tests.contract.samples import SCHEMA, entity, found, put


def test_constructing_a_store_touches_nothing(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "graph.db").close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database at all, but long enough to have a header" * 100)
    with pytest.raises(StoreUnavailable, match="is not a database file"):
        SqliteStore(path).revision()


def test_a_database_of_another_application(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(StoreUnavailable, match="another application"):
        SqliteStore(path).revision()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="is its folder there"):
        SqliteStore(tmp_path / "nowhere" / "graph.db").revision()


def test_a_newer_format(tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    with SqliteStore(path) as store:
        store.apply_schema(SCHEMA)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UnsupportedVersion, match="format 99"):
        SqliteStore(path).revision()


def test_a_full_disk_keeps_nothing_of_the_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SqliteStore(tmp_path / "graph.db") as store:
        store.apply_schema(SCHEMA)
        put(store, entity("kept"))
        session: Session = store._sessions.writer()
        pages = session.value("PRAGMA page_count")
        session.run(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreUnavailable, match="no room left"):
            put(store, *(entity(f"e{n}", name_zh="长" * 500) for n in range(500)))
        assert found(store) == ["kept"]
        session.run("PRAGMA max_page_count = 1000000")
        put(store, entity("next"))
        assert found(store) == ["kept", "next"]


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    with SqliteStore(path) as store:
        store.apply_schema(SCHEMA)
        put(store, *(entity(f"e{n}", name_zh="长" * 50) for n in range(500)))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(GraphError), SqliteStore(path) as store:
        found(store)
