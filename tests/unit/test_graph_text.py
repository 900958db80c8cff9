"""Tokens, queries and documents of the search."""

from hypothesis import given
from hypothesis import strategies as st

from graph import Entity
from graph.text import BOUNDARY, TextQuery, document, matches, parse, tokens


def test_han_is_cut_into_characters_and_words_stay_whole() -> None:
    assert tokens("5G+工业互联网 TSN_v2，ＡＧＶ小车") == [
        *("5g", "工", "业", "互", "联", "网", "tsn", "v2", "agv", "小", "车")
    ]
    assert tokens("𠮷野々〇 ひらがな 한국어 Straße") == [
        *("𠮷", "野", "々", "〇", "ひらがな", "한국어", "strasse")
    ]


def test_a_query_is_phrases_and_prefixes() -> None:
    assert parse("边缘 MEC边缘计算") == TextQuery(
        (("边", "缘"), ("边", "缘", "计", "算")), ("mec",)
    )
    assert not parse("，。 +-")


def test_values_of_a_document_are_kept_apart() -> None:
    entity = Entity("a", "T", {"x": "网络", "y": ("切片", "", "NS"), "z": 5})
    assert document(entity, ("x", "y", "z", "none")) == f"网 络 {BOUNDARY} 切 片 {BOUNDARY} ns"


@given(st.text(), st.text())
def test_a_text_matches_itself_and_whatever_holds_it(text: str, more: str) -> None:
    found = document(Entity("a", "T", {"x": f"{text} {more}"}), ("x",)).split()
    assert matches(parse(text), found) is bool(parse(text))


@given(st.text())
def test_tokens_hold_letters_and_digits_alone(text: str) -> None:
    for token in tokens(text):
        # Han of the supplementary planes may be newer than the Unicode of this Python
        assert all(item.isalnum() or item >= "\U00020000" for item in token)
        assert BOUNDARY not in token
