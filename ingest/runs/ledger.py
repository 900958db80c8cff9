"""The ledger of imports: kept in the store, in the same transaction as the records themselves.

Each import is a note. While one runs, its checkpoint is written with every batch, so that after a
crash at any point the store tells exactly how far it came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeAlias

import orjson

from ingest.ports import ImportReader, ImportWriter
from ingest.runs.summary import Counts

_IMPORT, _PLACE, _SOURCE = "import:", "place:", "source:"


Identity: TypeAlias = tuple[str, str, str]
"""Content, mapping and source of a file."""


class State(StrEnum):
    """Where an import stands."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    ROLLED_BACK = "rolled back"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was imported.

    Attributes:
        name: As shown.
        source: Who speaks in it.
        digest: SHA-256 of its content.
        mapping: SHA-256 of its mapping, empty if it needed none.
        withdrawn: Its source was removed since, or it could not be read to its end.
    """

    name: str
    source: str
    digest: str
    mapping: str
    withdrawn: bool = False

    @property
    def identity(self) -> Identity:
        """The same content, by the same mapping, of the same source."""
        return self.digest, self.mapping, self.source


@dataclass(frozen=True, slots=True)
class Place:
    """How far an import has come; all counts are of the whole import.

    Attributes:
        file: Files finished.
        batches: Batches of the next file that are committed.
        rows: Rows read.
        entities: Entities by outcome.
        relations: Relations by outcome.
        rejected: Rows left out.
        rejected_relations: Relations and remarks refused beside.
        conflicts: Fields on which sources differ.
        waiting: Chunks of waiting relations that were put aside.
        written: For each reject file its path and size before ``pending``.
        pending: What the last batch adds to each reject file.
    """

    file: int = 0
    batches: int = 0
    rows: int = 0
    entities: Counts = field(default_factory=Counts)
    relations: Counts = field(default_factory=Counts)
    rejected: int = 0
    rejected_relations: int = 0
    conflicts: int = 0
    waiting: int = 0
    written: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An import.

    Attributes:
        batch: Its identifier, recorded with every value.
        time: When it began, ISO 8601 in UTC.
        state: Where it stands.
        files: What it imports, in order.
        ontology: Hash of the ontology that judged it.
        place: How far it came.
    """

    batch: str
    time: str
    state: State
    files: tuple[FileRecord, ...]
    ontology: str
    place: Place = field(default_factory=Place)

    @property
    def sources(self) -> frozenset[str]:
        """Who speaks in it."""
        return frozenset(item.source for item in self.files)


def imports(reader: ImportReader) -> Sequence[ImportRecord]:
    """All imports, oldest first."""
    found = (_record(text, reader) for text in reader.notes(_IMPORT).values())
    return sorted(found, key=lambda item: (item.time, item.batch))


def find_import(reader: ImportReader, batch: str) -> ImportRecord | None:
    """The import of that identifier."""
    text = reader.notes(_IMPORT + batch).get(_IMPORT + batch)
    return None if text is None else _record(text, reader)


def find_place(reader: ImportReader, batch: str) -> Place:
    """How far the import of that identifier has come."""
    text = reader.notes(_PLACE + batch).get(_PLACE + batch, "{}")
    return _place(orjson.loads(text))


def put_import(writer: ImportWriter, record: ImportRecord) -> None:
    """Enter an import, or what became of it."""
    put_state(writer, record)
    put_place(writer, record.batch, record.place)


def put_state(writer: ImportWriter, record: ImportRecord) -> None:
    """Enter what became of an import; how far it has come stays as it is."""
    entry = replace(record, place=Place())
    writer.put_notes({_IMPORT + record.batch: _encoded(entry)})


def put_place(writer: ImportWriter, batch: str, place: Place) -> None:
    """Enter how far an import has come."""
    writer.put_notes({_PLACE + batch: _encoded(place)})


def priorities(reader: ImportReader) -> Mapping[str, int]:
    """Priorities of the sources that were ever imported."""
    notes = reader.notes(_SOURCE)
    return {key.removeprefix(_SOURCE): orjson.loads(text) for key, text in notes.items()}


def put_priorities(writer: ImportWriter, by_source: Mapping[str, int]) -> None:
    """Enter priorities of sources."""
    writer.put_notes({_SOURCE + name: str(value) for name, value in by_source.items()})


def _encoded(content: object) -> str:
    return orjson.dumps(content).decode()


def _record(text: str, reader: ImportReader) -> ImportRecord:
    parts: dict[str, Any] = orjson.loads(text)
    parts["state"] = State(parts["state"])
    parts["files"] = tuple(FileRecord(**item) for item in parts["files"])
    parts["place"] = find_place(reader, parts["batch"])
    return ImportRecord(**parts)


def _place(parts: dict[str, Any]) -> Place:
    for name in {"entities", "relations"} & parts.keys():
        parts[name] = Counts(**parts[name])
    parts["written"] = {key: (path, size) for key, (path, size) in parts.get("written", {}).items()}
    return Place(**parts)
