"""Headers are taken apart and compared with names as people abbreviate, spell and qualify them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.suggestion.headers import han_share, parse_header, shorter, words_of
from ingest.suggestion.initials import pinyin_initials
from ingest.suggestion.likeness import Way, likeness


@pytest.mark.parametrize(
    ("text", "words", "language", "aside"),
    [
        ("企业名称", ("企业名称",), "", ""),
        ("企业名称（中文）*", ("企业名称",), "zh", ""),
        ("英文名称", ("名称",), "en", ""),
        ("Name (English)", ("name",), "en", ""),
        ("name_zh", ("name",), "zh", ""),
        ("contactPhone", ("contact", "phone"), "", ""),
        ("HTTPAddress_2", ("http", "address", "2"), "", ""),
        ("预算（万元）", ("预算",), "", "万元"),
        ("ｉｄ", ("id",), "", ""),
        ("英文", ("英文",), "", ""),
    ],
)
def test_a_header_says_what_it_is_and_in_which_language(
    text: str, words: tuple[str, ...], language: str, aside: str
) -> None:
    header = parse_header(text)
    assert (header.words, header.language, header.aside) == (words, language, aside)


@given(st.text())
def test_any_text_can_be_taken_apart(text: str) -> None:
    header = parse_header(text)
    assert all(header.words)
    assert all(word == word.casefold() for word in header.words)


def test_the_class_goes_without_saying() -> None:
    words = frozenset({"企业", "enterprise", "usecase"})
    assert list(shorter(parse_header("企业名称"), words)) == [("名称",)]
    assert list(shorter(parse_header("use_case_title"), words)) == [("title",)]
    assert list(shorter(parse_header("企业"), words)) == []


@pytest.mark.parametrize(
    ("header", "name", "way"),
    [
        ("联系电话", "联系电话", Way.SAME),
        ("industries", "in industry", Way.SAME_WORDS),
        ("产品类型", "产品类别", Way.SAME_WORDS),
        ("doc_no", "document number", Way.ABBREVIATION),
        ("doc no", "doc number", Way.SAME_WORDS),
        ("desc", "description", Way.ABBREVIATION),
        ("nm", "name", Way.ABBREVIATION),
        ("duedt", "due date", Way.ABBREVIATION),
        ("USCC", "unified social credit code", Way.ABBREVIATION),
        ("TYSHXYDM", "统一社会信用代码", Way.INITIALS),
        ("SSHY", "所属行业", Way.INITIALS),
        ("国民经济行业", "行业", Way.PART),
        ("describtion", "description", Way.SIMILAR),
    ],
)
def test_ways_of_being_alike(header: str, name: str, way: Way) -> None:
    found = likeness(parse_header(header).words, words_of(name), name)
    assert found.way is way
    assert found.score >= 0.5
    assert found.name == name


@pytest.mark.parametrize(
    ("header", "name"),
    [("备注", "名称"), ("colour", "status"), ("ab", "name"), ("QYMC", "联系电话"), ("", "name")],
)
def test_what_is_not_alike(header: str, name: str) -> None:
    assert likeness(parse_header(header).words, words_of(name), name).score < 0.25


def test_the_end_tells_more_than_the_beginning() -> None:
    def alike(header: str, name: str) -> float:
        return likeness(words_of(header), words_of(name), name).score

    assert alike("联系人电话", "电话") > 0.5
    assert alike("联系人电话", "电话") > alike("电话区号", "电话")


@given(st.text(alphabet="abn联名称"), st.text(alphabet="abn联名称"))
def test_likeness_lies_between_0_and_1_and_is_1_for_the_same(one: str, other: str) -> None:
    found = likeness(words_of(one), words_of(other), other)
    assert 0 <= found.score <= 1
    assert (found.score == 1) == ("".join(words_of(one)) == "".join(words_of(other)) != "")


def test_pinyin_initials_know_common_characters_in_both_readings() -> None:
    assert list(pinyin_initials("银行5G")) == ["y", "xh", "5", "g"]
    assert list(pinyin_initials("名罍")) == []


@pytest.mark.parametrize(
    ("texts", "share"), [(["天津港"], 1.0), (["Port"], 0.0), (["5G 港"], 0.8), (["12", ""], None)]
)
def test_the_share_of_chinese(texts: list[str], share: float | None) -> None:
    assert han_share(texts) == share
