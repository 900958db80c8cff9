"""The applied schema decides which classes and relations there are."""

import pytest

from graph import ClassSchema, Compare, GraphSchema, GraphStore, Op, Query, Relation
from graph.errors import InvalidName, SchemaMissing
from graph.query import Related
from tests.contract.samples import SCHEMA, entity, found, link, put, stored


def test_a_store_without_a_schema_is_empty_and_refuses_records(bare_store: GraphStore) -> None:
    with pytest.raises(SchemaMissing):
        bare_store.schema()
    with pytest.raises(SchemaMissing):
        put(bare_store, entity("a"))
    with pytest.raises(SchemaMissing):
        bare_store.find(Query("Technology"))
    assert bare_store.count(Query()) == 0
    assert bare_store.revision() == 0
    assert bare_store.get(["a"]) == {}


def test_the_schema_is_told_and_applying_it_again_changes_nothing(store: GraphStore) -> None:
    put(store, entity("a", name_zh="网络"))
    store.apply_schema(SCHEMA)
    assert store.schema() == SCHEMA
    assert [item.entity.id for item in store.search("网")] == ["a"]
    assert store.revision() == 1


def test_unknown_classes_and_relations_are_refused_by_name(store: GraphStore) -> None:
    with pytest.raises(SchemaMissing, match="Ghost"):
        put(store, entity("a", "Ghost"))
    put(store, entity("a"))
    with pytest.raises(SchemaMissing, match="haunts"):
        link(store, Relation("haunts", "a", "a"))
    with pytest.raises(SchemaMissing, match="Ghost"):
        store.find(Query("Ghost"))
    with pytest.raises(SchemaMissing, match="Ghost"):
        store.count(Query(where=Related("requires", type="Ghost")))
    with pytest.raises(SchemaMissing, match="Ghost"):
        store.search("x", type="Ghost")


def test_a_new_class_and_new_indexes_serve_at_once(store: GraphStore) -> None:
    """Properties that become searched or indexed are so for entities already there."""
    put(store, entity("a", remark_zh="隐藏的话", level=3))
    assert not store.search("隐藏")
    robot = ClassSchema("Robot", ("Thing",), ("level",), ("remark_zh",))
    technology = ClassSchema("Technology", ("Thing",), ("level",), ("remark_zh",))
    thing = ClassSchema("Thing")
    store.apply_schema(GraphSchema((robot, technology, thing), ("builds", "requires")))
    put(store, entity("r", "Robot", remark_zh="话", level=4))
    link(store, Relation("builds", "r", "a"))
    assert {item.entity.id for item in store.search("话")} == {"a", "r"}
    assert found(store, Compare("level", Op.GE, 3), type="Thing") == ["a", "r"]


def test_a_smaller_schema_touches_no_entity(store: GraphStore) -> None:
    put(store, entity("d", "Demand", name_zh="需求"), entity("t", name_zh="技术"))
    link(store, Relation("requires", "d", "t"))
    smaller = GraphSchema((ClassSchema("Technology", (), (), ("name_zh",)),), ())
    store.apply_schema(smaller)
    assert store.schema() == smaller
    assert stored(store, "d") == entity("d", "Demand", name_zh="需求")
    assert found(store) == ["d", "t"]
    assert found(store, type="Technology") == ["t"]
    assert [item.entity.id for item in store.neighbours(["d"])["d"]] == ["t"]
    with pytest.raises(SchemaMissing):
        found(store, type="Demand")


@pytest.mark.parametrize(
    "schema",
    [
        GraphSchema((ClassSchema("Bad name"),), ()),
        GraphSchema((), ("`x`",)),
        GraphSchema((ClassSchema("Fine", (), ("a') --",)),), ()),
        GraphSchema((ClassSchema("Fine", (), (), ("id",)),), ()),
    ],
)
def test_a_schema_with_impossible_names_is_refused(store: GraphStore, schema: GraphSchema) -> None:
    with pytest.raises(InvalidName):
        store.apply_schema(schema)
    assert store.schema() == SCHEMA
