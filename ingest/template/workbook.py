"""Writing a template: a workbook with one sheet to be filled in, and its hidden sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from graph.port import GraphReader
from ingest.template.choices import choices_of
from ingest.template.columns import Column, template_columns
from ingest.template.example import Shown, example_of, spell
from ingest.template.hints import hint_of, label_of
from ingest.template.marks import FIRST_ROW, HEADER_ROW, HINTS_ID, LISTS, MARKER, Marks
from ingest.template.rules import number_format, validation_of
from ontology.model import LANGUAGES, Datatype, Ontology, Text

LABEL_ROW, HINT_ROW, EXAMPLE_ROW = 2, 3, 4
LAST_ROW = 5_000
"""Drop-downs and checks reach so far down; rows below are read all the same."""

_LONGEST_TITLE = 31
_REQUIRED = PatternFill("solid", fgColor="F8CBAD")
_PROPERTY = PatternFill("solid", fgColor="DDEBF7")
_RELATION = PatternFill("solid", fgColor="E2EFDA")
_QUIET = PatternFill("solid", fgColor="F2F2F2")
_WIDTHS = {Datatype.TEXT: 30, Datatype.URI: 30, Datatype.STRING: 24, Datatype.TERM: 22}
_WIDTH, _RELATION_WIDTH = 16, 34
_HINT_HEIGHT = 150


@dataclass(frozen=True, slots=True)
class _Planned:
    """A column with all that is written of it."""

    column: Column
    choices: Sequence[str]
    hints: Text
    example: Shown


def write_template(
    file: IO[bytes],
    ontology: Ontology,
    class_name: str,
    language: str,
    store: GraphReader | None = None,
) -> None:
    """Write an empty template of a class.

    Args:
        file: Where to.
        ontology: What may exist.
        class_name: A class that is not abstract.
        language: Of the drop-downs and the sheet's title, ``zh`` or ``en``.
        store: Where relations may lead to; without one their ids are typed in.

    Raises:
        UnknownClass: There is no such class.
    """
    class_ = ontology.class_(class_name)
    planned = []
    for column in template_columns(ontology, class_name):
        choices = choices_of(column, ontology, language, store)
        hints = Text(
            {key: hint_of(column, ontology, key, listed=bool(choices)) for key in LANGUAGES}
        )
        planned.append(_Planned(column, choices, hints, example_of(column, class_, choices)))
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_title(class_.label.get(language)))
    lists = _hidden(book, LISTS)
    for number, item in enumerate(planned, start=1):
        _write_column(sheet, number, item)
        source = _write_choices(lists, number, item.choices)
        _validate(sheet, number, item.column, item.hints.get(language), source)
    _lay_out(sheet)
    _mark(_hidden(book, MARKER), sheet.title, class_name, planned)
    book.save(file)


def _title(label: str) -> str:
    """The label as a sheet may be called."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in label)[:_LONGEST_TITLE]


def _hidden(book: Workbook, title: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    sheet.sheet_state = "veryHidden"
    return sheet


def _write_column(sheet: Worksheet, number: int, item: _Planned) -> None:
    column = item.column
    sheet.cell(HEADER_ROW, number, column.key)
    label = sheet.cell(LABEL_ROW, number, label_of(column))
    label.font = Font(bold=True)
    label.fill = _fill(column)
    label.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    hints = "\n".join(item.hints.by_language.values())
    is_id = column.definition is None and column.relation is None
    hint = sheet.cell(HINT_ROW, number, HINTS_ID if is_id else hints)
    hint.font = Font(size=9, color="595959")
    hint.alignment = Alignment(wrap_text=True, vertical="top")
    example = sheet.cell(EXAMPLE_ROW, number, item.example)
    example.font = Font(italic=True, color="808080")
    hint.fill = example.fill = _QUIET
    form = number_format(column)
    if form is not None:
        example.number_format = form
        sheet.column_dimensions[get_column_letter(number)].number_format = form
    sheet.column_dimensions[get_column_letter(number)].width = _width(column)


def _fill(column: Column) -> PatternFill:
    if column.is_required:
        return _REQUIRED
    return _PROPERTY if column.relation is None else _RELATION


def _width(column: Column) -> int:
    return _RELATION_WIDTH if column.relation else _WIDTHS.get(column.datatype, _WIDTH)


def _write_choices(lists: Worksheet, number: int, choices: Sequence[str]) -> str:
    """List them in a column of their own; the reference to them, empty if there are none."""
    for row, text in enumerate(choices, start=1):
        cell = lists.cell(row, number)
        cell.value = text
        cell.data_type = "s"
    letter = get_column_letter(number)
    return f"{LISTS}!${letter}$1:${letter}${len(choices)}" if choices else ""


def _validate(sheet: Worksheet, number: int, column: Column, hint: str, source: str) -> None:
    rule = validation_of(column, label_of(column), hint, source)
    letter = get_column_letter(number)
    rule.add(f"{letter}{EXAMPLE_ROW}:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)


def _lay_out(sheet: Worksheet) -> None:
    sheet.row_dimensions[HEADER_ROW].hidden = True
    sheet.row_dimensions[LABEL_ROW].height = 36
    sheet.row_dimensions[HINT_ROW].height = _HINT_HEIGHT
    sheet.freeze_panes = f"B{EXAMPLE_ROW}"


def _mark(sheet: Worksheet, title: str, class_name: str, planned: Sequence[_Planned]) -> None:
    marks = Marks(
        {item.column.key: spell(item.example) for item in planned if item.example is not None},
        [item.column.key for item in planned if item.column.relation is not None],
    )
    sheet.append(["sheet", "class", "header row", "first row", "marks"])
    sheet.append([title, class_name, HEADER_ROW, FIRST_ROW, marks.dump()])
