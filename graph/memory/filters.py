"""Which entities a condition fits: what the filters of every store mean."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from graph import deadline
from graph.memory.state import State
from graph.query import All, AnyOf, Compare, Exists, Filter, In, Not, Op, Related
from graph.records import Entity, Scalar
from graph.validation import classes_of
from graph.values import values_of

_TESTS: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
    Op.CONTAINS: lambda value, part: part.lower() in value.lower(),
    Op.STARTS_WITH: lambda value, start: value.startswith(start),
}


def fits(state: State, entity: Entity, condition: Filter | None) -> bool:
    """Whether the entity fits the (checked) condition."""
    match condition:
        case None:
            fit = True
        case Compare(field, op, value):
            fit = _compares(values_of(entity, field), op, value)
        case In(field, values):
            items = values_of(entity, field)
            fit = any(_compares(items, Op.EQ, value) for value in values)
        case Exists(field, present):
            fit = bool(values_of(entity, field)) is present
        case Related():
            fit = _related(state, entity, condition)
        case Not(part):
            fit = not fits(state, entity, part)
        case All(parts):
            fit = all(fits(state, entity, part) for part in parts)
        case AnyOf(parts):
            fit = any(fits(state, entity, part) for part in parts)
    return fit


def _compares(values: tuple[Scalar, ...], op: Op, operand: Scalar) -> bool:
    """Any item of a list fits; NE: there is a value, and none is equal."""
    if op is Op.NE:
        return bool(values) and not _compares(values, Op.EQ, operand)
    test = _TESTS[op]
    return any(_kind(value) == _kind(operand) and test(value, operand) for value in values)


def _kind(value: Scalar) -> str:
    """Values of different kinds are never equal nor in order; 1 and 1.0 are of one kind."""
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str) else "number"


def _related(state: State, entity: Entity, condition: Related) -> bool:
    deadline.seconds_left()
    classes = classes_of(state.schema, condition.type)
    for relation in state.relations_of(entity.id, condition.direction):
        if relation.type == condition.relation:
            end = relation.target if condition.direction == "out" else relation.source
            other = state.entities[end]
            if (classes is None or other.type in classes) and fits(state, other, condition.where):
                return True
    return False
