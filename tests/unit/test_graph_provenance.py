"""Provenance as text: compact, and the same when read back."""

from hypothesis import given
from hypothesis import strategies as st

from graph import Provenance, provenance

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
SOURCES = st.builds(Provenance, TEXTS, TEXTS, TEXTS, st.floats(0, 1))


@given(st.dictionaries(TEXTS, SOURCES))
def test_by_field_it_is_the_same_when_read_back(fields: dict[str, Provenance]) -> None:
    assert provenance.decode_fields(provenance.encode_fields(fields)) == fields


@given(st.none() | SOURCES)
def test_alone_it_is_the_same_when_read_back(source: Provenance | None) -> None:
    assert provenance.decode(provenance.encode(source)) == source


def test_fields_that_share_one_are_a_group() -> None:
    one, other = Provenance("s", "b", "t"), Provenance("s", "b", "t", 0.5)
    text = provenance.encode_fields({"x": one, "y": other, "z": Provenance("s", "b", "t")})
    assert text == '[["s","b","t",1.0,["x","z"]],["s","b","t",0.5,["y"]]]'
    assert provenance.encode_fields({}) == ""
