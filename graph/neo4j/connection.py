"""The driver: opened at first use, with bookmarks, retries, and its errors mapped once."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

import neo4j
from neo4j import Driver, GraphDatabase, ManagedTransaction, Session
from neo4j.exceptions import DriverError, Neo4jError

from graph import deadline
from graph.neo4j.faults import OLDEST, bad_address, too_old, translated
from graph.neo4j.origins import Known
from graph.neo4j.settings import Neo4jSettings
from graph.neo4j.transaction import Transaction

T = TypeVar("T")
_ADDRESS = re.compile(r"(neo4j|bolt)(\+s|\+ssc)?://[^/]")


class Connection:
    """A lazily opened driver for one database; safe to use from several threads.

    All sessions share one bookmark manager, so a read sees every write that this object made
    before, from whichever thread and on whichever member of a cluster.
    """

    def __init__(
        self, uri: str, user: str, password: str, database: str, settings: Neo4jSettings
    ) -> None:
        self.uri = uri
        self._auth = (user, password)
        self._database = database
        self._settings = settings
        self._opening = Lock()
        self._driver: Driver | None = None
        self._bookmarks = GraphDatabase.bookmark_manager()
        self._origins = Known()

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` in a read transaction, again after a passing fault."""
        known = self._origins
        with self._faults(), self._session() as session:
            return session.execute_read(_timed(lambda tx: work(Transaction(tx, known))))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` in a write transaction, again after a passing fault.

        When the connection is lost while the server commits, nobody knows what became of it: that
        is told as unavailable and not tried again here, for only ``work``'s owner can look.

        Each attempt numbers origins by itself, and those of the one that is committed stay known.
        """

        def attempt(tx: ManagedTransaction) -> tuple[T, Known]:
            known = self._origins.copy()
            transaction = Transaction(tx, known)
            result = work(transaction)
            transaction.settle()
            return result, known

        with self._faults(), self._session() as session:
            result, self._origins = session.execute_write(_timed(attempt))
        return result

    def close(self) -> None:
        """Close the driver; the next use opens another."""
        with self._opening:
            driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    def _session(self) -> Session:
        return self._opened().session(
            database=self._database,
            bookmark_manager=self._bookmarks,
            fetch_size=5_000,
            notifications_min_severity="OFF",
        )

    def _opened(self) -> Driver:
        with self._opening:
            if self._driver is None:
                self._driver = self._open()
            return self._driver

    def _open(self) -> Driver:
        if not _ADDRESS.match(self.uri):
            raise bad_address(self.uri)
        patience = self._settings.patience
        driver = GraphDatabase.driver(
            self.uri,
            auth=self._auth,
            connection_timeout=patience,
            connection_acquisition_timeout=2 * patience,
            max_transaction_retry_time=patience,
            user_agent="pearlnet",
        )
        try:
            _check_version(driver.get_server_info(), self.uri)
        except BaseException:
            driver.close()
            raise
        return driver

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (DriverError, Neo4jError, OSError) as fault:
            raise translated(fault, self.uri) from fault


def _timed(work: Callable[[ManagedTransaction], T]) -> Callable[[ManagedTransaction], T]:
    """The work, given up by the server at the deadline."""
    left = deadline.seconds_left()
    return work if left is None else neo4j.unit_of_work(timeout=left)(work)


def _check_version(info: neo4j.ServerInfo, uri: str) -> None:
    """Refuse a server that is too old; what is no Neo4j but speaks its Bolt, we cannot judge."""
    found = re.match(r"Neo4j/(\d+)\.(\d+)", info.agent)
    if found and (int(found[1]), int(found[2])) < OLDEST:
        raise too_old(uri, info.agent)
