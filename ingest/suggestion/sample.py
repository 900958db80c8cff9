"""The beginning of a table, column by column."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from graph.records import Scalar
from ingest.suggestion.headers import Header, han_share, parse_header
from ingest.tables.chunks import Cell, Table

MOST_ROWS = 10_000
"""So many rows are looked at."""
MOST_VALUES = 10_000
"""So many different values of a column are kept."""
SOME_HAN = 0.3
"""From this share of Han on, a text is Chinese."""
MOST_PROBED = 60
"""So many of them are judged."""


@dataclass(frozen=True)
class Column:
    """A column of a table, as far as it was looked at.

    Attributes:
        name: Its header.
        rows: How many rows there were.
        filled: In how many of them it has a value.
        values: Its different values that are not empty, stripped if they are text.
        is_list: Whether its cells are lists already.
        repeats: Whether a value comes twice.
        content: Cells of a table; of RDF, literals or IRIs.
        called: What people call it, if that is not its name.
        leads_to: Classes of the ontology that its IRIs are of, as far as that is known.
    """

    name: str
    rows: int
    filled: int
    values: Sequence[Scalar]
    is_list: bool
    repeats: bool
    content: Literal["cells", "literals", "iris"] = "cells"
    called: str = ""
    leads_to: Sequence[str] = ()

    @cached_property
    def header(self) -> Header:
        """Its header taken apart."""
        return parse_header(self.called or self.name)

    @cached_property
    def probe(self) -> Sequence[Scalar]:
        """The first of its values, enough to judge it by."""
        return self.values[:MOST_PROBED]

    @cached_property
    def texts(self) -> Sequence[str]:
        """The probe as text."""
        return [str(value) for value in self.probe]

    @cached_property
    def language(self) -> str:
        """``zh`` or ``en``, whichever its values seem to be in; its header, if they do not tell."""
        share = han_share(self.texts)
        if share is None:
            return "zh" if self.header.is_han else "en"
        return "zh" if share >= SOME_HAN else "en"

    @property
    def is_key(self) -> bool:
        """Whether each row has a value of its own."""
        return 0 < self.filled == self.rows and not self.repeats and not self.is_list


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a table.

    Attributes:
        columns: Its columns, in order.
        cells: The rows that were looked at.
        is_whole: Whether those were all.
    """

    columns: Sequence[Column]
    cells: Sequence[Sequence[Cell]]
    is_whole: bool


def take_sample(table: Table) -> Sample:
    """Look at the first rows of a table."""
    rows: list[Sequence[Cell]] = []
    is_whole = True
    for chunk in table.chunks():
        rows += islice(chunk.rows, MOST_ROWS - len(rows))
        if len(rows) == MOST_ROWS:
            is_whole = False
            break
    columns = [
        _column(name, [row[place] for row in rows]) for place, name in enumerate(table.header)
    ]
    return Sample(columns, rows, is_whole)


def _column(name: str, cells: Sequence[Cell]) -> Column:
    filled = 0
    seen: dict[Scalar, None] = {}
    repeats = is_list = False
    for cell in cells:
        items = _items(cell)
        is_list = is_list or isinstance(cell, list)
        filled += bool(items)
        for item in items:
            repeats = repeats or item in seen
            seen[item] = None
    values = list(islice(seen, MOST_VALUES))
    return Column(name, len(cells), filled, values, is_list, repeats)


def _items(cell: Cell) -> Sequence[Scalar]:
    items = cell if isinstance(cell, list) else [] if cell is None else [cell]
    stripped = [item.strip() if isinstance(item, str) else item for item in items]
    return [item for item in stripped if item != ""]
