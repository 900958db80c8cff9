"""Planning an upsert: the invariants that every store inherits."""

from hypothesis import given
from hypothesis import strategies as st

from graph import Entity, Provenance, Relation
from graph.merge import plan_entities, plan_relations
from graph.query import UpsertResult

SOURCES = st.sampled_from(
    [Provenance("a", "1", "t1"), Provenance("a", "2", "t2"), Provenance("b", "1", "t1", 0.5)]
)
NAMES = st.sampled_from(["p", "q", "r"])
VALUES = st.sampled_from([None, (), 0, 0.0, False, "", "x", ("x",), (1,), (1.0,)])
ENTITIES = st.builds(
    Entity,
    id=st.sampled_from("abc"),
    type=st.sampled_from("TTTU"),
    properties=st.dictionaries(NAMES, VALUES),
    provenance=st.dictionaries(NAMES, SOURCES),
)
BATCHES = st.lists(ENTITIES, max_size=8)


def applied(
    stored: dict[str, Entity], batch: list[Entity]
) -> tuple[dict[str, Entity], UpsertResult]:
    plan = plan_entities(stored, batch)
    assert not {item.id for item in plan.created} & stored.keys()
    assert {item.id for item in plan.updated} <= stored.keys()
    written = {item.id: item for item in (*plan.created, *plan.updated)}
    return {**stored, **written}, plan.result


@given(BATCHES, BATCHES)
def test_a_batch_is_its_records_one_after_another(
    before: list[Entity], batch: list[Entity]
) -> None:
    whole, _ = applied({}, before)
    single = dict(whole)
    whole, counted = applied(whole, batch)
    total = UpsertResult()
    for record in batch:
        single, result = applied(single, [record])
        total += result
    assert single == whole
    assert total == counted


@given(BATCHES)
def test_every_record_is_counted_once(batch: list[Entity]) -> None:
    _, result = applied({}, batch)
    told = result.created + result.updated + result.unchanged + len(result.refused)
    assert told == len(batch)


@given(BATCHES, ENTITIES)
def test_a_record_twice_changes_nothing_the_second_time(
    before: list[Entity], record: Entity
) -> None:
    once, _ = applied(applied({}, before)[0], [record])
    twice, result = applied(once, [record])
    assert twice == once
    assert result.created == result.updated == 0


@given(BATCHES)
def test_what_is_stored_has_values_and_sources_for_values_only(batch: list[Entity]) -> None:
    for entity in applied({}, batch)[0].values():
        assert all(value is not None and value != () for value in entity.properties.values())
        assert entity.provenance.keys() <= entity.properties.keys()


def test_a_dangling_relation_names_each_end_that_is_missing() -> None:
    plan = plan_relations({}, {"a"}, [Relation("r", "x", "y"), Relation("r", "a", "y")])
    assert [item.detail for item in plan.result.refused] == [
        "no such entity: x, y",
        "no such entity: y",
    ]
