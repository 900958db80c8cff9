"""JSON Lines: one object a line; its keys are the columns."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TypeGuard

import orjson

from graph.records import Scalar
from ingest.errors import UnreadableSource
from ingest.limits import LONGEST_CELL
from ingest.tables.chunks import SHOWN, BadRow, Cell, Chunk, cell_too_long
from ingest.tables.header import check_width
from ingest.tables.lines import TextContent

_SIMPLE = frozenset({str, int, float, bool, type(None)})
_PLAIN = (str, int, float, bool)
_KEY = re.compile(r'"\s*:')
_INEXACT = 2.0**63


class JsonlTable:
    """A JSONL file; opening reads it through once for the keys that occur."""

    def __init__(self, text: TextContent, ignored: Collection[str]) -> None:
        """Open a file; what stands in ignored columns may be anything.

        Raises:
            UnreadableSource: It holds no object, or too many keys.
        """
        self._text = text
        self._ignored = ignored
        self._header = _collect_keys(text)

    @property
    def header(self) -> tuple[str, ...]:
        """The keys that occur, in order of appearance."""
        return self._header

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows anew."""
        line = 0
        with self._text.lines() as lines:
            while portion := lines.portion():
                chunk = self._chunk(line + 1, portion, lines.position)
                line += len(portion)
                yield chunk

    def _chunk(self, first: int, portion: list[str], position: int) -> Chunk:
        numbers: list[int] = []
        rows: list[list[Cell]] = []
        bad: list[BadRow] = []
        for line, text in enumerate(portion, start=first):
            found = _parse(text)
            if found is None:
                continue
            row = found if isinstance(found, str) else self._row(line, text, found)
            if isinstance(row, list):
                numbers.append(line)
                rows.append(row)
            else:
                bad.append(_malformed(line, text, row) if isinstance(row, str) else row)
        return Chunk(numbers, rows, bad, position)

    def _row(self, line: int, text: str, found: dict[str, object]) -> list[Cell] | BadRow:
        if len(_KEY.findall(text)) != len(found) and (key := _repeated_key(text)) is not None:
            return _twice(line, key)
        cells: list[object] = list(map(found.get, self._header))
        if len(text) <= LONGEST_CELL and _is_simple(cells):
            return cells
        return self._careful_row(line, cells)

    def _careful_row(self, line: int, cells: list[object]) -> list[Cell] | BadRow:
        row: list[Cell] = []
        for name, value in zip(self._header, cells, strict=True):
            if name in self._ignored:
                row.append(None)
            elif isinstance(value, str) and len(value) > LONGEST_CELL:
                return cell_too_long(line, name)
            elif isinstance(value, float) and abs(value) >= _INEXACT:
                return _inexact(line, name, value, _spelled(cells))
            elif value is None or isinstance(value, _PLAIN) or _is_plain_list(value):
                row.append(value)
            else:
                return _nested(line, name, value, _spelled(cells))
        return row


def _is_simple(cells: list[object]) -> TypeGuard[list[Cell]]:
    """Whether all are plain and exact, as in nearly all rows."""
    kinds = set(map(type, cells))
    if float in kinds:
        floats = [cell for cell in cells if isinstance(cell, float)]
        if max(map(abs, floats)) >= _INEXACT:
            return False
    return kinds <= _SIMPLE


def _is_plain_list(value: object) -> TypeGuard[list[Scalar]]:
    return isinstance(value, list) and all(isinstance(item, _PLAIN) for item in value)


def _spelled(cells: Sequence[object]) -> Sequence[Cell]:
    """The row as a table can show it; what is nested, as JSON."""
    return [
        value
        if value is None or isinstance(value, _PLAIN) or _is_plain_list(value)
        else orjson.dumps(value).decode()
        for value in cells
    ]


def _collect_keys(text: TextContent) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    line = 0
    with text.lines() as lines:
        while portion := lines.portion():
            for item in portion:
                line += 1
                found = _parse(item)
                if isinstance(found, dict) and not found.keys() <= keys.keys():
                    keys.update(dict.fromkeys(found))
                    check_width(len(keys), text.content.name, line, text.limits)
    if not keys:
        message = "holds no JSON object; write one a line"
        raise UnreadableSource(text.content.name, 1, message)
    return tuple(keys)


def _parse(text: str) -> dict[str, object] | str | None:
    """The object of a line, None for a blank line, or what is wrong."""
    if not text or text.isspace():
        return None
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return error.msg
    return found if isinstance(found, dict) else f"it is a {type(found).__name__}"


def _repeated_key(text: str) -> str | None:
    """A key that the object has twice: one of its values would be lost."""
    counts: Counter[str] = Counter()

    def note(pairs: list[tuple[str, object]]) -> None:
        counts.clear()
        counts.update(key for key, _ in pairs)

    json.loads(text, object_pairs_hook=note)
    return next((key for key, count in counts.items() if count > 1), None)


def _malformed(line: int, text: str, detail: str) -> BadRow:
    return BadRow(
        line,
        text[:SHOWN].strip(),
        "MALFORMED_ROW",
        f"is not a JSON object: {detail}",
        "write one whole object a line; the last one may be cut off",
    )


def _twice(line: int, key: str) -> BadRow:
    return BadRow(
        line,
        key[:SHOWN],
        "DUPLICATE_KEY",
        "the object has this key twice, so one of its values would be lost",
        "delete one; several values of one key are written as a list",
        key[:SHOWN],
    )


def _inexact(line: int, name: str, value: float, cells: Sequence[Cell]) -> BadRow:
    return BadRow(
        line,
        str(value),
        "INEXACT_NUMBER",
        "is too large a number to be read exactly",
        'write it as text, in quotes: "18446744073709551616"',
        name,
        cells,
    )


def _nested(line: int, name: str, value: object, cells: Sequence[Cell]) -> BadRow:
    return BadRow(
        line,
        str(value)[:SHOWN],
        "NESTED_VALUE",
        "is an object or a nested list",
        "flatten it: a cell is text, a number, true/false or a list of these; or list the "
        "column under `ignore` in the mapping",
        name,
        cells,
    )
