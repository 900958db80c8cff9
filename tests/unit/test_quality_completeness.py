"""Completeness: the share of entities that have a value, and the mean over the properties."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Entity, Relation
from ingest.quality import QualityReport, Scope
from ingest.quality.report import ClassQuality, PropertyCompleteness, Share
from ontology.errors import UnknownClass
from tests.quality_world import QUALITY_WORLD, entity, quality

CITIES = [
    entity("city:1", "City", name_zh="甲", name_en="A", people=5),
    entity("city:2", "City", name_zh="乙", people=0),
    entity("city:3", "City", name_fr="C"),
    entity("city:4", "City", homepage="urn:d"),
]


def class_in(report: QualityReport, name: str) -> ClassQuality:
    return next(item for item in report.classes if item.name == name)


def property_in(found: ClassQuality, name: str) -> PropertyCompleteness:
    return next(item for item in found.properties if item.name == name)


def test_a_text_has_a_value_in_any_language_and_is_translated_in_both() -> None:
    name = property_in(class_in(quality(CITIES), "City"), "name")
    assert name.filled == Share(3, 4, 0.75)
    assert name.languages == {"zh": Share(2, 4, 0.5), "en": Share(1, 4, 0.25)}
    assert name.translated == Share(1, 3, 0.3333)
    assert name.required


def test_zero_and_no_are_values() -> None:
    assert property_in(class_in(quality(CITIES), "City"), "people").filled == Share(2, 4, 0.5)
    found = class_in(quality([entity("c:1", listed=False, staff=0)]), "Company")
    assert property_in(found, "listed").filled.count == 1
    assert property_in(found, "staff").filled.count == 1


def test_the_mean_weighs_each_property_the_same_and_leaves_out_the_mark_of_examples() -> None:
    city = class_in(quality(CITIES), "City")
    assert [item.name for item in city.properties] == ["alias", "homepage", "name", "people"]
    assert city.completeness == (0 + 0.25 + 0.75 + 0.5) / 4
    assert city.required == 0.75


def test_a_class_that_has_left_the_ontology_has_no_mean() -> None:
    stray = class_in(quality([entity("v:1", "Village", name_zh="甲")]), "Village")
    assert (stray.completeness, stray.required, stray.properties) == (None, None, ())


def test_examples_are_counted_apart_with_their_relations() -> None:
    entities = [
        entity("c:1", name_zh="甲"),
        entity("c:2", name_zh="乙", staff=1, illustrative=True),
        entity("c:3", staff=1),
    ]
    relations = [Relation("supplies", "c:1", "c:2"), Relation("supplies", "c:1", "c:3")]
    without = quality(entities, relations)
    assert (without.entities, without.illustrative, without.relations) == (2, 1, 1)
    assert property_in(class_in(without, "Company"), "staff").filled == Share(1, 2, 0.5)
    both = quality(entities, relations, scope=Scope(illustrative=True))
    assert (both.entities, both.illustrative, both.relations) == (3, 1, 2)
    assert property_in(class_in(both, "Company"), "staff").filled == Share(2, 3, 0.6667)


def test_a_class_stands_for_its_subclasses_and_for_the_relations_that_leave_it() -> None:
    entities = [
        *CITIES,
        entity("c:1"),
        entity("c:2", "Startup"),
        entity("city:9", "City", illustrative=True),
    ]
    relations = [
        Relation("locatedIn", "c:1", "city:1"),
        Relation("locatedIn", "c:2", "city:9"),
        Relation("twinOf", "city:1", "city:2"),
    ]
    found = quality(entities, relations, scope=Scope("Company"))
    assert [item.name for item in found.classes] == ["Company", "Startup"]
    assert (found.entities, found.relations) == (2, 1)


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(UnknownClass):
        quality(CITIES, scope=Scope("Village"))


def test_an_empty_store_has_an_empty_report() -> None:
    empty = quality([])
    assert (empty.entities, empty.classes, empty.sources, empty.duplicates) == (0, (), (), ())


KEYS = st.lists(st.sampled_from(["name_zh", "name_en", "code", "homepage"]), unique=True)


@given(st.lists(KEYS, max_size=8))
def test_every_share_is_that_of_counting_one_by_one(shapes: Sequence[list[str]]) -> None:
    made = [Entity(f"c:{n}", "Company", dict.fromkeys(keys, "x")) for n, keys in enumerate(shapes)]
    for found in quality(made).classes:
        for item in found.properties:
            keys = {f"{item.name}_zh", f"{item.name}_en", item.name}
            count = sum(not keys.isdisjoint(shape) for shape in shapes)
            assert item.filled == Share(count, len(shapes), round(count / len(shapes), 4))
        assert {item.name for item in found.properties} == {
            *QUALITY_WORLD.properties(found.name)
        } - {"illustrative"}
