"""What the values of a column say for a target, its header aside."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.records import Scalar
from ingest.rows.values import BadValue, compile_converter, fold, term_names
from ingest.suggestion.sample import Column
from ontology.model import Datatype, Ontology, PropertyDef
from ontology.values import compile_rule

_SEPARATORS = ("|", "、", "；", ";", "，", ",", "/", "\n")
_SEPARATORS_OF_TEXT = ("|", "、", "；", ";", "，", "\n")
_LONGEST_ITEM = 40
_LONGEST_ID = 200
_PREFIXED = re.compile(r"[A-Za-z][\w.-]*:(?!//)\S.*")
_BARE = re.compile(r"[\d\s.,:/%+-]*")
_WITH_UNIT = re.compile(r"([+-]?[\d,]+(?:\.\d+)?)\s*(\D{1,8})")
_TELLING = {
    Datatype.TERM: 0.9,
    Datatype.URI: 0.6,
    Datatype.DATETIME: 0.5,
    Datatype.DATE: 0.45,
    Datatype.BOOLEAN: 0.35,
    Datatype.INTEGER: 0.15,
    Datatype.DECIMAL: 0.1,
}
_TELLING_PATTERN = 0.9
_MISFITS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the values of a column say for a target.

    Attributes:
        fit: The share of values that the target can take; 1 for a column without values.
        telling: How seldom values fit that are something else, from 0 to 1.
        split: The separator of several values in a cell.
        misfits: Some of the values that do not fit.
        unit: What stands behind the numbers, if the target could take them without it.
        id_prefix: What the values lack to be ids.
        ids: Ids by value, where the values are names.
        own: The column of the same table whose values these are.
        resolved: The share of values that lead to entities of the store or the table.
    """

    fit: float = 1.0
    telling: float = 0.0
    split: str | None = None
    misfits: tuple[str, ...] = ()
    unit: str = ""
    id_prefix: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    own: str = ""
    resolved: float = 0.0


def of_id(column: Column) -> Evidence:
    """Whether the values could be ids of the rows."""
    if not column.is_key or any(len(text) > _LONGEST_ID for text in column.texts):
        return Evidence(fit=0.0)
    if looks_prefixed(column.texts):
        return Evidence(telling=0.9)
    return Evidence(fit=0.4 if is_running(column) else 0.9)


def of_property(column: Column, definition: PropertyDef, ontology: Ontology) -> Evidence:
    """Whether the values could be those of a property."""
    fits = _checker(definition, ontology)
    is_text = definition.datatype in {Datatype.TEXT, Datatype.STRING}
    found: list[Evidence] = []
    for split in splits(column, is_many=definition.many, is_text=is_text):
        items = items_of(column.probe, split)
        wrong = [str(item) for item in items if not fits(item)]
        share = 1 - len(wrong) / len(items)
        found.append(Evidence(share, _telling(definition), split, tuple(wrong[:_MISFITS])))
    best = max(found, key=lambda item: item.fit)
    if is_text and not definition.pattern:
        return _as_text(column, best, definition)
    if best.fit < 0.5 and definition.datatype in {Datatype.INTEGER, Datatype.DECIMAL}:
        return _with_unit(column, best, fits)
    return best


def looks_prefixed(texts: Sequence[str]) -> bool:
    """Whether all are like ``industry:C38``."""
    return all(_PREFIXED.fullmatch(text) for text in texts)


def is_running(column: Column) -> bool:
    """Whether it numbers the rows: 1, 2, 3, ..."""
    return list(column.texts) == [str(number) for number in range(1, len(column.texts) + 1)]


def splits(column: Column, *, is_many: bool, is_text: bool) -> list[str | None]:
    """Ways to split cells: not at all, or at a separator that occurs in them."""
    if not is_many or column.is_list:
        return [None]
    texts = [value for value in column.values if isinstance(value, str)]
    if not is_text:
        return [None, *(mark for mark in _SEPARATORS if any(mark in text for text in texts))]
    lists = [mark for mark in _SEPARATORS_OF_TEXT if _separates(texts, mark)]
    return [lists[0] if lists else None]


def items_of(values: Sequence[Scalar], split: str | None) -> Sequence[Scalar]:
    """Values, each part of a cell by itself."""
    if split is None:
        return values
    found: list[Scalar] = []
    for value in values:
        parts = value.split(split) if isinstance(value, str) else [value]
        found += [part.strip() if isinstance(part, str) else part for part in parts]
    return [item for item in found if item != ""]


def _separates(texts: Sequence[str], mark: str) -> bool:
    """Whether what a mark separates in plain text is short enough for the items of a list."""
    items = [item for text in texts if mark in text for item in text.split(mark)]
    return bool(items) and sum(map(len, items)) <= _LONGEST_ITEM * len(items)


def _checker(definition: PropertyDef, ontology: Ontology) -> Callable[[Scalar], bool]:
    vocabulary = ontology.vocabularies[definition.vocabulary] if definition.vocabulary else None
    if vocabulary is not None:
        names = term_names(vocabulary)
        return lambda item: len(names.get(fold(str(item)), ())) == 1
    convert = compile_converter(definition, ontology)
    constraints = compile_rule(definition, vocabulary).constraints

    def fits(item: Scalar) -> bool:
        try:
            value = convert(item)
        except BadValue:
            return False
        return all(constraint.holds(value) for constraint in constraints)

    return fits


def _telling(definition: PropertyDef) -> float:
    return _TELLING_PATTERN if definition.pattern else _TELLING.get(definition.datatype, 0.0)


def _as_text(column: Column, found: Evidence, definition: PropertyDef) -> Evidence:
    """Text may be anything; but bare numbers, dates and ids are seldom meant as text."""
    bare = [text for text in column.texts if _BARE.fullmatch(text)]
    odd = len(bare) / len(column.texts) if definition.datatype is Datatype.TEXT else 0.0
    if looks_prefixed(column.texts):
        odd = 1.0
    return Evidence(found.fit * (1 - 0.6 * odd), 0.0, found.split, found.misfits)


def _with_unit(column: Column, found: Evidence, fits: Callable[[Scalar], bool]) -> Evidence:
    numbers = [match for text in column.texts if (match := _WITH_UNIT.fullmatch(text))]
    units = {match[2].strip() for match in numbers}
    plain = [match for match in numbers if fits(match[1].replace(",", ""))]
    if len(units) == 1 and len(plain) >= 0.9 * len(column.texts):
        return Evidence(found.fit, found.telling, None, found.misfits, unit=units.pop())
    return found
