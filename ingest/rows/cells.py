"""Rules compiled for one header: from the columns of a chunk to values, ids and relation ends.

Most columns are plain text and are handled whole; whatever needs a look at each cell is read row
by row, with the same results.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from graph.records import PropertyValue, Scalar
from ingest.mapping.model import VALUE_FIELD, RelationRule, Template, ValueRule
from ingest.rows.units import Units, scaled
from ingest.rows.values import BadValue, Converter, check_id, is_text_converter
from ingest.tables.chunks import Cell
from ontology.errors import nearest

Cells: TypeAlias = Sequence[Cell]
Items: TypeAlias = Sequence[Scalar]
ReadItems: TypeAlias = Callable[[Cells], Items]
Faults: TypeAlias = Mapping[int, BadValue]

_NONE: Items = ()
_LONGEST_ID = 512


class Columns:
    """Some rows of a table, also as columns."""

    def __init__(self, lines: Sequence[int], rows: Sequence[Cells]) -> None:
        self.lines = lines
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def raw(self) -> Sequence[Sequence[Cell]]:
        """The cells by column."""
        return list(zip(*self.rows, strict=True))

    def texts(self, position: int) -> list[str] | None:
        """A column stripped, if all its cells are text."""
        column = self.raw[position] if self.rows else ()
        try:
            return [cell.strip() for cell in column]  # type: ignore[union-attr]  # asked below
        except AttributeError:
            return None

    def take(self, places: Sequence[int]) -> "Columns":
        """Some of the rows."""
        return Columns([self.lines[at] for at in places], [self.rows[at] for at in places])


@dataclass(frozen=True, slots=True)
class Ends:
    """The other ends of a relation rule: places of rows, what stood there, and ids."""

    places: Sequence[int]
    values: Sequence[str]
    ids: Sequence[str]
    faults: Faults


ReadValues: TypeAlias = Callable[[Columns], tuple[Sequence[PropertyValue | None], Faults]]
ReadIds: TypeAlias = Callable[[Columns], tuple[Sequence[str], Faults]]
ReadEnds: TypeAlias = Callable[[Columns], Ends]


def compile_property(
    rule: ValueRule, header: Sequence[str], convert: Converter, *, many: bool
) -> ReadValues:
    """The function that reads a property; it gives None where there is no value."""
    read = compile_items(rule, header)

    def several(cells: Cells) -> PropertyValue | None:
        items = read(cells)
        return tuple(dict.fromkeys([convert(item) for item in items])) if items else None

    def one(cells: Cells) -> PropertyValue | None:
        items = read(cells)
        if len(items) > 1:
            shown = ", ".join(map(str, items))
            raise BadValue(
                shown, "MORE_THAN_ONE_VALUE", "the property takes one value", "keep one of them"
            )
        return convert(items[0]) if items else None

    by_row = several if many else one
    return _whole_column(rule, header, convert, by_row, many=many) or _each(by_row)


def compile_refusal(read: ReadItems, refuse: Callable[[Scalar], BadValue]) -> ReadValues:
    """A reader of a column that must be empty."""

    def by_row(cells: Cells) -> PropertyValue | None:
        items = read(cells)
        if items:
            raise refuse(items[0])
        return None

    return _each(by_row)


def compile_ids(template: Template, header: Sequence[str]) -> ReadIds:
    """The function that makes ids; ``""`` where a column that an id needs is empty."""
    positions = _positions(header)
    render = _compile_template(template, positions)
    fields = [positions[name] for name in template.fields]

    def by_row(columns: Columns) -> tuple[Sequence[str], Faults]:
        ids: list[str] = []
        faults: dict[int, BadValue] = {}
        for place, cells in enumerate(columns.rows):
            try:
                text = render(cells)
                ids.append(check_id(text) if text else "")
            except BadValue as bad:
                faults[place] = bad
                ids.append("")
        return ids, faults

    def at_once(columns: Columns) -> tuple[Sequence[str], Faults]:
        texts = columns.texts(fields[0]) if len(fields) == 1 else None
        if texts is None:
            return by_row(columns)
        before, after = template.parts[0], template.parts[2]
        ids = [f"{before}{text}{after}" if text else "" for text in texts]
        return (ids, {}) if are_plain_ids(ids) else by_row(columns)

    return at_once


def compile_ends(rule: RelationRule, header: Sequence[str]) -> ReadEnds:
    """The function that reads the other ends of a relation."""
    read = compile_items(rule.value, header)
    positions = {**_positions(header), VALUE_FIELD: len(header)}
    render = _compile_template(rule.id, positions) if rule.id else None

    def of_row(cells: Cells) -> list[tuple[str, str]]:
        if render is None:
            return [(str(item), check_id(str(item))) for item in read(cells)]
        return [(str(item), check_id(render([*cells, item]))) for item in read(cells)]

    def by_row(columns: Columns) -> Ends:
        found: list[tuple[int, str, str]] = []
        faults: dict[int, BadValue] = {}
        for place, cells in enumerate(columns.rows):
            try:
                found += [(place, value, id_) for value, id_ in of_row(cells)]
            except BadValue as bad:
                faults[place] = bad
        places, values, ids = zip(*found, strict=True) if found else ((), (), ())
        return Ends(places, values, ids, faults)

    def at_once(columns: Columns) -> Ends:
        ends = _plain_ends(rule, columns, positions)
        return by_row(columns) if ends is None else ends

    return at_once if rule.value.column is not None and _is_direct(rule.value) else by_row


def compile_items(rule: ValueRule, header: Sequence[str]) -> ReadItems:
    """The function that reads a rule's values before conversion, stripped, empty ones left out."""
    read = _compile_source(rule, header)
    if rule.lookup:
        read = _with_lookup(rule, read)
    if rule.unit:
        read = _with_unit(rule.unit, read)
    if rule.default is None:
        return read
    default = (rule.default,)
    return lambda cells: read(cells) or default


