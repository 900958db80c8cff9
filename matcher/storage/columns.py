"""Where an index keeps its arrays: in memory, or in files that are mapped and not read."""

from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[Any]
Kind: TypeAlias = tuple[str, tuple[int, ...]]
"""The type of an array's items, and its shape but for the first dimension."""


class Columns(Protocol):
    """Arrays by name, each written piece by piece, then read."""

    def append(self, name: str, values: Column) -> None:
        """Add rows to an array; all pieces have one type and one shape but for the first."""
        ...

    def read(self, name: str) -> Column:
        """The array so far.

        Raises:
            KeyError: Nothing was ever appended to it.
        """
        ...


class MemoryColumns:
    """Arrays in memory."""

    def __init__(self) -> None:
        self._pieces: dict[str, list[Column]] = {}

    def append(self, name: str, values: Column) -> None:
        """Add rows to an array."""
        self._pieces.setdefault(name, []).append(values)

    def read(self, name: str) -> Column:
        """The array so far."""
        pieces = self._pieces[name]
        if len(pieces) > 1:
            pieces[:] = [np.concatenate(pieces)]
        return pieces[0]


class FileColumns:
    """Arrays in files of a folder, one each, without a header: ``kinds`` says what they hold."""

    def __init__(self, folder: Path, kinds: dict[str, Kind] | None = None) -> None:
        self._folder = folder
        self._open: dict[str, BinaryIO] = {}
        self.kinds: dict[str, Kind] = {} if kinds is None else kinds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.close()
        self._open.clear()

    def path(self, name: str) -> Path:
        """The file of an array."""
        return self._folder / f"{name}.bin"

    def append(self, name: str, values: Column) -> None:
        """Add rows to an array."""
        if name not in self._open:
            self._open[name] = self.path(name).open("wb")
            self.kinds[name] = (values.dtype.str, values.shape[1:])
        np.ascontiguousarray(values).tofile(self._open[name])

    def read(self, name: str) -> Column:
        """The array so far, mapped."""
        if name in self._open:
            self._open[name].flush()
        kind, shape = self.kinds[name]
        path = self.path(name)
        if not path.stat().st_size:
            return np.empty((0, *shape), dtype=kind)
        flat = np.memmap(path, dtype=kind, mode="r")
        return np.asarray(flat).reshape(-1, *shape)
