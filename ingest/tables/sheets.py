"""The tables of a workbook: which of its sheets are read, and what they say of themselves.

A sheet named ``_pearlnet`` marks a workbook of ours. Below a header, each of its rows names a
sheet that is a table: its title, the class of its rows, the number of the row that names the
columns, that of the first row of data, and, if it is a template, what that must remember. In an
export, it is the title, the word ``mapping`` and the mapping.
"""

from collections.abc import Collection, Sequence
from collections.abc import Mapping as NameMapping
from dataclasses import dataclass
from itertools import islice

from graph.records import Scalar
from ingest.contents.content import Content
from ingest.errors import Fault, InvalidMapping, UnreadableSource
from ingest.limits import Limits
from ingest.mapping.model import Mapping
from ingest.notes import Note, left_out
from ingest.tables.chunks import Table
from ingest.tables.sheet_cells import BadCell, read_cell
from ingest.tables.sheet_table import SheetPlan, SheetTable
from ingest.tables.sheet_xml import RawRow
from ingest.tables.workbook import Book, Sheet, open_book
from ingest.template import ReturnedTemplate
from ingest.template.marks import MARKER, Marks, parse_marks
from ontology.errors import nearest
from ontology.model import Text


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A sheet to be read; ``class_name`` and ``mapping`` are empty if no marker tells them."""

    plan: SheetPlan
    class_name: str = ""
    marks: Marks | None = None
    mapping: str = ""


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet that is a table.

    Attributes:
        name: As shown to users: ``book.xlsx[Demand]``.
        title: Of the sheet.
        class_name: The class of its rows, if a marker tells it; else empty.
        mapping: The mapping that a marker tells; else empty.
        size: In bytes, packed.
        table: Its rows.
    """

    name: str
    title: str
    class_name: str
    mapping: str
    size: int
    table: Table


def open_sheets(
    content: Content, mapping: Mapping | None, limits: Limits
) -> tuple[Sequence[OpenSheet], Sequence[Note]]:
    """The tables of a workbook, and notes on sheets that are none.

    The one that the mapping names; else those that a marker names; else all that are visible and
    not empty.

    Raises:
        UnreadableSource: The workbook or one of the sheets cannot be read, or none is a table.
        InvalidMapping: The sheet that the mapping names is not there.
    """
    with open_book(content, limits) as book:
        for sheet in book.sheets:
            book.check(sheet)
        marked = _read_marker(book)
        if mapping is not None and mapping.format.sheet is not None:
            chosen = _wanted(book, mapping, mapping.format.sheet, marked)
            return [_open(content, book, chosen)], ()
        several = list(marked.values()) or [
            _Chosen(SheetPlan(sheet.title)) for sheet in book.sheets if _is_shown(book, sheet)
        ]
        if not several:
            raise UnreadableSource(content.name, 0, "has no visible sheet that holds anything")
        notes = _notes(book, several, is_marked=bool(marked))
        return [_open(content, book, item) for item in several], notes


def _open(content: Content, book: Book, chosen: _Chosen) -> OpenSheet:
    title = chosen.plan.title
    table: Table = SheetTable(content, book, chosen.plan)
    if chosen.marks is not None:
        table = ReturnedTemplate(table, chosen.class_name, chosen.marks)
    told = chosen.class_name, chosen.mapping
    return OpenSheet(book.label(title), title, *told, book.sheet(title).size, table)


def _wanted(book: Book, mapping: Mapping, title: str, marked: NameMapping[str, _Chosen]) -> _Chosen:
    titles = [sheet.title for sheet in book.sheets]
    if title in titles:
        return marked.get(title, _Chosen(SheetPlan(title)))
    hint = nearest(title, titles)
    meant = f"did you mean {hint!r}?" if hint else "it has " + ", ".join(titles)
    message = f"{book.name} has no sheet {title!r}; {meant}"
    raise InvalidMapping([Fault(str(mapping.path), mapping.format.line, message)])


def _is_shown(book: Book, sheet: Sheet) -> bool:
    return not sheet.is_hidden and not _is_empty(book, sheet)


def _is_empty(book: Book, sheet: Sheet) -> bool:
    return not any(row.cells for row, _ in book.rows(sheet))


def _notes(book: Book, chosen: Sequence[_Chosen], *, is_marked: bool) -> Sequence[Note]:
    """On the sheets that are not read; what a template hides, such as its lists, is no news."""
    read = {item.plan.title for item in chosen}
    notes: list[Note] = []
    for sheet in book.sheets:
        if sheet.title in read or (is_marked and sheet.is_hidden) or sheet.title == MARKER:
            continue
        if sheet.is_hidden:
            reason = Text({"zh": "隐藏的工作表", "en": "a hidden sheet"})
        elif _is_empty(book, sheet):
            reason = Text({"zh": "空工作表", "en": "an empty sheet"})
        else:
            reason = Text({"zh": f"{MARKER} 未列出", "en": f"{MARKER} does not name it"})
        notes.append(left_out(book.label(sheet.title), reason))
    return notes


def _read_marker(book: Book) -> NameMapping[str, _Chosen]:
    """What the marker says, by title of the sheet; nothing if there is none."""
    titles = {sheet.title for sheet in book.sheets}
    marked: dict[str, _Chosen] = {}
    if MARKER not in titles:
        return marked
    for row, _ in islice(book.rows(book.sheet(MARKER)), 1, None):
        cells = _cells(book, row)
        match cells:
            case [str(title), str(name), int(header), int(first), *more] if 0 < header < first:
                _check_named(book, title, titles, row.number)
                marks = _marks(book, row, str(more[0])) if more else None
                marked[title] = _Chosen(SheetPlan(title, header, first), name, marks)
            case [str(title), "mapping", str(mapping)]:
                _check_named(book, title, titles, row.number)
                marked[title] = _Chosen(SheetPlan(title, 1, 2), mapping=mapping)
            case []:
                continue
            case _:
                message = "is no sheet title, class, header row and first row; take a new template"
                raise UnreadableSource(book.label(MARKER), row.number, message)
    return marked


def _check_named(book: Book, title: str, titles: Collection[str], row: int) -> None:
    if title not in titles:
        message = f"names the sheet {title!r}, which is not there; put its name back"
        raise UnreadableSource(book.label(MARKER), row, message)


def _marks(book: Book, row: RawRow, text: str) -> Marks:
    try:
        return parse_marks(text)
    except ValueError as error:
        message = "says nothing of its example that can be read; take a new template"
        raise UnreadableSource(book.label(MARKER), row.number, message) from error


def _cells(book: Book, row: RawRow) -> Sequence[Scalar]:
    try:
        return [read_cell(cell, book.facts) for cell in row.cells]
    except BadCell as error:
        message = f"{error.reason}; take a new template"
        raise UnreadableSource(book.label(MARKER), row.number, message) from error
