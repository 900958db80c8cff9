"""CSV by RFC 4180, with any delimiter."""

import csv
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, islice

from ingest.errors import UnreadableSource
from ingest.limits import LONGEST_CELL, beyond
from ingest.tables.chunks import CHUNK_ROWS, SHOWN, BadRow, Chunk
from ingest.tables.header import check_header
from ingest.tables.lines import CHUNK_TEXT, Lines, RowTooLong, TextContent


class CsvTable:
    """A CSV file with a header; opening reads the header."""

    def __init__(self, text: TextContent, delimiter: str) -> None:
        """Open a file.

        Raises:
            UnreadableSource: Its header is no header.
        """
        self._text = text
        self._delimiter = delimiter
        cells = read_first_row(text, delimiter)
        self._header = check_header(cells, text.content.name, 1, text.limits)

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, each once."""
        return self._header

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows anew."""
        with self._text.lines() as lines:
            rows = _Rows(self._text, lines, self._delimiter)
            rows.skip()
            while (chunk := rows.chunk(len(self._header))) is not None:
                yield chunk


def read_first_row(text: TextContent, delimiter: str) -> Sequence[str]:
    """The cells of the first row, as they stand there.

    Raises:
        UnreadableSource: It is no CSV.
    """
    with text.lines() as lines:
        return _Rows(text, lines, delimiter).skip()


class _Rows:
    """The rows of a text, in chunks; knows the line where each begins."""

    def __init__(self, text: TextContent, lines: Lines, delimiter: str) -> None:
        self._text = text
        self._lines = lines
        self._reader = csv.reader(lines, strict=True, delimiter=delimiter)
        self._next_line = 1

    def skip(self) -> Sequence[str]:
        """Pass over the first row."""
        run, error = self._run(1)
        if error:
            message = f"the header cannot be read: {error}"
            raise UnreadableSource(self._text.content.name, 1, message)
        self._next_line = self._reader.line_num + 1
        return run[0] if run else ()

    def chunk(self, width: int) -> Chunk | None:
        """The next rows; None at the end."""
        self._lines.fed = 0
        lines: list[Sequence[int]] = []
        rows: list[list[str]] = []
        bad: list[BadRow] = []
        while (room := CHUNK_ROWS - len(rows) - len(bad)) > 0 and self._lines.fed <= CHUNK_TEXT:
            run, error = self._run(room)
            if not run and not error:
                break
            first, last = self._next_line, self._reader.line_num
            self._next_line = last + 1
            begins, stopped = _begins(run, first, last)
            if not {width}.issuperset(map(len, run)):
                begins, run = _without_ragged(begins, run, width, bad)
            lines.append(begins)
            rows += run
            if error:
                bad.append(_malformed(stopped, last, error))
        return Chunk(_joined(lines), rows, bad, self._lines.position) if lines else None

    def _run(self, most: int) -> tuple[list[list[str]], str]:
        """Rows up to the next one that is no CSV, and what is wrong with that."""
        csv.field_size_limit(LONGEST_CELL)  # other libraries lift it for the whole process
        run: list[list[str]] = []
        append = run.append
        lines = self._lines
        try:
            for row in islice(self._reader, most):
                append(row)
                if lines.fed > CHUNK_TEXT:
                    break
        except csv.Error as error:
            return run, str(error)
        except RowTooLong:
            limit = self._text.limits.row
            what = f"a row of more than {limit:,} characters begins here; is a quote not closed"
            line = _begins(run, self._next_line, -1)[1]
            message = beyond("row", limit, what)
            raise UnreadableSource(self._text.content.name, line, message) from None
        return run, ""


def _begins(run: Sequence[list[str]], first: int, last: int) -> tuple[Sequence[int], int]:
    """The line where each row begins, and the line after them; counted only if cells span lines."""
    if last - first + 1 == len(run):
        return range(first, last + 1), last + 1
    begins = list(accumulate(map(_height, run), initial=first))
    return begins[:-1], begins[-1]


def _height(row: list[str]) -> int:
    """How many lines a row spans."""
    text = "|".join(row)
    return 1 + text.count("\n") + text.count("\r") - text.count("\r\n")


def _without_ragged(
    begins: Sequence[int], run: Sequence[list[str]], width: int, bad: list[BadRow]
) -> tuple[Sequence[int], list[list[str]]]:
    """The rows of full width; the others are bad, but for blank lines."""
    pairs = list(zip(begins, run, strict=True))
    bad += [_ragged(line, row, width) for line, row in pairs if len(row) not in {0, width}]
    whole = [(line, row) for line, row in pairs if len(row) == width]
    return [line for line, _ in whole], [row for _, row in whole]


def _joined(parts: Sequence[Sequence[int]]) -> Sequence[int]:
    return parts[0] if len(parts) == 1 else list(chain.from_iterable(parts))


def _malformed(line: int, last_line: int, detail: str) -> BadRow:
    place = f"lines {line} to {last_line}"
    if "field limit" in detail:
        return BadRow(
            line,
            place,
            "CELL_TOO_LONG",
            f"a cell is longer than {LONGEST_CELL} characters",
            "shorten it; if it should be short, a quote before it is not closed",
        )
    if "unexpected end" in detail:
        return BadRow(
            line,
            place,
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
        ",".join(cells[:SHOWN])[:SHOWN],
        "RAGGED_ROW",
        f"has {len(cells)} cells where the header has {width}",
        "quote cells that hold the delimiter, and fill up missing cells with empty ones",
        cells=[*cells, *[""] * (width - len(cells))] if len(cells) < width else (),
    )
