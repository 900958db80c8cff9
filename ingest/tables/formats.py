"""Which reader for which format of tables."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from ingest.contents.content import Content
from ingest.contents.encoding import find_encoding
from ingest.limits import Limits
from ingest.mapping.model import Mapping as SourceMapping
from ingest.mapping.model import TableFormat
from ingest.notes import Note, recognised_delimiter, recognised_encoding
from ingest.tables.chunks import Table
from ingest.tables.csv_table import CsvTable, read_first_row
from ingest.tables.jsonl_table import JsonlTable
from ingest.tables.lines import TextContent

_OTHER_DELIMITERS = (";", "\t")


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table whose header has been read.

    Attributes:
        name: As shown to users.
        titles: What it is called: its sheet, its file without suffix.
        size: In bytes, as it lies there.
        table: Its rows.
        class_name: The class of its rows, if it tells that itself; else empty.
        mapping: The mapping, if it tells that itself; else empty.
    """

    name: str
    titles: Sequence[str]
    size: int
    table: Table
    class_name: str = ""
    mapping: str = ""


Opened = tuple[Sequence[OpenTable], Sequence[Note]]


def open_tables(content: Content, mapping: SourceMapping | None, limits: Limits) -> Opened:
    """The tables of a file, several if it is a workbook, and notes on how it is read.

    Raises:
        UnreadableSource: It is not what its suffix says, or beyond a limit.
        InvalidMapping: The mapping names a sheet that is not there.
    """
    return _OPENERS[content.suffix](content, mapping, limits)


def _open_csv(content: Content, mapping: SourceMapping | None, limits: Limits) -> Opened:
    told = TableFormat() if mapping is None else mapping.format
    text, notes = _open_text(content, told, limits)
    delimiter = told.delimiter or _guess_delimiter(text)
    if delimiter != "," and told.delimiter is None:
        notes = [*notes, recognised_delimiter(content.name, delimiter)]
    return [_whole(content, CsvTable(text, delimiter))], notes


def _open_tsv(content: Content, mapping: SourceMapping | None, limits: Limits) -> Opened:
    told = TableFormat() if mapping is None else mapping.format
    text, notes = _open_text(content, told, limits)
    return [_whole(content, CsvTable(text, told.delimiter or "\t"))], notes


def _open_jsonl(content: Content, mapping: SourceMapping | None, limits: Limits) -> Opened:
    told = TableFormat() if mapping is None else mapping.format
    text, notes = _open_text(content, told, limits)
    return [_whole(content, JsonlTable(text, _ignored(mapping)))], notes


def _open_xlsx(content: Content, mapping: SourceMapping | None, limits: Limits) -> Opened:
    from ingest.tables.sheets import (
        open_sheets,
    )  # needs openpyxl, which other imports can do without

    sheets, notes = open_sheets(content, mapping, limits)
    return [
        OpenTable(
            sheet.name,
            (sheet.title, content.stem) if len(sheets) == 1 else (sheet.title,),
            sheet.size,
            sheet.table,
            sheet.class_name,
            sheet.mapping,
        )
        for sheet in sheets
    ], notes


def _open_parquet(content: Content, mapping: SourceMapping | None, limits: Limits) -> Opened:
    from ingest.tables.parquet_table import ParquetTable  # needs pyarrow, as above

    return [_whole(content, ParquetTable(content, limits, _ignored(mapping)))], ()


def _open_text(
    content: Content, told: TableFormat, limits: Limits
) -> tuple[TextContent, Sequence[Note]]:
    encoding = find_encoding(content, told.encoding, limits)
    notes = [recognised_encoding(content.name, encoding.name.upper())] if encoding.guessed else []
    return TextContent(content, encoding.name, limits), notes


def _guess_delimiter(text: TextContent) -> str:
    """Another delimiter than the comma only if the header has one and has no comma."""
    if len(read_first_row(text, ",")) != 1:
        return ","
    widths = {other: len(read_first_row(text, other)) for other in _OTHER_DELIMITERS}
    widest = max(_OTHER_DELIMITERS, key=lambda other: widths[other])
    return widest if widths[widest] > 1 else ","


def _whole(content: Content, table: Table) -> OpenTable:
    return OpenTable(content.name, (content.stem,), content.size, table)


def _ignored(mapping: SourceMapping | None) -> Collection[str]:
    return () if mapping is None else mapping.ignored


_OPENERS: Mapping[str, Callable[[Content, SourceMapping | None, Limits], Opened]] = {
    ".csv": _open_csv,
    ".tsv": _open_tsv,
    ".jsonl": _open_jsonl,
    ".ndjson": _open_jsonl,
    ".xlsx": _open_xlsx,
    ".parquet": _open_parquet,
}

TABLE_FORMATS = tuple(_OPENERS)
"""The suffixes of tables."""
