"""What differs between two models: classes, properties, relations, vocabularies and terms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Literal

from ontology.model import Ontology, PropertyDef, Text

Kind = Literal["class", "property", "relation", "vocabulary", "term"]


class Action(StrEnum):
    """What happens to an element."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference.

    Attributes:
        action: What happens.
        kind: Of which kind the element is.
        name: Its name; ``Class.property`` for a property, ``vocabulary/term`` for a term.
        details: What changes about it, as ``field: old -> new``.
    """

    action: Action
    kind: Kind
    name: str
    details: tuple[str, ...] = ()


def compare(old: Ontology, new: Ontology) -> tuple[Change, ...]:
    """All differences, by kind, then by name."""
    found: list[Change] = []
    for kind, before, after in _elements(old, new):
        for name in sorted({*before, *after}):
            if name not in before:
                found.append(Change(Action.ADDED, kind, name))
            elif name not in after:
                found.append(Change(Action.REMOVED, kind, name))
            elif before[name] != after[name]:
                details = tuple(_details(before[name], after[name]))
                if details:
                    found.append(Change(Action.CHANGED, kind, name, details))
    return tuple(found)


def _elements(
    old: Ontology, new: Ontology
) -> Iterator[tuple[Kind, Mapping[str, Any], Mapping[str, Any]]]:
    yield "class", old.classes, new.classes
    yield "property", _properties(old), _properties(new)
    yield "relation", old.relations, new.relations
    yield "vocabulary", old.vocabularies, new.vocabularies
    yield "term", _terms(old), _terms(new)


def _properties(ontology: Ontology) -> Mapping[str, PropertyDef]:
    of_classes = {name: item.properties for name, item in ontology.classes.items()}
    of_relations = {name: item.properties for name, item in ontology.relations.items()}
    return {
        f"{owner}.{name}": item
        for owner, properties in (*of_classes.items(), *of_relations.items())
        for name, item in properties.items()
    }


def _terms(ontology: Ontology) -> Mapping[str, object]:
    return {
        f"{vocabulary.name}/{term.id}": term
        for vocabulary in ontology.vocabularies.values()
        for term in vocabulary.terms.values()
    }


def _details(before: Any, after: Any) -> Iterator[str]:
    """What differs; properties and terms have entries of their own, and order is no matter."""
    for item in fields(before):
        was, is_ = getattr(before, item.name), getattr(after, item.name)
        if was != is_ and item.name not in {"properties", "terms", "order"}:
            yield f"{item.name}: {_shown(was)} -> {_shown(is_)}"


def _shown(value: object) -> str:
    match value:
        case Text(by_language):
            return " / ".join(text for _, text in sorted(by_language.items())) or "-"
        case Mapping():
            parts = (f"{key} {_shown(item)}" for key, item in sorted(value.items()))
            return "; ".join(parts) or "-"
        case tuple():
            return ", ".join(map(str, value)) or "-"
        case None:
            return "-"
    return str(value)
