"""A worksheet as a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter

from graph.records import Scalar
from ingest.contents.content import Content
from ingest.errors import UnreadableSource
from ingest.tables.chunks import CHUNK_ROWS, SHOWN, BadRow, Cell, Chunk
from ingest.tables.header import check_header
from ingest.tables.sheet_cells import BadCell, BookFacts, read_cell
from ingest.tables.sheet_xml import RawRow
from ingest.tables.workbook import Book, Sheet, open_book

_CHUNK_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """Which part of a sheet is the table.

    Attributes:
        title: Of the sheet.
        header_row: The row that names the columns; 0 for the first that is not empty.
        first_row: The first row of data; 0 for the one after the header.
    """

    title: str
    header_row: int = 0
    first_row: int = 0


class SheetTable:
    """A sheet with a header. Columns without a name may stand in it as long as they are empty."""

    def __init__(self, content: Content, book: Book, plan: SheetPlan) -> None:
        """Read the header in an open workbook; later the workbook is opened anew.

        Raises:
            UnreadableSource: It is no header.
        """
        sheet = book.sheet(plan.title)
        self._content = content
        self._limits = book.limits
        self._plan = plan
        self._name = book.label(plan.title)
        row = self._header_row(book, sheet)
        named = _names(row, book.facts, self._name)
        self._header = check_header(tuple(named.values()), self._name, row.number, book.limits)
        self._places = {column: place for place, column in enumerate(named)}
        self._first_row = plan.first_row or row.number + 1

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, each once."""
        return self._header

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows anew."""
        with open_book(self._content, self._limits) as book:
            yield from self._chunks(book, book.sheet(self._plan.title))

    def _header_row(self, book: Book, sheet: Sheet) -> RawRow:
        wanted = self._plan.header_row
        for row, _ in book.rows(sheet):
            if row.number == wanted or (row.cells and not wanted):
                return row
        raise UnreadableSource(self._name, wanted, "has no header; a row must name the columns")

    def _chunks(self, book: Book, sheet: Sheet) -> Iterator[Chunk]:
        lines: list[int] = []
        rows: list[list[Cell]] = []
        bad: list[BadRow] = []
        begun = read = 0
        for raw, read in book.rows(sheet):
            if raw.number < self._first_row:
                continue
            row = self._row(raw, book.facts)
            if isinstance(row, BadRow):
                bad.append(row)
            elif any(cell is not None and not _is_blank(cell) for cell in row):
                lines.append(raw.number)
                rows.append(row)
            if len(rows) + len(bad) == CHUNK_ROWS or read - begun > _CHUNK_BYTES:
                yield Chunk(lines, rows, bad, sheet.size * read // sheet.unpacked)
                lines, rows, bad, begun = [], [], [], read
        if rows or bad:
            yield Chunk(lines, rows, bad, sheet.size)

    def _row(self, raw: RawRow, facts: BookFacts) -> list[Cell] | BadRow:
        cells: list[Cell] = [None] * len(self._header)
        column = 0
        for item in raw.cells:
            try:
                column = _column(item.place) if item.place else column + 1
                value = read_cell(item, facts)
            except BadCell as error:
                return self._refuse(raw, column, error, facts)
            place = self._places.get(column)
            if place is not None and cells[place] is None:
                cells[place] = value
            elif place is not None or not _is_blank(value):
                bad = _misplaced(value, named=place is not None)
                return self._refuse(raw, column, bad, facts)
        return cells

    def _refuse(self, raw: RawRow, column: int, error: BadCell, facts: BookFacts) -> BadRow:
        place = self._places.get(column)
        letter = get_column_letter(column) if column else ""
        field = letter if place is None else self._header[place]
        value = error.value[:SHOWN]
        cells = self._spelled(raw, facts)
        return BadRow(raw.number, value, error.code, error.reason, error.suggestion, field, cells)

    def _spelled(self, raw: RawRow, facts: BookFacts) -> list[Cell]:
        """The row as far as its cells can be read."""
        cells: list[Cell] = [None] * len(self._header)
        column = 0
        for item in raw.cells:
            try:
                column = _column(item.place) if item.place else column + 1
                value: Cell = read_cell(item, facts)
            except BadCell as error:
                value = error.value
            if column in self._places:
                cells[self._places[column]] = value
        return cells


def _names(row: RawRow, facts: BookFacts, name: str) -> Mapping[int, str]:
    """The names of columns by their numbers, from left to right."""
    names: dict[int, str] = {}
    column = 0
    for item in row.cells:
        try:
            column = _column(item.place) if item.place else column + 1
            text = str(read_cell(item, facts)).strip()
        except BadCell as error:
            message = f"column {column} of the header {error.reason}; {error.suggestion}"
            raise UnreadableSource(name, row.number, message) from error
        if text:
            names[column] = text
    return dict(sorted(names.items()))


def _column(place: str) -> int:
    """The number of the column of a cell such as ``B7``.

    Raises:
        BadCell: It is no place of a cell.
    """
    try:
        return column_index_from_string(place.rstrip("0123456789"))
    except ValueError:
        reason = f"stands at {place[:SHOWN]!r}, which is no place in a sheet"
        advice = "the workbook may be damaged; save it anew, or export the sheet as CSV"
        raise BadCell(place, "MALFORMED_CELL", reason, advice) from None


def _misplaced(value: Scalar, *, named: bool) -> BadCell:
    if named:
        reason = "stands in a place where another cell of the row stands too"
        advice = "the workbook may be damaged; save it anew, or export the sheet as CSV"
        return BadCell(str(value), "MALFORMED_CELL", reason, advice)
    advice = "name the column in the header, or delete what stands in it"
    return BadCell(str(value), "RAGGED_ROW", "stands in a column without a name", advice)


def _is_blank(value: Cell) -> bool:
    return isinstance(value, str) and not value.strip()
