"""JSON Lines: one object a line; its keys are the columns."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TypeGuard

import orjson

from graph.records import Scalar
from ingest.encoding import check_utf8
from ingest.errors import UnreadableSource
from ingest.tables import CHUNK_ROWS, BadRow, Cell, Chunk

_MOST_COLUMNS = 10_000
_BOM = b"\xef\xbb\xbf"
_PLAIN = (str, int, float, bool)


class JsonlTable:
    """A JSONL file; opening reads it through once for the keys that occur."""

    def __init__(self, path: Path) -> None:
        """Open a file.

        Raises:
            UnreadableSource: It is missing, not UTF-8, or holds no object.
        """
        check_utf8(path)
        self._path = path
        self._header = _collect_keys(path)

    @property
    def header(self) -> tuple[str, ...]:
        """The keys that occur, in order of appearance."""
        return self._header

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows anew."""
        position = 0
        lines = _lines(self._path)
        while block := list(islice(lines, CHUNK_ROWS)):
            numbers: list[int] = []
            rows: list[list[Cell]] = []
            bad: list[BadRow] = []
            for line, text in block:
                position += len(text)
                found = _parse(text)
                row = found if isinstance(found, str | None) else self._row(line, found)
                if isinstance(row, str):
                    bad.append(_malformed(line, text, row))
                elif isinstance(row, BadRow):
                    bad.append(row)
                elif row is not None:
                    numbers.append(line)
                    rows.append(row)
            yield Chunk(numbers, rows, bad, position)

    def _row(self, line: int, found: dict[str, object]) -> list[Cell] | BadRow:
        cells: list[Cell] = []
        for name in self._header:
            value = found.get(name)
            if value is None or isinstance(value, _PLAIN) or _is_plain_list(value):
                cells.append(value)
            else:
                return BadRow(
                    line,
                    str(value)[:200],
                    "NESTED_VALUE",
                    "is an object or a nested list",
                    "flatten it: a cell is text, a number, true/false or a list of these",
                    name,
                )
        return cells


def _malformed(line: int, text: bytes, detail: str) -> BadRow:
    return BadRow(
        line,
        text[:200].decode(errors="replace").strip(),
        "MALFORMED_ROW",
        f"is not a JSON object: {detail}",
        "write one whole object a line; the last one may be cut off",
    )


def _is_plain_list(value: object) -> TypeGuard[list[Scalar]]:
    return isinstance(value, list) and all(isinstance(item, _PLAIN) for item in value)


def _collect_keys(path: Path) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for line, text in _lines(path):
        found = _parse(text)
        if isinstance(found, dict):
            keys.update(dict.fromkeys(found))
        if len(keys) > _MOST_COLUMNS:
            raise UnreadableSource(
                str(path), line, f"has more than {_MOST_COLUMNS} different keys; is it a table?"
            )
    if not keys:
        raise UnreadableSource(str(path), 1, "holds no JSON object; write one a line")
    return tuple(keys)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        for line, text in enumerate(file, start=1):
            yield line, text.removeprefix(_BOM) if line == 1 else text


def _parse(text: bytes) -> dict[str, object] | str | None:
    """The object of a line, None for a blank line, or what is wrong."""
    if not text.strip():
        return None
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return error.msg
    return found if isinstance(found, dict) else f"it is a {type(found).__name__}"
