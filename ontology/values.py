"""What single property values must be, compiled from a property's definition."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from graph.records import PropertyValue, Scalar
from ontology.errors import nearest
from ontology.model import Datatype, PropertyDef, Vocabulary
from ontology.violations import Violation, ViolationCode

Check: TypeAlias = Callable[..., object]
"""Takes a value of a fitting type; a true answer means that the value is right."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing that a value must satisfy.

    Attributes:
        code: The violation if it does not.
        holds: Whether it does.
        wanted: What is right, to follow "must be".
        suggest: The nearest right value, if any.
    """

    code: ViolationCode
    holds: Check
    wanted: str
    suggest: Callable[[Scalar], str | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class ValueRule:
    """What the values of a property must be.

    Attributes:
        many: The whole value is a tuple.
        types: Python types of one value.
        wanted: In words, what one value must be.
        constraints: What else holds for one value.
        whole_types: Python types of the whole value.
        whole: Whether a whole value of such a type is right; None if every one is.
    """

    many: bool
    types: frozenset[type]
    wanted: str
    constraints: tuple[Constraint, ...]
    whole_types: frozenset[type]
    whole: Check | None


def compile_rule(definition: PropertyDef, vocabulary: Vocabulary | None) -> ValueRule:
    """The rule of a property.

    Args:
        definition: The property.
        vocabulary: The vocabulary that the definition names, if it names one.
    """
    types, wanted = _KINDS[definition.datatype]
    constraints = tuple(_constraints(definition, vocabulary))
    one = _conjunction([constraint.holds for constraint in constraints])
    if not definition.many:
        return ValueRule(False, types, wanted, constraints, types, one)

    def whole(values: tuple[Scalar, ...]) -> bool:
        return all(type(item) in types and (one is None or one(item)) for item in values)

    return ValueRule(True, types, wanted, constraints, frozenset({tuple}), whole)


def explain(rule: ValueRule, field: str, value: PropertyValue) -> Iterator[Violation]:
    """What is wrong with a value, one violation for each item at fault; nothing if it is right."""
    if isinstance(value, tuple) and not rule.many:
        code = ViolationCode.TOO_MANY_VALUES if len(value) > 1 else ViolationCode.WRONG_TYPE
        yield Violation(code, field, value, f"{field} holds one value; give one, not a list")
    elif not isinstance(value, tuple) and rule.many:
        message = f"{field} holds a list; give one, even of a single value"
        yield Violation(ViolationCode.WRONG_TYPE, field, value, message)
    else:
        for item in value if isinstance(value, tuple) else (value,):
            found = _explain_item(rule, field, item)
            if found is not None:
                yield found


def nearest_term(vocabulary: Vocabulary, value: str) -> str | None:
    """Id of the term whose id, label in any language or alias is most like the value."""
    names: dict[str, str] = {}
    for term in vocabulary.terms.values():
        for name in (term.id, *term.label.by_language.values(), *term.aliases):
            names.setdefault(name, term.id)
    found = nearest(value, names)
    return None if found is None else names[found]


def _explain_item(rule: ValueRule, field: str, value: Scalar) -> Violation | None:
    if type(value) not in rule.types:
        message = f"{field} must be {rule.wanted}, not {value!r}"
        return Violation(ViolationCode.WRONG_TYPE, field, value, message)
    for constraint in rule.constraints:
        if not constraint.holds(value):
            suggestion = constraint.suggest(value)
            hint = f"; did you mean {suggestion!r}?" if suggestion is not None else ""
            message = f"{field} must be {constraint.wanted}, not {value!r}{hint}"
            return Violation(constraint.code, field, value, message, suggestion)
    return None


def _constraints(definition: PropertyDef, vocabulary: Vocabulary | None) -> Iterator[Constraint]:
    kind = _KIND_CONSTRAINTS.get(definition.datatype)
    if kind is not None:
        yield kind
    if definition.required and _KINDS[definition.datatype][0] == _TEXT:
        yield Constraint(ViolationCode.MISSING_VALUE, str.strip, "more than blanks")
    if vocabulary is not None:
        yield _term_constraint(vocabulary)
    if definition.choices:
        yield _choice_constraint(definition.choices)
    yield from _limits(definition)
    if definition.pattern is not None:
        matches = re.compile(definition.pattern).fullmatch
        wanted = f"like the pattern {definition.pattern}"
        yield Constraint(ViolationCode.PATTERN_MISMATCH, matches, wanted)


def _term_constraint(vocabulary: Vocabulary) -> Constraint:
    return Constraint(
        ViolationCode.UNKNOWN_TERM,
        frozenset(vocabulary.terms).__contains__,
        f"a term of {vocabulary.name} ({', '.join(vocabulary.terms)})",
        lambda value: nearest_term(vocabulary, str(value)),
    )


def _choice_constraint(choices: tuple[Scalar, ...]) -> Constraint:
    names = [str(item) for item in choices]
    return Constraint(
        ViolationCode.VALUE_NOT_ALLOWED,
        frozenset(choices).__contains__,
        f"one of {', '.join(names)}",
        lambda value: nearest(str(value), names),
    )


def _limits(definition: PropertyDef) -> Iterator[Constraint]:
    least, most = definition.minimum, definition.maximum
    code = ViolationCode.OUT_OF_RANGE
    if least is not None:
        yield Constraint(code, lambda value: value >= least, f"at least {least}")
    if most is not None:
        yield Constraint(code, lambda value: value <= most, f"at most {most}")


def _conjunction(checks: list[Check]) -> Check | None:
    if len(checks) < 2:
        return checks[0] if checks else None
    return lambda value: all(check(value) for check in checks)


def _is_date(value: str) -> bool:
    if _DATE.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_datetime(value: str) -> bool:
    if _DATETIME.fullmatch(value) is None:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_TEXT: frozenset[type] = frozenset({str})
_NUMBER: frozenset[type] = frozenset({int, float})
_KINDS: dict[Datatype, tuple[frozenset[type], str]] = {
    Datatype.TEXT: (_TEXT, "text"),
    Datatype.STRING: (_TEXT, "text"),
    Datatype.INTEGER: (frozenset({int}), "a whole number"),
    Datatype.DECIMAL: (_NUMBER, "a number"),
    Datatype.BOOLEAN: (frozenset({bool}), "true or false"),
    Datatype.DATE: (_TEXT, "a date as text, YYYY-MM-DD"),
    Datatype.DATETIME: (_TEXT, "a date and time as text, YYYY-MM-DDThh:mm:ss"),
    Datatype.URI: (_TEXT, "an address as text"),
    Datatype.TERM: (_TEXT, "the id of a term as text"),
}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_INT64 = range(-(2**63), 2**63)
_KIND_CONSTRAINTS = {
    Datatype.DATE: Constraint(
        ViolationCode.INVALID_DATE, _is_date, "a day that exists, YYYY-MM-DD"
    ),
    Datatype.DATETIME: Constraint(
        ViolationCode.INVALID_DATE, _is_datetime, "a time that exists, YYYY-MM-DDThh:mm:ss"
    ),
    Datatype.URI: Constraint(
        ViolationCode.WRONG_TYPE, _URI.fullmatch, "an address such as https://example.org/"
    ),
    Datatype.INTEGER: Constraint(ViolationCode.OUT_OF_RANGE, _INT64.__contains__, "within 64 bits"),
    Datatype.DECIMAL: Constraint(ViolationCode.OUT_OF_RANGE, math.isfinite, "a finite number"),
}
