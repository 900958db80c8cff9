"""The SQLite store."""
# ruff: noqa: D102 - the port documents these methods

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Self, TypeVar

from graph.errors import SchemaMissing
from graph.schema import GraphSchema
from graph.sqlite import layout
from graph.sqlite.connection import Sessions
from graph.sqlite.reader import SqliteReader
from graph.sqlite.vectors import MatrixCache
from graph.sqlite.writer import SqliteWriter
from graph.validation import check_schema

T = TypeVar("T")


class SqliteStore(SqliteReader):
    """A ``GraphStore`` in one file, made on first use; its folder must be there.

    Any number of threads and processes may read while one writes. Writes queue: in a process by
    a lock, between processes for up to 30 seconds. ``close`` only while no call is under way.
    """

    def __init__(self, path: Path) -> None:
        self._sessions = Sessions(path)
        self._write_lock = Lock()
        super().__init__(self._sessions.reader, MatrixCache().get)

    def apply_schema(self, schema: GraphSchema) -> None:
        check_schema(schema)
        with self._write_lock:
            session = self._sessions.writer()
            with session.writing():
                layout.apply_schema(session, schema)

    def schema(self) -> GraphSchema:
        found = layout.applied_schema(self._session())
        if found is None:
            raise SchemaMissing("no schema has been applied to this store: run `pearlnet init`")
        return found

    def write(self, work: Callable[[SqliteWriter], T]) -> T:
        with self._write_lock:
            session = self._sessions.writer()
            with session.writing():
                return work(SqliteWriter(session))

    def close(self) -> None:
        self._sessions.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
