"""The XML of worksheets and of their shared strings, parsed in a stream without a tree."""

from collections.abc import Iterable
from typing import NamedTuple
from xml.parsers import expat

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_CELL, _VALUE, _ROW, _TEXT, _STRING, _PHONETIC, _FORMULA = (
    frozenset(f"{space} {tag}" for space in _SPACES)
    for tag in ("c", "v", "row", "t", "si", "rPh", "f")
)
_LAST_ROW = 1_048_576


class MalformedXml(Exception):
    """The XML is broken, or holds what a worksheet never does."""


class SheetRowTooLong(Exception):
    """A row of a worksheet, or what stands between rows, is too long.

    Attributes:
        row: The number of the row.
    """

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(f"row {row} is too long")


class RawCell(NamedTuple):
    """A cell as it is written.

    Attributes:
        place: Its reference, such as ``B7``; ``""`` if it follows the one before.
        type: ``n``, ``s``, ``str``, ``b``, ``e``, ``d`` or ``inlineStr``.
        style: The number of its style.
        text: What it holds; None if it is a formula without a result.
    """

    place: str
    type: str
    style: str
    text: str | None


class RawRow(NamedTuple):
    """A row: its number, and its cells that are not empty.

    Its number rises from row to row; ``check_sheet`` has made sure of that.
    """

    number: int
    cells: list[RawCell]


class SheetParser:
    """Fed with blocks of XML, gathers rows and strings for whoever takes them away.

    A document type is refused, and with it entities of any kind. Empty cells are left out.

    Attributes:
        rows: Rows of a worksheet that have ended since the list was last emptied.
        strings: The same of shared strings, without their phonetic guides.
    """

    def __init__(self) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse
        self._expat = parser
        self._row = RawRow(0, [])
        self._cell: dict[str, str] = {}
        self._has_formula = False
        self._is_phonetic = False
        self._is_text = False
        self._texts: list[str] = []
        self.rows: list[RawRow] = []
        self.strings: list[str] = []

    def feed(self, block: bytes) -> None:
        """Parse the next bytes; none at all end the document.

        Raises:
            MalformedXml: With the line and column.
        """
        try:
            self._expat.Parse(block, not block)
        except expat.ExpatError as error:
            raise MalformedXml(str(error)) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELL:
            self._cell = attributes
            self._texts = []
            self._has_formula = False
        elif name in _VALUE or name in _TEXT:
            self._is_text = not self._is_phonetic
        elif name in _ROW:
            self._row = RawRow(int(attributes.get("r", self._row.number + 1)), [])
        elif name in _FORMULA:
            self._has_formula = True
        elif name in _STRING:
            self._texts = []
        elif name in _PHONETIC:
            self._is_phonetic = True

    def _end(self, name: str) -> None:
        if name in _CELL:
            self._end_cell()
        elif name in _VALUE or name in _TEXT:
            self._is_text = False
        elif name in _ROW:
            self.rows.append(self._row)
        elif name in _STRING:
            self.strings.append("".join(self._texts))
        elif name in _PHONETIC:
            self._is_phonetic = False

    def _end_cell(self) -> None:
        found = self._cell
        text: str | None = "".join(self._texts)
        if text or self._has_formula:
            kind = found.get("t", "n")
            if not text and kind not in {"str", "inlineStr"}:
                text = None
            self._row.cells.append(RawCell(found.get("r", ""), kind, found.get("s", "0"), text))

    def _characters(self, text: str) -> None:
        if self._is_text:
            self._texts.append(text)


def check_sheet(blocks: Iterable[bytes], longest_row: int) -> None:
    """Parse a worksheet to its end, at little cost, before any of it is used.

    Raises:
        MalformedXml: It is broken, declares a document type, or has rows out of order.
        SheetRowTooLong: A row has more bytes than ``longest_row``, about.
    """
    fed = last = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal fed, last
        if name in _ROW:
            fed, last = 0, _follow(last, attributes.get("r", ""))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for block in blocks:
            fed += len(block)
            parser.Parse(block, False)
            if fed > longest_row:
                raise SheetRowTooLong(last)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise MalformedXml(str(error)) from error


def _follow(last: int, stated: str) -> int:
    if not stated:
        return last + 1
    if stated.isdecimal() and last < int(stated) <= _LAST_ROW:
        return int(stated)
    raise MalformedXml(f"after row {last} it has a row numbered {stated[:20]!r}")


def _refuse(*_: object) -> None:
    raise MalformedXml("it declares a document type, which no workbook does")
