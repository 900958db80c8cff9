"""What validation finds wrong, as data."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from graph.records import Patch, PropertyValue


class ViolationCode(StrEnum):
    """Kinds of violations; stable names that programs may rely on."""

    UNKNOWN_CLASS = "UNKNOWN_CLASS"
    ABSTRACT_CLASS = "ABSTRACT_CLASS"
    UNKNOWN_PROPERTY = "UNKNOWN_PROPERTY"
    MISSING_VALUE = "MISSING_VALUE"
    TOO_MANY_VALUES = "TOO_MANY_VALUES"
    WRONG_TYPE = "WRONG_TYPE"
    INVALID_DATE = "INVALID_DATE"
    PATTERN_MISMATCH = "PATTERN_MISMATCH"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    UNKNOWN_TERM = "UNKNOWN_TERM"
    VALUE_NOT_ALLOWED = "VALUE_NOT_ALLOWED"
    UNKNOWN_RELATION = "UNKNOWN_RELATION"
    WRONG_RELATION_END = "WRONG_RELATION_END"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with an entity or a relation.

    Attributes:
        code: Its kind.
        field: The flat property name, ``type``, or the relation at fault.
        value: The value at fault, if there is one.
        message: What is wrong and what would be right, in English.
        suggestion: The nearest valid name or value, if there is one.
    """

    code: ViolationCode
    field: str
    value: PropertyValue | None
    message: str
    suggestion: str | None = None


Validator: TypeAlias = Callable[[Patch], tuple[Violation, ...]]
"""Checks the properties of an entity of one class."""
