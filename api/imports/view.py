"""What callers see of an import: of its job, of the ledger, and of how fast it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from api.errors import Fault
from api.imports.errors import without_folders
from api.imports.job import Job, JobState
from api.imports.worker import Pace
from ingest.notes import Note
from ingest.runs.ledger import ImportRecord, Place, State
from ingest.runs.summary import Counts
from ingest.statements.undo import Undone
from ontology.model import Text


class ViewState(StrEnum):
    """Where an import stands."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    ROLLED_BACK = "rolled back"


LABELS: Mapping[ViewState, Text] = {
    ViewState.QUEUED: Text({"zh": "排队中", "en": "queued"}),
    ViewState.RUNNING: Text({"zh": "进行中", "en": "running"}),
    ViewState.FINISHED: Text({"zh": "完成", "en": "finished"}),
    ViewState.STOPPED: Text({"zh": "已停止", "en": "stopped"}),
    ViewState.FAILED: Text({"zh": "失败", "en": "failed"}),
    ViewState.ROLLED_BACK: Text({"zh": "已撤回", "en": "rolled back"}),
}
_WAITS = Text({"zh": "等待另一导入结束", "en": "waiting for another import to end"})


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far a running import has come; see ``Pace``."""

    file: str
    rows: int
    bytes_read: int
    bytes_total: int
    rows_per_second: float | None
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as callers see it.

    Attributes:
        id: Its id.
        state: Where it stands.
        label: The same for people.
        time: When it was asked for, ISO 8601 in UTC.
        files: Names of what it reads.
        dry_run: It only tells what would change.
        batch: The import in the ledger that ``rollback`` takes back; another's id if it went on
            with one that had been cut off, None if there is none.
        progress: While it runs.
        rows: Rows read.
        entities: By outcome.
        relations: By outcome.
        conflicts: Fields on which sources differ.
        rejected: Rows left out.
        rejected_relations: Relations and remarks refused beside.
        skipped: Files passed over, for they were imported before.
        notes: How files were read, and which were not.
        seconds: Time taken, once it ended by itself or was stopped.
        error: Why it failed.
        rolls_back: The batch that it takes back, where it is no import but that.
        undone: What it took back, once it finished.
        reject_files: Where refused rows are; not for callers.
    """

    id: str
    state: ViewState
    label: Text
    time: str
    files: tuple[str, ...]
    dry_run: bool = False
    batch: str | None = None
    progress: ImportProgress | None = None
    rows: int = 0
    entities: Counts = Counts()  # noqa: RUF009 - it is immutable
    relations: Counts = Counts()  # noqa: RUF009 - it is immutable
    conflicts: int = 0
    rejected: int = 0
    rejected_relations: int = 0
    skipped: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    seconds: float | None = None
    error: Fault | None = None
    rolls_back: str | None = None
    undone: Undone | None = None
    reject_files: tuple[Path, ...] = ()


def view_of_record(record: ImportRecord, root: Path) -> ImportView:
    """An import that this server has no job of, such as one of the command line."""
    state = ViewState(record.state)
    return ImportView(
        id=record.batch,
        state=state,
        label=LABELS[state],
        time=record.time,
        files=tuple(without_folders(item.name, root) for item in record.files),
        batch=record.batch,
        **_counted(record.place, root),
    )


