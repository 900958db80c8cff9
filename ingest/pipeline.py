"""Imports: sources -> drafts -> batches -> store, with every refusal and conflict told."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter

from graph.port import GraphStore
from graph.records import Provenance
from ingest.batch import write_batch
from ingest.deferred import Deferred
from ingest.drafts import Converted, EntityDraft, Reject
from ingest.ends import write_waiting
from ingest.manifest import open_manifest
from ingest.mapping import Mapping as SourceMapping
from ingest.reconcile import Origin
from ingest.rejects import RejectFile
from ingest.sources import OpenSource, open_source
from ingest.summary import ImportSummary, Report
from ingest.tally import Run, Tally
from ontology.model import Ontology

BATCH_RECORDS = 10_000
"""Entities and relations of one transaction, about."""


def import_file(
    store: GraphStore,
    ontology: Ontology,
    file: Path,
    mapping: SourceMapping | None = None,
    *,
    batch_id: str,
    time: str,
    rejects: Path | None = None,
    progress: Report | None = None,
    priorities: Mapping[str, int] | None = None,
) -> ImportSummary:
    """Import one file.

    A row that cannot be imported never holds up the others. Batches are committed one by one.

    Args:
        store: Its schema must be applied.
        ontology: What may exist.
        file: CSV, JSONL, Turtle or N-Triples, by its suffix.
        mapping: From ``load_mapping``; RDF in the ontology's own IRIs needs none.
        batch_id: Recorded with every value.
        time: Recorded with every value, ISO 8601 in UTC.
        rejects: Where to write rejects, CSV or JSONL; an existing file gets a numbered neighbour.
        progress: Called after each batch.
        priorities: Of sources that were imported before, by name; one that is not named here
            keeps its values against any newcomer, and the conflict is told.

    Raises:
        UnreadableSource: The file cannot be read.
        InvalidMapping: The mapping does not fit the file; nothing has been written.
        GraphError: The store failed; what was committed stays, and the import can be repeated.
    """
    started = perf_counter()
    sources = [open_source(file, mapping, ontology)]
    run = Run(sources, batch_id, time, started, rejects, progress, priorities or {})
    return _import(store, ontology, run)


def import_manifest(
    store: GraphStore,
    ontology: Ontology,
    manifest: Path,
    *,
    batch_id: str,
    time: str,
    rejects: Path | None = None,
    progress: Report | None = None,
    priorities: Mapping[str, int] | None = None,
) -> ImportSummary:
    """Import the files of a manifest in order, as one run: relations may lead from any to any.

    All mappings and headers are checked before the first row is read. Arguments and errors are
    those of ``import_file``.

    Raises:
        InvalidManifest: The manifest is malformed.
    """
    started = perf_counter()
    sources = open_manifest(manifest, ontology)
    run = Run(sources, batch_id, time, started, rejects, progress, priorities or {})
    return _import(store, ontology, run)


def _import(store: GraphStore, ontology: Ontology, run: Run) -> ImportSummary:
    reject_file = RejectFile(run.rejects) if run.rejects else None
    with reject_file or nullcontext(), Deferred() as deferred:
        tally = Tally(ontology, run, store.revision(), deferred, reject_file)
        for source in run.sources:
            _import_source(store, source, run, tally)
        _import_waiting(store, deferred, tally)
        return tally.summary(perf_counter() - run.started)


def _import_source(store: GraphStore, source: OpenSource, run: Run, tally: Tally) -> None:
    stated = source.mapping.source
    provenance = Provenance(stated.name, run.batch_id, run.time, stated.confidence)
    origin = Origin(str(source.file), provenance, stated.priority)
    tally.begin(source)
    for batch in _batches(source.rows):
        tally.refuse(batch.rejects)
        if batch.drafts:
            work = partial(write_batch, drafts=batch.drafts, origin=origin, context=tally.context)
            tally.take(store.write(work), origin)
        tally.advance(batch.rows, batch.bytes_read)


def _import_waiting(store: GraphStore, deferred: Deferred, tally: Tally) -> None:
    for origin, relations in deferred.batches(BATCH_RECORDS):
        work = partial(write_waiting, drafts=relations, origin=origin, context=tally.context)
        tally.take(store.write(work), origin)


@dataclass(slots=True)
class _Batch:
    drafts: list[EntityDraft] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    rows: int = 0
    bytes_read: int = 0


def _batches(rows: Iterable[Converted]) -> Iterator[_Batch]:
    batch = _Batch()
    records = 0
    for row in rows:
        batch.drafts += row.entities
        batch.rejects += row.rejects
        batch.rows += 1
        batch.bytes_read = row.bytes_read
        records += 1 + sum([1 + len(draft.relations) for draft in row.entities])
        if records >= BATCH_RECORDS:
            yield batch
            batch, records = _Batch(), 0
    if batch.rows:
        yield batch
