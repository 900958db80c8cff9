"""Cells become values of the ontology's datatypes, in the spellings that people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Scalar
from graph.validation import is_id
from ingest.rows.values import BadValue, check_id, compile_converter
from ontology.model import Datatype
from tests.ingest_world import WORLD, define


@pytest.mark.parametrize(
    ("datatype", "cell", "value"),
    [
        (Datatype.INTEGER, "+12", 12),
        (Datatype.INTEGER, "-007", -7),
        (Datatype.INTEGER, 3.0, 3),
        (Datatype.DECIMAL, "1e3", 1000.0),
        (Datatype.DECIMAL, ".5", 0.5),
        (Datatype.DECIMAL, 2, 2.0),
        (Datatype.BOOLEAN, "是", True),
        (Datatype.BOOLEAN, "YES", True),
        (Datatype.BOOLEAN, "0", False),
        (Datatype.BOOLEAN, "否", False),
        (Datatype.BOOLEAN, False, False),
        (Datatype.DATE, "2026-03-31", "2026-03-31"),
        (Datatype.DATE, "2026年3月1日", "2026-03-01"),
        (Datatype.DATE, "2026/3/1", "2026-03-01"),
        (Datatype.DATETIME, "2026-03-31T08:00:00Z", "2026-03-31T08:00:00+00:00"),
        (Datatype.STRING, 5, "5"),
        (Datatype.STRING, True, "true"),
        (Datatype.URI, "https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
    ],
)
def test_spellings(datatype: Datatype, cell: Scalar, value: Scalar) -> None:
    converted = compile_converter(define("x", datatype), WORLD)(cell)
    assert (converted, type(converted)) == (value, type(value))


@pytest.mark.parametrize(
    ("datatype", "cell"),
    [
        (Datatype.INTEGER, "1,200"),
        (Datatype.INTEGER, "1_200"),
        (Datatype.INTEGER, "1.5"),
        (Datatype.INTEGER, "١٢"),
        (Datatype.INTEGER, True),
        (Datatype.INTEGER, "9223372036854775808"),
        (Datatype.DECIMAL, "nan"),
        (Datatype.DECIMAL, "inf"),
        (Datatype.DECIMAL, "1e999"),
        (Datatype.DECIMAL, "1,5"),
        (Datatype.BOOLEAN, "maybe"),
        (Datatype.DATE, "2026-02-30"),
        (Datatype.DATE, "31/12/2026"),
        (Datatype.DATE, "2026-03"),
        (Datatype.DATETIME, "yesterday"),
        (Datatype.URI, "example.org"),
        (Datatype.URI, "https://a b"),
        (Datatype.STRING, "a\0b"),
    ],
)
def test_what_does_not_fit_says_what_to_do(datatype: Datatype, cell: Scalar) -> None:
    with pytest.raises(BadValue) as caught:
        compile_converter(define("x", datatype), WORLD)(cell)
    assert caught.value.code
    assert caught.value.reason
    assert caught.value.suggestion


@pytest.mark.parametrize("cell", ["large", "LARGE", "大型", "Large", "urn:pearlnet:ontology:large"])
def test_a_term_is_known_by_id_label_and_iri(cell: str) -> None:
    convert = compile_converter(define("x", Datatype.TERM, vocabulary="size"), WORLD)
    assert convert(cell) == "large"


def test_a_term_is_known_by_alias_and_a_wrong_one_names_the_nearest() -> None:
    convert = compile_converter(define("x", Datatype.TERM, vocabulary="size"), WORLD)
    assert convert("微型") == "small"
    with pytest.raises(BadValue) as caught:
        convert("smal")
    assert caught.value.suggestion == "did you mean 'small'?"


@given(st.text(max_size=600))
def test_an_id_passes_here_just_when_a_store_would_take_it(text: str) -> None:
    try:
        assert check_id(text) == text
    except BadValue:
        assert not is_id(text)
    else:
        assert is_id(text)


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_every_integer_of_64_bits_survives(number: int) -> None:
    assert compile_converter(define("x", Datatype.INTEGER), WORLD)(str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_decimal_survives(number: float) -> None:
    assert compile_converter(define("x", Datatype.DECIMAL), WORLD)(repr(number)) == number
