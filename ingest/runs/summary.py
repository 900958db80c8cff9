"""What an import did, as data for the command line and the API."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from graph.query import UpsertResult
from graph.records import PropertyValue
from ingest.errors import Fault
from ingest.notes import Note
from ingest.rows.drafts import Reject

SHOWN = 1000
"""So many rejects and conflicts are kept in a summary; counts and the reject file are whole."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records were created, updated or found unchanged."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def plus(self, result: UpsertResult) -> "Counts":
        """These counts and those of one more upsert."""
        return Counts(
            self.created + result.created,
            self.updated + result.updated,
            self.unchanged + result.unchanged,
        )

    @property
    def total(self) -> int:
        """All of them."""
        return self.created + self.updated + self.unchanged


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources, or one source in two places, say different things of one field.

    Attributes:
        id: The entity; source, type and target of a relation.
        field: Flat property name.
        kept: The value that stands now.
        kept_source: Who says so.
        lost: The other value.
        lost_source: Who says that.
        file: The file that was read.
        line: Its line.
    """

    id: str
    field: str
    kept: PropertyValue
    kept_source: str
    lost: PropertyValue
    lost_source: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come.

    Attributes:
        file: The file being read.
        rows: Rows read so far, in all files.
        bytes_read: Of all files, about.
        bytes_total: Size of all files.
    """

    file: str
    rows: int
    bytes_read: int
    bytes_total: int


Report: TypeAlias = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did.

    Attributes:
        batch: Its identifier; empty if nothing was left to import.
        state: How it ended: ``finished`` or ``stopped``.
        files: Files read.
        skipped: Files that were imported before, with the same content and mapping.
        rows: Rows (for RDF: subjects) read.
        entities: Entities by outcome.
        relations: Relations by outcome.
        rejected: Rows left out, wholly or for one of their entities.
        rejected_relations: Relations and remarks refused beside rows that were imported.
        conflicts: Fields on which two sources differ.
        first_rejects: The first 1,000 rejects since it began, or was resumed.
        first_conflicts: The first 1,000 conflicts likewise.
        notes: What was decided on how files are read, and which were not.
        unread: What kept files from being read, that were passed over.
        reject_files: Where rejects were written.
        resumed: Whether it went on where an earlier run had been cut off.
        seconds: Time taken.
    """

    batch: str = ""
    state: str = "finished"
    files: int = 0
    skipped: tuple[str, ...] = ()
    rows: int = 0
    entities: Counts = field(default_factory=Counts)
    relations: Counts = field(default_factory=Counts)
    rejected: int = 0
    rejected_relations: int = 0
    conflicts: int = 0
    first_rejects: tuple[Reject, ...] = ()
    first_conflicts: tuple[Conflict, ...] = ()
    notes: tuple[Note, ...] = ()
    unread: tuple[Fault, ...] = ()
    reject_files: tuple[Path, ...] = ()
    resumed: bool = False
    seconds: float = 0.0
