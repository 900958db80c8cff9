"""Statements by subject, in bounded memory: what does not fit lies on disk, in parts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self
from zlib import crc32

import orjson

from ingest.rdf.parsing import Statement

IN_MEMORY = 64_000_000
"""Characters that are held at a time, about, a statement having some 100 beside its object's."""
PARTS = 256
MOST_STATEMENTS = 1_000_000
"""Of one subject; more are not held."""
_OVERHEAD = 100


@dataclass(frozen=True, slots=True)
class Subject:
    """What is said of a subject.

    Attributes:
        name: Its IRI in brackets, or its blank node.
        line: Where it first stands.
        statements: Predicates and objects by turns, in order.
    """

    name: str
    line: int
    statements: list[str]

    @property
    def is_whole(self) -> bool:
        """Whether it has no more statements than can be held."""
        return len(self.statements) <= 2 * MOST_STATEMENTS


class Gathering:
    """Takes statements, then gives the subjects.

    Subjects come in order of appearance as long as all are in memory; else part by part, the
    hash of a subject's name telling its part. The parts lie in a file without a name, which is
    gone whatever happens.

    Args:
        in_memory: Characters to hold at a time.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._lines: dict[str, int] = {}
        self._said: dict[str, list[str]] = {}
        self._file: IO[bytes] | None = None
        self._pieces: list[list[tuple[int, int]]] = [[] for _ in range(PARTS)]
        self.count = 0

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

    def take(self, statements: Iterable[Statement]) -> None:
        """Take all of them."""
        find, lines, held, count = self._said.get, self._lines, 0, 0
        for line, name, predicate, object_ in statements:
            said = find(name)
            if said is None:
                said = self._said[name] = []
                lines[name] = line
            said.append(intern(predicate))
            said.append(object_)
            held += len(object_) + _OVERHEAD
            count += 1
            if held > self._in_memory:
                self._put_away()
                held = 0
        self.count += count
        if self._file is not None:
            self._put_away()

    def subjects(self) -> Iterator[Subject]:
        """Each once."""
        if self._file is None:
            for name, said in self._said.items():
                yield Subject(name, self._lines[name], said)
            return
        for pieces in self._pieces:
            yield from _merged(self._file, pieces)

    def _put_away(self) -> None:
        parts: dict[int, list[tuple[str, int, list[str]]]] = {}
        for name, said in self._said.items():
            part = crc32(name.encode()) % PARTS
            parts.setdefault(part, []).append((name, self._lines[name], said))
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - closed on exit
        for part, found in parts.items():
            start = self._file.tell()
            size = self._file.write(orjson.dumps(found))
            self._pieces[part].append((start, size))
        self._said.clear()
        self._lines.clear()


def _merged(file: IO[bytes], pieces: Iterable[tuple[int, int]]) -> Iterable[Subject]:
    subjects: dict[str, Subject] = {}
    for start, size in pieces:
        file.seek(start)
        for name, line, said in orjson.loads(file.read(size)):
            subject = subjects.get(name)
            if subject is None:
                subjects[name] = Subject(name, line, said)
            elif subject.is_whole:
                subject.statements.extend(said)
    return subjects.values()
