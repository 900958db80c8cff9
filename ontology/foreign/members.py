"""Properties and relations: which classes have them, and what they hold or reach."""

from collections.abc import Iterable, Mapping, Sequence

from ontology.foreign.classes import above, imply
from ontology.foreign.context import LABELS, Context, declare
from ontology.foreign.expressions import Condition
from ontology.foreign.report import Treatment
from ontology.foreign.roles import CHARACTERISTICS, PROPERTIES, Role
from ontology.foreign.shapes import Part, read_shapes, say_part
from ontology.foreign.slots import Member, say_property, say_relation
from ontology.namespaces import BUILT_IN, OWL, PN, RDF, RDFS, SKOS

_DOMAIN = f"{RDFS}domain"
_RANGE = f"{RDFS}range"
_ABOVE = f"{RDFS}subPropertyOf"
_HIGHEST = 200
"""Properties above each other; more are a fault."""
_Conditions = Mapping[str, list[Condition]]


def translate_members(context: Context) -> None:
    """State all properties and relations, on the classes that have them."""
    parts = read_shapes(context)
    conditions = _by_property(context)
    declared = context.roles.having(*PROPERTIES)
    members = {
        iri: member
        for iri in dict.fromkeys((*declared, *conditions, *parts))
        if (member := _member(context, iri, conditions.get(iri, {}), parts.get(iri, [])))
        and not iri.startswith(BUILT_IN)
    }
    data_members = frozenset(iri for iri, member in members.items() if not member.relation)
    for iri, member in members.items():
        kind = "ObjectProperty" if member.relation else "DatatypeProperty"
        declare(context, "member", iri, OWL + kind)
        _say_inverse_label(context, iri)
        _note_behaviour(context, member)
        for part in parts.get(iri, ()):
            say_part(context, part)
        shaped = frozenset(part.owner for part in parts.get(iri, ()))
        _attach(context, member, shaped, data_members)


def _by_property(context: Context) -> Mapping[str, dict[str, list[Condition]]]:
    """Conditions by property and class."""
    found: dict[str, dict[str, list[Condition]]] = {}
    for owner, conditions in context.conditions.items():
        for condition in conditions:
            found.setdefault(condition.path, {}).setdefault(owner, []).append(condition)
    return found


def _member(
    context: Context, iri: str, conditions: _Conditions, parts: Sequence[Part]
) -> Member | None:
    """The member that an IRI stands for; None if nothing tells what it is."""
    nodes = _inherited(context, iri, _RANGE, frozenset())
    ranges = tuple(
        dict.fromkeys(name for node in nodes for name in _alternatives(context, node, iri))
    )
    relation = parts[0].relation if parts else _is_relation(context, iri, ranges, conditions)
    if relation is None:
        owner = next(iter(conditions), iri)
        context.notes.note(Treatment.KEPT, "EXPRESSION_KEPT", owner, iri, construct=iri)
        return None
    if iri not in context.roles.of and iri not in context.base_iris:
        owner = next(iter((*conditions, *(part.owner for part in parts))))
        context.notes.note(Treatment.READ_AS, "PROPERTY_IMPLIED", owner, iri)
    types = context.triples.resources(iri, f"{RDF}type")
    owners = _owners(context, iri) | context.base_owners.get(iri, frozenset())
    functional = f"{OWL}FunctionalProperty" in types
    return Member(iri, relation, owners, ranges, functional, conditions)


def _alternatives(context: Context, node: str, iri: str) -> tuple[str, ...]:
    """What a range allows: classes, a scheme, or a data range as it is."""
    if context.expressions.is_data_range(node) or node in context.schemes:
        return (node,)
    every = context.expressions.alternatives(node, iri, _RANGE)
    only = next(iter(context.schemes)) if len(context.schemes) == 1 else None
    found = []
    for name in every:
        if name == f"{SKOS}Concept" and context.concept_class is None:
            found += [only] if only else []
        else:
            found += _classes_only(context, [name], iri, _RANGE)
    return tuple(found)


def _classes_only(
    context: Context, names: Iterable[str], subject: str, predicate: str
) -> list[str]:
    """The classes that names mean, without those of the language itself, which are told."""
    found = []
    for name in names:
        class_ = context.resolve(name)
        if class_.startswith(BUILT_IN):
            context.expressions.unsaid(class_, subject, predicate)
        else:
            found.append(class_)
    return found


def _is_relation(
    context: Context, iri: str, ranges: Iterable[str], conditions: _Conditions
) -> bool | None:
    """What it is: by its values if these are data, else by its type; None if nothing tells."""
    fillers = [item.filler for every in conditions.values() for item in every if item.filler]
    held = (*ranges, *fillers)
    if any(context.expressions.is_data_range(node) or node in context.schemes for node in held):
        return False
    roles = context.roles.of.get(iri, ())
    if Role.OBJECT_PROPERTY in roles or (iri in context.base_iris and iri in context.relations):
        return True
    if Role.DATA_PROPERTY in roles or iri in context.base_iris:
        return False
    if held:
        return True
    if not roles:
        return None
    context.notes.note(Treatment.READ_AS, "KIND_GUESSED", iri)
    return False


