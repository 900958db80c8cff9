"""From the rows of a table to drafts, by a mapping that fits its header."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from graph.records import PropertyValue
from ingest.cells import (
    Cells,
    ReadId,
    ReadTargets,
    ReadValue,
    compile_id,
    compile_items,
    compile_property,
    compile_targets,
)
from ingest.columns import expand, foreign_columns
from ingest.drafts import Converted, EntityDraft, Reject, RelationDraft
from ingest.load import find_property
from ingest.mapping import EntityBlock, Mapping, ValueRule
from ingest.tables import BadRow, Table
from ingest.values import BadValue, check_id, compile_converter
from ontology.errors import nearest
from ontology.model import Ontology


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    column: str
    read: ReadValue


@dataclass(frozen=True, slots=True)
class _Ends:
    name: str
    column: str
    outward: bool
    read: ReadTargets


@dataclass(frozen=True, slots=True)
class _Plan:
    """A block compiled for one class."""

    type: str
    describes: bool
    fields: tuple[_Field, ...]
    relations: tuple[_Ends, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    read_id: ReadId
    id_columns: str
    read_plan: Callable[[Cells], "_Plan"]
    optional: bool


def convert_table(
    table: Table, mapping: Mapping, ontology: Ontology, file: str
) -> Iterable[Converted]:
    """Convert rows one after the other; the mapping must have passed ``check_columns``."""
    header = table.header
    blocks = [_compile_block(block, mapping, header, ontology) for block in mapping.entities]
    before = 0
    for chunk in table.chunks():
        for bad in chunk.bad:
            yield Converted(rejects=(_reject_unread(file, bad),), bytes_read=before)
        for place, (line, cells) in enumerate(zip(chunk.lines, chunk.rows, strict=True), start=1):
            position = before + (chunk.position - before) * place // len(chunk.lines)
            yield _convert(_Row(line, cells), blocks, file, position)
        before = chunk.position


def _convert(row: _Row, blocks: Sequence[_Block], file: str, position: int) -> Converted:
    entities: list[EntityDraft] = []
    rejects: list[Reject] = []
    for block in blocks:
        draft = _draft(row, block, file, rejects)
        if draft is not None:
            entities.append(draft)
    return Converted(tuple(entities), tuple(rejects), position)


def _draft(row: _Row, block: _Block, file: str, rejects: list[Reject]) -> EntityDraft | None:
    try:
        own_id = _own_id(row, block)
        if own_id is None:
            return None
        plan = block.read_plan(row.cells)
    except BadValue as bad:
        rejects.append(_reject(file, row.line, block.id_columns, bad))
        return None
    properties, faults = _properties(row, plan, file)
    rejects += faults
    if faults:
        return None
    relations = _relations(row, plan, own_id, file, rejects)
    return EntityDraft(row.line, own_id, plan.type if plan.describes else "", properties, relations)


def _own_id(row: _Row, block: _Block) -> str | None:
    """The entity's id, or None if the row does without this entity."""
    found = block.read_id(row.cells)
    if not found and not block.optional:
        raise BadValue("", "MISSING_ID", "the id's column is empty", "fill it in")
    return found or None


def _properties(row: _Row, plan: _Plan, file: str) -> tuple[dict[str, PropertyValue], list[Reject]]:
    properties: dict[str, PropertyValue] = {}
    faults: list[Reject] = []
    for field in plan.fields:
        try:
            value = field.read(row.cells)
        except BadValue as bad:
            faults.append(_reject(file, row.line, field.column, bad))
        else:
            if value is not None:
                properties[field.name] = value
    return properties, faults


def _relations(
    row: _Row, plan: _Plan, id: str, file: str, rejects: list[Reject]
) -> tuple[RelationDraft, ...]:
    drafts: list[RelationDraft] = []
    for ends in plan.relations:
        try:
            for value, other in ends.read(row.cells):
                source, target = (id, check_id(other)) if ends.outward else (check_id(other), id)
                drafts.append(
                    RelationDraft(ends.name, source, target, row.line, ends.column, value)
                )
        except BadValue as bad:
            rejects.append(_reject(file, row.line, ends.column, bad, whole_row=False))
    return tuple(drafts)


def _compile_block(
    block: EntityBlock, mapping: Mapping, header: Sequence[str], ontology: Ontology
) -> _Block:
    return _Block(
        read_id=compile_id(block.id, header),
        id_columns=",".join(block.id.fields),
        read_plan=_compile_plans(block, mapping, header, ontology),
        optional=block is not mapping.entities[0],
    )


def _compile_plans(
    block: EntityBlock, mapping: Mapping, header: Sequence[str], ontology: Ontology
) -> Callable[[Cells], _Plan]:
    if isinstance(block.type, str):
        only = _compile_plan(block, block.type, (), header, ontology)
        return lambda _: only
    read = compile_items(block.type, header)
    column = "".join(block.type.columns)
    plans: dict[str, _Plan] = {}

    def read_plan(cells: Cells) -> _Plan:
        items = read(cells)
        name = str(items[0]) if items else ""
        if name not in plans:
            _check_class(name, column, ontology)
            foreign = foreign_columns(block, name, mapping, header, ontology)
            plans[name] = _compile_plan(block, name, foreign, header, ontology)
        return plans[name]

    return read_plan


def _check_class(name: str, column: str, ontology: Ontology) -> None:
    if name not in ontology.classes:
        hint = nearest(name, ontology.classes)
        meant = f"did you mean {hint!r}?" if hint else "name a class of the ontology"
        reason = f"is no class (column {column})" if name else f"column {column} names no class"
        raise BadValue(name, "UNKNOWN_CLASS", reason, meant)


def _compile_plan(
    block: EntityBlock,
    class_name: str,
    foreign: Sequence[str],
    header: Sequence[str],
    ontology: Ontology,
) -> _Plan:
    whole = expand(block, class_name, header, ontology)
    fields = [
        _Field(name, name, _compile_foreign(ValueRule(block.line, name), class_name, header))
        for name in foreign
    ]
    for key, rule in whole.properties.items():
        definition = find_property(ontology, class_name, key)
        if definition is None:
            read = _compile_foreign(rule, class_name, header)
        else:
            convert = compile_converter(definition, ontology)
            read = compile_property(rule, header, convert, many=definition.many)
        fields.append(_Field(key, ",".join(rule.columns) or key, read))
    relations = tuple(
        _Ends(
            name,
            ",".join(rule.columns) or name,
            rule.direction == "out",
            compile_targets(rule, header),
        )
        for name, rule in whole.relations.items()
    )
    return _Plan(class_name, block.describes, tuple(fields), relations)


def _compile_foreign(rule: ValueRule, class_name: str, header: Sequence[str]) -> ReadValue:
    """A reader for a column that must be empty, for the class has no place for its value."""
    read = compile_items(rule, header)

    def refuse(cells: Cells) -> PropertyValue | None:
        items = read(cells)
        if items:
            reason = f"a {class_name} has no such property or relation"
            advice = "leave the cell empty in rows of this class"
            raise BadValue(items[0], "UNKNOWN_PROPERTY", reason, advice)
        return None

    return refuse


def _reject(file: str, line: int, field: str, bad: BadValue, *, whole_row: bool = True) -> Reject:
    return Reject(file, line, field, bad.value, bad.code, bad.reason, bad.suggestion, whole_row)


def _reject_unread(file: str, row: BadRow) -> Reject:
    return Reject(file, row.line, row.field, row.value, row.code, row.reason, row.suggestion)
