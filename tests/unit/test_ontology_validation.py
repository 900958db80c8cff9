"""What validation refuses in an entity, and what it suggests instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ontology
from graph.records import Entity, PropertyValue
from ontology import Datatype, Violation, ViolationCode
from ontology.languages import split_text_key, text_key

CORE = ontology.load()


def check(type: str, /, **properties: PropertyValue | None) -> tuple[Violation, ...]:
    named = {"name_zh": "名称", **properties}
    return ontology.validate_entity(CORE, Entity("x", type, named))


def refused(type: str, /, **properties: PropertyValue | None) -> Violation:
    found = check(type, **properties)
    assert len(found) == 1
    return found[0]


def test_a_right_entity_has_no_violation() -> None:
    assert not check(
        "Demand",
        name_en="Automatic inspection",
        alias_zh=("质检", "外观检测"),
        category=("labour-saving", "economic-benefit"),
        status="open",
        level="enterprise",
        priority=5,
        weight=1,
        budget=1.5e6,
        dueDate="2024-02-29",
        illustrative=True,
        homepage="https://example.org/",
    )


def test_an_unknown_class_is_refused_with_the_nearest() -> None:
    violation = refused("Enterprize")
    assert violation.code == "UNKNOWN_CLASS"
    assert violation.field == "type"
    assert violation.suggestion == "Enterprise"


def test_an_abstract_class_is_refused_with_those_below_it() -> None:
    violation = refused("Organization")
    assert violation.code == "ABSTRACT_CLASS"
    assert "Enterprise, Laboratory, StandardsBody, University" in violation.message


@pytest.mark.parametrize(
    ("key", "suggestion"),
    [
        ("staus", "status"),
        ("nam_zh", "name_zh"),
        ("name_ZH_hant", "name_zh_Hant"),
        ("qqqqqq", None),
    ],
)
def test_an_unknown_property_is_refused_with_the_nearest(key: str, suggestion: str | None) -> None:
    violation = refused("Demand", **{key: "x"})
    assert violation.code == "UNKNOWN_PROPERTY"
    assert violation.field == key
    assert violation.suggestion == suggestion


def test_a_property_of_another_class_is_unknown() -> None:
    assert refused("Talent", creditCode="91110000000000000X").code == "UNKNOWN_PROPERTY"


@pytest.mark.parametrize("key", ["name_fr", "name_zh_Hant", "name_zh_Hant_HK", "name_en_GB"])
def test_text_may_be_in_any_language(key: str) -> None:
    entity = Entity("x", "Park", {key: "Park"})
    assert ontology.validate_entity(CORE, entity) == ()


@pytest.mark.parametrize("key", ["name", "name_", "name_x", "name_zh_", "model_zh"])
def test_a_text_key_needs_a_language_and_other_keys_take_none(key: str) -> None:
    assert refused("Product", **{key: "x"}).code == "UNKNOWN_PROPERTY"


@pytest.mark.parametrize(
    "properties", [{}, {"name_zh": None}, {"description_zh": "x"}, {"name_zh": "  "}]
)
def test_a_name_must_be_there_and_not_blank(properties: dict[str, PropertyValue | None]) -> None:
    (violation,) = ontology.validate_entity(CORE, Entity("x", "Park", properties))
    assert violation.code == "MISSING_VALUE"
    assert violation.field == "name_zh"


def test_none_and_an_empty_list_count_as_absent() -> None:
    assert check("Demand", status=None, category=()) == ()


@pytest.mark.parametrize(
    ("type", "key", "value"),
    [
        ("Demand", "priority", "3"),
        ("Demand", "priority", True),
        ("Demand", "priority", 3.0),
        ("Demand", "budget", "100"),
        ("Demand", "illustrative", 1),
        ("Demand", "dueDate", 2024),
        ("Demand", "category", "labour-saving"),
        ("Demand", "status", ("open",)),
        ("Park", "description_zh", 5),
        ("Park", "homepage", "example.org"),
        ("Technology", "abbreviation", ("TSN", 5)),
    ],
)
def test_a_value_of_another_type_is_refused(type: str, key: str, value: PropertyValue) -> None:
    violation = refused(type, **{key: value})
    assert violation.code == "WRONG_TYPE"
    assert violation.field == key


def test_a_list_where_one_value_stands_is_refused() -> None:
    assert refused("Demand", status=("open", "draft")).code == "TOO_MANY_VALUES"


@pytest.mark.parametrize("value", ["2023-02-29", "2024-13-01", "2024-1-1", "20240101", "2024", ""])
def test_a_date_must_exist_and_be_written_in_full(value: str) -> None:
    assert refused("Demand", dueDate=value).code == "INVALID_DATE"


@pytest.mark.parametrize(
    ("type", "key", "value"),
    [
        ("Demand", "priority", 0),
        ("Demand", "priority", 6),
        ("Demand", "budget", -1),
        ("Demand", "budget", float("inf")),
        ("Demand", "budget", float("nan")),
        ("Industry", "level", 5),
        ("Honour", "year", 2**63),
    ],
)
def test_a_number_beyond_its_limits_is_refused(type: str, key: str, value: PropertyValue) -> None:
    assert refused(type, **{key: value}).code == "OUT_OF_RANGE"


@pytest.mark.parametrize(
    ("type", "key", "value"),
    [
        ("Enterprise", "creditCode", "9111000071092841X"),
        ("Enterprise", "creditCode", "911100007109284198\n"),
        ("Enterprise", "creditCode", "91110000710928419I"),
        ("Scenario", "batch", "2021-13"),
        ("Park", "homepage", "javascript:alert(1)"),
    ],
)
def test_a_value_must_match_its_pattern_in_full(type: str, key: str, value: str) -> None:
    assert {item.code for item in check(type, **{key: value})} <= {
        ViolationCode.PATTERN_MISMATCH,
        ViolationCode.WRONG_TYPE,
    }
    assert check(type, **{key: value})


def test_a_credit_code_of_eighteen_characters_is_right() -> None:
    assert check("Enterprise", creditCode="91110000710928419X") == ()


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("opened", "open"),
        ("征集中", "open"),
        ("对接", "engaged"),
        ("公开征集", "open"),
        ("Fulfilled", "fulfilled"),
        ("zzzz", None),
    ],
)
def test_a_term_is_its_id_and_the_nearest_is_found_by_id_label_or_alias(
    value: str, suggestion: str | None
) -> None:
    violation = refused("Demand", status=value)
    assert violation.code == "UNKNOWN_TERM"
    assert violation.suggestion == suggestion
    assert "fulfilled" in violation.message


def test_every_violation_is_told_at_once() -> None:
    found = check("Demand", status="x", priority=9, nonsense=1)
    assert [item.field for item in found] == ["status", "priority", "nonsense"]


def test_each_wrong_item_of_a_list_is_told() -> None:
    found = check("Demand", category=("labour-saving", "labour", "benefit"))
    assert [item.value for item in found] == ["labour", "benefit"]


def test_every_message_names_its_field() -> None:
    for item in check("Demand", status="x", priority=9, dueDate="x", budget="x", nonsense=1):
        assert item.field in item.message


@given(key=st.text(max_size=12), value=st.one_of(st.text(), st.integers(), st.none(), st.floats()))
def test_no_key_or_value_breaks_validation(key: str, value: PropertyValue | None) -> None:
    for item in check("Demand", **{key: value}):
        assert item.code in set(ViolationCode)


@given(st.dates())
def test_every_day_that_exists_is_a_date(day: object) -> None:
    assert check("Demand", dueDate=str(day)) == ()


@given(
    name=st.sampled_from(["name", "alias", "contact_email"]),
    language=st.from_regex(r"[a-z]{2,3}", fullmatch=True),
    script=st.sampled_from(["", "-Hant", "-Latn"]),
    region=st.sampled_from(["", "-HK", "-419"]),
)
def test_a_text_key_gives_back_its_name_and_tag(
    name: str, language: str, script: str, region: str
) -> None:
    tag = language + script + region
    key = text_key(name, tag.lower())
    assert split_text_key(key, {name}) == (name, tag)


@given(st.data())
def test_what_fits_its_definition_is_right(data: st.DataObject) -> None:
    definition = data.draw(st.sampled_from(list(CORE.properties("Demand").values())))
    value = data.draw(_VALUES[definition.datatype])
    if definition.datatype is Datatype.TERM:
        terms = CORE.vocabulary(str(definition.vocabulary)).terms
        value = data.draw(st.sampled_from(list(terms)))
    whole = (value,) if definition.many else value
    assert check("Demand", **{definition.keys[0]: whole}) == ()


_VALUES: dict[Datatype, st.SearchStrategy[bool | int | float | str]] = {
    Datatype.TEXT: st.text(min_size=1).filter(str.strip),
    Datatype.STRING: st.text(),
    Datatype.INTEGER: st.integers(1, 5),
    Datatype.DECIMAL: st.floats(0, 1e12),
    Datatype.BOOLEAN: st.booleans(),
    Datatype.DATE: st.dates().map(str),
    Datatype.URI: st.just("https://example.org/路径"),
    Datatype.TERM: st.just(""),
}
