"""The reject file: what was refused, where it stands, and what to do about it."""

import csv
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import orjson

from ingest.drafts import Reject

COLUMNS = ("file", "line", "field", "value", "code", "reason", "suggestion")


class RejectFile:
    """Writes rejects to a new file, CSV or (by its suffix) JSONL; made at the first reject.

    A file that exists is never touched: ``rejects.csv`` becomes ``rejects-1.csv``.
    """

    def __init__(self, path: Path) -> None:
        self._wanted = path
        self._file: IO[str] | None = None
        self.path: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, reject: Reject) -> None:
        """Append one reject."""
        file = self._file or self._open()
        cells = [getattr(reject, name) for name in COLUMNS]
        if self._wanted.suffix == ".jsonl":
            file.write(orjson.dumps(dict(zip(COLUMNS, cells, strict=True))).decode() + "\n")
        else:
            csv.writer(file, lineterminator="\n").writerow(cells)

    def _open(self) -> IO[str]:
        self._wanted.parent.mkdir(parents=True, exist_ok=True)
        number = 0
        path = self._wanted
        while self._file is None:
            try:
                self._file = path.open("x", encoding="utf-8", newline="")
            except FileExistsError:
                number += 1
                path = self._wanted.with_stem(f"{self._wanted.stem}-{number}")
        self.path = path
        if self._wanted.suffix != ".jsonl":
            csv.writer(self._file, lineterminator="\n").writerow(COLUMNS)
        return self._file
