"""A mapping beside the header of a real table: unknown and unused columns, and ``auto``."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from ingest.errors import FaultList, InvalidMapping
from ingest.mapping.load import find_property, flat_keys, possible_classes
from ingest.mapping.model import (
    LIST_SEPARATOR,
    EntityBlock,
    Mapping,
    RelationRule,
    ValueRule,
)
from ingest.runs.rejects import COLUMNS as REJECT_COLUMNS
from ontology.errors import nearest
from ontology.model import Datatype, Ontology, PropertyDef


def check_columns(mapping: Mapping, header: Sequence[str], file: str, ontology: Ontology) -> None:
    """Compare a mapping with a table's header, before any row is read.

    Raises:
        InvalidMapping: A column that the mapping names is not there, or a column of the table
            is neither mapped nor ignored; lists all of them.
    """
    faults = FaultList(str(mapping.path))
    if not mapping.entities and mapping.relations_table is None:
        faults.add(1, f"has no `entities:`, which a table such as {file} needs")
    named = chain.from_iterable(_named_columns(block) for block in mapping.entities)
    for line, column in (*named, *_relation_columns(mapping)):
        if column not in header:
            hint = nearest(column, header)
            meant = f"; did you mean {hint!r}?" if hint else f"; it has {', '.join(header)}"
            faults.add(line, f"{file} has no column {column!r}{meant}")
    if not faults.faults:
        _check_unused(mapping, header, file, ontology, faults)
    faults.raise_if_any(InvalidMapping)


def expand(
    block: EntityBlock, class_name: str, header: Iterable[str], ontology: Ontology
) -> EntityBlock:
    """The block with the rules that ``auto`` stands for written out, for one class."""
    if not block.auto:
        return block
    properties, relations = dict(block.properties), dict(block.relations)
    relation_names = {relation.name for relation in ontology.relations_from(class_name)}
    for column in header:
        if column in block.ignore:
            continue
        definition = _auto_property(ontology, class_name, column)
        if definition is not None:
            split = LIST_SEPARATOR if definition.many else None
            properties.setdefault(column, ValueRule(block.line, column=column, split=split))
        elif column in relation_names:
            rule = ValueRule(block.line, column=column, split=LIST_SEPARATOR)
            relations.setdefault(column, RelationRule(rule))
    return replace(block, properties=properties, relations=relations)


def _auto_property(ontology: Ontology, class_name: str, column: str) -> PropertyDef | None:
    """The property that a header names; text in the house languages only.

    ``name_no`` is more often a number than a Norwegian name, so other languages are mapped by
    hand.
    """
    definition = find_property(ontology, class_name, column)
    if definition is None or definition.datatype is not Datatype.TEXT:
        return definition
    house = any(column == key or column.startswith(f"{key}_") for key in definition.keys)
    return definition if house else None


def _check_unused(
    mapping: Mapping, header: Sequence[str], file: str, ontology: Ontology, faults: FaultList
) -> None:
    used = {*REJECT_COLUMNS, *(column for _, column in _relation_columns(mapping))}
    names: set[str] = set()
    for block in mapping.entities:
        used.update(block.ignore)
        for class_name in possible_classes(block, ontology):
            whole = expand(block, class_name, header, ontology)
            used.update(column for _, column in _named_columns(whole))
            names |= flat_keys(ontology, (class_name,))
            names.update(relation.name for relation in ontology.relations_from(class_name))
    for column in header:
        if column not in used:
            hint = nearest(column, names)
            meant = f"; did you mean {hint!r}?" if hint else ""
            faults.add(
                mapping.entities[0].line if mapping.entities else 1,
                f"column {column!r} of {file} is neither mapped nor listed in `ignore`{meant}",
            )


def foreign_columns(
    block: EntityBlock, class_name: str, mapping: Mapping, header: Sequence[str], ontology: Ontology
) -> tuple[str, ...]:
    """Columns that ``auto`` maps for some class of the block, but not for this one.

    A value in them would be lost without a word in a row of this class.
    """
    if not block.auto or isinstance(block.type, str):
        return ()
    taken = {column for item in mapping.entities for _, column in _named_columns(item)}
    here = expand(block, class_name, header, ontology)
    taken.update(column for _, column in _named_columns(here))
    elsewhere = {
        column
        for other in possible_classes(block, ontology)
        for _, column in _named_columns(expand(block, other, header, ontology))
    }
    return tuple(column for column in header if column in elsewhere - taken)


def _relation_columns(mapping: Mapping) -> Iterable[tuple[int, str]]:
    table = mapping.relations_table
    if table is not None:
        for rule in (table.type, *table.properties.values()):
            yield from ((rule.line, column) for column in rule.columns)
        for end in (table.source, table.target):
            yield from ((end.value.line, column) for column in end.columns)


def _named_columns(block: EntityBlock) -> Iterable[tuple[int, str]]:
    if isinstance(block.type, ValueRule):
        yield from ((block.type.line, column) for column in block.type.columns)
    yield from ((block.line, column) for column in block.id.fields)
    for rule in block.properties.values():
        yield from ((rule.line, column) for column in rule.columns)
    for relation in block.relations.values():
        yield from ((relation.value.line, column) for column in relation.columns)
    yield from ((line, column) for column, line in block.ignore.items())
