"""Files as sources of drafts: which reader for which suffix, checked before any row is read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.columns import check_columns
from ingest.content import file_content
from ingest.csv_table import CsvTable
from ingest.drafts import Converted
from ingest.encoding import find_encoding
from ingest.errors import UnreadableSource
from ingest.jsonl_table import JsonlTable
from ingest.limits import DEFAULT_LIMITS
from ingest.lines import TextContent
from ingest.load import bare_mapping
from ingest.mapping import Mapping as SourceMapping
from ingest.rdf import FORMATS, read_rdf
from ingest.rows import convert_table
from ingest.tables import Table
from ontology.model import Ontology


def _text(path: Path) -> TextContent:
    content = file_content(path)
    encoding = find_encoding(content, None, DEFAULT_LIMITS)
    return TextContent(content, encoding.name, DEFAULT_LIMITS)


_TABLES: Mapping[str, Callable[[Path], Table]] = {
    ".csv": lambda path: CsvTable(_text(path), ","),
    ".jsonl": lambda path: JsonlTable(_text(path), ()),
    ".ndjson": lambda path: JsonlTable(_text(path), ()),
}


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A file that its mapping fits.

    Attributes:
        file: The file.
        mapping: Its mapping.
        size: In bytes.
        rows: What its rows give; reading begins when this is iterated.
    """

    file: Path
    mapping: SourceMapping
    size: int
    rows: Iterable[Converted]


def open_source(file: Path, mapping: SourceMapping | None, ontology: Ontology) -> OpenSource:
    """Open a file by its suffix and compare its header with the mapping.

    Raises:
        UnreadableSource: It is missing, of an unknown format, or not readable as such; or it is
            a table without a mapping.
        InvalidMapping: The mapping does not fit the header.
    """
    suffix = file.suffix.lower()
    if not file.is_file():
        raise UnreadableSource(str(file), 0, "there is no such file")
    size = file.stat().st_size
    if suffix in FORMATS:
        mapping = mapping or bare_mapping(file)
        return OpenSource(file, mapping, size, read_rdf(file, mapping.rdf, ontology, str(file)))
    if suffix not in _TABLES:
        known = ", ".join(sorted({*_TABLES, *FORMATS}))
        raise UnreadableSource(str(file), 0, f"unknown format {suffix!r}; readable are {known}")
    if mapping is None:
        raise UnreadableSource(
            str(file), 0, "a table needs a mapping that says which class its rows are"
        )
    table = _TABLES[suffix](file)
    check_columns(mapping, table.header, str(file), ontology)
    return OpenSource(file, mapping, size, convert_table(table, mapping, ontology, str(file)))
