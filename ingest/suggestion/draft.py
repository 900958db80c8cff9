"""A drafted mapping of a table, as YAML with a reason for each guess."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from ingest.suggestion.assignment import Reading
from ingest.suggestion.classes import ClassColumn
from ingest.suggestion.evidence import items_of
from ingest.suggestion.guesses import Guess
from ingest.suggestion.ids import IdDraft
from ingest.suggestion.sample import Column, Sample
from ingest.suggestion.wording import comment, reason_of
from ontology.model import LANGUAGES, Datatype, Ontology, PropertyDef

_HINTED = 0.25
"""A guess of at least this score is told, though it is not drafted."""


@dataclass(frozen=True, slots=True)
class TableDraft:
    """All that a drafted mapping of a table says.

    Attributes:
        name: The table, as shown to users.
        source: Whom its values are from.
        sheet: The sheet that the mapping is for; empty if the file has but one table.
        sample: What was looked at.
        reading: What its columns are.
        runner_up: The class that comes next.
        class_column: The column that tells the class.
        id: What ids are made of.
    """

    name: str
    source: str
    sheet: str
    sample: Sample
    reading: Reading
    runner_up: Reading | None
    class_column: ClassColumn | None
    id: IdDraft


def write_table_draft(draft: TableDraft, ontology: Ontology) -> str:
    """The mapping as YAML."""
    return "\n".join(_lines(draft, ontology)) + "\n"


def quoted(text: str) -> str:
    """A text as YAML writes it in quotes, on one line."""
    plain = yaml.safe_dump(text, allow_unicode=True, default_style='"', width=2**31)
    return plain.strip()


def _lines(draft: TableDraft, ontology: Ontology) -> Iterator[str]:
    rows = f"{len(draft.sample.cells):,}" + ("" if draft.sample.is_whole else "+")
    yield "# 由 pearlnet 起草，请逐行核对 drafted by pearlnet: check every line"
    yield f"# {comment(draft.name)}：看过 {rows} 行 rows looked at"
    yield f"source: {{name: {quoted(draft.source)}}}  # 这些数据是谁说的 whose data these are"
    if draft.sheet:
        yield f"format: {{sheet: {quoted(draft.sheet)}}}"
    yield "entities:"
    yield from _class_lines(draft, ontology)
    reason = draft.id.reason
    yield f"    id: {quoted(draft.id.template)}  # {reason.get('zh')} {reason.get('en')}"
    yield "    properties:"
    yield from _property_lines(draft, ontology)
    relations = list(_relation_lines(draft))
    if relations:
        yield "    relations:"
        yield from relations
    ignored = list(_ignored_lines(draft))
    if ignored:
        yield "    ignore:"
        yield from ignored


def _class_lines(draft: TableDraft, ontology: Ontology) -> Iterator[str]:
    found = draft.class_column
    if found is not None and found.is_plain:
        yield f"  - class: {{column: {quoted(found.column)}}}"
    elif found is not None:
        yield "  - class:"
        yield f"      column: {quoted(found.column)}"
        yield from _lookup_lines(found.classes, "      ")
    else:
        told = _told(draft.reading, draft.sample, ontology)
        next_one = draft.runner_up
        rest = f"；其次 next: {_told(next_one, draft.sample, ontology)}" if next_one else ""
        yield f"  - class: {draft.reading.class_name}  # {told}{rest}"


def _told(reading: Reading, sample: Sample, ontology: Ontology) -> str:
    label = ontology.class_(reading.class_name).label.get("zh")
    columns = f"{len(reading.accepted)}/{len(sample.columns)}"
    sure = min(1.0, reading.score / len(sample.columns))
    return f"{sure:.0%} {label} {reading.class_name} · {columns} 列 columns"


def _property_lines(draft: TableDraft, ontology: Ontology) -> Iterator[str]:
    stated = set()
    for column in draft.sample.columns:
        guess = draft.reading.accepted.get(column.name)
        if guess is not None and guess.target.kind == "property":
            stated.add(guess.target.key)
            split = _split(guess)
            rule = f"{{column: {quoted(column.name)}{split}}}"
            yield f"      {guess.target.key}: {rule}  # {reason_of(guess)}"
    for definition in ontology.properties(draft.reading.class_name).values():
        if definition.required and not stated.intersection(definition.keys):
            yield _stand_in(draft, definition)


def _stand_in(draft: TableDraft, definition: PropertyDef) -> str:
    """A line for a required property that no column seems to hold."""
    first = draft.id.columns[0]
    label = definition.label.get("zh")
    advice = f"存疑：没有找到“{label}”一列，暂用编号列 doubtful: no column found, this stands in"
    return f"      {_key(draft, definition)}: {{column: {quoted(first)}}}  # {comment(advice)}"


def _key(draft: TableDraft, definition: PropertyDef) -> str:
    if definition.datatype is not Datatype.TEXT:
        return definition.name
    first = next(item for item in draft.sample.columns if item.name == draft.id.columns[0])
    return definition.keys[LANGUAGES.index(first.language)]


def _split(guess: Guess) -> str:
    mark = guess.evidence.split
    return f", split: {quoted(mark)}" if mark is not None and guess.target.is_many else ""


def _relation_lines(draft: TableDraft) -> Iterator[str]:
    taken: set[str] = set()
    for column in draft.sample.columns:
        guess = draft.reading.accepted.get(column.name)
        if guess is None or guess.target.kind != "relation" or guess.target.key in taken:
            continue
        taken.add(guess.target.key)
        yield f"      {guess.target.key}:  # {reason_of(guess)}"
        yield f"        column: {quoted(column.name)}"
        if guess.evidence.split is not None:
            yield f"        split: {quoted(guess.evidence.split)}"
        if guess.target.direction == "in":
            yield "        direction: in"
        yield from _end_lines(draft, column, guess)


def _end_lines(draft: TableDraft, column: Column, guess: Guess) -> Iterator[str]:
    """How the values become ids."""
    evidence = guess.evidence
    if evidence.own and draft.id.columns == (evidence.own,):
        template = draft.id.template.replace(f"{{{evidence.own}}}", "{value}")
        if template != "{value}":
            yield f"        id: {quoted(template)}"
    elif evidence.own:
        yield from _lookup_lines(_own_ids(draft, column, guess), "        ")
    elif evidence.id_prefix:
        yield f"        id: {quoted(evidence.id_prefix + '{value}')}"
    elif evidence.ids:
        yield from _lookup_lines(evidence.ids, "        ")


def _own_ids(draft: TableDraft, column: Column, guess: Guess) -> Mapping[str, str]:
    """Ids of the table's rows by what another column calls them."""
    places = {item.name: place for place, item in enumerate(draft.sample.columns)}
    called = {str(item) for item in items_of(column.values, guess.evidence.split)}
    found: dict[str, str] = {}
    for row in draft.sample.cells:
        name = str(row[places[guess.evidence.own]]).strip()
        if name in called:
            template = draft.id.template
            for field in draft.id.columns:
                template = template.replace(f"{{{field}}}", str(row[places[field]]).strip())
            found[name] = template
    return found


