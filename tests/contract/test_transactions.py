"""All of a write is committed, or none."""

from collections.abc import Sequence

import numpy as np
import pytest

from graph import Entity, GraphStore, GraphWriter, Query, Relation, RelationKey
from graph.errors import InvalidRecord
from graph.query import Change
from tests.contract.samples import entity, found, link, put

SPACE = "space"
ONE = np.ones((1, 2), np.float32)


class Abandoned(Exception):
    """What the work of these tests raises."""


def everything(
    store: GraphStore,
) -> tuple[list[Entity], list[Relation], object, Sequence[Change], int]:
    ids, matrix = store.vectors(SPACE)
    return (
        [item for batch in store.scan(Query()) for item in batch],
        [item for batch in store.scan_relations() for item in batch],
        (tuple(ids), matrix.tolist()),
        store.changes(),
        store.revision(),
    )


def test_an_exception_rolls_everything_back(store: GraphStore) -> None:
    put(store, entity("a", name_zh="旧名"), entity("b"))
    link(store, Relation("requires", "a", "b"))
    store.write(lambda writer: writer.put_vectors(SPACE, ["a"], ONE))
    before = everything(store)

    def work(writer: GraphWriter) -> None:
        writer.upsert_entities([entity("a", name_zh="新名"), entity("c", name_zh="新来")])
        writer.upsert_relations([Relation("requires", "c", "a")])
        writer.delete_relations([RelationKey("requires", "a", "b")])
        writer.put_vectors(SPACE, ["a", "c"], np.zeros((2, 2), np.float32))
        writer.put_vectors("another", ["a"], ONE)
        writer.delete_entities(["b"])
        writer.drop_vectors(SPACE)
        raise Abandoned

    with pytest.raises(Abandoned):
        store.write(work)
    assert everything(store) == before
    assert store.vectors("another")[0] == ()
    assert [item.entity.id for item in store.search("旧名")] == ["a"]
    assert not store.search("新")
    assert len(store.nearest(SPACE, ONE[0])) == 1


def test_the_store_writes_on_after_a_rollback(store: GraphStore) -> None:
    def work(writer: GraphWriter) -> None:
        writer.upsert_entities([entity("lost")])
        raise Abandoned

    with pytest.raises(Abandoned):
        store.write(work)
    put(store, entity("kept"))
    assert found(store) == ["kept"]
    assert store.revision() == 1
    assert [item.key for item in store.changes()] == ["kept"]


def test_a_record_that_cannot_be_held_rolls_back_its_write(store: GraphStore) -> None:
    with pytest.raises(InvalidRecord):
        put(store, entity("good"), entity("bad", weight=float("nan")))
    assert found(store) == []


def test_a_writer_sees_its_own_writes_and_others_do_not(store: GraphStore) -> None:
    put(store, entity("a", name_zh="旧名"))

    def work(writer: GraphWriter) -> None:
        writer.upsert_entities([entity("a", name_zh="新名"), entity("b", name_zh="新来")])
        writer.upsert_relations([Relation("requires", "a", "b")])
        writer.put_vectors(SPACE, ["b"], ONE)
        assert writer.get(["a"])["a"].properties == {"name_zh": "新名"}
        assert found(writer) == ["a", "b"]
        assert {item.entity.id for item in writer.search("新")} == {"a", "b"}
        assert [item.entity.id for item in writer.neighbours(["a"])["a"]] == ["b"]
        assert [item.entity.id for item in writer.nearest(SPACE, ONE[0])] == ["b"]
        assert store.get(["a", "b"]) == {"a": entity("a", name_zh="旧名")}
        assert store.revision() == 1

    store.write(work)
    assert found(store) == ["a", "b"]
    assert store.revision() == 2


def test_the_result_of_the_work_is_handed_back(store: GraphStore) -> None:
    assert store.write(lambda writer: writer.count(Query())) == 0
