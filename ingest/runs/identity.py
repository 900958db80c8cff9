"""What makes two imports of a file the same: its content, its mapping and its source."""

import hashlib
from pathlib import Path

from ingest.runs.ledger import FileRecord
from ingest.sources import OpenSource


def record_of(source: OpenSource) -> FileRecord:
    """The source as the ledger knows it."""
    part = source.name.removeprefix(str(source.path))
    mapping = source.mapping.path
    return FileRecord(
        name=source.name,
        source=source.mapping.source.name,
        digest=source.digest or _digest(source.path) + (f"#{part}" if part else ""),
        mapping=_digest(mapping) if mapping != source.path and mapping.is_file() else "",
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
