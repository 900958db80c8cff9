"""Rules compiled for one header: functions from a row's cells to values and ids."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from graph.records import PropertyValue, Scalar
from ingest.mapping import VALUE_FIELD, RelationRule, Template, ValueRule
from ingest.tables import Cell
from ingest.values import BadValue, Converter, check_id
from ontology.errors import nearest

Cells: TypeAlias = Sequence[Cell]
Items: TypeAlias = Sequence[Scalar]
ReadItems: TypeAlias = Callable[[Cells], Items]
ReadValue: TypeAlias = Callable[[Cells], PropertyValue | None]
ReadId: TypeAlias = Callable[[Cells], str]
ReadTargets: TypeAlias = Callable[[Cells], Sequence[tuple[str, str]]]

_NONE: Items = ()


def compile_property(
    rule: ValueRule, header: Sequence[str], convert: Converter, *, many: bool
) -> ReadValue:
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

    if many:
        return several
    return _shortcut(rule, header, convert, one) if rule.is_plain else one


def _shortcut(
    rule: ValueRule, header: Sequence[str], convert: Converter, otherwise: ReadValue
) -> ReadValue:
    """The reader of a plain text cell, by far the most frequent case."""
    position = header.index(rule.column)

    def read(cells: Cells) -> PropertyValue | None:
        cell = cells[position]
        if isinstance(cell, str):
            text = cell.strip()
            return convert(text) if text else None
        return otherwise(cells)

    return read


def compile_targets(rule: RelationRule, header: Sequence[str]) -> ReadTargets:
    """The function that reads the other ends of a relation: pairs of what stood there and id."""
    read = compile_items(rule.value, header)
    if rule.id is None:
        return lambda cells: [(str(item), str(item)) for item in read(cells)]
    render = _compile_template(rule.id, {**_positions(header), VALUE_FIELD: len(header)})

    def targets(cells: Cells) -> Sequence[tuple[str, str]]:
        return [(str(item), render([*cells, item])) for item in read(cells)]

    return targets


def compile_id(template: Template, header: Sequence[str]) -> ReadId:
    """The function that makes an entity's id; ``""`` if a column that it needs is empty."""
    render = _compile_template(template, _positions(header))

    def read(cells: Cells) -> str:
        text = render(cells)
        return check_id(text) if text else ""

    return read


def compile_items(rule: ValueRule, header: Sequence[str]) -> ReadItems:
    """The function that reads a rule's values before conversion, stripped, empty ones left out."""
    read = _compile_source(rule, header)
    if rule.lookup:
        read = _with_lookup(rule, read)
    if rule.default is None:
        return read
    default = (rule.default,)
    return lambda cells: read(cells) or default


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