def _owners(context: Context, iri: str) -> frozenset[str]:
    named = [
        name
        for node in _inherited(context, iri, _DOMAIN, frozenset())
        for name in context.expressions.alternatives(node, iri, _DOMAIN)
    ]
    return frozenset(_classes_only(context, named, iri, _DOMAIN))


def _inherited(context: Context, iri: str, predicate: str, met: frozenset[str]) -> tuple[str, ...]:
    """Domain or range: its own, else of its inverse the other way round, else from above."""
    triples = context.triples
    found = triples.resources(iri, predicate)
    if len(found) > 1 and not met:
        context.notes.note(Treatment.READ_AS, "DOMAINS_AS_ALTERNATIVES", iri, predicate)
    if found:
        return tuple(found)
    opposite = _RANGE if predicate == _DOMAIN else _DOMAIN
    for other in context.inverses.get(iri, ()):
        if turned := triples.resources(other, opposite):
            return tuple(turned)
    for higher in triples.resources(iri, _ABOVE):
        if higher not in met | {iri} and len(met) < _HIGHEST:
            lent = _inherited(context, higher, predicate, met | {iri})
            if lent:
                return lent
    return ()


def _attach(
    context: Context, member: Member, shaped: frozenset[str], data_members: frozenset[str]
) -> None:
    """State the member on each class that has it, but for those whose shape says it.

    Args:
        context: The translation.
        member: The property or relation.
        shaped: Classes whose shape says it.
        data_members: What was declared a relation and holds data all the same.
    """
    given = context.base_owners.get(member.iri, frozenset())
    owners = [
        owner
        for owner in dict.fromkeys((*sorted(member.owners), *member.conditions))
        if owner not in shaped | given
    ]
    for owner in owners:
        if owner in context.relations and owner in data_members:
            context.expressions.unsaid(owner, member.iri, _DOMAIN)
        elif owner in context.relations:
            _say_of_relation(context, member, owner)
        elif member.relation:
            _attach_relation(context, member, owner)
        elif not given.isdisjoint(above(context, owner)):
            context.notes.note(Treatment.KEPT, "RANGE_NARROWED", owner, member.iri)
        else:
            lineage = sorted(above(context, owner))
            said = [item for name in lineage for item in member.conditions.get(name, ())]
            imply(context, [owner], member.iri)
            say_property(context, member, owner, said)
    if not owners and not given and not shaped:
        context.notes.note(Treatment.KEPT, "DOMAIN_LACKING", member.iri)


def _attach_relation(context: Context, member: Member, owner: str) -> None:
    said = member.conditions.get(owner, ())
    for item in said:
        if item.most is not None:
            context.notes.note(Treatment.KEPT, "MOST_KEPT", owner, member.iri)
        if item.least or item.kind == "someValuesFrom":
            context.notes.note(Treatment.KEPT, "LEAST_KEPT", owner, member.iri)
    named = [
        name
        for item in said
        if item.filler
        for name in context.expressions.alternatives(item.filler, owner, member.iri)
    ]
    own = _classes_only(context, named, owner, member.iri)
    imply(context, (*own, owner, *member.ranges), owner)
    targets = dict.fromkeys(() if _is_any(member.ranges) else member.ranges)
    inherits = not member.owners.isdisjoint(above(context, owner) - {owner})
    beyond = [name for name in own if targets and above(context, name).isdisjoint(targets)]
    if owner in member.owners:
        say_relation(context, member, owner, (*targets, *dict.fromkeys(beyond)))
    elif not inherits:
        say_relation(context, member, owner, dict.fromkeys(own) or targets)
    elif beyond:
        say_relation(context, member, owner, dict.fromkeys(beyond))
    elif any(item.kind == "allValuesFrom" for item in said):
        context.notes.note(Treatment.KEPT, "RANGE_NARROWED", owner, member.iri)


def _is_any(ranges: Iterable[str]) -> bool:
    return f"{PN}Thing" in ranges


def _say_of_relation(context: Context, member: Member, owner: str) -> None:
    """A property whose domain is a relation belongs to that relation."""
    node = next(iter(member.ranges), f"{RDFS}Literal")
    held = context.expressions.data_range(node, member.iri)
    context.profile.say(member.iri, _DOMAIN, owner)
    context.profile.say(member.iri, _RANGE, held.datatype)


def _say_inverse_label(context: Context, iri: str) -> None:
    """What people see from the target's side: the labels of the inverse, unless it is stated."""
    if context.triples.nodes(iri, f"{PN}inverseLabel") or iri in context.fixed:
        return
    for other in context.inverses.get(iri, ()):
        for predicate in LABELS:
            for literal in context.triples.literals(other, predicate):
                context.profile.say(iri, f"{PN}inverseLabel", literal)


def _note_behaviour(context: Context, member: Member) -> None:
    types = context.triples.resources(member.iri, f"{RDF}type")
    for type_ in CHARACTERISTICS:
        if type_ in types and (member.relation or type_ != CHARACTERISTICS[0]):
            context.notes.note(Treatment.KEPT, "CHARACTERISTIC_KEPT", member.iri, construct=type_)
    for higher in context.triples.resources(member.iri, _ABOVE):
        context.notes.note(Treatment.KEPT, "SUBPROPERTY_KEPT", member.iri, _ABOVE, detail=higher)
