"""Orphans, duplicates, ages, dates that passed, and values that break a rule."""

from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Provenance, Relation
from ingest.quality import Scope
from ingest.quality.report import Duplicates, Freshness, RelationCompleteness, Share
from tests.quality_world import TODAY, by, entity, quality


def test_an_orphan_has_no_relation_in_either_direction() -> None:
    entities = [entity("c:1"), entity("c:2"), entity("c:3"), entity("city:1", "City")]
    city, company = quality(entities, [Relation("locatedIn", "c:1", "city:1")]).classes
    assert company.orphans == Share(2, 3, 0.6667)
    assert company.orphan_examples == ("c:2", "c:3")
    assert city.orphans == Share(0, 1, 0.0)


def test_a_relation_with_an_example_does_not_make_a_link() -> None:
    entities = [
        entity("c:1"),
        entity("c:2"),
        entity("c:3", illustrative=True),
        entity("city:1", "City"),
    ]
    relations = [
        Relation("supplies", "c:1", "c:3"),
        Relation("supplies", "c:1", "c:2"),
        Relation("locatedIn", "c:3", "city:1"),
    ]
    city, company = quality(entities, relations).classes
    assert (city.orphan_examples, company.orphan_examples) == (("city:1",), ())
    city, company = quality(entities, relations[:1], scope=Scope("Thing")).classes
    assert company.orphan_examples == ("c:1", "c:2")
    city, company = quality(entities, relations[:1], scope=Scope(illustrative=True)).classes
    assert company.orphan_examples == ("c:2",)


def test_each_relation_that_a_class_may_have_has_its_share() -> None:
    entities = [entity("c:1"), entity("c:2"), entity("city:1", "City")]
    relations = [
        Relation("locatedIn", "c:1", "city:1"),
        Relation("supplies", "c:1", "c:2"),
        Relation("supplies", "c:1", "c:1"),
    ]
    city, company = quality(entities, relations).classes
    assert company.relations == (
        RelationCompleteness("locatedIn", "out", Share(1, 2, 0.5)),
        RelationCompleteness("supplies", "out", Share(1, 2, 0.5)),
        RelationCompleteness("supplies", "in", Share(2, 2, 1.0)),
    )
    assert city.relations == (
        RelationCompleteness("twinOf", "out", Share(0, 1, 0.0)),
        RelationCompleteness("locatedIn", "in", Share(1, 1, 1.0)),
        RelationCompleteness("twinOf", "in", Share(0, 1, 0.0)),
    )


def test_names_and_codes_are_equal_without_width_case_and_blanks() -> None:
    found = quality(
        [
            entity("c:1", name_en="Port Gear", code="91A"),
            entity("c:2", name_en="ＰＯＲＴ gear"),
            entity("c:3", name_en="Port Gears", code="９１ a"),
            entity("city:1", "City", name_en="Port Gear"),
        ]
    ).duplicates
    assert found == (
        Duplicates("Company", "code", 1, 1, (("c:1", "c:3"),)),
        Duplicates("Company", "name_en", 1, 1, (("c:1", "c:2"),)),
    )


def test_records_with_every_value_equal_are_told_apart_from_namesakes() -> None:
    found = quality(
        [entity("c:1", staff=1), entity("c:2", staff=1), entity("c:3", staff=True)]
    ).duplicates
    assert found == (Duplicates("Company", "all", 1, 1, (("c:1", "c:2"),)),)


@given(st.lists(st.sampled_from(["甲", "乙", "丙", "A", "a", "A "]), max_size=12))
def test_groups_are_those_of_comparing_all_with_all(names: list[str]) -> None:
    entities = [entity(f"c:{n:02}", name_zh=name, staff=n) for n, name in enumerate(names)]
    sizes = [n for n in Counter(name.strip().lower() for name in names).values() if n > 1]
    found = quality(entities).duplicates
    assert sum(item.groups for item in found) == len(sizes)
    assert sum(item.surplus for item in found) == sum(sizes) - len(sizes)


def test_ages_are_days_since_the_day_in_utc() -> None:
    late = Provenance("s", "b", "2026-06-30T06:00:00+08:00")
    (found,) = quality([entity("c:1", origin=late, staff=1)]).freshness
    assert (found.newest, found.median_age) == ("2026-06-29", 1.0)


def test_times_in_the_future_and_none_enter_no_other_figure() -> None:
    report = quality(
        [
            entity("c:1", origin=by("s", "2024-06-30"), staff=1),
            entity("c:2", origin=by("s", "2026-06-20"), staff=1, code="x"),
            entity("c:3", origin=by("s", "2026-07-01"), staff=1),
            entity("c:4", origin=Provenance("s", "b", "yesterday"), staff=1),
        ]
    )
    assert report.freshness == (
        Freshness(
            type="Company",
            source="s",
            values=5,
            newest="2026-06-20",
            oldest="2024-06-30",
            median_age=10.0,
            old=Share(1, 3, 0.3333),
            future=1,
            undated=1,
        ),
    )


@pytest.mark.parametrize(("age", "old"), [(365, 0), (366, 1)])
def test_old_is_more_than_365_days(age: int, old: int) -> None:
    day = (TODAY - timedelta(days=age)).isoformat()
    (found,) = quality([entity("c:1", origin=by("s", day), staff=1)]).freshness
    assert found.old.count == old


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=15))
def test_the_median_is_that_of_all_ages(ages: list[int]) -> None:
    entities = [
        entity(f"c:{n}", origin=by("s", (TODAY - timedelta(days=age)).isoformat()), staff=n)
        for n, age in enumerate(ages)
    ]
    (found,) = quality(entities).freshness
    assert found.median_age == median(ages)


def test_a_demand_is_overdue_after_its_day_unless_it_is_settled() -> None:
    entities = [
        entity("d:1", "Demand", dueDate="2026-06-29", status="open"),
        entity("d:2", "Demand", dueDate="2026-06-30", status="open"),
        entity("d:3", "Demand", dueDate="2026-06-29", status="fulfilled"),
        entity("d:4", "Demand", dueDate="2026-06-29"),
        entity("d:5", "Demand", status="open"),
    ]
    (found,) = quality(entities).overdue
    assert (found.type, found.field) == ("Demand", "dueDate")
    assert found.overdue == Share(2, 4, 0.5)
    assert found.examples == ("d:1", "d:4")
    assert quality(entities, today=date(2026, 6, 1)).overdue[0].overdue.count == 0


def test_stored_data_are_held_to_the_ontology_of_today() -> None:
    entities = [
        entity("c:1", name_zh="甲", staff=-1, colour="red"),
        entity("c:2"),
        entity("v:1", "Village", name_zh="乙"),
    ]
    relations = [Relation("twinOf", "c:1", "c:2"), Relation("owns", "c:2", "c:1")]
    found = quality(entities, relations).violations
    assert [(item.type, item.code, item.field, item.examples) for item in found] == [
        ("Company", "MISSING_VALUE", "name_zh", ("c:2",)),
        ("Company", "OUT_OF_RANGE", "staff", ("c:1",)),
        ("Company", "UNKNOWN_PROPERTY", "colour", ("c:1",)),
        ("Village", "UNKNOWN_CLASS", "type", ("v:1",)),
        ("owns", "UNKNOWN_RELATION", "owns", ("c:2 owns c:1",)),
        ("twinOf", "WRONG_RELATION_END", "twinOf", ("c:1 twinOf c:2",)),
    ]
