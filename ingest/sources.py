"""Files as sources of drafts: which reader for which suffix, checked before any row is read."""

from collections import abc
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from graph.records import Provenance
from ingest.contents.content import Content
from ingest.contents.files import DataFile, find_files
from ingest.errors import Fault, InvalidMapping, UnreadableSource
from ingest.limits import DEFAULT_LIMITS, Limits
from ingest.mapping.load import bare_mapping, parse_mapping_text
from ingest.mapping.model import Mapping
from ingest.mapping.native import class_mapping, native_mapping
from ingest.notes import Note, recognised_encoding
from ingest.rdf import FORMATS, open_text, read_rdf
from ingest.rows.columns import check_columns
from ingest.rows.convert import convert_table, rows_at
from ingest.rows.drafts import Batch
from ingest.rows.subjects import batched
from ingest.tables.chunks import Cell
from ingest.tables.formats import TABLE_FORMATS, OpenTable, open_tables
from ontology.errors import nearest
from ontology.model import Ontology

if TYPE_CHECKING:
    from rdflib import Graph


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A file, a member of an archive or a sheet of a workbook, that its mapping fits.

    Attributes:
        name: As shown to users: ``a.csv``, ``data.zip/members/a.csv``, ``book.xlsx[Demand]``.
        path: The file that holds it.
        mapping: Its mapping.
        size: In bytes, as it lies there, packed or not.
        header: The columns of a table; none for RDF.
        batches: Reads it, all values being of one provenance.
        rows_at: Reads a table for its rows at some lines.
        notes: What people should know of how it is read, and of files beside it that are not.
        digest: Hash of its content; empty for that of the file.
    """

    name: str
    path: Path
    mapping: Mapping
    size: int
    header: Sequence[str]
    batches: Callable[[Provenance], Iterator[Batch]]
    rows_at: Callable[[Collection[int]], abc.Mapping[int, Sequence[Cell]]]
    notes: tuple[Note, ...] = ()
    digest: str = ""


def open_graph(
    graph: "Graph", mapping: Mapping | None, ontology: Ontology, name: str
) -> OpenSource:
    """Take the statements of a graph of rdflib as a source of that name."""
    from ingest.rdf.graphs import read_statements, statements_of

    rules = mapping or bare_mapping(Path(name))
    found = statements_of(graph)
    return OpenSource(
        name=name,
        path=Path(name),
        mapping=rules,
        size=len(found.statements),
        header=(),
        batches=batched(partial(read_statements, found, rules.rdf, ontology, name), ontology),
        rows_at=lambda _: {},
        digest=found.digest,
    )


def open_sources(
    path: Path,
    mapping: Mapping | None,
    ontology: Ontology,
    limits: Limits = DEFAULT_LIMITS,
    unread: list[Fault] | None = None,
) -> Sequence[OpenSource]:
    """Open a file, an archive or a folder, and compare each header with its mapping.

    The mapping of a file in a folder or archive is the YAML file of the same stem beside it, else
    that of the archive, else the one given. A single file has the one given, else that beside it.
    A workbook that an export made brings its own.
    A table whose columns are named like properties, and RDF in the ontology's IRIs, need none.

    Args:
        path: What to open.
        mapping: Of all its files that have none beside them.
        ontology: What may exist.
        limits: What files may ask for.
        unread: Takes what is wrong with files that cannot be used, which are then passed over;
            None if they are errors.

    Raises:
        UnreadableSource: A file is missing, of an unknown format, not readable as such, or beyond
            a limit; or it is a table of unknown class.
        InvalidMapping: Mappings do not fit their headers; lists all faults.
    """
    readable = (*TABLE_FORMATS, *FORMATS)
    files = find_files(path, readable, limits, beside=mapping is None, unread=unread)
    sources: list[OpenSource] = []
    faults: list[Fault] = []
    for file in files.data:
        try:
            sources += _open(file, mapping, ontology, limits)
        except InvalidMapping as error:
            (faults if unread is None else unread).extend(error.faults)
        except UnreadableSource as error:
            if unread is None:
                raise
            unread.extend(error.faults)
    if faults:
        raise InvalidMapping(faults)
    if not sources:
        return ()
    return [replace(sources[0], notes=(*files.notes, *sources[0].notes)), *sources[1:]]


def _open(
    file: DataFile, given: Mapping | None, ontology: Ontology, limits: Limits
) -> Sequence[OpenSource]:
    mapping = given
    if file.mapping is not None:
        mapping = parse_mapping_text(file.mapping.name, file.mapping.read_text(), ontology)
    if file.content.suffix in FORMATS:
        return [_open_rdf(file.content, mapping, ontology, limits)]
    tables, notes = open_tables(file.content, mapping, limits)
    fitting = [
        parse_mapping_text(item.name, item.mapping, ontology)
        if item.mapping and given is None
        else mapping or _own_mapping(item, file.content, ontology)
        for item in tables
    ]
    _check_columns(tables, fitting, ontology)
    opened = [
        OpenSource(
            name=item.name,
            path=file.content.file,
            mapping=rules,
            size=item.size,
            header=item.table.header,
            batches=convert_table(item.table, rules, ontology, item.name),
            rows_at=partial(rows_at, item.table),
        )
        for item, rules in zip(tables, fitting, strict=True)
    ]
    return [replace(opened[0], notes=tuple(notes)), *opened[1:]]


def _check_columns(
    tables: Sequence[OpenTable], mappings: Sequence[Mapping], ontology: Ontology
) -> None:
    faults: list[Fault] = []
    for item, mapping in zip(tables, mappings, strict=True):
        try:
            check_columns(mapping, item.table.header, item.name, ontology)
        except InvalidMapping as error:
            faults += error.faults
    if faults and len(tables) > 1:
        message = "the workbook has several sheets; name one as `format: {sheet: ...}` if need be"
        faults.append(Fault(faults[0].file, faults[0].line, message))
    if faults:
        raise InvalidMapping(faults)


def _own_mapping(item: OpenTable, content: Content, ontology: Ontology) -> Mapping:
    """The mapping of a table without one.

    Raises:
        UnreadableSource: It needs one.
    """
    if item.class_name and item.class_name not in ontology.classes:
        hint = nearest(item.class_name, ontology.classes)
        meant = f"did you mean {hint!r}?" if hint else "take a new template"
        message = f"its rows are said to be of the unknown class {item.class_name!r}; {meant}"
        raise UnreadableSource(item.name, 0, message)
    if item.class_name:
        return class_mapping(item.name, content.base, item.class_name, item.table.header)
    found = native_mapping(item.name, content.base, item.titles, item.table.header, ontology)
    if found is not None:
        return found
    message = (
        "a table needs a mapping that says which class its rows are; or columns named like "
        "properties, with `id`, and the class as its name or in a column `type`"
    )
    raise UnreadableSource(item.name, 0, message)


def _open_rdf(
    content: Content, mapping: Mapping | None, ontology: Ontology, limits: Limits
) -> OpenSource:
    rules = mapping or bare_mapping(Path(content.base))
    text = open_text(content, rules.format.encoding, limits)
    notes = (recognised_encoding(content.name, text.encoding),) if text.guessed else ()
    return OpenSource(
        name=content.name,
        path=content.file,
        mapping=rules,
        size=content.size,
        header=(),
        batches=batched(partial(read_rdf, text, rules.rdf, ontology), ontology),
        rows_at=lambda _: {},
        notes=notes,
    )
