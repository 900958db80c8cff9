r"""Cells that hold values exactly as they are stored, as exports write them.

Nothing is stripped, looked up or normalised. In a table of text (``format: {cells: escaped}``)
lists are cut at their separator, ``\uXXXX`` stands for a character and an empty cell for nothing;
elsewhere (``exact``) a missing cell stands for nothing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, cast

from graph.records import PropertyValue, Scalar
from ingest.errors import FaultList
from ingest.mapping.model import (
    EntityBlock,
    Mapping,
    RelationRule,
    TableFormat,
    Template,
    ValueRule,
)
from ingest.rows.cells import (
    Columns,
    Ends,
    Faults,
    ReadEnds,
    ReadIds,
    ReadValues,
    compile_ends,
    compile_ids,
    compile_property,
)
from ingest.rows.escapes import unescape
from ingest.rows.values import BadValue, check_id, compile_converter
from ingest.tables.chunks import Cell
from ontology.model import Datatype, Ontology, PropertyDef

Header: TypeAlias = Sequence[str]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TEXTS = frozenset({Datatype.TEXT, Datatype.STRING, Datatype.TERM, Datatype.URI, Datatype.DATE})
_WHOLE = re.compile("-?[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Readers:
    """How the columns of a table are read."""

    ids: Callable[[Template, Header], ReadIds]
    ends: Callable[[RelationRule, Header], ReadEnds]
    values: Callable[[ValueRule, Header, PropertyDef], ReadValues]


def readers_of(format: TableFormat, ontology: Ontology) -> Readers:
    """The readers that fit how cells are written."""
    if format.cells is None:
        return Readers(compile_ids, compile_ends, partial(_free_values, ontology))
    parse = partial(_parse_items, escaped=format.cells == "escaped")
    return Readers(
        partial(_exact_ids, parse),
        partial(_exact_ends, parse),
        partial(_exact_values, ontology, parse, escaped=format.cells == "escaped"),
    )


def check_exact(mapping: Mapping, faults: FaultList) -> None:
    """Note what a mapping says that exact cells leave no room for."""
    if mapping.format.cells is None:
        return
    for block in mapping.entities:
        if not _is_column(block.id):
            faults.add(block.line, "with `cells`, an id is one column, such as {id}")
        for rule in _rules(block):
            if rule.column is None or rule.lookup or rule.unit or rule.default is not None:
                message = "with `cells`, a value is a column, without lookup, unit and default"
                faults.add(rule.line, message)
        for relation in block.relations.values():
            if relation.id is not None:
                faults.add(relation.value.line, "with `cells`, a relation holds whole ids")


_Parse: TypeAlias = Callable[[Cell, str | None], Sequence[Scalar]]


def _parse_items(cell: Cell, split: str | None, *, escaped: bool) -> Sequence[Scalar]:
    if cell is None or (escaped and cell == ""):
        return ()
    if isinstance(cell, list):
        return cell
    if not escaped or not isinstance(cell, str):
        return (cell,)
    return [unescape(item) for item in (cell.split(split) if split else (cell,))]


def _free_values(
    ontology: Ontology, rule: ValueRule, header: Header, definition: PropertyDef
) -> ReadValues:
    convert = compile_converter(definition, ontology)
    return compile_property(rule, header, convert, many=definition.many)


def _exact_ids(parse: _Parse, template: Template, header: Header) -> ReadIds:
    position = header.index(template.fields[0])

    def read(columns: Columns) -> tuple[Sequence[str], Faults]:
        ids: list[str] = []
        faults: dict[int, BadValue] = {}
        for place, cells in enumerate(columns.rows):
            items = parse(cells[position], None)
            try:
                ids.append(check_id(str(items[0])) if items else "")
            except BadValue as bad:
                faults[place] = bad
                ids.append("")
        return ids, faults

    return read


def _exact_ends(parse: _Parse, rule: RelationRule, header: Header) -> ReadEnds:
    position = header.index(rule.value.column or "")

    def read(columns: Columns) -> Ends:
        places: list[int] = []
        ids: list[str] = []
        faults: dict[int, BadValue] = {}
        for place, cells in enumerate(columns.rows):
            items = parse(cells[position], rule.value.split)
            try:
                found = [check_id(str(item)) for item in items]
            except BadValue as bad:
                faults[place] = bad
                continue
            places += [place] * len(found)
            ids += found
        return Ends(places, ids, ids, faults)

    return read


def _exact_values(
    ontology: Ontology,
    parse: _Parse,
    rule: ValueRule,
    header: Header,
    definition: PropertyDef,
    *,
    escaped: bool,
) -> ReadValues:
    position = header.index(rule.column or "")
    split = rule.split
    convert = _exact_converter(definition, ontology, escaped=escaped)

    def one(cell: Cell) -> PropertyValue | None:
        items = parse(cell, split)
        if len(items) > 1:
            shown = ", ".join(map(str, items))
            raise BadValue(
                shown, "MORE_THAN_ONE_VALUE", "the property takes one value", "keep one of them"
            )
        return convert(items[0]) if items else None

    def several(cell: Cell) -> PropertyValue | None:
        return tuple([convert(item) for item in parse(cell, split)]) or None

    read_cell = several if definition.many else one

    def by_row(columns: Columns) -> tuple[Sequence[PropertyValue | None], Faults]:
        values: list[PropertyValue | None] = []
        faults: dict[int, BadValue] = {}
        for place, cells in enumerate(columns.rows):
            try:
                values.append(read_cell(cells[position]))
            except BadValue as bad:
                faults[place] = bad
                values.append(None)
        return values, faults

    def at_once(columns: Columns) -> tuple[Sequence[PropertyValue | None], Faults]:
        column = [cells[position] for cells in columns.rows]
        values = _plain_texts(column, split, many=definition.many)
        return by_row(columns) if values is None else (values, {})

    return at_once if escaped and definition.datatype in _TEXTS else by_row


def _plain_texts(
    column: Sequence[Cell], split: str | None, *, many: bool
) -> Sequence[PropertyValue | None] | None:
    """The texts of a column in which nothing is escaped; None if it is not so plain."""
    if not {str}.issuperset(map(type, column)) or (many and not split):
        return None
    texts = cast("Sequence[str]", column)
    joined = "".join(texts)
    if "\\" in joined or not joined.isprintable():
        return None
    if many:
        return [tuple(text.split(split)) if text else None for text in texts]
    return [text or None for text in texts]


def _exact_converter(
    definition: PropertyDef, ontology: Ontology, *, escaped: bool
) -> Callable[[Scalar], Scalar]:
    """Text stays as it is, and a number of the kind that it was."""
    convert = compile_converter(definition, ontology)
    if definition.datatype is Datatype.DECIMAL:
        return partial(_number, convert, keep=not escaped)
    if definition.datatype is Datatype.INTEGER:
        return partial(_number, convert, keep=True)
    if definition.datatype is Datatype.BOOLEAN:
        return convert
    return lambda item: _storable(item) if isinstance(item, str) else convert(item)


def _number(convert: Callable[[Scalar], Scalar], item: Scalar, *, keep: bool) -> Scalar:
    """A number; a whole one stays whole if it is text, or if sheets do not hold all alike."""
    if isinstance(item, str) and _WHOLE.fullmatch(item):
        return int(item)
    is_whole = isinstance(item, int) and not isinstance(item, bool)
    return item if is_whole and keep else convert(item)


def _storable(text: str) -> str:
    found = None if text.isprintable() else _UNSTORABLE.search(text)
    if found:
        raise BadValue(
            text, "CONTROL_CHARACTER", f"holds U+{ord(found[0]):04X}, no text can", "delete it"
        )
    return text


def _is_column(template: Template) -> bool:
    return len(template.fields) == 1 and template.parts[::2] == ("", "")


def _rules(block: EntityBlock) -> Sequence[ValueRule]:
    return [*block.properties.values(), *(rule.value for rule in block.relations.values())]
