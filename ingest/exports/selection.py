"""Which entities go out, and conditions as a person writes them: ``status=open``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.port import GraphReader
from graph.query import All, AnyOf, Compare, Filter, In, Op, Query, Related
from graph.records import Scalar
from ingest.exports.errors import InvalidSelection
from ingest.mapping.load import find_property, flat_keys
from ingest.rows.values import BadValue, compile_converter
from ontology.errors import nearest
from ontology.model import Datatype, Ontology, PropertyDef

MOST_HITS = 10_000
"""So many hits of a search are exported at most."""

_CONDITION = re.compile(r"\s*(\w+)\s*(!=|<=|>=|=|<|>|~)\s*(.*\S)\s*", re.DOTALL)
_OPERATORS = {
    "=": Op.EQ,
    "!=": Op.NE,
    "<": Op.LT,
    "<=": Op.LE,
    ">": Op.GT,
    ">=": Op.GE,
    "~": Op.CONTAINS,
}
_FIELDS = ("id", "type")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; nothing of it means the whole graph.

    Attributes:
        classes: Entities of any of these or their subclasses.
        conditions: All of which must hold, such as ``status=open`` or ``requires=tech:tsn``.
        text: Words that the entity must have, as in a search.
        inside: Only relations of which both ends are chosen, not those that lead out or in.
    """

    classes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    text: str | None = None
    inside: bool = False


def query_of(selection: Selection, reader: GraphReader, ontology: Ontology) -> Query:
    """The query for the chosen entities.

    Raises:
        InvalidSelection: A class, property, relation or value is not the ontology's, or the
            search has too many hits.
    """
    classes = _with_subclasses(selection.classes, ontology)
    parts: list[Filter] = [In("type", classes)] if selection.classes else []
    among = classes or tuple(sorted(ontology.classes))
    parts += [parse_condition(text, among, ontology) for text in selection.conditions]
    if selection.text is not None:
        hits = reader.search(selection.text, where=All(tuple(parts)), first=MOST_HITS + 1)
        if len(hits) > MOST_HITS:
            message = f"{selection.text!r} has more than {MOST_HITS:,} hits; narrow them by class"
            raise InvalidSelection(f"{message} or conditions, or search for more words")
        parts = [In("id", tuple(hit.entity.id for hit in hits))]
    return Query(where=All(tuple(parts)) if parts else None)


def parse_condition(text: str, classes: tuple[str, ...], ontology: Ontology) -> Filter:
    """The filter that ``field=value`` means; ``!= < <= > >=`` and ``~`` (contains) do as well.

    Text without a language, such as ``name~港口``, is looked for in both house languages. A
    relation takes ``=`` and the id of its other end.

    Raises:
        InvalidSelection: It is no condition, or no class has the field.
    """
    found = _CONDITION.fullmatch(text)
    if found is None:
        message = f"{text!r} is no condition; write field=value (also != < <= > >= ~)"
        raise InvalidSelection(message)
    field, operator, value = found[1], _OPERATORS[found[2]], found[3]
    if field in _FIELDS:
        return Compare(field, operator, value)
    for keys, definition in _definitions(field, classes, ontology):
        spelled = _value(text, definition, operator, value, ontology)
        return AnyOf(tuple(Compare(key, operator, spelled) for key in keys))
    if any(
        field == relation.name for name in classes for relation in ontology.relations_from(name)
    ):
        if operator is not Op.EQ:
            raise InvalidSelection(f"{text!r}: a relation takes = and the id of its other end")
        return Related(field, where=Compare("id", Op.EQ, value))
    raise InvalidSelection(
        f"{text!r}: no such property or relation: {_meant(field, classes, ontology)}"
    )


def _with_subclasses(classes: Iterable[str], ontology: Ontology) -> tuple[str, ...]:
    found: set[str] = set()
    for name in classes:
        if name not in ontology.classes:
            hint = nearest(name, ontology.classes)
            meant = f"did you mean {hint!r}?" if hint else "`pearlnet ontology` lists them"
            raise InvalidSelection(f"unknown class {name!r}; {meant}")
        found.update((name, *ontology.descendants(name)))
    return tuple(sorted(found))


def _definitions(
    field: str, classes: Iterable[str], ontology: Ontology
) -> Iterable[tuple[tuple[str, ...], PropertyDef]]:
    """The flat keys that a field stands for, with their definition in each class that has it."""
    for name in classes:
        base = ontology.properties(name).get(field)
        if base is not None:
            yield base.keys, base
        elif (definition := find_property(ontology, name, field)) is not None:
            yield (field,), definition


def _value(
    text: str, definition: PropertyDef, operator: Op, value: str, ontology: Ontology
) -> Scalar:
    if operator is Op.CONTAINS or definition.datatype is Datatype.TEXT:
        return value
    try:
        return compile_converter(definition, ontology)(value)
    except BadValue as bad:
        raise InvalidSelection(f"{text!r}: {value!r} {bad.reason}; {bad.suggestion}") from bad


def _meant(field: str, classes: tuple[str, ...], ontology: Ontology) -> str:
    relations = {item.name for name in classes for item in ontology.relations_from(name)}
    hint = nearest(field, flat_keys(ontology, classes) | relations)
    return f"did you mean {hint!r}?" if hint else "`pearlnet ontology CLASS` lists them"