def _lookup_lines(lookup: Mapping[str, str], indent: str) -> Iterator[str]:
    yield f"{indent}lookup:"
    for value, meant in lookup.items():
        yield f"{indent}  {quoted(value)}: {quoted(meant)}"


def _ignored_lines(draft: TableDraft) -> Iterator[str]:
    used = _used(draft)
    for column in draft.sample.columns:
        if column.name not in used:
            guess = draft.reading.others.get(column.name) or draft.reading.accepted[column.name]
            yield f"      - {quoted(column.name)}  # {_doubt(column, guess)}"


def _used(draft: TableDraft) -> set[str]:
    used = set(draft.id.columns)
    if draft.class_column is not None:
        used.add(draft.class_column.column)
    relations: set[str] = set()
    for name, guess in draft.reading.accepted.items():
        if guess.target.kind == "property":
            used.add(name)
        elif guess.target.kind == "relation" and guess.target.key not in relations:
            relations.add(guess.target.key)
            used.add(name)
    return used


def _doubt(column: Column, guess: Guess) -> str:
    if not column.values:
        empty = "空列 it is empty"
        return (
            f"{empty}; {guess.target.key}? {reason_of(guess)}" if guess.score > _HINTED else empty
        )
    if guess.score < _HINTED:
        return "看不出是什么 no guess"
    return f"{guess.target.key}? {reason_of(guess)}"
