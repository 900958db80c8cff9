"""Search over standards, their kinds, and those that exclude each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import QueryTooLong
from matcher.standards import (
    ConflictKind,
    UnknownStandardKind,
    Why,
    conflicts,
    find_standards,
    kind_by_number,
    kind_of,
)
from tests.unit.test_standards import core, entity, store_of


def standards() -> list[object]:
    return [
        entity(
            "Standard",
            "rrc",
            code="TS 38.331",
            name_en="Radio Resource Control",
            release=("REL-15", "REL-17"),
        ),
        entity(
            "Standard",
            "nrpp",
            code="TS 38.455",
            name_en="Positioning protocol A",
            release=("REL-16",),
        ),
        entity(
            "Standard",
            "slice",
            code="TS 28.530",
            name_en="Management of network slicing",
            release=("REL-17",),
        ),
        entity("Standard", "levels", code="GB/T 22239-2019", name_zh="网络安全等级保护基本要求"),
        entity("Standard", "old", code="GB/T 22239-2008", name_zh="信息系统安全等级保护基本要求"),
        entity("Technology", "slicing", name_zh="网络切片", name_en="network slicing"),
    ]


def found(text: str, **given: object) -> list[str]:
    store = store_of(
        standards(),  # type: ignore[arg-type]
        [("slicing", "governedBy", "rrc"), ("levels", "supersedes", "old")],
    )
    return [item.standard.id for item in find_standards(store, core(), text, **given)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("TS 38.331", ["rrc"]),
        ("ts38.331", ["rrc"]),
        ("38.331", ["rrc"]),
        ("38系列", ["rrc", "nrpp"]),
        ("ＧＢ/Ｔ 22239", ["old", "levels"]),
        ("GB/T 22239-2019", ["levels"]),
        ("positioning R16", ["nrpp"]),
        ("Rel-16", ["nrpp"]),
        ("哪些标准讲等级保护", ["levels", "old"]),
        ("38.999", []),
        ("完全无关", []),
    ],
)
def test_numbers_releases_and_words_are_read(text: str, ids: list[str]) -> None:
    assert sorted(found(text)) == sorted(ids)


def test_a_question_in_chinese_finds_titles_in_english() -> None:
    assert found("网络切片") == ["rrc", "slice"]
    store = store_of(standards(), [("slicing", "governedBy", "rrc")])  # type: ignore[arg-type]
    governs, named = find_standards(store, core(), "网络切片")
    assert [reason.why for reason in governs.reasons] == [Why.GOVERNS]
    assert governs.reasons[0].subject is not None
    assert governs.reasons[0].subject.id == "slicing"
    assert (named.reasons[0].why, named.reasons[0].text) == (Why.NAME, "network slicing")


def test_kinds_and_releases_narrow() -> None:
    assert found("网络", kinds=["national"]) == ["levels"]
    assert found("网络", kinds=["international"]) == []
    assert found("38系列", releases=["REL-16"]) == ["nrpp"]


def test_what_cannot_be_asked_is_said() -> None:
    with pytest.raises(UnknownStandardKind, match="use international, national"):
        found("x", kinds=["nation"])
    with pytest.raises(QueryTooLong, match="501 characters"):
        found("词" * 501)


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    assert len(found(text, first=3)) <= 3


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("GB 4793", "national"),
        ("GB/T 4754-2017", "national"),
        ("YD/T 3840", "industry"),
        ("MT/T 1130-2011", "industry"),
        ("DB/T 59-2015", "industry"),
        ("DB31/T 1205", "local"),
        ("DB4403/T 20", "local"),
        ("T/CCSA 351-2021", "group"),
        ("Q/ABC 001", "enterprise"),
        ("TS 23.501", "international"),
        ("ISO/IEC 27001", "international"),
        ("ＧＢ／Ｔ 1", "national"),
        ("something", None),
    ],
)
def test_a_number_shows_the_kind(code: str, kind: str | None) -> None:
    assert kind_by_number(core(), entity("Standard", "s", code=code)) == kind


def test_the_stated_kind_counts_before_the_number() -> None:
    assert kind_of(core(), entity("Standard", "s", code="GB 1", kind="group")) == "group"
    assert kind_of(core(), entity("Standard", "s")) is None


def test_standards_that_exclude_each_other_are_a_conflict_whichever_says_so() -> None:
    store = store_of(
        [entity("Demand", "d"), entity("Standard", "a"), entity("Standard", "b")],
        [("b", "excludesStandard", "a"), ("d", "requires", "a"), ("d", "requires", "b")],
    )
    (only,) = conflicts(store)
    assert (only.kind, only.old.id, only.new.id) == (ConflictKind.EXCLUDING, "a", "b")
