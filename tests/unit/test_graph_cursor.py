"""Cursors lead back to their place, and to no other order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Sort
from graph.cursor import Position, decode, encode_position
from graph.errors import InvalidCursor

IDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
VALUES = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
)
SORTS = st.sampled_from([Sort("a"), Sort("a", descending=True), Sort("b"), Sort("名")])


@given(VALUES, IDS, SORTS, SORTS)
def test_a_cursor_holds_for_its_own_order_alone(
    value: str | float | None, id: str, sort: Sort, other: Sort
) -> None:
    cursor = encode_position(Position(value, id), sort)
    assert decode(cursor, sort) == Position(value, id)
    if other != sort:
        with pytest.raises(InvalidCursor, match="another sort order"):
            decode(cursor, other)


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        decode(text, None)
