"""Vectors: similarity with the filter before the cut."""

import numpy as np
import pytest
from numpy.typing import NDArray

from graph import Compare, GraphStore, Op
from graph.errors import InvalidName, InvalidQuery
from tests.contract.samples import drop, entity, put

SPACE = "encoder-1:abc/def"


def vector(*numbers: float) -> NDArray[np.float32]:
    return np.array(numbers, np.float32)


def put_vectors(store: GraphStore, space: str, **vectors: tuple[float, ...]) -> None:
    matrix = np.array(list(vectors.values()), np.float32)
    store.write(lambda writer: writer.put_vectors(space, list(vectors), matrix))


@pytest.fixture(autouse=True)
def _sample(store: GraphStore) -> None:
    put(
        store,
        entity("a", "Enterprise", capacity=1),
        entity("b", "Demand", capacity=2),
        entity("c", "Demand", capacity=3),
        entity("none", "Demand", capacity=3),
    )
    put_vectors(store, SPACE, a=(1, 0), b=(3, 4), c=(0, -2))


def test_nearest_is_by_cosine(store: GraphStore) -> None:
    near = store.nearest(SPACE, vector(2, 0))
    assert [item.entity.id for item in near] == ["a", "b", "c"]
    assert [item.score for item in near] == pytest.approx([1.0, 0.6, 0.0], abs=1e-5)
    assert near[0].entity == store.get(["a"])["a"]
    opposite = store.nearest(SPACE, vector(0, 1))[-1]
    assert opposite.entity.id == "c"
    assert opposite.score == pytest.approx(-1.0, abs=1e-5)


def test_the_filter_comes_before_the_cut(store: GraphStore) -> None:
    """A thousand nearer ones of another class must not push the right one out."""
    crowd = [entity(f"crowd{number:04}", "Enterprise") for number in range(1000)]
    put(store, *crowd)
    matrix = np.tile(vector(1, 0.01), (len(crowd), 1))
    ids = [item.id for item in crowd]
    store.write(lambda writer: writer.put_vectors(SPACE, ids, matrix))
    near = store.nearest(SPACE, vector(1, 0), first=1, type="Demand")
    assert [item.entity.id for item in near] == ["b"]
    near = store.nearest(SPACE, vector(1, 0), first=2, where=Compare("capacity", Op.GE, 2))
    assert [item.entity.id for item in near] == ["b", "c"]


def test_ties_go_by_id(store: GraphStore) -> None:
    put(store, *(entity(key) for key in ("z", "x", "y")))
    put_vectors(store, SPACE, z=(5, 5), x=(5, 5), y=(5, 5))
    near = store.nearest(SPACE, vector(1, 1), first=2)
    assert [item.entity.id for item in near] == ["x", "y"]


def test_the_cut_may_be_none_or_more_than_there_are(store: GraphStore) -> None:
    assert not store.nearest(SPACE, vector(1, 0), first=0)
    assert len(store.nearest(SPACE, vector(1, 0), first=100)) == 3
    with pytest.raises(InvalidQuery):
        store.nearest(SPACE, vector(1, 0), first=-1)


def test_the_dimension_must_be_that_of_the_space(store: GraphStore) -> None:
    with pytest.raises(InvalidQuery, match="dimension 2"):
        store.nearest(SPACE, vector(1, 0, 0))
    with pytest.raises(InvalidQuery, match="dimension 2"):
        put_vectors(store, SPACE, a=(1, 0, 0))
    with pytest.raises(InvalidQuery):
        store.write(lambda writer: writer.put_vectors(SPACE, ["a", "b"], vector(1, 0)[None]))
    with pytest.raises(InvalidQuery):
        put_vectors(store, SPACE, a=(float("nan"), 0))
    with pytest.raises(InvalidName):
        put_vectors(store, "", a=(1, 0))


def test_spaces_are_separate(store: GraphStore) -> None:
    put_vectors(store, "other", a=(1, 2, 3))
    assert [item.entity.id for item in store.nearest("other", vector(1, 0, 0))] == ["a"]
    store.write(lambda writer: writer.drop_vectors("other"))
    assert not store.nearest("other", vector(1, 0, 0))
    assert store.vectors("other")[1].shape == (0, 0)
    assert len(store.nearest(SPACE, vector(1, 0))) == 3
    put_vectors(store, "other", b=(1.0,))
    assert store.vectors("other")[0] == ("b",)


def test_all_vectors_of_a_space_come_sorted_by_id(store: GraphStore) -> None:
    put_vectors(store, SPACE, none=(7, 8))
    ids, matrix = store.vectors(SPACE)
    assert tuple(ids) == ("a", "b", "c", "none")
    assert matrix.dtype == np.float32
    np.testing.assert_array_equal(matrix, [(1, 0), (3, 4), (0, -2), (7, 8)])


def test_a_new_vector_replaces_the_old(store: GraphStore) -> None:
    store.nearest(SPACE, vector(1, 0))
    put_vectors(store, SPACE, c=(9, 0.5))
    assert [item.entity.id for item in store.nearest(SPACE, vector(1, 0))] == ["a", "c", "b"]


def test_ids_without_an_entity_are_passed_over(store: GraphStore) -> None:
    put_vectors(store, SPACE, nobody=(1, 0))
    assert "nobody" not in store.vectors(SPACE)[0]


def test_vectors_go_with_their_entity(store: GraphStore) -> None:
    store.nearest(SPACE, vector(1, 0))
    drop(store, "a")
    put(store, entity("a", "Enterprise"))
    assert [item.entity.id for item in store.nearest(SPACE, vector(1, 0))] == ["b", "c"]


def test_vectors_are_derived_and_raise_no_revision(store: GraphStore) -> None:
    before = store.revision(), store.changes()
    put_vectors(store, SPACE, a=(0, 1))
    store.write(lambda writer: writer.drop_vectors(SPACE))
    assert (store.revision(), store.changes()) == before


def test_a_zero_vector_is_like_nothing(store: GraphStore) -> None:
    put_vectors(store, SPACE, a=(0, 0))
    near = {item.entity.id: item.score for item in store.nearest(SPACE, vector(1, 0))}
    assert near["a"] == 0
