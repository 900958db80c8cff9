"""The class of an entity can be asked for without its properties."""

from graph import GraphStore
from tests.contract.samples import entity, put


def test_classes_are_told_of_those_that_exist(store: GraphStore) -> None:
    put(store, entity("a"), entity("b", "Demand"))
    assert store.types_of(["b", "a", "c", "a\n"]) == {"a": "Technology", "b": "Demand"}
    assert store.types_of([]) == {}
