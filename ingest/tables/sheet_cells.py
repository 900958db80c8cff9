"""Cells of a worksheet as values: text, numbers, yes and no, dates as ISO text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite

from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from graph.records import Scalar
from ingest.limits import LONGEST_CELL
from ingest.tables.sheet_xml import RawCell

_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What the cells of all sheets refer to.

    Attributes:
        strings: Shared strings.
        epoch: The day 0 of dates.
        dates: Numbers of the styles that show a number as date or time.
        durations: Numbers of those that show it as a length of time.
    """

    strings: Sequence[str]
    epoch: datetime
    dates: frozenset[str]
    durations: frozenset[str]


class BadCell(Exception):
    """A cell that holds no value; private to the package, ends as a ``BadRow``."""

    def __init__(self, value: str, code: str, reason: str, suggestion: str) -> None:
        self.value = value
        self.code = code
        self.reason = reason
        self.suggestion = suggestion
        super().__init__(reason)


def read_cell(raw: RawCell, facts: BookFacts) -> Scalar:
    """The value of a cell that is not empty.

    Raises:
        BadCell: It holds an error, a formula without result, or what no cell can hold.
    """
    if raw.text is None:
        advice = "open the workbook in Excel or WPS and save it, which works out its formulas"
        raise BadCell("", "FORMULA_WITHOUT_RESULT", "is a formula without a result", advice)
    if raw.type == "e":
        advice = "correct the formula, or write the value itself"
        raise BadCell(raw.text, "CELL_ERROR", f"holds the error {raw.text}", advice)
    try:
        value = _READERS[raw.type](raw.text, raw.style, facts)
    except (ValueError, LookupError, OverflowError):
        reason = f"is no value of a cell of the type {raw.type!r}"
        advice = "the workbook may be damaged; save it anew, or export the sheet as CSV"
        raise BadCell(raw.text[:LONGEST_CELL], "MALFORMED_CELL", reason, advice) from None
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        reason = f"is longer than {LONGEST_CELL} characters"
        raise BadCell("", "CELL_TOO_LONG", reason, "shorten it")
    return value


def _shared(text: str, _style: str, facts: BookFacts) -> str:
    if not text.isdecimal():
        raise ValueError(text)
    return unescape(facts.strings[int(text)])


def _number(text: str, style: str, facts: BookFacts) -> Scalar:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    if style in facts.dates:
        return _spell(from_excel(number, facts.epoch, timedelta=style in facts.durations))
    if abs(number) >= _EXACT:
        reason = "has more digits than a number in a sheet can keep"
        advice = "format the column as text and write it again: the last digits are lost"
        raise BadCell(text, "INEXACT_NUMBER", reason, advice)
    return int(number) if number.is_integer() else number


def _truth(text: str, _style: str, _facts: BookFacts) -> bool:
    return {"1": True, "0": False, "true": True, "false": False}[text]


def _text(text: str, _style: str, _facts: BookFacts) -> str:
    """Text without the escapes that stand for characters no XML can hold, such as ``_x000D_``."""
    return unescape(text)


def _iso(text: str, _style: str, _facts: BookFacts) -> str:
    return text.removesuffix("T00:00:00").removesuffix("T00:00:00Z")


def _spell(value: date | time | timedelta | None) -> str:
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if value is None:
        raise ValueError
    return str(value)


_READERS: Mapping[str, Callable[[str, str, BookFacts], Scalar]] = {
    "s": _shared,
    "n": _number,
    "b": _truth,
    "str": _text,
    "inlineStr": _text,
    "d": _iso,
}
