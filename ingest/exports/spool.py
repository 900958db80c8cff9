"""Rows kept in a file of their own until it is known which columns they have."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import orjson

from graph.records import PropertyValue, Scalar

Spooled: TypeAlias = Scalar | list[Scalar]
"""A value that has been in a spool: what was a tuple is a list."""

_BUFFER = 1 << 18


class Spool:
    """Rows in a temporary file; first all are appended, then they are read.

    Attributes:
        keys: The keys that occur.
        count: How many rows there are.
    """

    def __init__(self, path: Path, files: ExitStack) -> None:
        """Open the file, to be closed with the others."""
        self.keys: dict[str, None] = {}
        self.count = 0
        self._path = path
        self._file = files.enter_context(path.open("wb", buffering=_BUFFER))

    def append(self, row: Mapping[str, PropertyValue | list[str] | None]) -> None:
        """Keep a row."""
        if not row.keys() <= self.keys.keys():
            self.keys.update(dict.fromkeys(row))
        self._file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        self.count += 1

    def rows(self) -> Iterator[dict[str, Spooled]]:
        """All rows in order; afterwards the file is gone."""
        self._file.close()
        with self._path.open("rb", buffering=_BUFFER) as file:
            for line in file:
                yield orjson.loads(line)
        self._path.unlink()
