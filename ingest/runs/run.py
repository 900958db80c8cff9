"""One import, from where it stands to its end: a transaction a batch, with its checkpoint."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from graph.prepared import prepare
from graph.records import Provenance
from ingest.errors import Fault, TooManyRejects, UnreadableSource
from ingest.limits import DEFAULT_LIMITS, Limits
from ingest.ports import ImportStore, ImportWriter
from ingest.rows.drafts import Batch, Reject, RelationDraft
from ingest.runs import waiting
from ingest.runs.batch import write_batch
from ingest.runs.ends import write_waiting
from ingest.runs.gathering import gathered
from ingest.runs.ledger import (
    ImportRecord,
    Place,
    State,
    find_import,
    find_place,
    priorities,
    put_import,
    put_place,
    put_priorities,
    put_state,
)
from ingest.runs.lock import Lock
from ingest.runs.outcome import Outcome
from ingest.runs.patience import Wait
from ingest.runs.prefetch import ahead
from ingest.runs.rejects import RejectFile, unused
from ingest.runs.summary import ImportSummary, Progress, Report
from ingest.runs.tally import Tally, advanced
from ingest.sources import OpenSource
from ingest.statements.merging import finals
from ingest.statements.reconcile import Origin
from ingest.statements.standing import Priorities
from ingest.tables.chunks import Cell
from ontology.model import Ontology

MOST_REJECTS = 0.5
"""Share of refused rows above which an import stops by itself."""
_ENOUGH_ROWS = 1_000
"""So many rows must have been read before that share is judged."""

_Done = tuple[Outcome, Sequence[Reject], Place]


@dataclass(frozen=True, slots=True)
class Options:
    """How to import.

    Attributes:
        rejects: Where refused rows go; of several sources each gets a file of its own, in a
            folder of that name without its suffix. None writes no file.
        progress: Called after each batch.
        stop: Asked after each batch whether to stop there; the same import goes on later.
        keep_going: Pass over files that cannot be read, or do not fit their mapping, and tell of
            them in the summary; else one of them refuses the whole import.
        again: Read files that were imported before once more.
        most_rejects: Share of refused rows, between 0 and 1, above which the import stops.
        patience: Seconds to wait, each time, for a store that cannot be reached.
        waiting: Called whenever the import waits for it.
        limits: How much a file may ask for.
        records: Entities and relations of one transaction, about.
        read_ahead: Make the next batch while the store writes: worth it where a server writes.
    """

    rejects: Path | None = None
    progress: Report | None = None
    stop: Callable[[], bool] | None = None
    again: bool = False
    keep_going: bool = False
    most_rejects: float = MOST_REJECTS
    patience: float = 0.0
    waiting: Callable[[Wait], None] | None = None
    read_ahead: bool = False
    records: int = 10_000
    limits: Limits = DEFAULT_LIMITS


class Run:
    """An import that holds the store's import lock."""

    def __init__(
        self,
        store: ImportStore,
        ontology: Ontology,
        sources: Sequence[OpenSource],
        record: ImportRecord,
        lock: Lock,
        options: Options,
    ) -> None:
        self._store = store
        self._sources = sources
        self._record = replace(record, state=State.RUNNING)
        self._place = record.place
        self._lock = lock
        self._options = options
        self._own = {
            source.mapping.source.name: source.mapping.source.priority for source in sources
        }
        believed = Priorities({**priorities(store), **self._own})
        self._schema = ontology.graph_schema()
        self._tally = Tally(ontology, believed, finals(store), store.revision())
        self._files = _reject_files(sources, options.rejects)
        self._unread: list[Fault] = []

    def finish(self) -> ImportSummary:
        """Do what is left of it."""
        self._take_up_files()
        self._place = replace(self._place, written=self._written(), pending={})
        self._record = replace(self._record, place=self._place)
        self._store.write(self._begin)
        state = State.STOPPED
        try:
            with _seldom_collected():
                if self._read():
                    self._settle()
                    self._place = replace(self._place, written=self._written(), pending={})
                    state = State.FINISHED
        finally:
            self._record = replace(self._record, state=state, place=self._place)
            self._store.write(self._end)
        return self._summary()

    def _begin(self, writer: ImportWriter) -> None:
        self._lock.keep(writer)
        known = find_import(writer, self._record.batch)
        if known is not None and known.files != self._record.files:
            raise ValueError(f"the batch id {self._record.batch!r} is taken")
        put_import(writer, self._record)
        put_priorities(writer, self._own)

    def _end(self, writer: ImportWriter) -> None:
        """Enter how it ended; one that did not finish leaves the checkpoint as it stands."""
        self._lock.keep(writer)
        if self._record.state is State.FINISHED:
            put_import(writer, self._record)
        else:
            put_state(writer, self._record)

    def _read(self) -> bool:
        """Read the sources; whether all of them were read."""
        for number, source in enumerate(self._sources):
            if number < self._place.file:
                continue
            try:
                if not self._read_file(number, source):
                    return False
            except UnreadableSource as error:
                if not self._options.keep_going:
                    raise
                self._pass_over(number, error)
            self._place = replace(
                self._place, file=number + 1, batches=0, written=self._written(), pending={}
            )
            self._store.write(self._end_file)
        return True

    def _read_file(self, number: int, source: OpenSource) -> bool:
        """Read one source; whether all of it was read."""
        for batch, count in self._batches(source):
            self._commit(partial(self._step, number=number, batch=batch, count=count))
            self._report(source, batch)
            if self._options.stop is not None and self._options.stop():
                return False
        return True

    def _pass_over(self, number: int, error: UnreadableSource) -> None:
        """Go on without the rest of a source, which is not done with: it may be given again."""
        self._unread += error.faults
        files = list(self._record.files)
        files[number] = replace(files[number], withdrawn=True)
        self._record = replace(self._record, files=tuple(files))

    def _end_file(self, writer: ImportWriter) -> None:
        self._lock.keep(writer)
        put_import(writer, replace(self._record, place=self._place))

    def _batches(self, source: OpenSource) -> Iterator[tuple[Batch, int]]:
        batches = source.batches(self._origin(source).provenance)
        left = islice(batches, self._place.batches, None)
        found = gathered(left, self._options.records)
        return ahead(map(self._prepared, found)) if self._options.read_ahead else found

    def _prepared(self, item: tuple[Batch, int]) -> tuple[Batch, int]:
        batch, count = item
        return replace(batch, entities=prepare(batch.entities, self._schema)), count

    def _step(self, writer: ImportWriter, number: int, batch: Batch, count: int) -> _Done:
        """One transaction of reading; it changes nothing but the store."""
        self._lock.keep(writer)
        origin = self._origin(self._sources[number])
        outcome = write_batch(writer, batch, origin, self._tally.context)
        rejects = [*batch.rejects, *outcome.rejects]
        place = advanced(self._place, outcome, rejects, rows=batch.rows)
        place = replace(place, batches=place.batches + count)
        self._judge(place, rejects)
        if outcome.waiting:
            waiting.put(writer, self._record.batch, place.waiting, number, outcome.waiting)
            place = replace(place, waiting=place.waiting + 1)
        return self._checked_in(writer, place, number, outcome, rejects, batch.cells)

    def _settle(self) -> None:
        """Write the relations that had to wait."""
        for chunk in range(self._place.waiting):
            found = waiting.get(self._store, self._record.batch, chunk)
            if found is not None:
                number, drafts = found
                step = partial(self._settle_chunk, chunk=chunk, number=number, drafts=drafts)
                self._commit(step)

    def _settle_chunk(
        self, writer: ImportWriter, chunk: int, number: int, drafts: Sequence[RelationDraft]
    ) -> _Done:
        self._lock.keep(writer)
        source = self._sources[number]
        outcome = write_waiting(writer, drafts, self._origin(source), self._tally.context)
        waiting.drop(writer, self._record.batch, chunk)
        place = advanced(self._place, outcome, outcome.rejects)
        return self._checked_in(writer, place, number, outcome, outcome.rejects, source.rows_at)

    def _checked_in(
        self,
        writer: ImportWriter,
        place: Place,
        number: int,
        outcome: Outcome,
        rejects: Sequence[Reject],
        rows_at: Callable[[set[int]], Mapping[int, Sequence[Cell]]],
    ) -> _Done:
        """Enter the checkpoint, with the lines that the reject file is to get afterwards."""
        file, pending = self._files.get(number), {}
        if rejects and file is not None:
            rows = rows_at({reject.line for reject in rejects})
            pending = {str(number): file.text(rejects, rows)}
        place = replace(place, written=self._written(), pending=pending)
        put_place(writer, self._record.batch, place)
        return outcome, rejects, place

    def _commit(self, step: Callable[[ImportWriter], _Done]) -> None:
        outcome, rejects, self._place = self._store.write(self._once(step))
        self._tally.take(outcome, rejects)
        self._append_pending()

    def _once(self, step: Callable[[ImportWriter], _Done]) -> Callable[[ImportWriter], _Done]:
        """The step; if the store asks for it again, it looks first whether it was taken before.

        The answer to a commit can be lost. The checkpoint, written with the records, tells.
        """
        done: list[_Done] = []

        def attempt(writer: ImportWriter) -> _Done:
            if done and find_place(writer, self._record.batch) == done[-1][2]:
                self._lock.keep(writer)
            else:
                done.append(step(writer))
            return done[-1]

        return attempt

    def _written(self) -> Mapping[str, tuple[str, int]]:
        return {str(at): (str(item.path), item.size) for at, item in self._files.items()}

    def _take_up_files(self) -> None:
        """Bring the reject files to where the checkpoint says they are."""
        for number, (path, size) in self._place.written.items():
            if int(number) in self._files:
                self._files[int(number)].take_up(Path(path), size)
        self._append_pending()

    def _append_pending(self) -> None:
        for number, text in self._place.pending.items():
            if int(number) in self._files:
                self._files[int(number)].append(text)

    def _judge(self, place: Place, rejects: Sequence[Reject]) -> None:
        share = place.rejected / max(place.rows, 1)
        if place.rows >= _ENOUGH_ROWS and share > self._options.most_rejects:
            found = self._tally.first_rejects or rejects
            example = f"; the first: {found[0].reason}" if found else ""
            raise TooManyRejects(
                f"{place.rejected} of the first {place.rows} rows were refused{example}; correct "
                "the file or its mapping, or allow a larger share"
            )

    def _origin(self, source: OpenSource) -> Origin:
        stated = source.mapping.source
        record = self._record
        by = Provenance(stated.name, record.batch, record.time, stated.confidence)
        return Origin(source.name, by)

    def _report(self, source: OpenSource, batch: Batch) -> None:
        if self._options.progress is not None:
            sizes = [item.size for item in self._sources]
            read = sum(sizes[: self._place.file]) + min(batch.position, source.size)
            self._options.progress(Progress(source.name, self._place.rows, read, sum(sizes)))

    def _summary(self) -> ImportSummary:
        place = self._place
        return ImportSummary(
            batch=self._record.batch,
            state=str(self._record.state),
            files=place.file,
            rows=place.rows,
            entities=place.entities,
            relations=place.relations,
            rejected=place.rejected,
            rejected_relations=place.rejected_relations,
            conflicts=place.conflicts,
            first_rejects=tuple(self._tally.first_rejects),
            first_conflicts=tuple(self._tally.first_conflicts),
            notes=tuple(note for source in self._sources for note in source.notes),
            unread=tuple(self._unread),
            reject_files=tuple(i.path for i in self._files.values() if i.path.exists()),
        )


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for cyclic garbage a hundred times less often: batches have none, and many objects."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] * 100, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _reject_files(sources: Sequence[OpenSource], wanted: Path | None) -> dict[int, RejectFile]:
    """By the place of its source, a file to be."""
    if wanted is None:
        return {}
    paths = [wanted]
    if len(sources) > 1:
        folder = wanted.with_suffix("")
        paths = [folder / f"{at:03}-{_plain(item.name)}.csv" for at, item in enumerate(sources, 1)]
    return {
        number: RejectFile(unused(path), source.header)
        for number, (path, source) in enumerate(zip(paths, sources, strict=True))
    }


def _plain(name: str) -> str:
    """The last part of a source's name without suffix, fit to name a file."""
    letters = Path(name).stem
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in letters)
