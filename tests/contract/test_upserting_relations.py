"""Relations are created or patched by (type, source, target), between existing entities."""

import pytest

from graph import GraphStore, GraphWriter, Relation, RelationKey
from graph.query import UpsertResult
from tests.contract.samples import PAPER, REGISTER, drop, entity, link, put, unlink


@pytest.fixture(autouse=True)
def _ends(store: GraphStore) -> None:
    put(store, *(entity(key) for key in "abc"))


def test_what_is_written_is_read_back(store: GraphStore) -> None:
    written = Relation(
        "requires", "a", "b", {"weight": 0.5, "note_zh": "必需", "roles": ("x", "y")}, PAPER
    )
    assert link(store, written) == UpsertResult(created=1)
    assert store.get_relations([written.key]) == {written.key: written}


def test_type_and_direction_belong_to_the_identity(store: GraphStore) -> None:
    batch = [
        Relation("requires", "a", "b"),
        Relation("requires", "b", "a"),
        Relation("suppliesTo", "a", "b"),
        Relation("requires", "a", "a"),
    ]
    assert link(store, *batch) == UpsertResult(created=4)
    assert link(store, *batch) == UpsertResult(unchanged=4)


def test_a_patch_sets_and_removes(store: GraphStore) -> None:
    link(store, Relation("requires", "a", "b", {"weight": 1, "level": "x"}, PAPER))
    patch = Relation("requires", "a", "b", {"weight": 2, "level": None})
    assert link(store, patch) == UpsertResult(updated=1)
    changed = store.get_relations([patch.key])[patch.key]
    assert changed == Relation("requires", "a", "b", {"weight": 2}, PAPER)


def test_another_source_is_an_update(store: GraphStore) -> None:
    link(store, Relation("requires", "a", "b", {}, PAPER))
    assert link(store, Relation("requires", "a", "b")) == UpsertResult(unchanged=1)
    assert link(store, Relation("requires", "a", "b", {}, REGISTER)) == UpsertResult(updated=1)
    key = RelationKey("requires", "a", "b")
    assert store.get_relations([key])[key].provenance == REGISTER


def test_later_records_of_one_key_patch_earlier_ones(store: GraphStore) -> None:
    first = Relation("requires", "a", "b", {"weight": 1, "level": "x"})
    result = link(store, first, Relation("requires", "a", "b", {"weight": 2}))
    assert result == UpsertResult(created=1, updated=1)
    assert store.get_relations([first.key])[first.key].properties == {"weight": 2, "level": "x"}


def test_an_end_that_does_not_exist_is_refused(store: GraphStore) -> None:
    result = link(
        store,
        Relation("requires", "a", "nowhere"),
        Relation("requires", "nobody", "a"),
        Relation("requires", "a", "b"),
    )
    assert result.created == 1
    assert [(item.key, item.reason) for item in result.refused] == [
        (RelationKey("requires", "a", "nowhere"), "DANGLING"),
        (RelationKey("requires", "nobody", "a"), "DANGLING"),
    ]
    assert "nowhere" in result.refused[0].detail


def test_ends_may_be_made_in_the_same_write(store: GraphStore) -> None:
    def work(writer: GraphWriter) -> UpsertResult:
        writer.upsert_entities([entity("new")])
        return writer.upsert_relations([Relation("requires", "new", "a")])

    assert store.write(work) == UpsertResult(created=1)


def test_deleting_relations_counts_those_that_existed(store: GraphStore) -> None:
    link(store, Relation("requires", "a", "b"), Relation("requires", "b", "c"))
    gone = RelationKey("requires", "a", "b")
    assert unlink(store, gone, gone, RelationKey("suppliesTo", "a", "b")) == 1
    assert list(store.get_relations([gone, RelationKey("requires", "b", "c")])) == [
        RelationKey("requires", "b", "c")
    ]


def test_deleting_entities_takes_their_relations_along(store: GraphStore) -> None:
    link(
        store,
        Relation("requires", "a", "b"),
        Relation("requires", "b", "c"),
        Relation("requires", "c", "c"),
        Relation("requires", "c", "a"),
    )
    assert drop(store, "b", "b", "nobody") == 1
    assert [item for batch in store.scan_relations() for item in batch] == [
        Relation("requires", "c", "a"),
        Relation("requires", "c", "c"),
    ]
    assert list(store.get(["a", "b", "c"])) == ["a", "c"]
