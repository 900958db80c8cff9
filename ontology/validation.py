"""Validation of entities and relations against the ontology, compiled once for each class."""

from collections.abc import Iterator, Mapping
from itertools import chain

from graph.records import Entity, Patch
from ontology.errors import nearest
from ontology.languages import split_text_key, text_key
from ontology.model import Datatype, Ontology, PropertyDef, RelationDef
from ontology.values import ValueRule, compile_rule, explain
from ontology.violations import Validator, Violation, ViolationCode


def validate_entity(ontology: Ontology, entity: Entity) -> tuple[Violation, ...]:
    """What is wrong with an entity: its class, its properties and their values.

    A property that the entity sets to None counts as absent. A list must be a tuple, and a date
    text in ISO 8601.

    Returns:
        The violations in the order of the properties, missing ones last; none if it is right.
    """
    validator = ontology.validators.get(entity.type)
    if validator is None:
        refusal = _refuse_class(ontology, entity.type)
        if refusal is not None:
            return (refusal,)
        validator = ontology.validators.setdefault(entity.type, _compile(ontology, entity.type))
    return validator(entity.properties)


def validate_relation(
    ontology: Ontology, relation_type: str, source_class: str, target_class: str
) -> tuple[Violation, ...]:
    """What is wrong with a relation of the type from the one class to the other.

    Returns:
        One violation for each unknown name, or one that tells which ends the type may join and
        which other type may join these two; none if it is right.
    """
    ends = (relation_type, source_class, target_class)
    known = ontology.joins.get(ends)
    if known is None:
        known = ontology.joins.setdefault(ends, tuple(_check_relation(ontology, *ends)))
    return known


def _check_relation(
    ontology: Ontology, relation_type: str, source: str, target: str
) -> Iterator[Violation]:
    unknown = [name for name in dict.fromkeys((source, target)) if name not in ontology.classes]
    for name in unknown:
        yield _unknown_class(ontology, relation_type, name)
    if relation_type not in ontology.relations:
        near = nearest(relation_type, ontology.relations)
        hint = f"; did you mean {near!r}?" if near else ""
        message = f"unknown relation {relation_type!r}{hint}"
        yield Violation(ViolationCode.UNKNOWN_RELATION, relation_type, relation_type, message, near)
    elif not unknown and not ontology.may_join(relation_type, source, target):
        yield _wrong_end(ontology, ontology.relations[relation_type], source, target)


def _wrong_end(ontology: Ontology, relation: RelationDef, source: str, target: str) -> Violation:
    allowed = "; ".join(
        f"{leaves} -> {' | '.join(reach) or 'any'}" for leaves, reach in relation.ends.items()
    )
    others = [
        other.name
        for other in ontology.relations_from(source)
        if ontology.may_join(other.name, source, target)
    ]
    advice = (
        f"from {source} to {target} there is {', '.join(others)}"
        if others
        else (f"nothing leads from {source} to {target}")
    )
    back = [name for name in ontology.relations if ontology.may_join(name, target, source)]
    if not others and back:
        advice += f", but from {target} to {source} there is {', '.join(sorted(back))}"
    return Violation(
        ViolationCode.WRONG_RELATION_END,
        relation.name,
        f"{source} -> {target}",
        f"{relation.name} cannot join {source} to {target}: it joins {allowed}; {advice}",
        nearest(relation.name, others) or next(iter(others), None),
    )


def _refuse_class(ontology: Ontology, name: str) -> Violation | None:
    class_ = ontology.classes.get(name)
    if class_ is None:
        return _unknown_class(ontology, "type", name)
    if not class_.abstract:
        return None
    below = [item for item in ontology.descendants(name) if not ontology.classes[item].abstract]
    message = f"{name} is abstract and has no entities of its own; use one of {', '.join(below)}"
    suggestion = below[0] if len(below) == 1 else None
    return Violation(ViolationCode.ABSTRACT_CLASS, "type", name, message, suggestion)


def _unknown_class(ontology: Ontology, field: str, name: str) -> Violation:
    concrete = [item for item, class_ in ontology.classes.items() if not class_.abstract]
    near = nearest(name, concrete)
    hint = f"; did you mean {near!r}?" if near else ""
    message = f"unknown class {name!r}{hint}"
    return Violation(ViolationCode.UNKNOWN_CLASS, field, name, message, near)


def _compile(ontology: Ontology, class_name: str) -> Validator:
    """The validator of a class; its loop decides alone when all is right, the common case."""
    definitions = ontology.properties(class_name)
    rules = _rules(ontology, definitions)
    table = {
        key: (rules[item.name].whole_types, rules[item.name].whole)
        for item in definitions.values()
        for key in item.keys
    }
    find = table.get
    required = [item.keys for item in definitions.values() if item.required]

    def validate(properties: Patch) -> tuple[Violation, ...]:
        for keys in required:
            for key in keys:
                if key in properties:
                    break
            else:
                return _explain(class_name, definitions, rules, properties)
        for key, value in properties.items():
            entry = find(key)
            if entry is None:
                return _explain(class_name, definitions, rules, properties)
            types, holds = entry
            if type(value) not in types or (holds is not None and not holds(value)):
                return _explain(class_name, definitions, rules, properties)
        return ()

    return validate


def _rules(ontology: Ontology, definitions: Mapping[str, PropertyDef]) -> Mapping[str, ValueRule]:
    return {
        name: compile_rule(
            item, ontology.vocabularies[item.vocabulary] if item.vocabulary else None
        )
        for name, item in definitions.items()
    }


def _explain(
    class_name: str,
    definitions: Mapping[str, PropertyDef],
    rules: Mapping[str, ValueRule],
    properties: Patch,
) -> tuple[Violation, ...]:
    """Every violation, at leisure."""
    found: list[Violation] = []
    present: set[str] = set()
    for key, value in properties.items():
        name = _property_of(key, definitions)
        if name is None:
            found.append(_unknown_property(class_name, definitions, key))
        elif value is not None and value != ():
            present.add(name)
            found += explain(rules[name], key, value)
    found += (
        _missing(class_name, item)
        for item in definitions.values()
        if item.required and item.name not in present
    )
    return tuple(found)


def _property_of(key: str, definitions: Mapping[str, PropertyDef]) -> str | None:
    """The property that a flat key stands for; a text key must be in its one right form."""
    if key in definitions and definitions[key].datatype is not Datatype.TEXT:
        return key
    split = split_text_key(key, _texts(definitions))
    return split[0] if split is not None and text_key(*split) == key else None


def _texts(definitions: Mapping[str, PropertyDef]) -> frozenset[str]:
    return frozenset(name for name, item in definitions.items() if item.datatype is Datatype.TEXT)


def _unknown_property(
    class_name: str, definitions: Mapping[str, PropertyDef], key: str
) -> Violation:
    split = split_text_key(key, _texts(definitions))
    keys = list(chain.from_iterable(item.keys for item in definitions.values()))
    near = text_key(*split) if split is not None else nearest(key, keys)
    hint = f"; did you mean {near!r}?" if near else ""
    message = f"unknown property {key!r} of {class_name}{hint}"
    return Violation(ViolationCode.UNKNOWN_PROPERTY, key, None, message, near)


def _missing(class_name: str, definition: PropertyDef) -> Violation:
    keys = " or ".join(definition.keys)
    message = f"{class_name} needs {keys}; give it a value"
    field = definition.keys[0]
    return Violation(ViolationCode.MISSING_VALUE, field, None, message, field)
