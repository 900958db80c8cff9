"""The thread that does the jobs, one after another, oldest first."""

import logging
import shutil
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import TypeAlias

import orjson

from api.errors import Fault, fault_of
from api.imports.errors import NoSuchImport, WrongState, without_folders
from api.imports.job import Job, JobState, Shelf, Undo, outcome_of
from graph.errors import StoreUnavailable
from graph.port import GraphStore
from graph.schema import GraphSchema
from ingest.errors import ImportRunning, UndoStopped
from ingest.mapping.load import load_mapping
from ingest.pipeline import import_file
from ingest.ports import ImportStore
from ingest.runs.patience import Wait
from ingest.runs.rehearsal import Rehearsal
from ingest.runs.run import Options
from ingest.runs.summary import ImportSummary, Progress
from ingest.statements.undo import roll_back
from ontology.model import Ontology

Scratch: TypeAlias = Callable[[GraphSchema], AbstractContextManager[GraphStore]]
"""Opens an empty store that is gone at the end."""

RETRY = 2.0
"""Seconds after which a job tries again that an import of another process was in the way of."""
_PATIENCE = 30.0
"""Seconds that the batch under way has to end when the server stops."""

log = logging.getLogger("pearlnet.api")


@dataclass(frozen=True, slots=True)
class Target:
    """Where jobs import to.

    Attributes:
        store: Its schema must be applied.
        ontology: What may exist.
        scratch: For rehearsals.
        read_ahead: See ``ingest.Options``.
        records: See ``ingest.Options``.
        patience: See ``ingest.Options``.
    """

    store: GraphStore
    ontology: Ontology
    scratch: Scratch
    read_ahead: bool
    records: int
    patience: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the running job goes.

    Attributes:
        at: How far it has come.
        rows_per_second: Since its first batch; None until the second.
        seconds_left: By bytes; None until the second batch.
    """

    at: Progress
    rows_per_second: float | None = None
    seconds_left: float | None = None


class Worker:
    """Does queued jobs until it is closed; what it had begun then goes on after the next start."""

    def __init__(self, shelf: Shelf, target: Target) -> None:
        self._shelf = shelf
        self._target = target
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._closing = threading.Event()
        self._cancelled = threading.Event()
        self._pace: tuple[str, Pace] | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Take up what was queued or cut off, and begin."""
        self._shelf.tidy()
        self._shelf.take_up()
        self._closing.clear()
        self._thread = threading.Thread(target=self._work, name="imports", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the batch under way."""
        self._closing.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE)
            self._thread = None

    def wake(self) -> None:
        """Look for new jobs."""
        self._woken.set()

    def pace(self, id: str) -> Pace | None:
        """How fast that job goes, if it is running."""
        found = self._pace
        return found[1] if found is not None and found[0] == id else None

    def cancel(self, id: str) -> None:
        """Stop a job: at once if it is queued, after its batch if it is running.

        Raises:
            NoSuchImport: There is no job of that id here.
            WrongState: It has ended.
        """
        with self._lock:
            job = self._shelf.find(id)
            if job is None:
                raise NoSuchImport(f"this server has no import {id!r} under way")
            if not job.is_open:
                raise WrongState(f"import {id} has ended: {job.state}")
            if job.state is JobState.QUEUED:
                self._shelf.close(replace(job, state=JobState.STOPPED, cancelled=True))
            else:
                self._shelf.put(replace(job, cancelled=True))
                self._cancelled.set()

    def _work(self) -> None:
        while not self._closing.is_set():
            self._woken.clear()
            try:
                job = self._take()
                if job is None:
                    self._woken.wait()
                else:
                    self._do(job)
            except OSError:
                log.exception("the folder of imports cannot be written")
                self._woken.wait(RETRY)

    def _take(self) -> Job | None:
        with self._lock:
            queued = (job for job in self._shelf.all() if job.state is JobState.QUEUED)
            job = next(queued, None)
            if job is None:
                return None
            self._cancelled.clear()
            taken = replace(job, state=JobState.RUNNING)
            self._shelf.put(taken)
            return taken

    def _do(self, job: Job) -> None:
        try:
            done = self._take_back(job, job.undo) if job.undo else self._done(job)
        except ImportRunning:
            self._end(job, JobState.QUEUED)
            self._woken.wait(RETRY)
        except UndoStopped:
            self._end(job, JobState.QUEUED)
        except StoreUnavailable as error:
            self._end_without_store(job, error)
        except Exception as error:  # noqa: BLE001 - the job fails, and the thread lives on
            self._fail(job, error)
        else:
            self._end(done, done.state)
        finally:
            self._pace = None

    def _take_back(self, job: Job, undo: Undo) -> Job:
        undone = roll_back(
            self._target.store, undo.batch, cascade=undo.cascade, stop=self._is_to_stop
        )
        return replace(job, state=JobState.FINISHED, undone=undone)

    def _done(self, job: Job) -> Job:
        summary = self._import(job)
        state = JobState.FINISHED if summary.state == "finished" else JobState.QUEUED
        return replace(job, state=state, outcome=outcome_of(summary))

    def _is_to_stop(self) -> bool:
        return self._closing.is_set() or self._cancelled.is_set()

    def _end_without_store(self, job: Job, error: StoreUnavailable) -> None:
        """A store that was waited for in vain fails a job, unless the wait itself was stopped."""
        if self._is_to_stop():
            self._end(job, JobState.QUEUED)
        else:
            self._fail(job, error)

    def _fail(self, job: Job, error: Exception) -> None:
        fault = fault_of(error)
        message = without_folders(fault.message, self._shelf.root)
        told = Fault(fault.code, message, fault.error_id)
        self._end(replace(job, error=told), JobState.FAILED)

    def _end(self, job: Job, state: JobState) -> None:
        """Write down how it stands; one that is not through is queued again unless cancelled."""
        with self._lock:
            cancelled = self._cancelled.is_set()
            if state is JobState.QUEUED and not cancelled:
                waits = not self._closing.is_set()
                self._shelf.put(replace(job, state=state, waits=waits, outcome=None))
                return
            if state is JobState.QUEUED:
                state = JobState.STOPPED
            self._shelf.close(replace(job, state=state, cancelled=cancelled, waits=False))

    def _import(self, job: Job) -> ImportSummary:
        if not job.wishes.dry_run:
            return self._run(job, self._target.store)
        shutil.rmtree(self._shelf.folder(job.id) / "rejects", ignore_errors=True)
        with self._target.scratch(self._target.store.schema()) as scratch:
            rehearsal = Rehearsal(self._target.store, scratch)
            summary = self._run(job, rehearsal)
            if summary.state == "finished":
                _write_difference(rehearsal, difference_file(self._shelf.folder(job.id)))
        return summary

    def _run(self, job: Job, store: ImportStore) -> ImportSummary:
        ontology, mapping = self._target.ontology, self._shelf.mapping(job)
        return import_file(
            store,
            ontology,
            self._shelf.data(job),
            load_mapping(mapping, ontology) if mapping else None,
            batch_id=job.id,
            time=job.time,
            options=Options(
                rejects=self._shelf.folder(job.id) / "rejects" / "rejects.csv",
                progress=self._measure(job.id),
                stop=self._is_to_stop,
                again=job.wishes.again,
                most_rejects=job.wishes.most_rejects,
                read_ahead=self._target.read_ahead,
                records=self._target.records,
                patience=self._target.patience,
                waiting=_tell_wait,
            ),
        )

    def _measure(self, id: str) -> Callable[[Progress], None]:
        began: list[tuple[float, Progress]] = []

        def report(at: Progress) -> None:
            now = monotonic()
            if not began:
                began.append((now, at))
            self._pace = id, pace_of(began[0][1], at, now - began[0][0])

        return report


def _tell_wait(wait: Wait) -> None:
    log.warning("an import waits for its store: %s", wait.reason)


def difference_file(folder: Path) -> Path:
    """Where a rehearsal's difference lies."""
    return folder / "difference.jsonl"


def pace_of(first: Progress, at: Progress, seconds: float) -> Pace:
    """The pace between two reports that lie so many seconds apart."""
    if seconds <= 0 or at.bytes_read <= first.bytes_read:
        return Pace(at)
    left = (at.bytes_total - at.bytes_read) * seconds / (at.bytes_read - first.bytes_read)
    return Pace(at, (at.rows - first.rows) / seconds, left)


def _write_difference(rehearsal: Rehearsal, file: Path) -> None:
    with file.open("wb") as out:
        for item in rehearsal.differences():
            out.write(orjson.dumps(item) + b"\n")
