"""Relations put aside until the entity at their other end has been read.

They wait in the store, in chunks, so that a crash loses none.
"""

from collections.abc import Sequence

import orjson

from graph.records import PropertyValue, Scalar
from ingest.ports import ImportReader, ImportWriter
from ingest.rows.drafts import RelationDraft


def put(
    writer: ImportWriter, batch: str, number: int, file: int, drafts: Sequence[RelationDraft]
) -> None:
    """Put a chunk of relations aside that the import's file of that place states."""
    rows = [[d.type, d.source, d.target, d.line, d.field, d.value, d.properties] for d in drafts]
    writer.put_notes({_key(batch, number): orjson.dumps([file, rows]).decode()})


def get(
    reader: ImportReader, batch: str, number: int
) -> tuple[int, Sequence[RelationDraft]] | None:
    """The place of the file and its relations; None once they were dealt with."""
    key = _key(batch, number)
    text = reader.notes(key).get(key)
    if text is None:
        return None
    file, rows = orjson.loads(text)
    return file, [
        RelationDraft(type_, source, target, line, field, value, _values(told))
        for type_, source, target, line, field, value, told in rows
    ]


def drop(writer: ImportWriter, batch: str, number: int) -> None:
    """Forget a chunk."""
    writer.put_notes({_key(batch, number): None})


def drop_all(writer: ImportWriter, batch: str) -> None:
    """Forget all that waits for an import."""
    writer.put_notes(dict.fromkeys(writer.notes(f"waiting:{batch}:")))


def _values(told: dict[str, Scalar | list[Scalar]]) -> dict[str, PropertyValue]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }


def _key(batch: str, number: int) -> str:
    return f"waiting:{batch}:{number:08}"