def view_of_job(job: Job, record: ImportRecord | None, pace: Pace | None, root: Path) -> ImportView:
    """An import of this server, with what the ledger says of it.

    Args:
        job: The job.
        record: Its import in the ledger, if there is one.
        pace: While it runs.
        root: The folder of uploads, to be left out of names.
    """
    outcome, state = job.outcome, _state(job, record)
    counted: dict[str, Any] = {}
    if outcome is not None:
        counted = {
            **{name: getattr(outcome, name) for name in _COUNTS},
            "skipped": tuple(without_folders(name, root) for name in outcome.skipped),
            "notes": _notes(outcome.notes, root),
            "seconds": outcome.seconds,
            "reject_files": _within(outcome.reject_files, root),
        }
    elif record is not None:
        counted = _counted(record.place, root)
    progress = None
    if pace is not None and job.state is JobState.RUNNING:
        progress = _progress(pace, root)
        counted["rows"] = progress.rows
    return ImportView(
        id=job.id,
        state=state,
        label=_WAITS if job.waits and job.is_open else LABELS[state],
        time=job.time,
        files=(job.file,) if job.undo is None else (),
        dry_run=job.wishes.dry_run,
        batch=record.batch if record else None,
        progress=progress,
        error=job.error,
        rolls_back=job.undo.batch if job.undo else None,
        undone=job.undone,
        **counted,
    )


def _state(job: Job, record: ImportRecord | None) -> ViewState:
    """Its own, unless it ended and the ledger knows of something later."""
    later = {State.FINISHED, State.ROLLED_BACK}
    if not job.is_open and record is not None and record.state in later:
        return ViewState(record.state)
    return ViewState(job.state)


_COUNTS = ("rows", "entities", "relations", "conflicts", "rejected", "rejected_relations")


def _counted(place: Place, root: Path) -> dict[str, Any]:
    written = [Path(path) for path, _ in place.written.values()]
    counts = {name: getattr(place, name) for name in _COUNTS}
    return {**counts, "reject_files": _within(written, root)}


def _within(files: Sequence[Path], root: Path) -> tuple[Path, ...]:
    """Those that imports of this server wrote, and that are there."""
    return tuple(file for file in files if file.is_relative_to(root) and file.is_file())


def _notes(notes: Sequence[Note], root: Path) -> tuple[Note, ...]:
    return tuple(Note(without_folders(item.file, root), item.code, item.text) for item in notes)


def _progress(pace: Pace, root: Path) -> ImportProgress:
    at = pace.at
    return ImportProgress(
        without_folders(at.file, root),
        at.rows,
        at.bytes_read,
        at.bytes_total,
        pace.rows_per_second,
        pace.seconds_left,
    )


def as_json(view: ImportView, language: str, path: str) -> dict[str, Any]:
    """The view as an answer.

    Args:
        view: What to show.
        language: Of texts for people.
        path: Where imports are served.
    """
    own = f"{path}/{view.id}"
    links = {"self": own}
    if view.reject_files:
        links["rejects"] = f"{own}/rejects"
    if view.dry_run and view.state is ViewState.FINISHED:
        links["difference"] = f"{own}/difference"
    progress, error, undone = view.progress, view.error, view.undone
    return {
        "id": view.id,
        "state": view.state,
        "stateLabel": view.label.get(language),
        "time": view.time,
        "files": view.files,
        "dryRun": view.dry_run,
        "batch": view.batch,
        "progress": progress
        and {
            "file": progress.file,
            "rows": progress.rows,
            "bytesRead": progress.bytes_read,
            "bytesTotal": progress.bytes_total,
            "rowsPerSecond": progress.rows_per_second,
            "secondsLeft": progress.seconds_left,
        },
        "rows": view.rows,
        "entities": view.entities,
        "relations": view.relations,
        "conflicts": view.conflicts,
        "rejected": view.rejected,
        "rejectedRelations": view.rejected_relations,
        "skipped": view.skipped,
        "notes": [
            {"file": item.file, "code": item.code, "text": item.text.get(language)}
            for item in view.notes
        ],
        "seconds": view.seconds,
        "rollsBack": view.rolls_back,
        "undone": undone
        and {
            "entitiesRemoved": undone.entities_removed,
            "entitiesChanged": undone.entities_changed,
            "relationsRemoved": undone.relations_removed,
            "relationsChanged": undone.relations_changed,
        },
        "error": error and {"code": error.code, "message": error.message},
        "links": links,
    }
