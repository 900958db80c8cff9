"""Errors of the import; each has a stable ``code`` and says where and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass, field


class IngestError(Exception):
    """Root of all import errors."""

    code = "INGEST_ERROR"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a mapping or manifest, or keeps a file from being read.

    Attributes:
        file: The file.
        line: Its line, from 1; 0 if it is not known.
        message: What is wrong and what to do.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class _FaultyFile(IngestError):
    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line)))
        super().__init__("\n".join(map(str, self.faults)))


class InvalidMapping(_FaultyFile):
    """A mapping is malformed, or fits neither the ontology nor the file; lists every fault."""

    code = "INGEST_INVALID_MAPPING"


class InvalidManifest(_FaultyFile):
    """A manifest is malformed or names files that are not there; lists every fault."""

    code = "INGEST_INVALID_MANIFEST"


class UnreadableSource(IngestError):
    """A file cannot be read at all: missing, of an unknown format, encoding or structure."""

    code = "INGEST_UNREADABLE_SOURCE"

    def __init__(self, file: str, line: int, message: str) -> None:
        self.fault = Fault(file, line, message)
        super().__init__(str(self.fault))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The one thing that is wrong."""
        return (self.fault,)


class ImportRunning(IngestError):
    """Another import holds the store, or has taken this one's place."""

    code = "INGEST_RUNNING"


class TooManyRejects(IngestError):
    """So large a share of the rows was refused that the file, or its mapping, must be wrong."""

    code = "INGEST_TOO_MANY_REJECTS"


class CannotMerge(IngestError):
    """Two records cannot be one, or one is not part of another."""

    code = "INGEST_CANNOT_MERGE"


class CannotUndo(IngestError):
    """Others build on what was to be taken back."""

    code = "INGEST_CANNOT_UNDO"


class UndoStopped(IngestError):
    """Taking back was stopped on the way; the same call goes on."""

    code = "INGEST_UNDO_STOPPED"


class UnknownImport(IngestError):
    """There is no such import or source, or it was taken back before."""

    code = "INGEST_UNKNOWN_IMPORT"


@dataclass(slots=True)
class FaultList:
    """Gathers the faults of one YAML file, so that all of them are told at once."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        """Note a fault at a line."""
        self.faults.append(Fault(self.file, line, message))

    def raise_if_any(self, error: type[InvalidMapping] | type[InvalidManifest]) -> None:
        """Raise the error if a fault was noted."""
        if self.faults:
            raise error(self.faults)
