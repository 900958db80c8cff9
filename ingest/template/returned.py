"""A template that was filled in, as a table in the ontology's own terms."""

from collections.abc import Iterator, Sequence

from ingest.tables.chunks import SHOWN, BadRow, Cell, Chunk, Table
from ingest.template.columns import ID, TYPE
from ingest.template.example import spell
from ingest.template.ids import made_id
from ingest.template.marks import EXAMPLE_ID, GUIDES, Marks, entity_of, plain
from ontology.languages import split_text_key
from ontology.model import LANGUAGES

_NAME = "name"


class ReturnedTemplate:
    """Leaves out the rows that explain the columns, fills in ids, and reads names as ids.

    A row without an id gets one made of the class and its name, so that the same row gets the
    same id whenever it is imported. Two such rows of one name are one too many. A last column
    tells the class, so that refused rows can be imported by themselves once they are mended.
    """

    def __init__(self, table: Table, class_name: str, marks: Marks) -> None:
        header = table.header
        self._table = table
        self._header = header if TYPE in header else (*header, TYPE)
        self._class_name = class_name
        self._marks = marks
        self._id = header.index(ID) if ID in header else None
        self._names = [header.index(column) for column in _name_columns(header)]
        self._relations = [
            place for place, column in enumerate(header) if column in marks.relations
        ]

    @property
    def header(self) -> tuple[str, ...]:
        """The column names, each once."""
        return self._header

    def chunks(self) -> Iterator[Chunk]:
        """Read it anew."""
        lines_by_id: dict[str, int] = {}
        for chunk in self._table.chunks():
            yield self._converted(chunk, lines_by_id)

    def _converted(self, chunk: Chunk, lines_by_id: dict[str, int]) -> Chunk:
        lines: list[int] = []
        rows: list[Sequence[Cell]] = []
        bad = list(chunk.bad)
        for line, row in zip(chunk.lines, chunk.rows, strict=True):
            found = self._row(line, row, lines_by_id)
            if isinstance(found, BadRow):
                bad.append(found)
            elif found is not None:
                lines.append(line)
                rows.append(found)
        return Chunk(lines, rows, sorted(bad, key=lambda item: item.line), chunk.position)

    def _row(
        self, line: int, row: Sequence[Cell], lines_by_id: dict[str, int]
    ) -> Sequence[Cell] | BadRow | None:
        """The row, or why it cannot be read; None if it explains the columns."""
        stated = "" if self._id is None else plain(spell(row[self._id]))
        if stated in GUIDES or (stated == EXAMPLE_ID and self._is_example(row)):
            return None
        cells = self._cells(row)
        name = self._name(row)
        if stated == EXAMPLE_ID:
            return _overwritten(line, name, self._with_id(cells, None))
        if stated or self._id is None:
            lines_by_id.setdefault(stated, line)
            return cells
        if not name:
            return _nameless(line, cells)
        made = made_id(self._class_name, name)
        first = lines_by_id.setdefault(made, line)
        return self._with_id(cells, made) if first == line else _repeated(line, name, first, cells)

    def _cells(self, row: Sequence[Cell]) -> list[Cell]:
        cells = list(row)
        for place in self._relations:
            cells[place] = _entities(cells[place])
        return cells if len(cells) == len(self._header) else [*cells, self._class_name]

    def _with_id(self, cells: Sequence[Cell], id: str | None) -> Sequence[Cell]:
        return [id if place == self._id else cell for place, cell in enumerate(cells)]

    def _name(self, row: Sequence[Cell]) -> str:
        return next((name for place in self._names if (name := spell(row[place]))), "")

    def _is_example(self, row: Sequence[Cell]) -> bool:
        example = self._marks.example
        return all(
            spell(cell) == example.get(column, "")
            for column, cell in zip(self._table.header, row, strict=True)
        )


def _name_columns(header: Sequence[str]) -> list[str]:
    """Those that hold names, the house languages first."""
    names = [column for column in header if split_text_key(column, (_NAME,))]
    house = [f"{_NAME}_{language}" for language in LANGUAGES]
    return [*(name for name in house if name in names), *sorted(set(names).difference(house))]


def _entities(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    return "|".join(entity_of(item) for item in cell.split("|"))


def _overwritten(line: int, name: str, cells: Sequence[Cell]) -> BadRow:
    return BadRow(
        line,
        name[:SHOWN],
        "EXAMPLE_CHANGED",
        "this is the example row, and somebody has written into it",
        "if it is a record of yours, clear its id cell; if not, delete the row",
        ID,
        cells,
    )


def _nameless(line: int, cells: Sequence[Cell]) -> BadRow:
    advice = "fill in a name, of which the id is made, or an id"
    return BadRow(line, "", "MISSING_ID", "has neither id nor name", advice, ID, cells)


def _repeated(line: int, name: str, first: int, cells: Sequence[Cell]) -> BadRow:
    return BadRow(
        line,
        name[:SHOWN],
        "SAME_NAME",
        f"has no id and the name of row {first}, so both would have the same id",
        "if they are two, give one of them an id of its own; if they are one, delete a row",
        ID,
        cells,
    )
