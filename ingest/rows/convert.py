"""From the chunks of a table to batches, by a mapping that fits its header."""

from collections import abc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import compress, repeat

from graph.records import Entity, PropertyValue, Provenance
from ingest.mapping.load import find_property
from ingest.mapping.model import EntityBlock, Mapping, ValueRule
from ingest.rows.cells import (
    Columns,
    ReadEnds,
    ReadIds,
    ReadValues,
    compile_items,
    compile_refusal,
)
from ingest.rows.columns import expand, foreign_columns
from ingest.rows.drafts import Batch, Links, Reject
from ingest.rows.exact_cells import Readers, readers_of
from ingest.rows.relation_rows import RelationRows
from ingest.rows.values import BadValue
from ingest.tables.chunks import BadRow, Cell, Chunk, Table
from ontology import Violation, validate_entity
from ontology.errors import nearest
from ontology.model import Ontology


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    column: str
    read: ReadValues


@dataclass(frozen=True, slots=True)
class _Relation:
    name: str
    column: str
    outward: bool
    read: ReadEnds


@dataclass(frozen=True, slots=True)
class _Plan:
    """A block compiled for one class."""

    type: str
    describes: bool
    fields: tuple[_Field, ...]
    relations: tuple[_Relation, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    read_ids: ReadIds
    id_columns: str
    plans: "_Plans"
    optional: bool


@dataclass(slots=True)
class _Draft:
    """A batch in the making."""

    file: str
    provenance: Provenance
    ontology: Ontology
    lines: list[int] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    faults: dict[int, tuple[Violation, ...]] = field(default_factory=dict)
    links: list[Links] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def finished(self, chunk: Chunk) -> Batch:
        return Batch(
            lines=self.lines,
            entities=self.entities,
            faults=self.faults,
            links=self.links,
            rejects=sorted(self.rejects, key=lambda reject: reject.line),
            rows=len(chunk.rows) + len(chunk.bad),
            position=chunk.position,
            cells=partial(_rows_of, chunk),
        )

    def refuse(self, line: int, name: str, bad: BadValue, *, whole_row: bool = True) -> None:
        self.rejects.append(
            Reject(
                self.file, line, name, bad.value, bad.code, bad.reason, bad.suggestion, whole_row
            )
        )


def convert_table(
    table: Table, mapping: Mapping, ontology: Ontology, file: str
) -> Callable[[Provenance], Iterator[Batch]]:
    """The function that converts a table chunk by chunk, its values being of a provenance.

    The mapping must have passed ``check_columns``.
    """
    header = table.header
    blocks = [_compile_block(block, mapping, header, ontology) for block in mapping.entities]
    related = _relation_rows(mapping, header, ontology)

    def batches(provenance: Provenance) -> Iterator[Batch]:
        for chunk in table.chunks():
            draft = _Draft(file, provenance, ontology)
            draft.rejects += [_reject_unread(file, bad) for bad in chunk.bad]
            columns = Columns(chunk.lines, chunk.rows)
            for block in blocks if chunk.rows else ():
                _convert_block(columns, block, draft)
            if related is not None and chunk.rows:
                rest = _without_ids(columns, blocks)
                refuse = partial(draft.refuse, whole_row=False)
                draft.links += related.links(rest, refuse) if len(rest) else ()
            yield draft.finished(chunk)

    return batches


def _relation_rows(
    mapping: Mapping, header: Sequence[str], ontology: Ontology
) -> RelationRows | None:
    if mapping.relations_table is None:
        return None
    readers = readers_of(mapping.format, ontology)
    return RelationRows(mapping.relations_table, header, ontology, readers)


def _without_ids(columns: Columns, blocks: Sequence[_Block]) -> Columns:
    """The rows that are no entities."""
    taken: set[int] = set()
    for block in blocks:
        ids, faults = block.read_ids(columns)
        taken.update(faults, (place for place, id_ in enumerate(ids) if id_))
    return columns.take([place for place in range(len(columns)) if place not in taken])


def rows_at(table: Table, lines: Collection[int]) -> abc.Mapping[int, Sequence[Cell]]:
    """The rows of a table at some lines; reads it through."""
    found: dict[int, Sequence[Cell]] = {}
    for chunk in table.chunks():
        found |= _rows_of(chunk, lines)
    return found


def _rows_of(chunk: Chunk, lines: Collection[int]) -> dict[int, Sequence[Cell]]:
    rows = [(bad.line, bad.cells) for bad in chunk.bad if bad.cells]
    rows += zip(chunk.lines, chunk.rows, strict=True)
    return {line: cells for line, cells in rows if line in lines}


def _convert_block(columns: Columns, block: _Block, draft: _Draft) -> None:
    ids, faults = block.read_ids(columns)
    for place, bad in faults.items():
        draft.refuse(columns.lines[place], block.id_columns, bad)
    if not all(ids):
        for place in [at for at, id_ in enumerate(ids) if not id_ and at not in faults]:
            if not block.optional:
                bad = BadValue("", "MISSING_ID", "the id's column is empty", "fill it in")
                draft.refuse(columns.lines[place], block.id_columns, bad)
        columns = columns.take([at for at, id_ in enumerate(ids) if id_])
        ids = [id_ for id_ in ids if id_]
    for plan, places in block.plans.of(columns, block.id_columns, draft):
        if places is None:
            _convert_rows(columns, ids, plan, draft)
        else:
            _convert_rows(columns.take(places), [ids[at] for at in places], plan, draft)


def _convert_rows(columns: Columns, ids: Sequence[str], plan: _Plan, draft: _Draft) -> None:
    kept = _add_entities(columns, ids, plan, draft)
    for relation in plan.relations:
        ends = relation.read(columns)
        for place, bad in ends.faults.items():
            if kept is None or kept[place]:
                draft.refuse(columns.lines[place], relation.column, bad, whole_row=False)
        places, values, others = ends.places, ends.values, ends.ids
        if kept is not None:
            chosen = [kept[place] for place in places]
            places = list(compress(places, chosen))
            values, others = list(compress(values, chosen)), list(compress(others, chosen))
        whole = len(places) == len(ids) and isinstance(places, range)
        own = ids if whole else [ids[place] for place in places]
        lines = columns.lines if whole else [columns.lines[place] for place in places]
        sources, targets = (own, others) if relation.outward else (others, own)
        if len(own):
            draft.links.append(
                Links(
                    relation.name,
                    relation.column,
                    relation.outward,
                    lines,
                    sources,
                    targets,
                    values,
                )
            )


def _add_entities(
    columns: Columns, ids: Sequence[str], plan: _Plan, draft: _Draft
) -> list[bool] | None:
    """Which rows could be converted, None being all of them."""
    read = [(item.name, item.column, *item.read(columns)) for item in plan.fields]
    bad = {place for *_, faults in read for place in faults}
    for _, column, _, faults in read:
        for place, fault in faults.items():
            draft.refuse(columns.lines[place], column, fault)
    if plan.describes:
        names = [name for name, *_ in read]
        values = [values for _, _, values, _ in read]
        rows = zip(*values, strict=True) if values else repeat((), len(ids))
        _append(names, rows, columns.lines, ids, bad, plan.type, draft)
    return [place not in bad for place in range(len(ids))] if bad else None


def _append(
    names: Sequence[str],
    rows: Iterable[tuple[PropertyValue | None, ...]],
    lines: Sequence[int],
    ids: Sequence[str],
    bad: set[int],
    type: str,
    draft: _Draft,
) -> None:
    provenance, ontology = draft.provenance, draft.ontology
    for place, (id_, row) in enumerate(zip(ids, rows, strict=True)):
        if place in bad:
            continue
        properties = dict(zip(names, row, strict=True))
        if None in row:
            properties = {name: value for name, value in properties.items() if value is not None}
        entity = Entity(id_, type, properties, dict.fromkeys(properties, provenance))
        violations = validate_entity(ontology, entity)
        if violations:
            draft.faults[len(draft.entities)] = violations
        draft.entities.append(entity)
        draft.lines.append(lines[place])


def _compile_block(
    block: EntityBlock, mapping: Mapping, header: Sequence[str], ontology: Ontology
) -> _Block:
    return _Block(
        read_ids=readers_of(mapping.format, ontology).ids(block.id, header),
        id_columns=",".join(block.id.fields),
        plans=_Plans(block, mapping, header, ontology),
        optional=block is not mapping.entities[0] or mapping.relations_table is not None,
    )


class _Plans:
    """The plans of a block, compiled when a class first occurs."""

    def __init__(
        self, block: EntityBlock, mapping: Mapping, header: Sequence[str], ontology: Ontology
    ) -> None:
        self._compile: Callable[[str], _Plan] = lambda name: _compile_plan(
            block,
            name,
            ()
            if isinstance(block.type, str)
            else foreign_columns(block, name, mapping, header, ontology),
            header,
            ontology,
            readers_of(mapping.format, ontology),
        )
        self._ontology = ontology
        self._only = self._compile(block.type) if isinstance(block.type, str) else None
        rule = block.type if isinstance(block.type, ValueRule) else None
        self._read = compile_items(rule, header) if rule else None
        self._column = "".join(rule.columns) if rule else ""
        self._known: dict[str, _Plan] = {}

    def of(
        self, columns: Columns, id_columns: str, draft: _Draft
    ) -> Iterator[tuple[_Plan, Sequence[int] | None]]:
        """Each plan with the places of its rows, None being all."""
        if self._only is not None:
            yield self._only, None
            return
        places: dict[str, list[int]] = {}
        for place, name in enumerate(self._names(columns, id_columns, draft)):
            if name is not None:
                places.setdefault(name, []).append(place)
        for name, rows in places.items():
            yield self._known[name], rows

    def _names(self, columns: Columns, id_columns: str, draft: _Draft) -> Iterator[str | None]:
        for place, cells in enumerate(columns.rows):
            try:
                items = self._read(cells) if self._read else ()
                name = str(items[0]) if items else ""
                if name not in self._known:
                    self._check_class(name)
                    self._known[name] = self._compile(name)
                yield name
            except BadValue as bad:
                draft.refuse(columns.lines[place], id_columns, bad)
                yield None

    def _check_class(self, name: str) -> None:
        if name not in self._ontology.classes:
            hint = nearest(name, self._ontology.classes)
            meant = f"did you mean {hint!r}?" if hint else "name a class of the ontology"
            where = f"column {self._column}"
            reason = f"is no class ({where})" if name else f"{where} names no class"
            raise BadValue(name, "UNKNOWN_CLASS", reason, meant)


def _compile_plan(
    block: EntityBlock,
    class_name: str,
    foreign: Sequence[str],
    header: Sequence[str],
    ontology: Ontology,
    readers: Readers,
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
            read = readers.values(rule, header, definition)
        fields.append(_Field(key, ",".join(rule.columns) or key, read))
    relations = tuple(
        _Relation(
            name,
            ",".join(rule.columns) or name,
            rule.direction == "out",
            readers.ends(rule, header),
        )
        for name, rule in whole.relations.items()
    )
    return _Plan(class_name, block.describes, tuple(fields), relations)


def _compile_foreign(rule: ValueRule, class_name: str, header: Sequence[str]) -> ReadValues:
    """A reader for a column that must be empty, for the class has no place for its value."""

    def refuse(item: object) -> BadValue:
        reason = f"a {class_name} has no such property or relation"
        advice = "leave the cell empty in rows of this class"
        return BadValue(item, "UNKNOWN_PROPERTY", reason, advice)

    return compile_refusal(compile_items(rule, header), refuse)


def _reject_unread(file: str, row: BadRow) -> Reject:
    return Reject(file, row.line, row.field, row.value, row.code, row.reason, row.suggestion)
