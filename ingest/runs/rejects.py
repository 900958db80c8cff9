"""Reject files: the refused rows as they stood, with what is wrong beside, ready to be mended.

A table's reject file has the table's own columns behind columns that begin with ``_``, which an
import passes over: mended in place, it is imported by the same mapping.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ingest.mapping.model import LIST_SEPARATOR
from ingest.rows.drafts import Reject
from ingest.tables.chunks import Cell

COLUMNS = ("_file", "_line", "_field", "_value", "_code", "_reason", "_suggestion")
"""Columns that a reject file has beside those of its table."""


class RejectFile:
    """A file that is made with its first reject.

    Args:
        path: Where to; the file is not there yet.
        header: Columns of the table that is read, none for RDF.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = path
        self._places = [at for at, name in enumerate(header) if name not in COLUMNS]
        self._header = [header[at] for at in self._places]

    @property
    def size(self) -> int:
        """In bytes; 0 while there is no file."""
        return self.path.stat().st_size if self.path.exists() else 0

    def take_up(self, path: Path, size: int) -> None:
        """Go on with the file of an interrupted import, at the place where it was certain."""
        self.path = path
        if path.exists() and size == 0:
            path.unlink()
        elif path.exists():
            with path.open("r+b") as file:
                file.truncate(size)

    def text(self, rejects: Iterable[Reject], rows: Mapping[int, Sequence[Cell]]) -> str:
        """The lines of some rejects: one for each row of the table, however much is wrong.

        Args:
            rejects: What was refused.
            rows: Cells of the table's rows, by line.
        """
        by_line: dict[tuple[str, int], list[Reject]] = {}
        for reject in rejects:
            by_line.setdefault((reject.file, reject.line), []).append(reject)
        out = io.StringIO()
        lines = csv.writer(out, lineterminator="\n")
        for (file, line), found in by_line.items():
            told = [
                "; ".join(dict.fromkeys(getattr(reject, name) for reject in found))
                for name in ("field", "value", "code", "reason", "suggestion")
            ]
            cells = rows.get(line)
            own = [_spell(cells[at]) if cells else "" for at in self._places]
            lines.writerow([file, line, *told, *own])
        return out.getvalue()

    def append(self, text: str) -> None:
        """Write lines, and see that they reach the disk."""
        if not text:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self.path.exists()
        with self.path.open("a", encoding="utf-8", newline="") as file:
            if is_new:
                csv.writer(file, lineterminator="\n").writerow([*COLUMNS, *self._header])
            file.write(text)
            file.flush()
            os.fsync(file.fileno())


def unused(path: Path) -> Path:
    """The path, or with a number if there is a file: ``rejects-1.csv`` for ``rejects.csv``."""
    number = 0
    found = path
    while found.exists():
        number += 1
        found = path.with_stem(f"{path.stem}-{number}")
    return found


def _spell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list):
        return LIST_SEPARATOR.join(map(_spell, cell))
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
