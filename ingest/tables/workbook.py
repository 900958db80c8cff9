"""XLSX workbooks: their sheets, and what the cells of all sheets refer to."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from zipfile import ZipFile

from defusedxml.common import DefusedXmlException
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import SHARED_STRINGS

from ingest.contents.content import Content
from ingest.contents.packed import DAMAGED, check_unpacked
from ingest.errors import UnreadableSource
from ingest.limits import Limits, beyond
from ingest.tables.sheet_cells import BookFacts
from ingest.tables.sheet_xml import MalformedXml, RawRow, SheetParser, SheetRowTooLong, check_sheet

_BLOCK = 1 << 16
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MALFORMED = (
    *DAMAGED,
    AttributeError,
    DefusedXmlException,
    LookupError,
    MalformedXml,
    SyntaxError,
    TypeError,
)
"""What openpyxl and its parsers raise for parts that are broken or are no parts of a workbook."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet.

    Attributes:
        title: As people see it.
        part: Its place in the workbook.
        is_hidden: Whether people do not see it.
        size: Its size in bytes, packed.
        unpacked: The same unpacked.
    """

    title: str
    part: str
    is_hidden: bool
    size: int
    unpacked: int


@dataclass(frozen=True, slots=True)
class Book:
    """An open workbook.

    Attributes:
        name: Of the file, for messages.
        sheets: In the order of their tabs.
        facts: What cells refer to.
        parts: The archive that it is.
        limits: How much it may ask for.
    """

    name: str
    sheets: Sequence[Sheet]
    facts: BookFacts
    parts: ZipFile
    limits: Limits

    def label(self, title: str) -> str:
        """A sheet as shown to users: ``book.xlsx[Demand]``."""
        return f"{self.name}[{title}]"

    def sheet(self, title: str) -> Sheet:
        """The sheet of that title.

        Raises:
            UnreadableSource: There is none; it was there when the workbook was opened first.
        """
        for sheet in self.sheets:
            if sheet.title == title:
                return sheet
        raise UnreadableSource(
            self.label(title), 0, "was changed while it was read; import it again"
        )

    def rows(self, sheet: Sheet) -> Iterator[tuple[RawRow, int]]:
        """The rows of a sheet, each with the bytes of it read so far.

        Raises:
            UnreadableSource: It is broken.
        """
        parser = SheetParser()
        read = 0
        with _telling(self.label(sheet.title)):
            for block in self._blocks(sheet):
                parser.feed(block)
                read += len(block)
                for row in parser.rows:
                    yield row, read
                parser.rows.clear()

    def _blocks(self, sheet: Sheet) -> Iterator[bytes]:
        """The XML of a sheet."""
        with self.parts.open(sheet.part) as stream:
            while block := stream.read(_BLOCK):
                yield block

    def check(self, sheet: Sheet) -> None:
        """Read a sheet through, at little cost.

        Raises:
            UnreadableSource: It is broken.
        """
        name, most = self.label(sheet.title), self.limits.part
        try:
            with _telling(name):
                check_sheet(self._blocks(sheet), most)
        except SheetRowTooLong as error:
            message = beyond("part", most, f"has a row of more than {most:,} bytes")
            raise UnreadableSource(name, error.row, message) from error


class _Parts(ZipFile):
    """An archive of which no large member is read whole."""

    limits: Limits

    def read(self, name: str, pwd: bytes | None = None) -> bytes:  # type: ignore[override]  # openpyxl names parts by their paths
        self.check_size(name, "part", self.limits.part)
        return super().read(name, pwd)

    def check_size(self, name: str, limit: str, most: int) -> None:
        size = self.getinfo(name).file_size
        if size > most:
            what = f"its part {name} has {size:,} bytes"
            raise UnreadableSource(str(self.filename), 0, beyond(limit, most, what))


@contextmanager
def open_book(content: Content, limits: Limits) -> Iterator[Book]:
    """Open a workbook and read what its sheets share.

    Raises:
        UnreadableSource: It is no XLSX workbook, or a damaged, encrypted or too large one.
    """
    with content.seekable() as file:
        if file.read(len(_OLD_OFFICE)) == _OLD_OFFICE:
            message = (
                "is an old Excel file (.xls) or protected by a password; save it as XLSX "
                "without a password"
            )
            raise UnreadableSource(content.name, 0, message)
        with _telling(content.name), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = _load(content.name, file, limits)
        yield book


def _load(name: str, file: IO[bytes], limits: Limits) -> Book:
    parts = _Parts(file)
    parts.filename = name
    parts.limits = limits
    packed = sum(item.compress_size for item in parts.infolist())
    check_unpacked(name, sum(item.file_size for item in parts.infolist()), packed, limits)
    reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
    reader.archive = parts
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(parts, reader.wb)
    styles = vars(reader.wb)  # the numbers of date styles have no public name
    facts = BookFacts(
        strings=_shared_strings(parts, reader),
        epoch=reader.wb.epoch,
        dates=frozenset(map(str, styles["_date_formats"])),
        durations=frozenset(map(str, styles["_timedelta_formats"])),
    )
    return Book(name, _sheets(name, parts, reader, limits), facts, parts, limits)


def _shared_strings(parts: _Parts, reader: ExcelReader) -> Sequence[str]:
    found = [item for item in reader.package.Override if item.ContentType == SHARED_STRINGS]
    if not found:
        return ()
    name = found[0].PartName.removeprefix("/")
    parts.check_size(name, "shared_text", parts.limits.shared_text)
    parser = SheetParser()
    with parts.open(name) as stream:
        while block := stream.read(_BLOCK):
            parser.feed(block)
    parser.feed(b"")
    return parser.strings


def _sheets(name: str, parts: _Parts, reader: ExcelReader, limits: Limits) -> Sequence[Sheet]:
    sheets: list[Sheet] = []
    for item, link in reader.parser.find_sheets():
        if link.Type.endswith("/worksheet"):
            part = parts.getinfo(link.target)
            hidden = item.state != "visible"
            sheets.append(Sheet(item.name, link.target, hidden, part.compress_size, part.file_size))
    titles = [sheet.title for sheet in sheets]
    if len(sheets) > limits.members:
        what = f"has {len(sheets):,} sheets"
        raise UnreadableSource(name, 0, beyond("members", limits.members, what))
    if len(set(titles)) < len(titles):
        raise UnreadableSource(name, 0, "has two sheets of the same name; rename one")
    return sheets


@contextmanager
def _telling(name: str) -> Iterator[None]:
    try:
        yield
    except _MALFORMED as error:
        message = (
            f"is no XLSX workbook that can be read ({error}); it is damaged or cut off: fetch it "
            "again, or save it anew"
        )
        raise UnreadableSource(name, 0, message) from error
