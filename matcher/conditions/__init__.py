"""Conditions (条件) of a demand on supplies: hard ones exclude and say so, soft ones weigh."""

from matcher.conditions.asking import asked_by, asked_of_text
from matcher.conditions.judging import factor, judge, served_regions
from matcher.conditions.model import (
    AS_STATED,
    Asked,
    Condition,
    ConditionKind,
    Exclusion,
    State,
    Terms,
    UnknownCondition,
)
from matcher.conditions.narrowing import allowing, both, hard_only

__all__ = [
    "AS_STATED",
    "Asked",
    "Condition",
    "ConditionKind",
    "Exclusion",
    "State",
    "Terms",
    "UnknownCondition",
    "allowing",
    "asked_by",
    "asked_of_text",
    "both",
    "factor",
    "hard_only",
    "judge",
    "served_regions",
]
