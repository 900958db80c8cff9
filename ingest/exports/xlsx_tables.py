"""XLSX: a workbook with a sheet for each table, which says itself how it is read back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]  # the same
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # the same
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

from graph.port import GraphReader
from ingest.exports.cells import spell
from ingest.exports.columns import Column
from ingest.exports.errors import CannotWrite
from ingest.exports.mappings import table_mapping
from ingest.exports.options import Options
from ingest.exports.spool import Spooled
from ingest.exports.stream import Stream
from ingest.exports.tables import Table, Tables
from ingest.exports.target import Workplace
from ingest.template.marks import MARKER
from ontology.model import Datatype

LONGEST_CELL = 32_767
"""What Excel can hold, in UTF-16 units."""
ROWS = 1_048_575
"""Rows of a sheet below its header."""

_LONGEST_TITLE = 31
_FIRST_YEAR = 1901
_EXACT = 2**53
_WIDTH = 24
_REPORTED = 5_000
_RICH = "<r>"


@dataclass(frozen=True, slots=True)
class _Book:
    workbook: Workbook
    bold: Format
    day: Format


def write_xlsx(stream: Stream, reader: GraphReader, place: Workplace, _: Options) -> None:
    """Write one workbook.

    Raises:
        CannotWrite: A value is too long for a cell.
    """
    folder = place.scratch / "sheets"
    folder.mkdir()
    try:
        _write_book(stream, reader, place, folder)
    except FileCreateError as error:
        raise _reason(error) from error


def _write_book(stream: Stream, reader: GraphReader, place: Workplace, folder: Path) -> None:
    settings = {"constant_memory": True, "tmpdir": str(folder)}
    with Workbook(str(place.out), settings) as workbook:
        book = _Book(
            workbook,
            workbook.add_format({"bold": True}),
            workbook.add_format({"num_format": "yyyy-mm-dd"}),
        )
        titles = _Titles()
        mappings: list[tuple[str, str]] = []
        for table in Tables(stream, reader, place, LONGEST_CELL):
            for part in _parts(table):
                title = titles.unique(part.name)
                _write_sheet(book, title, part, stream)
                mappings.append((title, table_mapping(part, "escaped", sheet=title)))
        _write_marker(workbook, mappings)


def _reason(error: BaseException) -> BaseException:
    """What really went wrong, which the library hides behind an error of its own."""
    while not isinstance(error, OSError | CannotWrite) and error.__context__ is not None:
        error = error.__context__
    return error


def _parts(table: Table) -> Iterator[Table]:
    """The table in pieces that a sheet can hold."""
    rows = table.rows
    for first in range(0, table.count, ROWS):
        count = min(ROWS, table.count - first)
        yield replace(table, rows=islice(rows, count), count=count)


def _write_sheet(book: _Book, title: str, table: Table, stream: Stream) -> None:
    sheet = book.workbook.add_worksheet(title)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(table.columns) - 1, _WIDTH)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.header, book.bold)
    writers = [
        (place, column.key, _writer(column, sheet, book))
        for place, column in enumerate(table.columns)
    ]
    for number, row in enumerate(table.rows, start=1):
        if number % _REPORTED == 1:
            stream.tell("writing", number - 1, table.count)
        for place, key, write in writers:
            value = row.get(key)
            if value is not None and not write(number, place, value):
                raise _too_long(row, key)


_Write = Callable[[int, int, Spooled], bool]
"""Writes a value at a row and column; False if no cell can hold it."""


def _writer(column: Column, sheet: Worksheet, book: _Book) -> _Write:
    def text(row: int, place: int, value: Spooled) -> bool:
        spelled = spell(value, many=column.many)
        if spelled.startswith(_RICH):  # the library would take it for markup
            spelled = f"\\u003c{spelled[1:]}"
        return _is_short(spelled) and not sheet.write_string(row, place, spelled)

    def number(row: int, place: int, value: Spooled) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float) or not _is_exact(value):
            return text(row, place, value)
        return not sheet.write_number(row, place, value)

    def truth(row: int, place: int, value: Spooled) -> bool:
        if not isinstance(value, bool):
            return text(row, place, value)
        return not sheet.write_boolean(row, place, value)

    def day(row: int, place: int, value: Spooled) -> bool:
        found = _date(value)
        if found is None:
            return text(row, place, value)
        return not sheet.write_datetime(row, place, found, book.day)

    if column.many:
        return text
    return {
        Datatype.INTEGER: number,
        Datatype.DECIMAL: number,
        Datatype.BOOLEAN: truth,
        Datatype.DATE: day,
    }.get(column.datatype, text)


def _is_short(text: str) -> bool:
    return len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le")) <= LONGEST_CELL * 2


def _is_exact(value: float) -> bool:
    """Whether a number is the same after it was written with 16 digits."""
    if isinstance(value, int):
        return abs(value) < _EXACT
    return abs(value) < _EXACT and float(f"{value:.16G}") == value


def _date(value: Spooled) -> date | None:
    """A day that Excel knows, and shows as it is written."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found and found.year >= _FIRST_YEAR and found.isoformat() == value else None


def _too_long(row: object, key: str) -> CannotWrite:
    name = row["id"] if isinstance(row, dict) and "id" in row else row
    return CannotWrite(
        f"{name}: {key} is longer than the {LONGEST_CELL:,} characters that a cell of a workbook "
        "can hold; export it as CSV, JSONL or Parquet"
    )


def _write_marker(workbook: Workbook, mappings: list[tuple[str, str]]) -> None:
    """A hidden sheet with the mapping of each other sheet."""
    sheet = workbook.add_worksheet(MARKER)
    sheet.hide()
    sheet.write_string(0, 0, "sheet")
    for number, (title, mapping) in enumerate(mappings, start=1):
        for place, text in enumerate((title, "mapping", mapping)):
            sheet.write_string(number, place, text)


class _Titles:
    """Titles of sheets: short enough, and different in more than the case of letters."""

    def __init__(self) -> None:
        self._taken = {MARKER.casefold(), "history"}

    def unique(self, name: str) -> str:
        """The name, cut and numbered where needed."""
        number, found = 1, name[:_LONGEST_TITLE]
        while found.casefold() in self._taken:
            number += 1
            tail = f" {number}"
            found = name[: _LONGEST_TITLE - len(tail)] + tail
        self._taken.add(found.casefold())
        return found
