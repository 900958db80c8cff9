"""Connections to the file, one a thread, and its faults in words that say what to do."""

import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from graph import deadline
from graph.errors import GraphError, StoreUnavailable, UnsupportedVersion
from graph.sqlite import queries
from graph.sqlite.origins import Origins

Row: TypeAlias = tuple[Any, ...]
"""What SQLite hands back; each statement's own reader knows the columns."""
Parameters: TypeAlias = Sequence[object] | Mapping[str, object]

_PORTION = 10_000
_STEPS = 20_000
"""Steps of SQLite's machine between two looks at the deadline: well under a millisecond."""
_FAULTS = {
    sqlite3.SQLITE_NOTADB: "is not a database file",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a backup",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: is its folder there, and may you write to it?",
    sqlite3.SQLITE_READONLY: "cannot be written: check the rights of the file and its folder",
    sqlite3.SQLITE_PERM: "cannot be opened: check the rights of the file and its folder",
    sqlite3.SQLITE_FULL: "has no room left on its disk; nothing of this write was kept",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports a fault",
    sqlite3.SQLITE_BUSY: "is being written by another process for too long; try again",
    sqlite3.SQLITE_LOCKED: "is locked by another connection; try again",
}


class Session:
    """One connection, of one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._depth = 0
        with self._faults():
            self._connection = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, cached_statements=256
            )
        self._connection.set_progress_handler(deadline.passed, _STEPS)
        self._connection.create_function("contains_folded", 2, _contains_folded, deterministic=True)
        self.origins = Origins(self.rows)

    def __del__(self) -> None:
        if hasattr(self, "_connection"):
            self._connection.close()

    def rows(self, statement: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a query."""
        deadline.seconds_left()  # not asked before a transaction is ended
        with self._faults():
            return self._connection.execute(statement, parameters).fetchall()

    def portions(self, statement: str, parameters: Parameters = ()) -> Iterator[list[Row]]:
        """All rows of a query, few at a time; nothing may be written meanwhile."""
        with self._faults():
            cursor = self._connection.execute(statement, parameters)
            while rows := cursor.fetchmany(_PORTION):
                yield rows

    def value(self, statement: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, None if there is no row."""
        rows = self.rows(statement, parameters)
        return rows[0][0] if rows else None

    def run(self, statement: str, parameters: Parameters = ()) -> int:
        """Run a statement; how many rows it changed."""
        with self._faults():
            return self._connection.execute(statement, parameters).rowcount

    def run_many(self, statement: str, rows: Iterable[Parameters]) -> None:
        """Run a statement for each row."""
        with self._faults():
            self._connection.executemany(statement, rows)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads of one state; may be nested, and stand within a write."""
        with self._transaction(queries.BEGIN_READ):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A write: all of it is committed, or, if the block raises, none."""
        with self._transaction(queries.BEGIN_WRITE):
            yield

    def close(self) -> None:
        """Release the connection."""
        self._connection.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        if self._depth == 0:
            self.run(begin)
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0 and self._connection.in_transaction:
                self._roll_back()
            raise
        self._depth -= 1
        if self._depth == 0:
            self._commit()

    def _commit(self) -> None:
        try:
            self.run(queries.COMMIT)
        except GraphError:
            if self._connection.in_transaction:
                self._roll_back()
            raise

    def _roll_back(self) -> None:
        self.run(queries.ROLLBACK)
        self.origins.forget()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            primary = getattr(fault, "sqlite_errorcode", 0) & 0xFF
            if primary == sqlite3.SQLITE_INTERRUPT:
                deadline.seconds_left()
            if primary in _FAULTS:
                raise StoreUnavailable(f"{self._path} {_FAULTS[primary]}") from fault
            raise GraphError(f"{self._path}: {fault}") from fault


class Sessions:
    """The sessions of a store: one a thread for reads, and one for the writer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: weakref.WeakSet[Session] = weakref.WeakSet()
        self._writer: Session | None = None

    def reader(self) -> Session:
        """This thread's session."""
        session: Session | None = getattr(self._local, "session", None)
        if session is None or session not in self._open:
            session = self._local.session = self._opened()
        return session

    def writer(self) -> Session:
        """The writer's session, for whoever holds the store's write lock."""
        if self._writer is None:
            self._writer = self._opened()
            for pragma in queries.WRITER_PRAGMAS:
                self._writer.run(pragma)
        return self._writer

    def close(self) -> None:
        """Release all sessions; nobody may be using one."""
        with self._lock:
            for session in list(self._open):
                session.close()
            self._open.clear()
            self._writer = None

    def _opened(self) -> Session:
        session = Session(self._path)
        try:
            _prepare(session, self._path)
        except GraphError:
            session.close()
            raise
        with self._lock:
            self._open.add(session)
        return session


def _prepare(session: Session, path: Path) -> None:
    """Check that the file is ours, and lay it out if it is new."""
    for pragma in queries.PRAGMAS:
        session.run(pragma)
    if session.value(queries.GET_APPLICATION) != queries.APPLICATION_ID:
        if session.value(queries.COUNT_TABLES):
            raise StoreUnavailable(f"{path} is a database of another application")
        session.value(queries.SET_JOURNAL)
        _lay_out(session)
    found = session.value(queries.GET_FORMAT)
    if found != queries.FORMAT:
        advice = (
            "upgrade pearlnet"
            if found > queries.FORMAT
            else "export it with the release that made it, and import that into a new file"
        )
        raise UnsupportedVersion(
            f"{path} has format {found}; this release reads {queries.FORMAT}: {advice}"
        )


def _lay_out(session: Session) -> None:
    with session.writing():
        if session.value(queries.GET_APPLICATION) != queries.APPLICATION_ID:
            for statement in queries.LAYOUT:
                session.run(statement)


def _contains_folded(value: object, part: str) -> bool:
    return isinstance(value, str) and part in value.lower()
