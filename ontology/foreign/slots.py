"""A property or relation on one class, stated as a SHACL property shape."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ontology.foreign.context import Context
from ontology.foreign.expressions import Condition, DataRange
from ontology.foreign.report import Treatment
from ontology.namespaces import OWL, RDF, SH, XSD
from ontology.triples import Literal

_NUMBERS = frozenset({f"{XSD}integer", f"{XSD}decimal"})


@dataclass(frozen=True, slots=True)
class Member:
    """A property or relation as the file states it.

    Attributes:
        iri: Its IRI.
        relation: It leads to entities.
        owners: Classes that have it, by its domain or in the base.
        ranges: Nodes of what it holds or reaches; empty for any.
        functional: At most one value.
        conditions: What single classes say of it.
    """

    iri: str
    relation: bool
    owners: frozenset[str]
    ranges: tuple[str, ...]
    functional: bool
    conditions: Mapping[str, list[Condition]] = field(default_factory=dict)


def say_property(
    context: Context, member: Member, owner: str, conditions: Iterable[Condition]
) -> None:
    """State that a class has a property.

    Args:
        context: The translation.
        member: The property.
        owner: The class.
        conditions: What the class and those above it say of the property.
    """
    said = list(conditions)
    single = member.functional or any(item.most == 1 for item in said)
    shape = _shape(context, member.iri, owner)
    scheme = next((node for node in member.ranges if node in context.schemes), None)
    if scheme is not None:
        context.profile.say(shape, f"{SH}node", scheme)
    else:
        fillers = [item.filler for item in said if item.filler]
        other = context.base_ranges.get(member.iri, f"{XSD}string")
        node = next(iter((*fillers, *member.ranges)), other)
        _say_range(context, shape, context.expressions.data_range(node, member.iri), member.iri)
        if single and node == f"{RDF}langString":
            context.profile.say(shape, f"{SH}uniqueLang", _boolean())
    if single:
        context.profile.say(shape, f"{SH}maxCount", _integer(1))
    if any(item.least for item in said):
        context.profile.say(shape, f"{SH}minCount", _integer(1))
    for item in member.conditions.get(owner, ()):
        if item.most is not None and item.most > 1:
            context.notes.note(Treatment.KEPT, "MOST_KEPT", owner, member.iri)


def say_relation(context: Context, member: Member, owner: str, targets: Iterable[str]) -> None:
    """State that a relation leads from a class to others; to any if none is named."""
    shape = _shape(context, member.iri, owner)
    profile = context.profile
    reached = list(targets)
    if not reached:
        profile.say(shape, f"{SH}nodeKind", f"{SH}IRI")
    elif len(reached) == 1:
        profile.say(shape, f"{SH}class", reached[0])
    else:
        options = []
        for target in reached:
            options.append(profile.blank())
            profile.say(options[-1], f"{SH}class", target)
        profile.say(shape, f"{SH}or", profile.members(options))


def _shape(context: Context, path: str, owner: str) -> str:
    shape = context.profile.blank()
    context.profile.say(owner, f"{SH}property", shape)
    context.profile.say(shape, f"{SH}path", path)
    return shape


def _say_range(context: Context, shape: str, found: DataRange, path: str) -> None:
    profile = context.profile
    profile.say(shape, f"{SH}datatype", found.datatype)
    if found.stated:
        note = context.notes.note
        note(Treatment.READ_AS, "DATATYPE_AS_TEXT", path, construct=_shown(found.stated))
    for name, limit in (("minInclusive", found.minimum), ("maxInclusive", found.maximum)):
        if limit is None:
            continue
        if found.datatype in _NUMBERS:
            profile.say(shape, SH + name, Literal(limit, None, f"{XSD}decimal"))
        else:
            context.expressions.unsaid(XSD + name, path, f"{OWL}withRestrictions")
    if found.pattern is not None:
        _say_pattern(context, shape, found.pattern, path)
    if found.choices:
        profile.say(shape, f"{SH}in", profile.members(found.choices))


def _say_pattern(context: Context, shape: str, pattern: str, path: str) -> None:
    """OWL's pattern is for the whole value; one that Python cannot read is told."""
    try:
        re.compile(pattern)
    except re.error:
        context.expressions.unsaid(f"{XSD}pattern", path, f"{OWL}withRestrictions")
    else:
        context.profile.text(shape, f"{SH}pattern", f"^(?:{pattern})$")


def _shown(node: str) -> str:
    return "" if node.startswith("_:") else node


def _integer(number: int) -> Literal:
    return Literal(str(number), None, f"{XSD}integer")


def _boolean() -> Literal:
    return Literal("true", None, f"{XSD}boolean")
