"""Imports: sources -> batches -> store, each batch with its checkpoint in one transaction.

Whatever happens between two batches, the store tells how far the import came; the same call then
goes on from there, and the graph ends as if nothing had happened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from ingest.errors import Fault
from ingest.manifest import open_manifest
from ingest.mapping.model import Mapping as SourceMapping
from ingest.ports import ImportStore
from ingest.runs.identity import record_of
from ingest.runs.ledger import Identity, ImportRecord, State, imports
from ingest.runs.lock import locked
from ingest.runs.patience import Patience, PatientStore
from ingest.runs.run import Options, Run
from ingest.runs.summary import ImportSummary
from ingest.sources import OpenSource, open_graph, open_sources
from ontology.model import Ontology

if TYPE_CHECKING:
    from rdflib import Graph


def import_file(
    store: ImportStore,
    ontology: Ontology,
    file: Path,
    mapping: SourceMapping | None = None,
    *,
    batch_id: str,
    time: str,
    options: Options = Options(),  # noqa: B008 - it is immutable
) -> ImportSummary:
    """Import a file, or a folder or archive of files.

    A row that cannot be imported never holds up the others. A file that was imported before,
    with the same content and mapping, is passed over; an import that was cut off goes on.

    Args:
        store: Its schema must be applied.
        ontology: What may exist.
        file: What to read; formats are told by suffix.
        mapping: From ``load_mapping``; RDF in the ontology's own IRIs and native tables need
            none.
        batch_id: Recorded with every value, and not used before.
        time: Recorded with every value, ISO 8601 in UTC.
        options: How.

    Raises:
        UnreadableSource: The file cannot be read.
        InvalidMapping: The mapping does not fit the file; nothing has been written.
        ImportRunning: Another import is under way.
        TooManyRejects: The file or its mapping must be wrong.
        GraphError: The store failed, or was away for longer than ``options.patience``; what was
            committed stays, and the same call goes on.
    """
    unread: list[Fault] | None = [] if options.keep_going else None
    sources = open_sources(file, mapping, ontology, options.limits, unread)
    done = import_sources(store, ontology, sources, batch_id=batch_id, time=time, options=options)
    return replace(done, unread=(*(unread or ()), *done.unread))


def import_graph(
    store: ImportStore,
    ontology: Ontology,
    graph: "Graph",
    mapping: SourceMapping | None = None,
    *,
    name: str = "graph",
    batch_id: str,
    time: str,
    options: Options = Options(),  # noqa: B008 - it is immutable
) -> ImportSummary:
    """Import a Graph or Dataset of rdflib, which is copied into memory and not changed.

    A graph that says the same as one that was imported before is passed over, however its blank
    nodes are called. Other arguments and errors are those of ``import_file``.

    Args:
        store: Its schema must be applied.
        ontology: What may exist.
        graph: What to read.
        mapping: Its rules for RDF; a graph in the ontology's own IRIs needs none.
        name: What messages call the graph, and its source if it has no mapping.
        batch_id: Recorded with every value, and not used before.
        time: Recorded with every value, ISO 8601 in UTC.
        options: How.
    """
    sources = [open_graph(graph, mapping, ontology, name)]
    return import_sources(store, ontology, sources, batch_id=batch_id, time=time, options=options)


def import_manifest(
    store: ImportStore,
    ontology: Ontology,
    manifest: Path,
    *,
    batch_id: str,
    time: str,
    options: Options = Options(),  # noqa: B008 - it is immutable
) -> ImportSummary:
    """Import the files of a manifest in order, as one run: relations may lead from any to any.

    All mappings and headers are checked before the first row is read. Arguments and errors are
    those of ``import_file``.

    Raises:
        InvalidManifest: The manifest is malformed.
    """
    unread: list[Fault] | None = [] if options.keep_going else None
    sources = open_manifest(manifest, ontology, options.limits, unread)
    done = import_sources(store, ontology, sources, batch_id=batch_id, time=time, options=options)
    return replace(done, unread=(*(unread or ()), *done.unread))


def import_sources(
    store: ImportStore,
    ontology: Ontology,
    sources: Sequence[OpenSource],
    *,
    batch_id: str,
    time: str,
    options: Options = Options(),  # noqa: B008 - it is immutable
) -> ImportSummary:
    """Import opened sources as one run; see ``import_file``."""
    started = perf_counter()
    store = PatientStore(store, Patience(options.patience, options.waiting, options.stop))
    files = [record_of(source) for source in sources]
    with locked(store, batch_id) as lock:
        past = imports(store)
        done = frozenset() if options.again else _done(past)
        todo = [at for at, file in enumerate(files) if file.identity not in done]
        skipped = tuple(item.name for item in files if item.identity in done)
        if not todo:
            return ImportSummary(skipped=skipped, seconds=perf_counter() - started)
        chosen = tuple(files[at] for at in todo)
        fresh = ImportRecord(batch_id, time, State.RUNNING, chosen, ontology.fingerprint)
        cut_off = next((one for one in past if _is_cut_off(one, fresh)), None)
        run = Run(store, ontology, [sources[at] for at in todo], cut_off or fresh, lock, options)
        summary = run.finish()
    return replace(
        summary,
        skipped=skipped,
        resumed=cut_off is not None,
        seconds=perf_counter() - started,
    )


def _done(past: Iterable[ImportRecord]) -> frozenset[Identity]:
    """What was imported whole and is still in force."""
    return frozenset(
        file.identity
        for one in past
        if one.state is State.FINISHED
        for file in one.files
        if not file.withdrawn
    )


def _is_cut_off(one: ImportRecord, fresh: ImportRecord) -> bool:
    """Whether an import is the fresh one, begun before and not finished."""
    return (
        one.state in {State.RUNNING, State.STOPPED}
        and one.ontology == fresh.ontology
        and [item.identity for item in one.files] == [item.identity for item in fresh.files]
    )
