"""What every kind of test may ask for; a real Neo4j is started once a session, when first asked."""

import os
from collections.abc import Iterator

import pytest

from graph.neo4j import Neo4jStore
from ontology import Ontology, load
from tests.neo4j_server import (
    CALENDAR,
    LTS,
    Address,
    CannotStart,
    Neo4jServer,
    address_of_environment,
    empty,
    find_java,
    is_empty,
    release,
)


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Address]:
    """The long-term release: that of NEO4J_URI if set, else one of our own."""
    given = address_of_environment()
    if given is None:
        yield from _started(LTS)
        return
    if not os.environ.get("NEO4J_MAY_BE_EMPTIED") and not is_empty(given):
        pytest.fail(
            f"the tests would delete all data of {given.uri} (NEO4J_URI): unset NEO4J_URI, or set "
            "NEO4J_MAY_BE_EMPTIED=1 if that is what you want"
        )
    yield given
    empty(given)


@pytest.fixture(scope="session")
def neo4j_2026_server() -> Iterator[Address]:
    """The calendar release, always one of our own; outside CI it needs a new Java to be there."""
    if find_java(release(CALENDAR).javas) is None and not os.environ.get("CI"):
        pytest.skip(f"Neo4j {CALENDAR} needs Java 21 or 25, and none was found here")
    yield from _started(CALENDAR)


def _started(version: str) -> Iterator[Address]:
    server = Neo4jServer(version)
    try:
        server.start()
    except CannotStart as why:
        pytest.fail(f"a test needs a real Neo4j: {why}")
    yield server.address
    server.close()


@pytest.fixture
def neo4j_store(neo4j_server: Address) -> Iterator[Neo4jStore]:
    """An empty store without a schema on the long-term release."""
    yield from _emptied(neo4j_server)


@pytest.fixture
def neo4j_2026_store(neo4j_2026_server: Address) -> Iterator[Neo4jStore]:
    """An empty store without a schema on the calendar release."""
    yield from _emptied(neo4j_2026_server)


def _emptied(address: Address) -> Iterator[Neo4jStore]:
    empty(address)
    with Neo4jStore(address.uri, address.user, address.password) as store:
        yield store


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """The shipped ontology."""
    return load()
