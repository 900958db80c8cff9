"""Provenance lies in the database once, under a number that every process agrees on."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from graph import Entity, GraphWriter, Relation
from graph.errors import UnsupportedVersion
from graph.neo4j import Neo4jStore
from graph.records import Provenance
from tests.contract.samples import PAPER, REGISTER, SCHEMA, entity, link, put, stored
from tests.neo4j_server import Address

pytestmark = pytest.mark.neo4j


@pytest.fixture
def store(neo4j_store: Neo4jStore) -> Neo4jStore:
    neo4j_store.apply_schema(SCHEMA)
    return neo4j_store


@pytest.fixture
def other(neo4j_server: Address) -> Iterator[Neo4jStore]:
    """The same database as another process sees it."""
    with Neo4jStore(neo4j_server.uri, neo4j_server.user, neo4j_server.password) as opened:
        yield opened


def told(id: str, by: Provenance = PAPER) -> Entity:
    return Entity(id, "Technology", {"capacity": 1}, {"capacity": by})


def _origins(store: Neo4jStore) -> list[list[object]]:
    text = "MATCH (o:_Origin) RETURN o.key, o.source ORDER BY o.key"
    return store._connection.read(lambda tx: tx.rows(text))


def test_a_provenance_is_kept_once(store: Neo4jStore) -> None:
    put(store, *(told(f"t{number}") for number in range(5)))
    link(store, Relation("requires", "t0", "t1", {}, PAPER))
    store.write(lambda writer: writer.link("requires", [("t1", "t2")], PAPER))
    assert _origins(store) == [[1, "paper"]]


def test_processes_give_each_number_once(store: Neo4jStore, other: Neo4jStore) -> None:
    put(store, told("a"))
    put(other, told("b", REGISTER))
    put(store, told("c", replace(PAPER, source="web")), told("d", REGISTER))
    assert _origins(store) == [[1, "paper"], [2, "register"], [3, "web"]]
    for seen in (store, other):
        sources = [seen.get([key])[key].provenance["capacity"].source for key in "abcd"]
        assert sources == ["paper", "register", "web", "register"]


def test_a_number_given_in_vain_is_given_again(store: Neo4jStore) -> None:
    def work(writer: GraphWriter) -> None:
        writer.upsert_entities([told("a")])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(work)
    put(store, told("b", REGISTER))
    assert _origins(store) == [[1, "register"]]
    assert stored(store, "b").provenance == {"capacity": REGISTER}


def test_relations_of_one_source_are_all_scanned_whatever_their_targets_names(
    store: Neo4jStore,
) -> None:
    """Neo4j sorts text by code point, but compares it with a parameter by UTF-16 unit."""
    targets = ["b", "b\ue000", "b\uff5a", "b\U00020bb7", "b\U00020bb8", "c"]
    put(store, entity("a"), *map(entity, targets))
    link(store, *(Relation("requires", "a", target, {}, PAPER) for target in targets))
    scanned = [item.target for batch in store.scan_relations(batch=1) for item in batch]
    assert scanned == targets
    said, after = [], None
    while page := store.said_relations(source="paper", after=after, first=1):
        said.append(page[0].target)
        after = page[0].key
    assert said == targets


def test_data_in_a_format_of_an_earlier_release_are_refused(store: Neo4jStore) -> None:
    store._connection.write(lambda tx: tx.run("MATCH (m:_Meta) REMOVE m.format"))
    for use in (
        store.revision,
        lambda: put(store, entity("a")),
        lambda: store.apply_schema(SCHEMA),
    ):
        with pytest.raises(UnsupportedVersion, match="format 1; this release reads 2"):
            use()
