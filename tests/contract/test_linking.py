"""Many relations of one type and origin are created in one call, as pairs of ids."""

import pytest

from graph import GraphStore, Relation, RelationKey
from graph.errors import InvalidRecord, SchemaMissing
from graph.query import LinkResult
from graph.records import Provenance
from tests.contract.samples import PAPER, REGISTER, entity, link, put

LATER = Provenance("paper", "batch-9", "2026-09-01T00:00:00Z", 0.9)


@pytest.fixture(autouse=True)
def _ends(store: GraphStore) -> None:
    put(store, *(entity(key) for key in "abc"))


def tie(
    store: GraphStore,
    *pairs: tuple[str, str],
    by: Provenance | None = PAPER,
    type: str = "requires",
) -> LinkResult:
    return store.write(lambda writer: writer.link(type, pairs, by))


def test_pairs_become_relations(store: GraphStore) -> None:
    assert tie(store, ("a", "b"), ("b", "a"), ("a", "a")) == LinkResult(created=3)
    keys = [RelationKey("requires", *pair) for pair in (("a", "a"), ("a", "b"), ("b", "a"))]
    assert store.get_relations(keys) == {
        key: Relation("requires", key.source, key.target, {}, PAPER) for key in keys
    }


def test_a_pair_that_comes_twice_counts_once(store: GraphStore) -> None:
    assert tie(store, ("a", "b"), ("a", "b")) == LinkResult(created=1)


def test_what_stands_is_left_as_it_is(store: GraphStore) -> None:
    tie(store, ("a", "b"))
    before = (store.revision(), store.changes())
    assert tie(store, ("a", "b"), by=LATER) == LinkResult(unchanged=1)
    assert tie(store, ("a", "b"), by=None) == LinkResult(unchanged=1)
    assert (store.revision(), store.changes()) == before
    key = RelationKey("requires", "a", "b")
    assert store.get_relations([key])[key].provenance == PAPER


def test_what_another_says_is_told_and_left(store: GraphStore) -> None:
    link(store, Relation("requires", "a", "b", {"weight": 2}, REGISTER))
    tie(store, ("b", "c"))
    result = tie(store, ("a", "b"), ("b", "c"), ("c", "a"))
    assert result == LinkResult(1, 1, (RelationKey("requires", "a", "b"),))
    key = RelationKey("requires", "a", "b")
    assert store.get_relations([key])[key].properties == {"weight": 2}


def test_an_end_that_does_not_exist_is_told(store: GraphStore) -> None:
    result = tie(store, ("a", "nowhere"), ("a", "b"), ("nobody", "a"))
    assert result.created == 1
    assert result.dangling == (
        RelationKey("requires", "a", "nowhere"),
        RelationKey("requires", "nobody", "a"),
    )


def test_only_what_is_new_enters_the_feed(store: GraphStore) -> None:
    tie(store, ("a", "b"))
    last = store.changes()[-1].sequence
    tie(store, ("b", "c"), ("a", "b"), ("c", "a"))
    changes = store.changes(after=last)
    assert [(change.operation, change.key, change.revision) for change in changes] == [
        ("created", RelationKey("requires", "b", "c"), 3),
        ("created", RelationKey("requires", "c", "a"), 3),
    ]


def test_linking_twice_in_one_write_creates_once(store: GraphStore) -> None:
    results = store.write(
        lambda w: (
            w.link("requires", [("a", "b")], PAPER),
            w.link("requires", [("a", "b"), ("b", "c")], PAPER),
        )
    )
    assert results == (LinkResult(created=1), LinkResult(created=1, unchanged=1))
    assert [change.key for change in store.changes() if change.type == "requires"] == [
        RelationKey("requires", "a", "b"),
        RelationKey("requires", "b", "c"),
    ]


def test_many_pairs_are_linked_in_one_call(store: GraphStore) -> None:
    put(store, *(entity(f"n{number}") for number in range(300)))
    pairs = [(f"n{one}", f"n{other}") for one in range(300) for other in range(0, 300, 7)]
    assert tie(store, *pairs) == LinkResult(created=len(pairs))
    assert tie(store, *pairs) == LinkResult(unchanged=len(pairs))
    assert store.edges(["requires"]).source.shape == (len(pairs),)
    assert len(store.changes(first=100_000)) == 303 + len(pairs)


def test_no_pair_is_no_change(store: GraphStore) -> None:
    before = store.revision()
    assert tie(store) == LinkResult()
    assert store.revision() == before


def test_an_unknown_type_and_an_impossible_id_are_refused(store: GraphStore) -> None:
    with pytest.raises(SchemaMissing, match="likes"):
        tie(store, ("a", "b"), type="likes")
    with pytest.raises(InvalidRecord, match="id"):
        tie(store, ("a", "b\n"))
