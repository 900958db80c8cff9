"""Text in cells that strip, split and drop what they hold."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.rows.escapes import escape, escape_list, unescape
from tests.exports_world import texts

STORED = texts(awkward=True)


@given(STORED)
def test_a_text_comes_back_from_a_cell_that_was_stripped(text: str) -> None:
    cell = escape(text)
    assert cell == cell.strip() != ""
    assert unescape(cell) == text


@given(st.lists(STORED, min_size=1))
def test_a_list_comes_back_from_a_cell_that_was_split_and_stripped(items: list[str]) -> None:
    pieces = [piece.strip() for piece in escape_list(items).split("|")]
    assert [unescape(piece) for piece in pieces] == items


def test_plain_text_stays_plain() -> None:
    assert escape(r"C:\users\x, 5|6 and \n") == r"C:\users\x, 5|6 and \n"
    assert escape_list(["甲", "b c"]) == "甲|b c"


def test_only_what_would_be_lost_is_spelled_out() -> None:
    assert escape("") == r"\u0000"
    assert escape(" a b ") == r"\u0020a b\u0020"
    assert escape(r"\u4e2d") == r"\u005cu4e2d"
    assert escape_list(["a|b", ""]) == r"a\u007cb|\u0000"
