"""Relations kept in files, sorted by source, until the entities that they leave are written."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, Self

_BUFFER = 1 << 18


class Pairs:
    """Relations of one type from entities of one class, sorted by source, in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def groups(self) -> Iterator[tuple[str, list[str]]]:
        """Each source with its targets; afterwards the file is gone."""
        with self._path.open(encoding="utf-8", newline="\n", buffering=_BUFFER) as file:
            pairs = (line[:-1].split("\t") for line in file)
            for source, group in groupby(pairs, itemgetter(0)):
                yield source, [target for _, target in group]
        self._path.unlink()


class PairWriter:
    """Writes the relations of one type, a file for each class that they leave."""

    def __init__(self, scratch: Path, type_: str) -> None:
        self._scratch = scratch
        self._type = type_
        self._files: dict[str, IO[str]] = {}
        self.written: dict[str, Pairs] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()

    def write(self, name: str, source: str, target: str) -> None:
        """Keep a relation of an entity of that class; ids have no tabs and no line breaks."""
        file = self._files.get(name)
        if file is None:
            path = self._scratch / f"{len(self.written)}.{self._type}.pairs"
            file = path.open("w", encoding="utf-8", newline="\n", buffering=_BUFFER)
            self._files[name] = file
            self.written[name] = Pairs(path)
        file.write(f"{source}\t{target}\n")


class Head:
    """The next source of a stream of pairs; None at its end."""

    def __init__(self, pairs: Pairs) -> None:
        self._groups = pairs.groups()
        self.source: str | None = None
        self.targets: list[str] = []
        self.advance()

    def advance(self) -> None:
        """Go on to the next source."""
        self.source, self.targets = next(self._groups, (None, []))