def are_plain_ids(ids: Sequence[str]) -> bool:
    """Whether all are ids without doubt, empty ones aside."""
    return "".join(ids).isprintable() and max(map(len, ids), default=0) <= _LONGEST_ID


def _is_direct(rule: ValueRule) -> bool:
    return not rule.lookup and not rule.unit and rule.default is None


def _each(read: Callable[[Cells], PropertyValue | None]) -> ReadValues:
    def by_row(columns: Columns) -> tuple[Sequence[PropertyValue | None], Faults]:
        values: list[PropertyValue | None] = []
        faults: dict[int, BadValue] = {}
        for place, cells in enumerate(columns.rows):
            try:
                values.append(read(cells))
            except BadValue as bad:
                faults[place] = bad
                values.append(None)
        return values, faults

    return by_row


def _whole_column(
    rule: ValueRule,
    header: Sequence[str],
    convert: Converter,
    by_row: Callable[[Cells], PropertyValue | None],
    *,
    many: bool,
) -> ReadValues | None:
    """A reader of plain text cells, by far the most frequent; None if the rule is not so plain."""
    if rule.column is None or not _is_direct(rule) or (rule.split is not None and not many):
        return None
    position, split = header.index(rule.column), rule.split
    otherwise = _each(by_row)

    def read(columns: Columns) -> tuple[Sequence[PropertyValue | None], Faults]:
        texts = columns.texts(position)
        if texts is None:
            return otherwise(columns)
        if many and split is not None and is_text_converter(convert) and _printable(texts):
            return [_distinct(text, split) for text in texts], {}
        if not many and is_text_converter(convert) and _printable(texts):
            return [text or None for text in texts], {}
        if many:
            return otherwise(columns)
        try:
            known = {text: convert(text) for text in set(texts) if text}
        except BadValue:
            return otherwise(columns)
        return [known.get(text) for text in texts], {}

    return read


def _printable(texts: Sequence[str]) -> bool:
    return "".join(texts).isprintable()


def _distinct(text: str, split: str) -> PropertyValue | None:
    if split not in text:
        return (text,) if text else None
    return tuple(dict.fromkeys([p for part in text.split(split) if (p := part.strip())])) or None


def _plain_ends(rule: RelationRule, columns: Columns, positions: Mapping[str, int]) -> Ends | None:
    """Ends of a column of which each cell is one value; None if it is not so plain."""
    texts = columns.texts(positions[rule.value.column or ""])
    split = rule.value.split
    fields = rule.id.fields if rule.id else (VALUE_FIELD,)
    if texts is None or fields != (VALUE_FIELD,) or (split and split in "".join(texts)):
        return None
    places: Sequence[int] = range(len(texts))
    if not all(texts):
        places = [place for place, text in enumerate(texts) if text]
        texts = [text for text in texts if text]
    ids = texts
    if rule.id:
        before, after = rule.id.parts[0], rule.id.parts[2]
        ids = [f"{before}{text}{after}" for text in texts]
    return Ends(places, texts, ids, {}) if are_plain_ids(ids) else None


def _compile_source(rule: ValueRule, header: Sequence[str]) -> ReadItems:
    if rule.column is not None:
        return _compile_column(header.index(rule.column), rule.split)
    if rule.template is not None:
        render, split = _compile_template(rule.template, _positions(header)), rule.split
        return lambda cells: _split(render(cells), split)
    return lambda _: rule.constant


def _compile_column(position: int, split: str | None) -> ReadItems:
    def read(cells: Cells) -> Items:
        cell = cells[position]
        if isinstance(cell, str):
            return _split(cell, split)
        if cell is None:
            return _NONE
        if isinstance(cell, list):
            return [part for item in cell for part in _split(item, None)]
        return (cell,)

    return read


def _split(text: Scalar, split: str | None) -> Items:
    if not isinstance(text, str):
        return (text,)
    if split is not None and split in text:
        return [part for item in text.split(split) if (part := item.strip())]
    stripped = text.strip()
    return (stripped,) if stripped else _NONE


def _with_lookup(rule: ValueRule, read: ReadItems) -> ReadItems:
    lookup = rule.lookup

    def looked_up(cells: Cells) -> Items:
        return [_look_up(str(item)) for item in read(cells)]

    def _look_up(item: str) -> Scalar:
        if item in lookup:
            return lookup[item]
        hint = nearest(item, lookup)
        known = f"did you mean {hint!r}?" if hint else "it has " + ", ".join(lookup)
        raise BadValue(item, "NOT_IN_LOOKUP", "the mapping's lookup lacks this value", known)

    return looked_up


def _with_unit(units: Units, read: ReadItems) -> ReadItems:
    return lambda cells: [scaled(units, item) for item in read(cells)]


def _positions(header: Sequence[str]) -> Mapping[str, int]:
    return {name: place for place, name in enumerate(header)}


def _compile_template(template: Template, positions: Mapping[str, int]) -> Callable[[Cells], str]:
    """Fill in the template; ``""`` if any field is empty, for half an id names the wrong thing."""
    start, *texts = template.parts[::2]
    fields = [(positions[name], text) for name, text in zip(template.fields, texts, strict=True)]

    def render(cells: Cells) -> str:
        rendered = start
        for position, text in fields:
            cell = cells[position]
            if isinstance(cell, list):
                raise BadValue(cell, "LIST_IN_TEMPLATE", "is a list", "a template takes one value")
            value = "" if cell is None else str(cell).strip()
            if not value:
                return ""
            rendered += value + text
        return rendered

    return render
