"""An import job, and the folder in which it lies until and after it was done.

A job is a folder ``<id>`` with ``job.json``, ``data/`` (what was uploaded, until the job ends),
``mapping/``, ``rejects/`` and ``difference.jsonl``. It appears whole, by a rename.
"""

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter

from api.errors import Fault
from ingest.notes import Note
from ingest.runs.run import MOST_REJECTS
from ingest.runs.summary import Counts, ImportSummary
from ingest.statements.undo import Undone

_ID = re.compile(r"\d{8}T\d{12}Z")
_INCOMING = ".incoming-"
_ENTRY = "job.json"


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the caller wants it imported.

    Attributes:
        dry_run: Only tell what would change.
        again: Read a file that was imported before once more.
        most_rejects: Share of refused rows above which the import stops.
    """

    dry_run: bool = False
    again: bool = False
    most_rejects: float = MOST_REJECTS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job that ended by itself did; see ``ImportSummary``."""

    batch: str
    rows: int
    entities: Counts
    relations: Counts
    rejected: int
    rejected_relations: int
    conflicts: int
    skipped: tuple[str, ...]
    notes: tuple[Note, ...]
    reject_files: tuple[Path, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Undo:
    """What a job is to take back.

    Attributes:
        batch: The import in the ledger.
        cascade: Also remove what others say of entities that nobody else describes.
    """

    batch: str
    cascade: bool


@dataclass(frozen=True, slots=True)
class Job:
    """One import, or the taking back of one, that was asked for.

    Attributes:
        id: Its id, and the batch id of what it imports.
        time: When it was asked for, ISO 8601 in UTC.
        file: Name of what was uploaded.
        mapping: Name of its mapping, if one came with it.
        wishes: How to import.
        undo: What to take back instead; then there is no file.
        state: Where it stands.
        waits: An import of another process is in its way.
        cancelled: It is to stop.
        outcome: What it did, once it ended by itself or was stopped.
        undone: What it took back, counted from where it was last taken up.
        error: Why it failed.
    """

    id: str
    time: str
    file: str
    mapping: str | None
    wishes: Wishes
    undo: Undo | None = None
    state: JobState = JobState.QUEUED
    waits: bool = False
    cancelled: bool = False
    outcome: Outcome | None = None
    undone: Undone | None = None
    error: Fault | None = None

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.state in {JobState.QUEUED, JobState.RUNNING}

    @property
    def batch(self) -> str:
        """The import in the ledger: its own, or the cut-off one that it went on with."""
        return (self.outcome.batch if self.outcome else "") or self.id


_JSON = TypeAdapter(Job)


def outcome_of(summary: ImportSummary) -> Outcome:
    """What is kept of a summary."""
    return Outcome(
        batch=summary.batch,
        rows=summary.rows,
        entities=summary.entities,
        relations=summary.relations,
        rejected=summary.rejected,
        rejected_relations=summary.rejected_relations,
        conflicts=summary.conflicts,
        skipped=summary.skipped,
        notes=summary.notes,
        reject_files=summary.reject_files,
        seconds=summary.seconds,
    )


class Shelf:
    """The folders of all jobs.

    Args:
        root: Where they lie; made when the first upload comes.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    def folder(self, id: str) -> Path:
        """The folder of a job."""
        return self.root / id

    def all(self) -> Sequence[Job]:
        """Every job, oldest first."""
        folders = self.root.iterdir() if self.root.is_dir() else ()
        ids = sorted(folder.name for folder in folders)
        return [job for id_ in ids if (job := self.find(id_)) is not None]

    def find(self, id: str) -> Job | None:
        """The job of that id."""
        entry = self.folder(id) / _ENTRY
        if not _ID.fullmatch(id) or not entry.is_file():
            return None
        return _JSON.validate_json(entry.read_bytes())

    def put(self, job: Job, folder: Path | None = None) -> None:
        """Write down a job; either the old entry or the new one survives a crash."""
        entry = (folder or self.folder(job.id)) / _ENTRY
        fresh = entry.with_suffix(".new")
        with fresh.open("wb") as file:
            file.write(_JSON.dump_json(job))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(entry)

    def data(self, job: Job) -> Path:
        """What was uploaded."""
        return self.folder(job.id) / "data" / job.file

    def mapping(self, job: Job) -> Path | None:
        """Its mapping."""
        return self.folder(job.id) / "mapping" / job.mapping if job.mapping else None

    def receive(self) -> Path:
        """A new folder for an upload; ``accept`` or ``drop`` it."""
        self.root.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        while True:
            folder = self.root / f"{_INCOMING}{now:%Y%m%dT%H%M%S%fZ}"
            taken = self.folder(folder.name.removeprefix(_INCOMING)).exists()
            if not taken and _made(folder):
                return folder
            now += timedelta(microseconds=1)

    def accept(self, folder: Path, file: str, mapping: str | None, wishes: Wishes) -> Job:
        """Make a job of a folder that was received whole."""
        return self._accepted(folder, Job("", "", file, mapping, wishes))

    def order(self, undo: Undo) -> Job:
        """Make a job that takes back an import."""
        return self._accepted(self.receive(), Job("", "", "", None, Wishes(), undo))

    def _accepted(self, folder: Path, job: Job) -> Job:
        id_ = folder.name.removeprefix(_INCOMING)
        asked = datetime.strptime(id_, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
        job = replace(job, id=id_, time=asked.isoformat(timespec="microseconds"))
        self.put(job, folder)
        folder.rename(self.folder(id_))
        return job

    @staticmethod
    def drop(folder: Path) -> None:
        """Remove a folder that was received and not accepted."""
        shutil.rmtree(folder, ignore_errors=True)

    def tidy(self) -> None:
        """Remove what a server that died was receiving."""
        for folder in self.root.glob(f"{_INCOMING}*"):
            self.drop(folder)

    def take_up(self) -> None:
        """Queue again what a server that died was importing, unless it was to stop."""
        for job in self.all():
            if job.state is JobState.RUNNING and not job.cancelled:
                self.put(replace(job, state=JobState.QUEUED))
            elif job.state is JobState.RUNNING:
                self.close(replace(job, state=JobState.STOPPED))
            elif not job.is_open and self.data(job).exists():
                self.close(job)

    def close(self, job: Job) -> None:
        """Write down a job that ended, and remove what was uploaded for it."""
        self.put(job)
        for part in ("data", "mapping"):
            shutil.rmtree(self.folder(job.id) / part, ignore_errors=True)


def _made(folder: Path) -> bool:
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    return True
