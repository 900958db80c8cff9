"""The driver: opened at first use, with bookmarks, retries, and its errors mapped once."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

import neo4j
from neo4j import Driver, GraphDatabase, ManagedTransaction, Session
from neo4j.exceptions import DriverError, Neo4jError

from graph.neo4j.faults import OLDEST, too_old, translated
from graph.neo4j.settings import Neo4jSettings

T = TypeVar("T")
Rows = list[list[Any]]


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
        self._version = (0, 0)
        self._bookmarks = GraphDatabase.bookmark_manager()

    @property
    def version(self) -> tuple[int, int]:
        """The server's, such as (5, 26) or (2026, 9); it connects if need be."""
        with self._faults():
            self._opened()
        return self._version

    def read(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Run ``work`` in a read transaction, again after a passing fault."""
        with self._faults(), self._session() as session:
            return session.execute_read(work)

    def write(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Run ``work`` in a write transaction, again after a passing fault."""
        with self._faults(), self._session() as session:
            return session.execute_write(work)

    def close(self) -> None:
        """Close the driver; the next use opens another."""
        with self._opening:
            driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    def _session(self) -> Session:
        return self._opened().session(
            database=self._database, bookmark_manager=self._bookmarks, fetch_size=5_000
        )

    def _opened(self) -> Driver:
        with self._opening:
            if self._driver is None:
                self._driver = self._open()
            return self._driver

    def _open(self) -> Driver:
        patience = self._settings.patience
        driver = GraphDatabase.driver(
            self.uri,
            auth=self._auth,
            connection_timeout=patience,
            connection_acquisition_timeout=2 * patience,
            max_transaction_retry_time=patience,
            notifications_min_severity="OFF",
            user_agent="pearlnet",
        )
        try:
            info = driver.get_server_info()
            self._version = _supported(info, self.uri)
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


def _supported(info: neo4j.ServerInfo, uri: str) -> tuple[int, int]:
    """The version of a server that is new enough; other products say nothing we can compare."""
    found = re.match(r"Neo4j/(\d+)\.(\d+)", info.agent)
    version = (int(found[1]), int(found[2])) if found else OLDEST
    if version < OLDEST:
        raise too_old(uri, info.agent)
    return version
