"""One export, from the question to the files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from graph.port import GraphReader
from ingest.exports.csv_tables import write_csv, write_csv_zip
from ingest.exports.errors import UnknownFormat
from ingest.exports.graphml import write_graphml
from ingest.exports.jsonl import write_jsonl
from ingest.exports.neo4j_admin import write_neo4j_admin
from ingest.exports.options import Options
from ingest.exports.rdf import write_json_ld, write_n_triples, write_turtle
from ingest.exports.selection import Selection, query_of
from ingest.exports.stream import Report, Stream
from ingest.exports.target import Workplace, writing
from ontology.errors import nearest
from ontology.model import Ontology


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be written.

    Attributes:
        name: By which a user asks for it.
        suffix: Of the target, by which it is told; empty if it must be named.
        write: Writes it.
        folder: Whether the target is a folder.
        beside: The suffix of a second file beside the target.
        provenance: Whether it has room for provenance.
    """

    name: str
    suffix: str
    write: Callable[[Stream, GraphReader, Workplace, Options], None]
    folder: bool = False
    beside: str = ""
    provenance: bool = False


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What an export did.

    Attributes:
        target: The file or folder.
        format: Its format.
        entities: How many entities are in it.
        relations: How many relations are.
        left_out: Relations that lead out of the selection or into it, and are not in it.
        changed: Whether the graph was written to meanwhile, so that the export may be no state
            that it ever had.
        seconds: How long it took.
    """

    target: Path
    format: str
    entities: int
    relations: int
    left_out: int
    changed: bool
    seconds: float


def _write_xlsx(stream: Stream, reader: GraphReader, place: Workplace, options: Options) -> None:
    from ingest.exports.xlsx_tables import write_xlsx  # needs a library that others do without

    write_xlsx(stream, reader, place, options)


def _write_parquet(stream: Stream, reader: GraphReader, place: Workplace, options: Options) -> None:
    from ingest.exports.parquet_tables import write_parquet  # needs pyarrow, as above

    write_parquet(stream, reader, place, options)


FORMATS = (
    Format("turtle", ".ttl", write_turtle, provenance=True),
    Format("n-triples", ".nt", write_n_triples, provenance=True),
    Format("json-ld", ".jsonld", write_json_ld, provenance=True),
    Format("graphml", ".graphml", write_graphml),
    Format("csv", ".csv", write_csv, folder=True),
    Format("csv", ".zip", write_csv_zip),
    Format("xlsx", ".xlsx", _write_xlsx),
    Format("jsonl", ".jsonl", write_jsonl, beside=".yaml", provenance=True),
    Format("parquet", ".parquet", _write_parquet, folder=True),
    Format("neo4j-admin", "", write_neo4j_admin, folder=True),
)
"""All formats; of two with one name, the suffix of the target decides."""


def export_graph(
    store: GraphReader,
    ontology: Ontology,
    target: Path,
    selection: Selection = Selection(),  # noqa: B008 - it is immutable
    options: Options = Options(),  # noqa: B008 - it is immutable
    *,
    format: str | None = None,
    force: bool = False,
    report: Report | None = None,
) -> ExportSummary:
    """Write a graph, or what is chosen of it, in bounded memory; all of it or nothing.

    Args:
        store: Where it is; its schema must be applied.
        ontology: What may exist.
        target: A file or folder that is not there yet.
        selection: What is chosen.
        options: How to write.
        format: The name of one of ``FORMATS``; None tells it by the suffix.
        force: Replace an export that stands there.
        report: Called as the export goes on.

    Raises:
        UnknownFormat: No format is named so, or has that suffix, or has room for provenance.
        InvalidSelection: The selection is malformed.
        NothingChosen: No entity fits.
        TargetExists: Something stands there.
        CannotWrite: The disk or the format refuses.
        OntologyError: Something stored is unknown to the ontology.
        GraphError: The store failed.
    """
    started = perf_counter()
    chosen = format_of(target, format)
    if options.provenance and not chosen.provenance:
        able = ", ".join(dict.fromkeys(item.name for item in FORMATS if item.provenance))
        raise UnknownFormat(f"{chosen.name} has no room for provenance; these have: {able}")
    query = query_of(selection, store, ontology)
    revision = store.revision()
    stream = Stream(store, ontology, query, inside=selection.inside, report=report)
    beside = target.with_suffix(chosen.beside).name if chosen.beside else ""
    with writing(target, folder=chosen.folder, force=force, beside=beside) as place:
        chosen.write(stream, store, place, options)
    return ExportSummary(
        target=target,
        format=chosen.name,
        entities=stream.entities_read,
        relations=stream.relations_read,
        left_out=stream.left_out,
        changed=store.revision() != revision,
        seconds=perf_counter() - started,
    )


def format_of(target: Path, name: str | None) -> Format:
    """The format that is asked for.

    Raises:
        UnknownFormat: There is none.
    """
    suffix = target.suffix.lower()
    by_suffix: Mapping[str, Format] = {item.suffix: item for item in FORMATS if item.suffix}
    if name is None:
        if suffix in by_suffix:
            return by_suffix[suffix]
        known = ", ".join(by_suffix)
        message = f"{target.name}: the suffix tells no format; known are {known}"
        raise UnknownFormat(f"{message}; or name one with --format")
    named = [item for item in FORMATS if item.name == name]
    if not named:
        names = dict.fromkeys(item.name for item in FORMATS)
        hint = nearest(name, names)
        meant = f"did you mean {hint!r}?" if hint else "known are " + ", ".join(names)
        raise UnknownFormat(f"unknown format {name!r}; {meant}")
    return next((item for item in named if item.suffix == suffix), named[0])
