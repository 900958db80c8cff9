"""Parquet: a folder of tables with typed columns, lists as lists."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # the same

from graph.port import GraphReader
from ingest.exports.cells import plain
from ingest.exports.columns import Column
from ingest.exports.errors import CannotWrite
from ingest.exports.mappings import manifest, table_mapping
from ingest.exports.options import Options
from ingest.exports.spool import Spooled
from ingest.exports.stream import Stream
from ingest.exports.tables import Table, Tables
from ingest.exports.target import Workplace
from ontology.model import Datatype

_ROWS = 10_000
"""Rows that are held at a time, and make a row group."""
_TYPES: Mapping[Datatype, pa.DataType] = {
    Datatype.INTEGER: pa.int64(),
    Datatype.DECIMAL: pa.float64(),
    Datatype.BOOLEAN: pa.bool_(),
    Datatype.DATE: pa.date32(),
}


def write_parquet(stream: Stream, reader: GraphReader, place: Workplace, _: Options) -> None:
    """Write the tables with their mappings and a manifest into the folder ``place.out``.

    Raises:
        CannotWrite: A value is not of the kind that the ontology says.
    """
    files: list[tuple[str, str]] = []
    for table in Tables(stream, reader, place, None):
        data, mapping = f"{table.name}.parquet", f"{table.name}.yaml"
        _write_table(table, place.out / data, stream)
        (place.out / mapping).write_text(table_mapping(table, "exact"), encoding="utf-8")
        files.append((data, mapping))
    (place.out / "manifest.yaml").write_text(manifest(files), encoding="utf-8")


def _write_table(table: Table, path: Path, stream: Stream) -> None:
    schema = pa.schema([(column.header, _type(column)) for column in table.columns])
    kinds = [(column.key, _kind(column)) for column in table.columns]
    rows = iter(table.rows)
    done = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while chunk := list(islice(rows, _ROWS)):
            stream.tell("writing", done, table.count)
            done += len(chunk)
            columns = [
                _column(chunk, key, kind, field)
                for (key, kind), field in zip(kinds, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(columns, schema=schema))


def _column(
    rows: Sequence[Mapping[str, Spooled]],
    key: str,
    kind: Callable[[Spooled], Any],
    field: "pa.Field",
) -> "pa.Array":
    values = [None if (value := row.get(key)) is None else kind(value) for row in rows]
    try:
        return pa.array(values, type=field.type)
    except (pa.ArrowException, OverflowError) as error:
        message = f"column {field.name} has a value that is no {field.type} ({error})"
        raise CannotWrite(f"{message}; `pearlnet validate` finds it") from error


def _type(column: Column) -> "pa.DataType":
    found = _TYPES.get(column.datatype, pa.string())
    return pa.list_(found) if column.many else found


def _kind(column: Column) -> Callable[[Spooled], Any]:
    one = _day if column.datatype is Datatype.DATE else _same
    if column.datatype not in _TYPES:
        one = plain
    if not column.many:
        return one
    return lambda value: [one(item) for item in (value if isinstance(value, list) else [value])]


def _day(value: Spooled) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _same(value: Spooled) -> Any:
    return value
