"""Relations of many entities in one call."""

from collections.abc import Sequence

import pytest

from graph import GraphStore, Relation
from graph.errors import InvalidQuery, SchemaMissing
from graph.query import Neighbour
from tests.contract.samples import PAPER, entity, link, put, stored


@pytest.fixture(autouse=True)
def _sample(store: GraphStore) -> None:
    put(
        store,
        entity("e1", "Enterprise", name_en="One"),
        entity("e2", "Enterprise"),
        entity("u1", "University"),
        entity("t1"),
        entity("t2"),
        entity("t3"),
    )
    link(
        store,
        Relation("usesTechnology", "e1", "t2"),
        Relation("usesTechnology", "e1", "t1", {"weight": 1}, PAPER),
        Relation("suppliesTo", "e1", "u1"),
        Relation("suppliesTo", "e1", "e2"),
        Relation("suppliesTo", "e1", "e1"),
        Relation("usesTechnology", "e2", "t1"),
        Relation("requires", "e1", "t3"),
    )


def ends(neighbours: Sequence[Neighbour]) -> list[tuple[str, str]]:
    return [(item.relation.type, item.entity.id) for item in neighbours]


def test_neighbours_come_by_relation_type_then_id(store: GraphStore) -> None:
    near = store.neighbours(["e1", "e2", "t1", "nobody"])
    assert list(near) == ["e1", "e2", "t1", "nobody"]
    assert ends(near["e1"]) == [
        ("requires", "t3"),
        ("suppliesTo", "e1"),
        ("suppliesTo", "e2"),
        ("suppliesTo", "u1"),
        ("usesTechnology", "t1"),
        ("usesTechnology", "t2"),
    ]
    assert ends(near["e2"]) == [("usesTechnology", "t1")]
    assert not near["t1"]
    assert not near["nobody"]


def test_a_neighbour_holds_the_relation_and_the_other_end_whole(store: GraphStore) -> None:
    (near,) = store.neighbours(["t1"], direction="in", first=1)["t1"]
    relation = Relation("usesTechnology", "e1", "t1", {"weight": 1}, PAPER)
    assert near == Neighbour(relation, stored(store, "e1"))


def test_relations_may_be_chosen(store: GraphStore) -> None:
    near = store.neighbours(["e1"], relations=["requires", "usesTechnology"])
    assert [end for _, end in ends(near["e1"])] == ["t3", "t1", "t2"]
    assert store.neighbours(["e1"], relations=[])["e1"] == ()
    assert ends(store.neighbours(["e1"], relations=["unheardOf"])["e1"]) == []


def test_the_other_ends_class_may_be_chosen(store: GraphStore) -> None:
    near = store.neighbours(["e1"], type="Organization")
    assert [end for _, end in ends(near["e1"])] == ["e1", "e2", "u1"]
    with pytest.raises(SchemaMissing, match="Ghost"):
        store.neighbours(["e1"], type="Ghost")


def test_the_limit_holds_for_each_id(store: GraphStore) -> None:
    near = store.neighbours(["t1", "e1", "e2"], direction="in", first=1)
    assert {key: [end for _, end in ends(items)] for key, items in near.items()} == {
        "t1": ["e1"],
        "e1": ["e1"],
        "e2": ["e1"],
    }
    assert ends(store.neighbours(["e1"], type="University", first=1)["e1"]) == [
        ("suppliesTo", "u1")
    ]
    assert ends(store.neighbours(["e1"], first=0)["e1"]) == []
    with pytest.raises(InvalidQuery):
        store.neighbours(["e1"], first=-1)


def test_no_ids_no_neighbours(store: GraphStore) -> None:
    assert store.neighbours([]) == {}
    assert store.degrees([]) == {}


def test_degrees_count_by_type(store: GraphStore) -> None:
    assert store.degrees(["e1", "t1", "nobody"]) == {
        "e1": {"requires": 1, "suppliesTo": 3, "usesTechnology": 2},
        "t1": {},
        "nobody": {},
    }
    assert store.degrees(["t1", "e1"], direction="in", relations=["usesTechnology"]) == {
        "t1": {"usesTechnology": 2},
        "e1": {},
    }
