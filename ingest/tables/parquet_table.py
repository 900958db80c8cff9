"""Parquet as a table; the only place that knows of Arrow.

Opening decodes the file once without keeping anything, so that damage and overlong values are
found before a row is used; how many rows are then held at a time follows from the longest values.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]  # the same
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # the same

from graph.records import Scalar
from ingest.contents.content import Content
from ingest.errors import UnreadableSource
from ingest.limits import LONGEST_CELL, Limits, beyond
from ingest.tables.chunks import CHUNK_ROWS, BadRow, Cell, Chunk, cell_too_long
from ingest.tables.header import check_header

_BUFFER = 1 << 20
_TRIAL_ROWS = 1_000
_DAMAGED = (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError)
_FRACTION = re.compile(r"\.(\d*?)0*(?=$|[Z+-])")


class ParquetTable:
    """A Parquet file of plain columns, or lists of plain values."""

    def __init__(self, content: Content, limits: Limits, ignored: Collection[str]) -> None:
        """Open a file; ignored columns may be of any type.

        Raises:
            UnreadableSource: It is damaged or too large, or a column holds what no cell can.
        """
        self._content = content
        with _reading(content) as file:
            schema = file.schema_arrow
            self._header = check_header(schema.names, content.name, 0, limits)
            self._columns = [name for name in schema.names if name.strip() not in ignored]
            self._places = [
                place for place, name in enumerate(schema.names) if name in self._columns
            ]
            self._all_rows = file.metadata.num_rows
            _check_types(schema, self._columns, content.name)
            _check_size(file.metadata, content.name, limits)
        trial = _rows_for(_longest_terms(content, self._columns), limits)
        longest = _longest_values(content, self._columns, min(trial, _TRIAL_ROWS), limits)
        self._rows = _rows_for(longest, limits)
        self._may_be_long = max(longest, default=0) > LONGEST_CELL

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, each once."""
        return self._header

    def chunks(self) -> Iterator[Chunk]:
        """Read the rows anew."""
        done = 0
        with _reading(self._content) as file:
            for batch in file.iter_batches(self._rows, columns=self._columns):
                first, done = done + 1, done + batch.num_rows
                yield self._chunk(batch, first, self._content.size * done // self._all_rows)

    def _chunk(self, batch: "pa.RecordBatch", first: int, position: int) -> Chunk:
        columns: list[Sequence[Cell]] = [[None] * batch.num_rows] * len(self._header)
        for place, column in zip(self._places, batch.columns, strict=True):
            columns[place] = _cells(column)
        rows = list(zip(*columns, strict=True))
        lines: Sequence[int] = range(first, first + len(rows))
        bad: list[BadRow] = []
        if self._may_be_long:
            bad = self._long_rows(lines, rows)
            refused = {row.line for row in bad}
            rows = [row for line, row in zip(lines, rows, strict=True) if line not in refused]
            lines = [line for line in lines if line not in refused]
        return Chunk(lines, rows, bad, position)

    def _long_rows(self, lines: Sequence[int], rows: Sequence[Sequence[Cell]]) -> list[BadRow]:
        found: list[BadRow] = []
        for line, row in zip(lines, rows, strict=True):
            long = [place for place, cell in enumerate(row) if _is_long(cell)]
            found += [cell_too_long(line, self._header[place]) for place in long[:1]]
        return found


@contextmanager
def _reading(content: Content, terms: Sequence[str] = ()) -> Iterator["pq.ParquetFile"]:
    """The open file; columns among ``terms`` come as numbered terms, each held once."""
    with content.seekable() as file:
        try:
            yield pq.ParquetFile(
                file,
                read_dictionary=list(terms),
                pre_buffer=False,
                buffer_size=_BUFFER,
                page_checksum_verification=True,
                arrow_extensions_enabled=False,
            )
        except _DAMAGED as error:
            detail = str(error).partition("\n")[0][:200]
            message = (
                f"is no Parquet file that can be read ({detail}); it is damaged or cut off: "
                "fetch it again"
            )
            raise UnreadableSource(content.name, 0, message) from error


def _check_types(schema: "pa.Schema", columns: Collection[str], name: str) -> None:
    for field in schema:
        if field.name in columns and not _is_plain(_value_type(field.type)):
            message = (
                f"column {field.name} holds {field.type}, which is no cell; flatten it, or list "
                "it under `ignore` in the mapping"
            )
            raise UnreadableSource(name, 0, message)


def _check_size(metadata: "pq.FileMetaData", name: str, limits: Limits) -> None:
    """Count rows too, for a column of equal values takes hardly any bytes.

    Nothing is asked of single columns here: Arrow ends the process if what is said of one is
    damaged, where reading the column raises an error.
    """
    groups = [metadata.row_group(place) for place in range(metadata.num_row_groups)]
    size = max(sum(group.total_byte_size for group in groups), metadata.num_rows)
    if size > limits.unpacked:
        what = f"unpacks to more than {limits.unpacked:,} bytes or rows"
        raise UnreadableSource(name, 0, beyond("unpacked", limits.unpacked, what))


def _longest_terms(content: Content, columns: Sequence[str]) -> list[int]:
    """For each column of text, bytes of the longest value that is stored once for many rows."""
    with _reading(content) as file:
        leaves = [file.schema.column(place) for place in range(len(file.schema))]
        groups = range(file.metadata.num_row_groups)
    paths = [
        leaf.path
        for leaf in leaves
        if leaf.physical_type == "BYTE_ARRAY" and leaf.path.partition(".")[0] in columns
    ]
    longest = [0] * len(paths)
    with _reading(content, paths) as file:
        for group in groups if paths else ():
            for batch in islice(file.iter_batches(1, row_groups=[group], columns=paths), 1):
                for place, column in enumerate(batch.columns):
                    values = column.values if _is_list(column.type) else column
                    found = pc.max(pc.binary_length(values.dictionary)).as_py()
                    longest[place] = max(longest[place], found or 0)
    return longest


def _longest_values(
    content: Content, columns: Sequence[str], rows: int, limits: Limits
) -> list[int]:
    """For each column, bytes of its longest text, times the longest list; decodes everything."""
    longest = [0] * len(columns)
    with _reading(content) as file:
        for batch in file.iter_batches(rows, columns=columns):
            for place, column in enumerate(batch.columns):
                column.validate(full=True)
                longest[place] = max(longest[place], _longest(column))
                if longest[place] > limits.row:
                    what = f"column {columns[place]} has a value of {longest[place]:,} bytes"
                    message = beyond("row", limits.row, what)
                    raise UnreadableSource(content.name, 0, message)
    return longest


def _longest(column: "pa.Array") -> int:
    times = 1
    if _is_list(column.type):
        times = pc.max(pc.list_value_length(column)).as_py() or 1
        column = column.values
    if pa.types.is_dictionary(column.type):
        column = column.dictionary
    text = pc.max(pc.binary_length(column)).as_py() if _is_text(column.type) else 1
    return times * (text or 1)


def _rows_for(longest: Sequence[int], limits: Limits) -> int:
    return max(1, min(CHUNK_ROWS, limits.row // max(1, sum(longest))))


def _cells(column: "pa.Array") -> Sequence[Cell]:
    inner = _value_type(column.type)
    is_moment = _is_moment(inner)
    target = pa.string() if is_moment or pa.types.is_decimal(inner) else inner
    if not _is_list(column.type):
        column = column if column.type == target else column.cast(target)
        cells: list[Scalar | None] = column.to_pylist()
        return [cell and _spell(str(cell)) for cell in cells] if is_moment else cells
    lists: list[list[Scalar | None] | None] = column.cast(pa.list_(target)).to_pylist()
    return [None if found is None else _kept(found, is_moment=is_moment) for found in lists]


def _kept(found: list[Scalar | None], *, is_moment: bool) -> list[Scalar]:
    kept = [value for value in found if value is not None]
    return [_spell(str(value)) for value in kept] if is_moment else kept


def _spell(text: str) -> str:
    """ISO 8601 as short as it may be: no needless zeros, and no midnight that is only a date."""
    if "." in text:
        text = _FRACTION.sub(lambda found: f".{found[1]}" if found[1] else "", text)
    return text.replace(" ", "T", 1).removesuffix("T00:00:00")


def _value_type(kind: "pa.DataType") -> "pa.DataType":
    """The type of a column's values, or of those of its lists."""
    if _is_list(kind):
        kind = kind.value_type
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_list(kind: "pa.DataType") -> bool:
    types = pa.types
    return bool(types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind))


def _is_text(kind: "pa.DataType") -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_moment(kind: "pa.DataType") -> bool:
    types = pa.types
    return bool(types.is_date(kind) or types.is_time(kind) or types.is_timestamp(kind))


def _is_plain(kind: "pa.DataType") -> bool:
    types = pa.types
    numbers = types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind)
    other = types.is_boolean(kind) or types.is_null(kind)
    return bool(_is_text(kind) or numbers or other or _is_moment(kind))


def _is_long(cell: Cell) -> bool:
    texts = cell if isinstance(cell, list) else [cell]
    return any(isinstance(text, str) and len(text) > LONGEST_CELL for text in texts)
