"""The example row of a template: what a filled cell looks like."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from ingest.template.columns import Column
from ingest.template.marks import EXAMPLE_ID
from ontology.model import ClassDef, Datatype, PropertyDef

Shown: TypeAlias = str | int | float | date | None

_TEXTS = {"zh": "示例", "en": "Example"}
_VALUES: Mapping[Datatype, Shown] = {
    Datatype.DATE: date(2026, 3, 31),
    Datatype.DATETIME: datetime(2026, 3, 31, 8),  # noqa: DTZ001  a cell knows no time zone
    Datatype.URI: "https://example.org/",
}


def example_of(column: Column, class_: ClassDef, choices: Sequence[str]) -> Shown:
    """A likely value; None where only somebody who knows could give one."""
    if column.definition is None and column.relation is None:
        return EXAMPLE_ID
    if choices:
        return "|".join(choices[:2]) if column.is_many else choices[0]
    if column.definition is None:
        return None
    return _value(column, column.definition, class_)


def _value(column: Column, definition: PropertyDef, class_: ClassDef) -> Shown:
    match definition.datatype:
        case Datatype.TEXT:
            label = (class_ if definition.required else definition).label.get(column.language)
            text = _TEXTS[column.language]
            return f"{text}{label}" if column.language == "zh" else f"{text} {label.lower()}"
        case Datatype.INTEGER:
            return int(_within(definition, 3))
        case Datatype.DECIMAL:
            return _within(definition, 1.5)
        case other:
            return _VALUES.get(other)


def _within(definition: PropertyDef, number: float) -> float:
    least = number if definition.minimum is None else max(number, definition.minimum)
    return least if definition.maximum is None else min(least, definition.maximum)


def spell(value: object) -> str:
    """A cell as text, the same for what is written and for what is read again."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
