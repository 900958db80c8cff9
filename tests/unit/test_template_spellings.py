"""What people choose from drop-downs and type into sheets is understood in either language."""

from dataclasses import replace

import pytest

from graph.records import Scalar
from ingest.rows.values import BadValue, Converter, compile_converter
from ontology.model import Datatype, Ontology, Term, Text, Vocabulary
from tests.ingest_world import NAMESPACE, NO_TEXT, WORLD, define


def _term(id: str, zh: str, en: str, *aliases: str) -> Term:
    return Term(id, NAMESPACE + id, Text({"zh": zh, "en": en}), NO_TEXT, aliases)


STATES = (
    _term("open", "开放", "Open", "进行中"),
    _term("running", "运行", "Running", "进行中", "on"),
    _term("on", "启用", "Enabled", "Open"),
    _term("giant", "小巨人（Ａ）", "Little giant", "开放"),
)


def _convert() -> Converter:
    vocabulary = Vocabulary(
        "state", NAMESPACE + "state", NO_TEXT, NO_TEXT, {term.id: term for term in STATES}
    )
    ontology: Ontology = replace(WORLD, vocabularies={"state": vocabulary})
    return compile_converter(define("x", Datatype.TERM, vocabulary="state"), ontology)


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        ("开放", "open"),
        ("OPEN", "open"),
        ("on", "on"),
        ("little  giant", "giant"),
        ("小巨人(A)", "giant"),
    ],
)
def test_an_id_outranks_a_label_and_a_label_an_alias(cell: str, term: str) -> None:
    assert _convert()(cell) == term


def test_a_name_of_two_terms_is_refused_with_both_ids() -> None:
    with pytest.raises(BadValue) as caught:
        _convert()("进行中")
    assert caught.value.code == "AMBIGUOUS_TERM"
    assert caught.value.suggestion == "write one of open, running"


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadValue) as caught:
        _convert()("Enabld")
    assert (caught.value.code, caught.value.suggestion) == ("UNKNOWN_TERM", "did you mean 'on'?")


@pytest.mark.parametrize(
    ("datatype", "cell", "value"),
    [
        (Datatype.BOOLEAN, "真", True),
        (Datatype.BOOLEAN, "假", False),
        (Datatype.BOOLEAN, "Y", True),
        (Datatype.BOOLEAN, "n", False),
        (Datatype.DATE, "2026-03-31T00:00:00", "2026-03-31"),
        (Datatype.DATE, "2026-03-31 00:00", "2026-03-31"),
        (Datatype.DATE, "2026.3.1", "2026-03-01"),
    ],
)
def test_yes_no_and_dates_as_sheets_spell_them(
    datatype: Datatype, cell: Scalar, value: Scalar
) -> None:
    assert compile_converter(define("x", datatype), WORLD)(cell) == value


def test_a_time_of_day_is_not_cut_off_a_date() -> None:
    with pytest.raises(BadValue):
        compile_converter(define("x", Datatype.DATE), WORLD)("2026-03-31T08:00:00")
