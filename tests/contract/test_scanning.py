"""Everything, in batches and in columns."""

import pytest

from graph import Compare, GraphStore, Op, Query, Relation
from graph.errors import SchemaMissing
from tests.contract.samples import PAPER, entity, link, put


@pytest.fixture(autouse=True)
def _sample(store: GraphStore) -> None:
    put(
        store,
        *(entity(f"t{number}", capacity=number) for number in range(7)),
        entity("alone", "Demand"),
    )
    link(
        store,
        Relation("suppliesTo", "t2", "t1"),
        Relation("requires", "t2", "t6"),
        Relation("requires", "t2", "t3", {"weight": 1}, PAPER),
        Relation("requires", "t1", "t2"),
        Relation("usesTechnology", "t0", "t0"),
    )


def test_entities_come_by_id_in_batches(store: GraphStore) -> None:
    batches = [[item.id for item in batch] for batch in store.scan(Query("Technology"), batch=3)]
    assert batches == [["t0", "t1", "t2"], ["t3", "t4", "t5"], ["t6"]]
    some = store.scan(Query(where=Compare("capacity", Op.LT, 2)))
    assert [item.id for batch in some for item in batch] == ["t0", "t1"]
    assert list(store.scan(Query("University"))) == []
    with pytest.raises(SchemaMissing):
        store.scan(Query("Ghost"))


def test_relations_come_by_type_source_and_target(store: GraphStore) -> None:
    batches = list(store.scan_relations(batch=2))
    assert [len(batch) for batch in batches] == [2, 2, 1]
    assert [item for batch in batches for item in batch] == [
        Relation("requires", "t1", "t2"),
        Relation("requires", "t2", "t3", {"weight": 1}, PAPER),
        Relation("requires", "t2", "t6"),
        Relation("suppliesTo", "t2", "t1"),
        Relation("usesTechnology", "t0", "t0"),
    ]
    some = store.scan_relations(["suppliesTo", "usesTechnology"])
    assert [item.source for batch in some for item in batch] == ["t2", "t0"]
    assert list(store.scan_relations([])) == []


def test_edges_are_columns_sorted_by_source_type_and_target(store: GraphStore) -> None:
    edges = store.edges()
    assert edges.ids == ("t0", "t1", "t2", "t3", "t6")
    assert edges.types == ("requires", "suppliesTo", "usesTechnology")
    assert [str(column.dtype) for column in (edges.source, edges.target, edges.type)] == [
        "int32",
        "int32",
        "int16",
    ]
    rows = zip(edges.source.tolist(), edges.type.tolist(), edges.target.tolist(), strict=True)
    assert [(edges.ids[s], edges.types[t], edges.ids[o]) for s, t, o in rows] == [
        ("t0", "usesTechnology", "t0"),
        ("t1", "requires", "t2"),
        ("t2", "requires", "t3"),
        ("t2", "requires", "t6"),
        ("t2", "suppliesTo", "t1"),
    ]


def test_edges_of_some_types_name_only_their_ends(store: GraphStore) -> None:
    edges = store.edges(["suppliesTo"])
    assert (edges.ids, edges.types) == (("t1", "t2"), ("suppliesTo",))
    assert (edges.source.tolist(), edges.target.tolist()) == ([1], [0])


def test_no_edges_are_empty_columns(store: GraphStore) -> None:
    edges = store.edges([])
    assert (edges.ids, edges.types, edges.source.shape) == ((), (), (0,))
