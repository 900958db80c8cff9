"""CSV by RFC 4180, in UTF-8 with or without a BOM."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from ingest.encoding import check_utf8
from ingest.errors import UnreadableSource
from ingest.tables import CHUNK_ROWS, BadRow, Chunk


class CsvTable:
    """A CSV file with a header; opening checks encoding and header."""

    def __init__(self, path: Path) -> None:
        """Open a file.

        Raises:
            UnreadableSource: It is missing, not UTF-8, empty, or its header is no header.
        """
        check_utf8(path)
        self._path = path
        self._header = _read_header(path)

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, each once."""
        return self._header

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows anew."""
        width = len(self._header)
        with self._path.open("rb") as file:
            text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
            reader = csv.reader(text, strict=True)
            next(reader)
            more = True
            while more:
                lines: list[int] = []
                rows: list[list[str]] = []
                bad: list[BadRow] = []
                while len(rows) + len(bad) < CHUNK_ROWS:
                    line = reader.line_num + 1
                    try:
                        cells = next(reader)
                    except StopIteration:
                        more = False
                        break
                    except csv.Error as error:
                        bad.append(_malformed(line, reader.line_num, str(error)))
                        continue
                    if len(cells) == width:
                        lines.append(line)
                        rows.append(cells)
                    elif cells:
                        bad.append(_ragged(line, cells, width))
                yield Chunk(lines, rows, bad, file.tell())


def _read_header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = tuple(name.strip() for name in next(reader, ()))
        except csv.Error as error:
            raise UnreadableSource(str(path), 1, f"the header cannot be read: {error}") from error
    if not header:
        raise UnreadableSource(str(path), 1, "has no header; its first line must name the columns")
    if "" in header:
        place = header.index("") + 1
        raise UnreadableSource(
            str(path), 1, f"column {place} of the header has no name; give it one"
        )
    twice = sorted(name for name, count in Counter(header).items() if count > 1)
    if twice:
        raise UnreadableSource(
            str(path),
            1,
            f"the header names {', '.join(twice)} more than once; rename or delete one",
        )
    return header


def _malformed(line: int, last_line: int, detail: str) -> BadRow:
    if "field limit" in detail:
        return BadRow(
            line,
            f"lines {line} to {last_line}",
            "CELL_TOO_LONG",
            f"a cell is longer than {csv.field_size_limit()} characters",
            "shorten it; if it should be short, a quote before it is not closed",
        )
    if "unexpected end" in detail:
        return BadRow(
            line,
            f"lines {line} to {last_line}",
            "UNCLOSED_QUOTE",
            "a cell opens with a quote that nothing closes, so these lines run together",
            'close the quote, or write a quote inside a cell as ""; see if the file is cut off',
        )
    return BadRow(
        line,
        "",
        "MALFORMED_ROW",
        f"is not CSV: {detail}",
        'put the cell into quotes and write a quote inside it as ""',
    )


def _ragged(line: int, cells: list[str], width: int) -> BadRow:
    return BadRow(
        line,
        ",".join(cells)[:200],
        "RAGGED_ROW",
        f"has {len(cells)} cells where the header has {width}",
        "quote cells that hold commas, and fill up missing cells with empty ones",
    )
