"""CSV: a folder of tables, or a zip archive of them."""

import csv
import zipfile
from pathlib import Path

from graph.port import GraphReader
from ingest.exports.cells import spell
from ingest.exports.mappings import manifest, table_mapping
from ingest.exports.options import Options
from ingest.exports.stream import Stream
from ingest.exports.tables import Table, Tables
from ingest.exports.target import Workplace

LONGEST_CELL = 100_000
"""Characters of the ids of one cell; the importer takes a little more."""

_REPORTED = 5_000


def write_csv(stream: Stream, reader: GraphReader, place: Workplace, options: Options) -> None:
    """Write the tables with their mappings and a manifest into the folder ``place.out``."""
    _write_folder(stream, reader, place, place.out, options)


def write_csv_zip(stream: Stream, reader: GraphReader, place: Workplace, options: Options) -> None:
    """Write the same as ``write_csv`` into one archive."""
    folder = place.scratch / "tables"
    folder.mkdir()
    _write_folder(stream, reader, place, folder, options)
    with zipfile.ZipFile(place.out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
            file.unlink()


def _write_folder(
    stream: Stream, reader: GraphReader, place: Workplace, folder: Path, options: Options
) -> None:
    """Write a CSV file and its mapping for each table."""
    files: list[tuple[str, str]] = []
    for table in Tables(stream, reader, place, LONGEST_CELL):
        data, mapping = f"{table.name}.csv", f"{table.name}.yaml"
        _write_table(table, folder / data, stream, options)
        (folder / mapping).write_text(table_mapping(table, "escaped"), encoding="utf-8")
        files.append((data, mapping))
    (folder / "manifest.yaml").write_text(manifest(files), encoding="utf-8")


def _write_table(table: Table, path: Path, stream: Stream, options: Options) -> None:
    encoding = "utf-8-sig" if options.bom else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.header for column in table.columns])
        columns = [(column.key, column.many) for column in table.columns]
        for number, row in enumerate(table.rows):
            if number % _REPORTED == 0:
                stream.tell("writing", number, table.count)
            writer.writerow([spell(row.get(key), many=many) for key, many in columns])
