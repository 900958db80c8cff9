"""Ontology names become GraphQL names, and clashes are settled the same way every time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.naming import camel, constant, graphql_name, inverse_names, plural, root_fields
from ontology.model import ClassDef, Datatype, Ontology, PropertyDef, RelationDef, Text

EMPTY = Text()


def relation(name: str, inverse: str, *, core: bool = True) -> RelationDef:
    iri = f"urn:pearlnet:ontology:{name}" if core else f"urn:example:{name}"
    return RelationDef(name, iri, EMPTY, EMPTY, Text({"en": inverse}), {"Thing": ("Thing",)})


def of_relations(*relations: RelationDef) -> Ontology:
    thing = ClassDef(
        "Thing",
        "urn:x:Thing",
        EMPTY,
        EMPTY,
        properties={"name": PropertyDef("name", "urn:x:name", EMPTY, EMPTY, Datatype.TEXT)},
    )
    return Ontology({"Thing": thing}, {item.name: item for item in relations}, {})


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("enterprise", "enterprises"),
        ("supply", "supplies"),
        ("useCase", "useCases"),
        ("standardsBody", "standardsBodies"),
        ("business", "businesses"),
        ("branch", "branches"),
        ("key", "keys"),
    ],
)
def test_plurals(word: str, expected: str) -> None:
    assert plural(word) == expected


def test_words_become_one_name() -> None:
    assert camel("raised by") == "raisedBy"
    assert camel("has sub-industry") == "hasSubIndustry"
    assert constant("dueDate") == "DUE_DATE"
    assert constant("name_zh") == "NAME_ZH"


@given(st.text(min_size=1, max_size=20))
def test_any_name_becomes_a_legal_one(name: str) -> None:
    legal = graphql_name(name)
    assert re.fullmatch(r"[_A-Za-z][_0-9A-Za-z]*", legal)
    assert not legal.startswith("__")


def test_an_inverse_is_named_by_its_label() -> None:
    names = inverse_names(of_relations(relation("raises", "is raised by")))
    assert names == {"raises": "raisedBy"}


@pytest.mark.parametrize("label", ["", "name", "raises", "id", "42", "提出方"])
def test_an_inverse_whose_label_cannot_be_a_field_is_named_after_the_relation(label: str) -> None:
    assert inverse_names(of_relations(relation("raises", label))) == {"raises": "raisesOf"}


def test_an_extension_never_takes_a_name_of_the_core() -> None:
    own = relation("zeta", "is raised by")
    added = relation("alpha", "is raised by", core=False)
    assert inverse_names(of_relations(own, added)) == {"zeta": "raisedBy", "alpha": "alphaOf"}


def test_a_plural_that_the_api_needs_gives_way() -> None:
    classes = {
        name: ClassDef(name, f"urn:x:{name}", EMPTY, EMPTY) for name in ("Chain", "Node", "Talent")
    }
    assert root_fields(Ontology(classes, {}, {})) == {
        "Chain": "allChains",
        "Node": "allNodes",
        "Talent": "talents",
    }
