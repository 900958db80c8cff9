"""The XML of worksheets and of their shared strings, parsed in a stream without a tree."""

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


class MalformedXml(Exception):
    """The XML is broken, or holds what a worksheet never does."""


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
    """A row as it is written: its number, ``""`` if it follows the one before, and its cells."""

    number: str
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
        parser.StartDoctypeDeclHandler = self._refuse
        self._expat = parser
        self._row = RawRow("", [])
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
            self._row = RawRow(attributes.get("r", ""), [])
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

    def _refuse(self, *_: object) -> None:
        raise MalformedXml("it declares a document type, which no workbook does")
