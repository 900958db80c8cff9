"""What the ids of a table's rows are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.suggestion.assignment import Reading
from ingest.suggestion.evidence import is_running, looks_prefixed
from ingest.suggestion.guesses import Guess
from ingest.suggestion.sample import Column, Sample
from ontology.model import LANGUAGES, Datatype, Text

_LONGEST = 100
_NAME = "name"


@dataclass(frozen=True, slots=True)
class IdDraft:
    """An id template.

    Attributes:
        template: As the mapping has it.
        columns: The columns that it is made of.
        reason: Why these, in zh and en.
    """

    template: str
    columns: tuple[str, ...]
    reason: Text


def has_columns_for_ids(sample: Sample) -> bool:
    """Whether a template can name any of its columns."""
    return any(_may_stand(column.name) for column in sample.columns)


def draft_id(sample: Sample, reading: Reading, prefix: str) -> IdDraft:
    """An id for each row of a table that has columns for it.

    Args:
        sample: The table.
        reading: What its columns are.
        prefix: What ids of the class begin with, such as ``ent:``.
    """
    columns = {column.name: column for column in sample.columns if _may_stand(column.name)}
    keys = [name for name, column in columns.items() if _is_key(column)]
    for reason, names in _choices(keys, columns, reading):
        if names:
            return _of((names[0],), columns, prefix, reason)
    pair = _pair(sample, list(columns), reading)
    if pair:
        return _of(pair, columns, prefix, _PAIR)
    first = next(iter(columns))
    named = next((name for name in reading.accepted if name in columns), first)
    return _of((named,), columns, prefix, _NOT_UNIQUE)


def _choices(
    keys: Sequence[str], columns: Mapping[str, Column], reading: Reading
) -> Sequence[tuple[Text, list[str]]]:
    """Columns that name rows, the best first."""
    accepted = reading.accepted
    own = {guess.evidence.own for guess in accepted.values() if guess.evidence.own}
    stated = [name for name in keys if _kind(accepted.get(name)) == "id"]
    good = [name for name in stated if not is_running(columns[name])]
    named = [name for name in keys if _is_name(accepted.get(name))]
    return (
        (_STATED, good),
        (_POINTED, [name for name in keys if name in own]),
        (_CODE, [name for name in keys if _is_code(accepted.get(name))]),
        (_BY_NAME, sorted(named, key=lambda name: _rank(accepted[name]))),
        (_RUNNING, stated),
    )


def _may_stand(name: str) -> bool:
    """Whether a template can name the column."""
    return bool(name) and "{" not in name and "}" not in name


def _is_key(column: Column) -> bool:
    return not column.rows or (column.is_key and max(map(len, column.texts)) <= _LONGEST)


def _kind(guess: Guess | None) -> str:
    return "" if guess is None else guess.target.kind


def _is_code(guess: Guess | None) -> bool:
    """Codes are kept apart and searched by; a telephone number is not."""
    definition = None if guess is None else guess.target.definition
    return definition is not None and definition.datatype is Datatype.STRING and definition.indexed


def _is_name(guess: Guess | None) -> bool:
    definition = None if guess is None else guess.target.definition
    return definition is not None and definition.name == _NAME


def _rank(guess: Guess) -> int:
    """The house languages in their order."""
    return LANGUAGES.index(guess.target.language)


def _pair(sample: Sample, names: Sequence[str], reading: Reading) -> tuple[str, str] | None:
    """A column that was understood and another, which together name each row."""
    places = {column.name: place for place, column in enumerate(sample.columns)}
    full = [
        column.name
        for column in sample.columns
        if column.name in names and column.filled == column.rows > 0 and not column.is_list
    ]
    understood = [name for name in full if name in reading.accepted]
    for first in sorted(understood, key=lambda name: not _is_name(reading.accepted[name])):
        for other in full:
            if other == first:
                continue
            cells = [(str(row[places[first]]), str(row[places[other]])) for row in sample.cells]
            short = all(len(one) + len(two) <= _LONGEST for one, two in cells)
            if short and len(set(cells)) == len(cells):
                return first, other
    return None


def _of(
    names: tuple[str, ...], columns: Mapping[str, Column], prefix: str, reason: Text
) -> IdDraft:
    whole = len(names) == 1 and names[0] in columns and looks_prefixed(columns[names[0]].texts)
    template = "-".join(f"{{{name}}}" for name in names)
    return IdDraft(template if whole else prefix + template, names, reason)


_STATED = Text({"zh": "表头为编号，每行各异", "en": "headed as an id, and each row has its own"})
_POINTED = Text({"zh": "本表其他列以它指称各行", "en": "another column names rows by it"})
_CODE = Text({"zh": "代码，每行各异", "en": "a code, and each row has its own"})
_BY_NAME = Text({"zh": "名称，每行各异", "en": "names, and each row has its own"})
_RUNNING = Text(
    {
        "zh": "存疑：只是行号，换一份文件会重复",
        "en": "doubtful: numbers of rows, which other files have too",
    }
)
_PAIR = Text({"zh": "两列合起来每行各异", "en": "together they differ in each row"})
_NOT_UNIQUE = Text(
    {
        "zh": "存疑：没有每行各异的列，同值的行会并为一条",
        "en": "doubtful: no column differs in each row; rows of one value become one record",
    }
)
