"""Classes, their superclasses, and the conditions that these put on properties."""

from collections.abc import Iterable

from ontology.builder import circles, spelled
from ontology.errors import InvalidOntology
from ontology.foreign.context import THING, Context, declare
from ontology.foreign.expressions import Condition
from ontology.foreign.report import Treatment
from ontology.foreign.roles import Role
from ontology.namespaces import BUILT_IN, OWL, PN, RDF, RDFS, SKOS

_CLASS = f"{OWL}Class"
_SUBCLASS = f"{RDFS}subClassOf"
_EQUIVALENT = f"{OWL}equivalentClass"
_DESCRIBED = ("unionOf", "intersectionOf", "complementOf", "oneOf")
_CIRCLES_TOLD = 20
_DISJOINT = ("disjointWith", "disjointUnionOf")


def translate_classes(context: Context) -> None:
    """State all classes and what is above them.

    Raises:
        InvalidOntology: Some class is its own superclass; the error names the circle.
    """
    declared = [iri for iri in context.roles.having(Role.CLASS) if _is_ours(iri)]
    terms = context.concept_types if context.concept_class is None else frozenset[str]()
    for iri in declared:
        context.parents[iri] = []
        context.classes[iri] = None
    for iri in declared:
        _read_superclasses(context, iri)
    for iri in declared:
        _read_equivalents(context, iri)
    _refuse_circles(context)
    for iri in sorted(declared, key=lambda item: _is_deprecated(context, item)):
        if iri in terms:
            del context.classes[iri]
            context.notes.note(Treatment.READ_AS, "CONCEPT_TYPE", iri)
        else:
            _state(context, iri)
    for iri in [iri for iri in context.parents if iri not in context.roles.of]:
        imply(context, [iri], context.parents[iri][0])
        _state_parents(context, iri)


def imply(context: Context, iris: Iterable[str], owner: str) -> None:
    """State classes that are named and not declared.

    One in pearlnet's own namespace is a slip of the pen, and left for the model to refuse.
    """
    for iri in iris:
        foreign = _is_ours(iri) and not iri.startswith(PN)
        if foreign and iri not in context.classes and iri not in context.base_iris:
            context.classes[iri] = None
            context.notes.note(Treatment.READ_AS, "CLASS_IMPLIED", owner, detail=iri)
            declare(context, "class", iri, _CLASS)


def above(context: Context, iri: str) -> set[str]:
    """A class and all its superclasses, as far as the foreign files and the base tell."""
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += context.parents.get(name, ())
            waiting += context.base_parents.get(name, ())
    return found


def _is_ours(iri: str) -> bool:
    return not iri.startswith(("_:", *BUILT_IN))


def _is_deprecated(context: Context, iri: str) -> bool:
    types = context.triples.resources(iri, f"{RDF}type")
    stated = context.triples.value(iri, f"{OWL}deprecated")
    return f"{OWL}DeprecatedClass" in types or stated in {"true", "1"}


def _state(context: Context, iri: str) -> None:
    declare(context, "class", iri, _CLASS)
    if _is_deprecated(context, iri):
        context.notes.note(Treatment.READ_AS, "DEPRECATED", iri)
    _state_parents(context, iri)


def _state_parents(context: Context, iri: str) -> None:
    parents = dict.fromkeys(context.parents[iri])
    imply(context, parents, iri)
    for parent in parents:
        if parent != THING:
            context.profile.say(iri, _SUBCLASS, parent)


def _read_superclasses(context: Context, iri: str) -> None:
    for node in context.triples.resources(iri, _SUBCLASS):
        for part in context.expressions.parts(node, iri, _SUBCLASS):
            _take(context, iri, part)
    for name in _DESCRIBED:
        if context.triples.nodes(iri, f"{OWL}{name}"):
            _read_definition(context, iri, iri, f"{OWL}{name}")
    for name in _DISJOINT:
        for _ in context.triples.nodes(iri, f"{OWL}{name}"):
            context.notes.note(Treatment.KEPT, "DISJOINT_KEPT", iri, f"{OWL}{name}")
    for head in context.triples.resources(iri, f"{OWL}disjointUnionOf"):
        _put_below(context, iri, (m for m in context.triples.members(head) if isinstance(m, str)))


def _take(context: Context, iri: str, part: str | Condition) -> None:
    if isinstance(part, Condition):
        context.conditions.setdefault(iri, []).append(part)
        return
    parent = context.resolve(part)
    if parent == iri:
        context.notes.note(Treatment.READ_AS, "SELF_SUBCLASS", iri, _SUBCLASS)
    elif parent.startswith(BUILT_IN):
        if parent != f"{SKOS}Concept":
            context.notes.note(Treatment.KEPT, "METACLASS_KEPT", iri, _SUBCLASS, construct=parent)
    elif parent not in context.parents.setdefault(iri, []):
        context.parents[iri].append(parent)


def _read_equivalents(context: Context, iri: str) -> None:
    """Definitions and equals, after all plain superclasses, so that none closes a circle."""
    for node in context.triples.resources(iri, _EQUIVALENT):
        if node.startswith("_:"):
            _read_definition(context, iri, node, _EQUIVALENT)
            continue
        other = context.resolve(node)
        if other == iri or iri in above(context, other) or not _is_ours(other):
            context.notes.note(
                Treatment.KEPT,
                "EXPRESSION_KEPT",
                iri,
                _EQUIVALENT,
                construct=_EQUIVALENT,
                detail=node,
            )
        else:
            context.parents[iri].append(other)
            context.notes.note(
                Treatment.READ_AS, "EQUIVALENT_AS_SUBCLASS", iri, _EQUIVALENT, detail=node
            )


def _read_definition(context: Context, iri: str, node: str, predicate: str) -> None:
    union = [
        item
        for head in context.triples.resources(node, f"{OWL}unionOf")
        for item in context.triples.members(head)
    ]
    if union:
        _put_below(context, iri, (item for item in union if isinstance(item, str)))
        return
    if node == iri:
        parts = [
            part
            for head in context.triples.resources(node, f"{OWL}intersectionOf")
            for item in context.triples.members(head)
            if isinstance(item, str)
            for part in context.expressions.parts(item, iri, predicate)
        ]
        if not parts:
            context.expressions.unsaid(predicate, iri, predicate)
    else:
        parts = list(context.expressions.parts(node, iri, predicate))
    if parts:
        context.notes.note(Treatment.READ_AS, "DEFINITION_AS_CONDITIONS", iri, predicate)
    for part in parts:
        if isinstance(part, Condition) or iri not in above(context, context.resolve(part)):
            _take(context, iri, part)


def _put_below(context: Context, iri: str, members: Iterable[str]) -> None:
    """Each class of a union is a subclass of the whole; a description among them is told."""
    for member in members:
        if member.startswith("_:"):
            context.expressions.unsaid(f"{OWL}unionOf", iri, f"{OWL}unionOf")
        elif _is_ours(member) and member not in above(context, iri):
            context.parents.setdefault(member, []).append(iri)


def _refuse_circles(context: Context) -> None:
    joint = {
        iri: (*context.parents.get(iri, ()), *context.base_parents.get(iri, ()))
        for iri in (*context.parents, *context.base_parents)
    }
    found = circles(joint)
    if not found:
        return
    told = "\n".join(f"- {spelled(circle)}" for circle in found[:_CIRCLES_TOLD])
    message = f"classes are their own superclasses; break each circle of rdfs:subClassOf:\n{told}"
    raise InvalidOntology(message, *context.triples.place(found[0][0]))
