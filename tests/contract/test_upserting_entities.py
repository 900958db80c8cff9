"""Entities are created or patched by id, idempotently, and counted."""

from graph import Entity, GraphStore, Provenance
from graph.query import UpsertResult
from tests.contract.samples import PAPER, REGISTER, entity, put, stored


def test_what_is_written_is_read_back(store: GraphStore) -> None:
    written = Entity(
        "tech:mec",
        "Technology",
        {
            "name_zh": "多接入边缘计算",
            "name_en": "Multi-access edge computing",
            "alias_en": ("MEC", "mobile edge computing"),
            "capacity": 3,
            "weight": 0.25,
            "illustrative": False,
        },
        {"name_zh": PAPER, "name_en": REGISTER},
    )
    assert put(store, written) == UpsertResult(created=1)
    assert stored(store, "tech:mec") == written


def test_ids_that_do_not_exist_are_absent(store: GraphStore) -> None:
    put(store, entity("tech:a"))
    assert list(store.get(["tech:b", "tech:a", "tech:a", ""])) == ["tech:a"]
    assert store.get([]) == {}


def test_a_batch_counts_created_updated_and_unchanged(store: GraphStore) -> None:
    put(store, entity("a", name_en="A"), entity("b", name_en="B"))
    again = put(store, entity("a", name_en="A"), entity("b", name_en="other"), entity("c"))
    assert again == UpsertResult(created=1, updated=1, unchanged=1)


def test_the_same_batch_twice_changes_nothing(store: GraphStore) -> None:
    batch = [
        Entity(f"tech:{number}", "Technology", {"capacity": number}, {"capacity": PAPER})
        for number in range(50)
    ]
    assert put(store, *batch) == UpsertResult(created=50)
    revision = store.revision()
    assert put(store, *batch) == UpsertResult(unchanged=50)
    assert store.revision() == revision


def test_a_patch_leaves_absent_properties_alone_and_none_removes(store: GraphStore) -> None:
    put(store, entity("a", name_en="A", capacity=1, code="x"))
    assert put(store, entity("a", capacity=2, code=None)) == UpsertResult(updated=1)
    assert stored(store, "a").properties == {"name_en": "A", "capacity": 2}


def test_removing_what_is_not_there_changes_nothing(store: GraphStore) -> None:
    put(store, entity("a", name_en="A"))
    assert put(store, entity("a", code=None, alias_en=())) == UpsertResult(unchanged=1)


def test_an_empty_list_removes(store: GraphStore) -> None:
    put(store, entity("a", alias_en=("x", "y")))
    assert put(store, entity("a", alias_en=())) == UpsertResult(updated=1)
    assert stored(store, "a").properties == {}


def test_a_new_entity_keeps_no_empty_values(store: GraphStore) -> None:
    put(store, Entity("a", "Technology", {"code": None, "alias_en": ()}, {"code": PAPER}))
    assert stored(store, "a") == Entity("a", "Technology")


def test_later_records_of_one_id_patch_earlier_ones(store: GraphStore) -> None:
    result = put(store, entity("a", code="1", name_en="A"), entity("a", code="2"))
    assert result == UpsertResult(created=1, updated=1)
    assert stored(store, "a").properties == {"code": "2", "name_en": "A"}


def test_kinds_of_values_are_told_apart(store: GraphStore) -> None:
    put(store, entity("a", capacity=1))
    assert put(store, entity("a", capacity=1.0)) == UpsertResult(updated=1)
    assert put(store, entity("a", capacity=True)) == UpsertResult(updated=1)
    assert stored(store, "a").properties["capacity"] is True
    assert put(store, entity("a", capacity="1")) == UpsertResult(updated=1)
    assert put(store, entity("a", capacity=("1",))) == UpsertResult(updated=1)
    assert stored(store, "a").properties["capacity"] == ("1",)


def test_extreme_numbers_survive(store: GraphStore) -> None:
    numbers = entity("a", capacity=2**63 - 1, priority=-(2**63), weight=1e-300, budget=1.5e300)
    put(store, numbers)
    assert stored(store, "a") == numbers
    assert isinstance(stored(store, "a").properties["weight"], float)
    put(store, entity("b", weight=2.0))
    assert isinstance(stored(store, "b").properties["weight"], float)


def test_another_class_is_refused_as_a_conflict(store: GraphStore) -> None:
    put(store, entity("a", "Technology", code="1"))
    result = put(store, entity("a", "Demand", code="2"), entity("b", "Demand"))
    assert (result.created, result.updated, result.unchanged) == (1, 0, 0)
    assert [(item.key, item.reason) for item in result.refused] == [("a", "TYPE_CONFLICT")]
    assert stored(store, "a") == entity("a", "Technology", code="1")


def test_each_field_keeps_its_source(store: GraphStore) -> None:
    put(store, Entity("a", "Technology", {"code": "1", "name_en": "A"}, {"code": PAPER}))
    put(store, Entity("a", "Technology", {"name_en": "B"}, {"name_en": REGISTER}))
    assert stored(store, "a").provenance == {"code": PAPER, "name_en": REGISTER}


def test_the_same_value_of_another_batch_or_time_is_unchanged(store: GraphStore) -> None:
    later = Provenance(PAPER.source, "batch-9", "2027-01-01T00:00:00Z", PAPER.confidence)
    put(store, Entity("a", "Technology", {"code": "1"}, {"code": PAPER}))
    again = put(store, Entity("a", "Technology", {"code": "1"}, {"code": later}))
    assert again == UpsertResult(unchanged=1)
    assert stored(store, "a").provenance == {"code": PAPER}


def test_another_source_or_confidence_of_the_same_value_is_an_update(store: GraphStore) -> None:
    surer = Provenance(PAPER.source, PAPER.batch, PAPER.time, 1.0)
    put(store, Entity("a", "Technology", {"code": "1"}, {"code": PAPER}))
    for source in (surer, REGISTER):
        again = put(store, Entity("a", "Technology", {"code": "1"}, {"code": source}))
        assert again == UpsertResult(updated=1)
        assert stored(store, "a").provenance == {"code": source}


def test_a_value_without_a_source_takes_the_old_source_away(store: GraphStore) -> None:
    put(store, Entity("a", "Technology", {"code": "1"}, {"code": PAPER}))
    assert put(store, entity("a", code="1")) == UpsertResult(unchanged=1)
    assert stored(store, "a").provenance == {"code": PAPER}
    put(store, entity("a", code="2"))
    assert stored(store, "a").provenance == {}


def test_an_empty_batch_is_no_change(store: GraphStore) -> None:
    assert put(store) == UpsertResult()
    assert store.revision() == 0


def test_a_large_batch_is_written_whole(store: GraphStore) -> None:
    batch = [entity(f"tech:{number:05}", capacity=number) for number in range(3000)]
    assert put(store, *batch) == UpsertResult(created=3000)
    assert len(store.get([item.id for item in batch])) == 3000
