"""A table with native columns says its class by its name or in a column, and needs no mapping."""

import pytest

from ingest.mapping.model import Mapping
from ingest.mapping.native import native_mapping
from ontology.model import ClassDef, Ontology, Text
from tests.ingest_world import NO_TEXT, WORLD


def ontology() -> Ontology:
    labels = {
        "UseCase": Text({"zh": "应用案例", "en": "Use case"}),
        "Demand": Text({"zh": "需求", "en": "Demand"}),
        "Policy": Text({"zh": "政策", "en": "Rule"}),
        "Statute": Text({"zh": "法规", "en": "Rule"}),
        "Class": Text({}),
    }
    classes = {name: ClassDef(name, f"urn:{name}", text, NO_TEXT) for name, text in labels.items()}
    classes["Root"] = ClassDef("Root", "urn:Root", NO_TEXT, NO_TEXT, abstract=True)
    return Ontology(classes=classes, relations={}, vocabularies={})


def mapping(title: str, *header: str) -> Mapping | None:
    return native_mapping("a.csv", "a.csv", (title,), header or ("id",), ontology())


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Demand", "Demand"),
        ("demands", "Demand"),
        ("use-cases", "UseCase"),
        ("USE_CASE", "UseCase"),
        ("Use Cases", "UseCase"),
        ("policies", "Policy"),
        ("classes", "Class"),
        ("class", "Class"),
        ("需求", "Demand"),
    ],
)
def test_the_name_of_the_table_is_that_of_a_class(title: str, expected: str) -> None:
    found = mapping(title)
    assert found is not None
    assert [block.type for block in found.entities] == [expected]
    assert found.entities[0].auto


@pytest.mark.parametrize("title", ["companies", "demand list", "", "rule", "root", "s"])
def test_a_name_that_is_of_no_class_or_of_two_or_abstract_says_nothing(title: str) -> None:
    assert mapping(title) is None


def test_a_column_for_the_class_outranks_the_name() -> None:
    found = mapping("demands", "id", "type")
    assert found is not None
    assert not isinstance(found.entities[0].type, str)
    assert found.entities[0].type.column == "type"


def test_without_a_column_for_ids_there_is_no_native_table() -> None:
    assert mapping("demands", "ID", "type") is None


def test_the_first_title_that_says_something_counts() -> None:
    found = native_mapping("b.xlsx[x]", "b.xlsx", ("x", "cities"), ("id",), WORLD)
    assert found is not None
    assert found.entities[0].type == "City"
