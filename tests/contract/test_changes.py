"""The revision and the change feed."""

import pytest

from graph import GraphStore, GraphWriter, Relation, RelationKey
from graph.errors import InvalidQuery
from tests.contract.samples import drop, entity, link, put, unlink


def test_an_empty_store_is_at_revision_zero(store: GraphStore) -> None:
    assert store.revision() == 0
    assert store.last_change() == 0
    assert not store.changes()


def test_one_write_is_one_revision_and_its_changes_stand_in_order(store: GraphStore) -> None:
    put(store, entity("b", code="1"))

    def work(writer: GraphWriter) -> None:
        writer.upsert_entities([entity("b", code="2"), entity("z", "Demand"), entity("a")])
        writer.upsert_relations([Relation("requires", "z", "a")])

    store.write(work)
    assert store.revision() == 2
    changes = store.changes()
    assert [(item.revision, item.operation, item.key, item.type) for item in changes] == [
        (1, "created", "b", "Technology"),
        (2, "created", "z", "Demand"),
        (2, "created", "a", "Technology"),
        (2, "updated", "b", "Technology"),
        (2, "created", RelationKey("requires", "z", "a"), "requires"),
    ]
    sequences = [item.sequence for item in changes]
    assert sequences == list(range(1, 6))
    assert store.last_change() == 5


def test_what_changes_nothing_raises_no_revision(store: GraphStore) -> None:
    put(store, entity("a"))
    before = store.changes()
    put(store, entity("a"), entity("a", "Demand"))
    link(store, Relation("requires", "a", "nowhere"))
    assert drop(store, "nobody") == 0
    assert unlink(store, RelationKey("requires", "a", "a")) == 0
    assert store.revision() == 1
    assert store.changes() == before


def test_a_reader_resumes_where_it_stopped(store: GraphStore) -> None:
    put(store, *(entity(f"t{number}") for number in range(5)))
    first = store.changes(first=2)
    rest = store.changes(after=first[-1].sequence)
    assert [item.key for item in (*first, *rest)] == ["t0", "t1", "t2", "t3", "t4"]
    assert not store.changes(after=rest[-1].sequence)
    assert not store.changes(first=0)
    with pytest.raises(InvalidQuery):
        store.changes(first=-1)


def test_deleting_an_entity_tells_of_its_relations_first(store: GraphStore) -> None:
    put(store, entity("a"), entity("b", "Demand"))
    link(store, Relation("suppliesTo", "b", "a"), Relation("requires", "a", "b"))
    last = store.changes()[-1].sequence
    drop(store, "b")
    told = store.changes(after=last)
    assert [(item.operation, item.key, item.type) for item in told] == [
        ("deleted", RelationKey("requires", "a", "b"), "requires"),
        ("deleted", RelationKey("suppliesTo", "b", "a"), "suppliesTo"),
        ("deleted", "b", "Demand"),
    ]
    assert len({item.revision for item in told}) == 1


def test_an_updated_relation_is_told(store: GraphStore) -> None:
    put(store, entity("a"))
    link(store, Relation("requires", "a", "a"))
    link(store, Relation("requires", "a", "a", {"weight": 1}))
    last = store.changes()[-1]
    assert (last.operation, last.key) == ("updated", RelationKey("requires", "a", "a"))
