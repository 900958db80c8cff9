"""Reject files: the refused rows as they stood, with what is wrong beside, ready to be mended.

A table's reject file has the table's own columns behind columns that begin with ``_``, which an
import passes over: mended in place, it is imported by the same mapping.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ingest.drafts import Reject
from ingest.mapping import LIST_SEPARATOR
from ingest.tables import Cell

COLUMNS = ("_file", "_line", "_field", "_value", "_code", "_reason", "_suggestion")
"""Columns that a reject file has beside those of its table."""


class RejectFile:
    """Appends to a new file, made with its first reject; one that exists is never touched.

    Args:
        path: Where to; ``rejects.csv`` becomes ``rejects-1.csv`` where that exists.
        header: Columns of the table that is read, none for RDF.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._wanted = path
        self._places = [at for at, name in enumerate(header) if name not in COLUMNS]
        self._header = [header[at] for at in self._places]
        self.path: Path | None = None

    @property
    def size(self) -> int:
        """In bytes."""
        return self.path.stat().st_size if self.path is not None else 0

    def take_up(self, path: Path, size: int) -> None:
        """Go on with a file of an interrupted import, at the place where it was certain."""
        if path.exists():
            with path.open("r+b") as file:
                file.truncate(size)
            self.path = path

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
        if self.path is None:
            self.path = self._make()
        with self.path.open("a", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    def _make(self) -> Path:
        self._wanted.parent.mkdir(parents=True, exist_ok=True)
        path, number = self._wanted, 0
        while True:
            try:
                with path.open("x", encoding="utf-8", newline="") as file:
                    csv.writer(file, lineterminator="\n").writerow([*COLUMNS, *self._header])
            except FileExistsError:
                number += 1
                path = self._wanted.with_stem(f"{self._wanted.stem}-{number}")
            else:
                return path


def _spell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list):
        return LIST_SEPARATOR.join(map(_spell, cell))
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
