"""What comes back in a template: rows that explain it are passed over, ids are made, names read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.validation import is_id
from ingest.tables.chunks import Cell, Chunk
from ingest.template import ReturnedTemplate
from ingest.template.ids import made_id
from ingest.template.marks import (
    EXAMPLE_ID,
    HINTS_ID,
    LABELS_ID,
    UNNAMEABLE,
    Marks,
    entity_of,
    named_entity,
    parse_marks,
)

HEADER = ("id", "name_zh", "name_en", "staff", "locatedIn")
MARKS = Marks({"id": EXAMPLE_ID, "name_zh": "示例企业", "staff": "3"}, {"locatedIn"})
EXAMPLE = (EXAMPLE_ID, "示例企业", None, 3, None)


@dataclass(frozen=True)
class _Sheet:
    rows: Sequence[Sequence[Cell]]
    header: tuple[str, ...] = HEADER
    at_once: int = 100

    def chunks(self) -> Iterator[Chunk]:
        for start in range(0, len(self.rows), self.at_once):
            part = self.rows[start : start + self.at_once]
            yield Chunk(range(start + 2, start + 2 + len(part)), part, (), start)


def _read(*rows: Sequence[Cell], at_once: int = 100) -> tuple[dict[int, list[Cell]], list[str]]:
    """Rows by line, and codes of what was refused with lines."""
    table = ReturnedTemplate(_Sheet(rows, at_once=at_once), "UseCase", MARKS)
    chunks = list(table.chunks())
    read = {
        line: list(row)
        for chunk in chunks
        for line, row in zip(chunk.lines, chunk.rows, strict=True)
    }
    return read, [f"{bad.line} {bad.code}" for chunk in chunks for bad in chunk.bad]


def test_rows_that_explain_are_passed_over_wherever_they_stand() -> None:
    labels = (LABELS_ID, "名称", "name", "人数", "所在地区")
    hints = (f" {HINTS_ID}\r\n", "x", "x", "x", "x")
    read, refused = _read(labels, EXAMPLE, ("a", "甲", None, None, None), hints, EXAMPLE)
    assert (read, refused) == ({4: ["a", "甲", None, None, None, "UseCase"]}, [])


@pytest.mark.parametrize("place", range(1, 5))
def test_an_example_that_was_written_into_is_refused_and_not_lost(place: int) -> None:
    changed = [*EXAMPLE]
    changed[place] = "新"
    assert _read(changed) == ({}, ["2 EXAMPLE_CHANGED"])


def test_a_column_taken_out_leaves_the_example_recognised() -> None:
    table = ReturnedTemplate(_Sheet([(EXAMPLE_ID, 3)], ("id", "staff")), "UseCase", MARKS)
    (chunk,) = table.chunks()
    assert (list(chunk.rows), list(chunk.bad)) == ([], [])


def test_a_row_without_an_id_gets_one_of_class_and_name() -> None:
    read, refused = _read(
        (None, "天津港  5G", "Tianjin Port", None, None), ("", "", "Smart Port", None, None)
    )
    assert [row[0] for row in read.values()] == ["use-case:天津港-5g", "use-case:smart-port"]
    assert refused == []


@pytest.mark.parametrize("at_once", [1, 100])
def test_a_second_row_of_that_name_is_refused(at_once: int) -> None:
    read, refused = _read(
        (None, "甲", None, None, None),
        (None, " 甲 ", None, 5, None),
        ("own", "甲", None, 6, None),
        at_once=at_once,
    )
    assert list(read) == [2, 4]
    assert refused == ["3 SAME_NAME"]


def test_a_made_id_that_another_row_states_is_refused() -> None:
    read, refused = _read(("use-case:甲", "乙", None, None, None), (None, "甲", None, None, None))
    assert (list(read), refused) == ([2], ["3 SAME_NAME"])


def test_a_row_with_neither_id_nor_name_is_refused() -> None:
    assert _read((None, None, None, 5, None)) == ({}, ["2 MISSING_ID"])


def test_entities_are_read_by_what_the_drop_down_shows_or_by_id() -> None:
    read, _ = _read(("a", None, None, None, "天津 [region:12] | region:13|Oslo (east) [no:1]"))
    assert read[2][4] == "region:12|region:13|no:1"


@given(st.text(), st.text(min_size=1).filter(lambda text: text == text.strip()))
def test_a_named_entity_is_found_again(name: str, id: str) -> None:
    if is_id(id) and not UNNAMEABLE.intersection(id):
        assert entity_of(named_entity(name, id)) == id
        assert "|" not in named_entity(name, id)


@pytest.mark.parametrize("name", ["A  b甲", "ａ B甲", " a　b甲 ", "a-b甲"])
def test_made_ids_do_not_hang_on_case_width_and_spacing(name: str) -> None:
    assert made_id("UseCase", name) == "use-case:a-b甲"


@given(st.text(alphabet="ab甲乙", min_size=1), st.text(alphabet="ab甲乙", min_size=1))
def test_made_ids_tell_names_and_classes_apart(one: str, other: str) -> None:
    assert is_id(made_id("UseCase", one))
    assert (made_id("UseCase", one) == made_id("UseCase", other)) == (one == other)
    assert made_id("UseCase", one) != made_id("Demand", one)


def test_very_long_names_are_told_apart() -> None:
    one, other = made_id("UseCase", "甲" * 600 + "一"), made_id("UseCase", "甲" * 600 + "二")
    assert is_id(one)
    assert one != other


def test_each_row_tells_its_class_and_refused_ones_keep_their_cells() -> None:
    table = ReturnedTemplate(_Sheet([[EXAMPLE_ID, "甲", None, 5, "津 [c:1]"]]), "UseCase", MARKS)
    (chunk,) = table.chunks()
    (bad,) = chunk.bad
    assert table.header == (*HEADER, "type")
    assert bad.cells == [None, "甲", None, 5, "c:1", "UseCase"]


def test_marks_survive_the_sheet() -> None:
    assert parse_marks(MARKS.dump()) == Marks(MARKS.example, {"locatedIn"})
    for text in ("", "[]", "{}", '{"example": 1, "relations": []}'):
        with pytest.raises(ValueError, match=r".*"):
            parse_marks(text)
