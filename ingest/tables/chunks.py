"""Tables as streams of chunks: what the readers of all table formats have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from graph.records import Scalar
from ingest.limits import LONGEST_CELL

Cell: TypeAlias = Scalar | list[Scalar] | None

CHUNK_ROWS = 10_000
"""At most so many rows make a chunk."""

SHOWN = 200
"""So many characters of a row that cannot be read are shown."""


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
        cells: The row itself where it can be told, one cell for each column of the header.
    """

    line: int
    value: str
    code: str
    reason: str
    suggestion: str
    field: str = ""
    cells: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of a table in order, and those that could not be read between them.

    Attributes:
        lines: Where each row begins, from 1: a line of the text file, a row of the sheet, or the
            number of a Parquet row.
        rows: One cell for each column of the header; as many as ``lines``.
        bad: What could not be read.
        position: Bytes of the file consumed after it, about; compressed ones if it is packed.
    """

    lines: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    bad: Sequence[BadRow]
    position: int


class Table(Protocol):
    """A file with named columns."""

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, each once."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """Read it anew, in bounded memory; the same chunks each time."""
        ...


def cell_too_long(line: int, field: str) -> BadRow:
    """The refusal of a row for a cell beyond ``LONGEST_CELL``."""
    return BadRow(
        line,
        "",
        "CELL_TOO_LONG",
        f"is longer than {LONGEST_CELL} characters",
        "shorten it",
        field,
    )
