"""Tables as streams of rows: what a CSV and a JSONL reader have in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from graph.records import Scalar

Cell: TypeAlias = Scalar | list[Scalar] | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        line: The line of the file where it begins, from 1.
        cells: One for each column of the header.
        bytes_read: Position in the file after it, about.
    """

    line: int
    cells: list[Cell]
    bytes_read: int


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read; the rows after it can.

    Attributes:
        line: The line of the file where it begins, from 1.
        value: The beginning of what stands there.
        code: Stable.
        reason: What is wrong.
        suggestion: What to do.
        field: The column, if it is one.
    """

    line: int
    value: str
    code: str
    reason: str
    suggestion: str
    field: str = ""


class Table(Protocol):
    """A file with named columns. Iterating reads it anew, in bounded memory."""

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, each once."""
        ...

    def __iter__(self) -> Iterator[Row | BadRow]: ...
