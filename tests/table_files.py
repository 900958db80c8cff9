"""Files of tables as the import tests need them: whole, packed, and damaged on purpose."""

import gzip
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # the same

from ingest.contents.content import Content, Opened
from ingest.tables.chunks import BadRow, Cell, Table

Row = Sequence[object]


def content_of(name: str, content: bytes) -> Content:
    """A file that is nowhere but in memory."""

    @contextmanager
    def open_bytes() -> Iterator[Opened]:
        stream = io.BytesIO(content)
        yield Opened(stream, stream.tell)

    return Content(name, len(content), open_bytes, Path(name), is_packed=False)


def rows_of(table: Table) -> list[tuple[int, list[Cell]]]:
    """All rows with their lines."""
    return [
        (line, list(row))
        for chunk in table.chunks()
        for line, row in zip(chunk.lines, chunk.rows, strict=True)
    ]


def bad_of(table: Table) -> list[BadRow]:
    """All rows that cannot be read."""
    return [bad for chunk in table.chunks() for bad in chunk.bad]


def workbook(sheets: Mapping[str, Sequence[Row]], *, hidden: Sequence[str] = ()) -> bytes:
    """An XLSX workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(archive: bytes, name: str, content: bytes | None) -> bytes:
    """A zip archive with one of its parts replaced, added or (None) removed."""
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    if content is None:
        del parts[name]
    else:
        parts[name] = content
    return zipped(parts)


def sheet_xml(rows: str, *, head: str = "", tail: str = "") -> bytes:
    """The XML of a worksheet around rows that are written out."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>'
        f"{tail}</worksheet>"
    ).encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def gzipped(content: bytes) -> bytes:
    """A gzip file."""
    return gzip.compress(content, mtime=0)


def parquet(columns: Mapping[str, object], **how: object) -> bytes:
    """A Parquet file."""
    file = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), file, **how)
    return file.getvalue()
