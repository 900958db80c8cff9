"""What the operators on one property mean to the store."""

from collections.abc import Callable, Mapping
from typing import Any

from api.errors import InvalidFilter, UnknownTerm
from graph.query import All, AnyOf, Compare, Exists, Filter, In, Not, Op
from graph.records import Scalar
from ontology.errors import nearest
from ontology.model import Datatype, Ontology, PropertyDef

_COMPARISONS = {
    "eq": Op.EQ,
    "ne": Op.NE,
    "lt": Op.LT,
    "lte": Op.LE,
    "gt": Op.GT,
    "gte": Op.GE,
    "contains": Op.CONTAINS,
    "startsWith": Op.STARTS_WITH,
}
_RANGES = ("lt", "lte", "gt", "gte")
_OPERATORS = {
    Datatype.TEXT: ("eq", "ne", "in", "contains", "startsWith", "exists", "lang"),
    Datatype.STRING: ("eq", "ne", "in", *_RANGES, "contains", "startsWith", "exists"),
    Datatype.URI: ("eq", "ne", "in", "contains", "startsWith", "exists"),
    Datatype.INTEGER: ("eq", "ne", "in", *_RANGES, "exists"),
    Datatype.DECIMAL: ("eq", "ne", "in", *_RANGES, "exists"),
    Datatype.DATE: ("eq", "ne", "in", *_RANGES, "exists"),
    Datatype.DATETIME: ("eq", "ne", "in", *_RANGES, "exists"),
    Datatype.BOOLEAN: ("eq", "exists"),
    Datatype.TERM: ("eq", "ne", "in", "exists"),
}
_ON_LISTS = ("eq", "in", "exists", "lang")


def operators_of(definition: PropertyDef) -> tuple[str, ...]:
    """The operators by which the property may be filtered.

    On a list ``eq`` and ``in`` ask whether any item fits.
    """
    names = _OPERATORS[definition.datatype]
    return tuple(name for name in names if name in _ON_LISTS) if definition.many else names


def property_condition(
    ontology: Ontology, definition: PropertyDef, given: Mapping[str, Any]
) -> Filter:
    """The store's filter for operators on one property, all of which must hold.

    Raises:
        InvalidFilter: A null stands where a value must.
        UnknownTerm: A term is not in its vocabulary.
    """
    for operator, value in given.items():
        if value is None:
            raise InvalidFilter(
                f"{definition.name}.{operator}: null is no value; ask with exists: false"
            )
    keys = _keys(definition, given.get("lang"))
    parts = tuple(
        _operator(ontology, definition, keys, operator, value)
        for operator, value in given.items()
        if operator != "lang"
    )
    return parts[0] if len(parts) == 1 else All(parts)


def _keys(definition: PropertyDef, language: str | None) -> tuple[str, ...]:
    return (f"{definition.name}_{language}",) if language else definition.keys


def _operator(
    ontology: Ontology, definition: PropertyDef, keys: tuple[str, ...], operator: str, value: Any
) -> Filter:
    if definition.datatype is Datatype.TERM and operator != "exists":
        _require_terms(ontology, definition, value if operator == "in" else [value])
    match operator:
        case "exists":
            present = _any(keys, Exists)
            return present if value else Not(present)
        case "in":
            return _any(keys, lambda key: In(key, tuple(value)))
        case "ne" if len(keys) > 1:
            equal = _any(keys, lambda key: Compare(key, Op.EQ, value))
            return All((_any(keys, Exists), Not(equal)))
        case _:
            scalar: Scalar = value
            return _any(keys, lambda key: Compare(key, _COMPARISONS[operator], scalar))


def _any(keys: tuple[str, ...], make: Callable[[str], Filter]) -> Filter:
    parts = tuple(make(key) for key in keys)
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def _require_terms(ontology: Ontology, definition: PropertyDef, terms: list[str]) -> None:
    if definition.vocabulary is None:
        return
    known = ontology.vocabulary(definition.vocabulary).terms
    for term in terms:
        if term not in known:
            near = nearest(term, known)
            hint = f"did you mean {near!r}?" if near else f"one of {', '.join(known)}"
            raise UnknownTerm(f"{definition.name}: {term!r} is no {definition.vocabulary}; {hint}")
