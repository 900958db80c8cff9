"""Pages, filters, counts and look-ups touch a few records, however many there are."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from neo4j import GraphDatabase

from graph import ClassSchema, Compare, Entity, GraphSchema, In, Op, Query, Relation, Sort
from graph.neo4j import Neo4jStore, paging, traversal
from graph.neo4j.meta import read_meta
from graph.neo4j.transaction import Transaction
from graph.query import All, Related
from tests.contract.samples import SCHEMA, link, put
from tests.neo4j_server import Address, empty

pytestmark = pytest.mark.neo4j
MANY = 3_000
FEW_HITS = 600


class Profiled(Transaction):
    """A transaction that counts what its queries touch."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx._tx, tx.origins.known)
        self.hits = 0
        self.operators: set[str] = set()

    def rows(
        self, text: str, parameters: dict[str, Any] | None = None, **more: Any
    ) -> list[list[Any]]:
        result = self._tx.run(f"PROFILE {text}", parameters, **more)
        values = result.values()
        profile = result.consume().profile
        assert profile is not None
        self._add(profile)
        return values

    def _add(self, plan: dict[str, Any]) -> None:
        self.hits += plan["dbHits"]
        self.operators.add(plan["operatorType"].partition("@")[0])
        for child in plan.get("children", ()):
            self._add(child)


@pytest.fixture(scope="module")
def filled(neo4j_server: Address) -> Iterator[Neo4jStore]:
    """Many technologies and a few demands of every tenth."""
    empty(neo4j_server)
    with Neo4jStore(neo4j_server.uri, neo4j_server.user, neo4j_server.password) as store:
        store.apply_schema(SCHEMA)
        technologies = [
            Entity(
                f"t{number:05}",
                "Technology",
                {"name_en": f"n{number * 7919 % MANY:05}", "capacity": number % 1000},
            )
            for number in range(MANY)
        ]
        demands = [Entity(f"d{n}", "Demand", {"name_en": f"d{n}"}) for n in range(20)]
        put(store, *technologies, *demands)
        link(store, *(Relation("requires", f"d{n}", f"t{n:05}") for n in range(20)))
        store._connection.write(lambda tx: tx.run("CALL db.resampleOutdatedIndexes()"))
        store._connection.write(lambda tx: tx.run("CALL db.clearQueryCaches()"))
        yield store


def _profile(store: Neo4jStore, work: Callable[[Any], object]) -> Profiled:
    def profiled(tx: Transaction) -> Profiled:
        counting = Profiled(tx)
        work(counting)
        return counting

    done = store._connection.read(profiled)
    assert not done.operators & {"AllNodesScan", "NodeByLabelScan", "AllRelationshipsScan"}
    return done


QUERIES = {
    "by id": Query(),
    "by id backwards": Query(sort=Sort("id", descending=True)),
    "of a class": Query("Technology"),
    "of a small class among large ones": Query("Demand", sort=Sort("name_en")),
    "with subclasses": Query("Thing"),
    "sorted": Query("Technology", sort=Sort("name_en")),
    "sorted backwards": Query("Technology", sort=Sort("name_en", descending=True)),
    "sorted, any class": Query(sort=Sort("capacity")),
    "equal": Query("Technology", Compare("capacity", Op.EQ, 7)),
    "equal, any class": Query(where=Compare("capacity", Op.EQ, 7)),
    "one of": Query("Technology", In("capacity", (7, 8))),
    "in a range": Query("Technology", Compare("capacity", Op.GE, 998)),
    "beginning with": Query(where=Compare("name_en", Op.STARTS_WITH, "n0001")),
    "equal and sorted": Query(
        "Technology", Compare("capacity", Op.EQ, 7), Sort("name_en", descending=True)
    ),
    "id": Query(where=Compare("id", Op.EQ, "t00007")),
    "two conditions": Query(
        where=All((Compare("name_en", Op.EQ, "n00007"), Compare("capacity", Op.LT, 1000)))
    ),
    "related": Query("Demand", Related("requires", where=Compare("id", Op.EQ, "t00007"))),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_first_and_next_pages_touch_few_records(filled: Neo4jStore, query: Query) -> None:
    first = filled.find(query, first=10)
    assert first.entities
    for after in (None, first.cursors[-1]):
        done = _profile(
            filled,
            lambda tx, after=after: paging.find(tx, _meta(filled), query, 10, after),  # type: ignore[misc]  # mypy infers no lambda with a default
        )
        assert done.hits < FEW_HITS


@pytest.mark.parametrize("name", ["equal", "one of", "in a range", "beginning with"])
def test_counting_what_a_filter_leaves_touches_no_more(filled: Neo4jStore, name: str) -> None:
    query = QUERIES[name]
    done = _profile(filled, lambda tx: paging.count(tx, _meta(filled), query))
    assert done.hits < FEW_HITS


def test_looking_up_records_and_relations_touches_only_them(filled: Neo4jStore) -> None:
    relation = Relation("requires", "d7", "t00007")
    for work in (
        lambda tx: traversal.get(tx, ["t00007", "d7"]),
        lambda tx: traversal.types_of(tx, ["t00007", "d7"]),
        lambda tx: traversal.get_relations(tx, [relation.key]),
        lambda tx: traversal.neighbours(
            tx, _meta(filled), ["d7"], traversal.Steps(None, "out", "Technology", 5)
        ),
        lambda tx: traversal.degrees(tx, ["t00007"], traversal.Steps(["requires"], "in")),
    ):
        assert _profile(filled, work).hits < 60


def test_no_scan_before_the_server_knows_its_statistics(neo4j_store: Neo4jStore) -> None:
    """Soon after an import the planner still believes that the store is empty."""
    neo4j_store.apply_schema(SCHEMA)
    neo4j_store.find(Query("Demand", sort=Sort("code")))
    put(neo4j_store, *(Entity(f"d{n:04}", "Demand", {"code": f"{n}"}) for n in range(MANY)))
    query = Query("Demand", sort=Sort("code"))
    meta = _meta(neo4j_store)
    done = _profile(neo4j_store, lambda tx: paging.find(tx, meta, query, 10, None))
    assert done.hits < FEW_HITS


def test_each_entity_is_labelled_with_its_class_and_superclasses(
    neo4j_store: Neo4jStore, neo4j_server: Address
) -> None:
    neo4j_store.apply_schema(SCHEMA)
    put(neo4j_store, Entity("e", "Enterprise"), Entity("d", "Demand"))
    labels = "MATCH (n:_Entity) RETURN n.id, labels(n) ORDER BY n.id"
    auth = (neo4j_server.user, neo4j_server.password)
    with GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver:
        rows = [row.values() for row in driver.execute_query(labels).records]
        assert [(id_, set(names)) for id_, names in rows] == [
            ("d", {"_Entity", "Demand", "Thing"}),
            ("e", {"_Entity", "Enterprise", "Organization", "Thing"}),
        ]
        neo4j_store.apply_schema(_with_demand_as_organization())
        rows = [row.values() for row in driver.execute_query(labels).records]
        assert set(rows[0][1]) == {"_Entity", "Demand", "Organization"}


def _with_demand_as_organization() -> GraphSchema:
    demand = ClassSchema("Demand", ("Organization",), ("code",), ("code",))
    others = tuple(item for item in SCHEMA.classes if item.name != "Demand")
    return GraphSchema((demand, *others), SCHEMA.relations)


def _meta(store: Neo4jStore) -> Any:
    return store._connection.read(read_meta)
