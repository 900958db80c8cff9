"""What became of every single statement: read, kept in the stored file, or data."""

from collections import Counter
from collections.abc import Iterator, Mapping

from ontology.foreign.context import ALIASES, GLOSSES, LABELS, TITLES, Context
from ontology.foreign.report import Treatment
from ontology.foreign.roles import PROPERTIES, Role
from ontology.foreign.shapes import READ_ON_SHAPES
from ontology.namespaces import OWL, PN, RDF, RDFS, SH, SKOS

_TYPE = f"{RDF}type"
_WORDS = frozenset({_TYPE, *LABELS, *TITLES, *GLOSSES, *ALIASES})
_ON_PROPERTIES = _WORDS | {
    f"{RDFS}domain",
    f"{RDFS}range",
    f"{RDFS}subPropertyOf",
    f"{OWL}inverseOf",
}
_READ: Mapping[Role, frozenset[str]] = {
    Role.ONTOLOGY: frozenset({_TYPE, f"{OWL}imports", f"{OWL}versionIRI"}),
    Role.CLASS: _WORDS
    | {f"{RDFS}subClassOf", f"{OWL}equivalentClass", f"{OWL}disjointWith", f"{OWL}deprecated"}
    | {f"{OWL}{name}" for name in ("unionOf", "intersectionOf", "complementOf", "oneOf")}
    | {f"{OWL}disjointUnionOf"},
    Role.DATATYPE: frozenset({_TYPE, f"{OWL}equivalentClass", f"{OWL}onDatatype"})
    | {f"{OWL}withRestrictions", f"{OWL}oneOf", f"{OWL}unionOf"},
    **dict.fromkeys(PROPERTIES, _ON_PROPERTIES),
    Role.ANNOTATION_PROPERTY: frozenset({_TYPE}),
    Role.SCHEME: _WORDS | {f"{SKOS}hasTopConcept"},
    Role.CONCEPT: _WORDS
    | {f"{SKOS}{name}" for name in ("inScheme", "topConceptOf", "broader", "notation")}
    | {f"{SKOS}narrower", f"{SKOS}scopeNote"},
    Role.SHAPE: READ_ON_SHAPES | {f"{SH}{name}" for name in ("closed", "deactivated")},
}
_CODES = {
    Role.ONTOLOGY: "HEADER_KEPT",
    Role.AXIOM: "TYPE_KEPT",
    Role.SCHEME: "HEADER_KEPT",
    Role.COLLECTION: "COLLECTION_KEPT",
    Role.UNTYPED: "UNTYPED_KEPT",
    Role.ANNOTATION_PROPERTY: "ANNOTATION_PROPERTY",
}


def take_census(context: Context) -> Mapping[Treatment, int]:
    """How many statements were read, kept and data; those kept are told by their predicate.

    A blank node goes with the statement that leads to it.
    """
    triples = context.triples
    fate: dict[str, Treatment] = {}
    totals: Counter[Treatment] = Counter()
    for subject, roles in context.roles.of.items():
        _note_roles(context, subject, roles)
        for predicate, nodes in triples.objects[subject].items():
            treatment = _treatment(context, roles, predicate)
            size = len(nodes) + sum(
                _claim(context, node, fate, treatment) for node in nodes if isinstance(node, str)
            )
            totals[treatment] += size
            if treatment is Treatment.KEPT:
                _note_kept(context, subject, roles, predicate, size)
    for blank in _unclaimed(context, fate):
        size = _claim(context, blank, fate, Treatment.KEPT)
        totals[Treatment.KEPT] += size
        types = triples.resources(blank, _TYPE)
        construct = types[0] if types else ""
        context.notes.note(
            Treatment.KEPT, "TYPE_KEPT", blank, _TYPE, construct=construct, count=size
        )
    return totals


def _treatment(context: Context, roles: tuple[Role, ...], predicate: str) -> Treatment:
    if roles[0] is Role.CONCEPT and context.concept_class is not None:
        return Treatment.DATA
    if roles[0] is Role.INDIVIDUAL:
        return Treatment.DATA
    read = any(predicate in _READ.get(role, ()) for role in roles)
    own = predicate.startswith(PN) and roles[0] is not Role.UNTYPED
    return Treatment.READ_AS if read or own else Treatment.KEPT


def _note_kept(
    context: Context, subject: str, roles: tuple[Role, ...], predicate: str, size: int
) -> None:
    code = _CODES.get(roles[0], "PREDICATE_KEPT")
    construct = predicate if code == "PREDICATE_KEPT" else ""
    context.notes.note(Treatment.KEPT, code, subject, predicate, construct=construct, count=size)


def _note_roles(context: Context, subject: str, roles: tuple[Role, ...]) -> None:
    if roles[0] is Role.INDIVIDUAL:
        context.notes.note(Treatment.DATA, "INDIVIDUALS_ARE_DATA", subject)
    elif len(roles) > 1 and not _go_together(roles):
        told = ", ".join(roles)
        context.notes.note(Treatment.READ_AS, "PUNNED", subject, _TYPE, detail=told)


def _go_together(roles: tuple[Role, ...]) -> bool:
    """Whether nothing is lost when a subject has all these roles."""
    rest = set(roles) - {Role.SHAPE, Role.ONTOLOGY, Role.PROPERTY, Role.AXIOM}
    return len(rest) < 2


def _claim(context: Context, node: str, fate: dict[str, Treatment], treatment: Treatment) -> int:
    """How many statements a blank node and those below it make, that nothing claimed before."""
    size = 0
    waiting = [node]
    while waiting:
        blank = waiting.pop()
        if not blank.startswith("_:") or blank in fate:
            continue
        fate[blank] = treatment
        for nodes in context.triples.objects.get(blank, {}).values():
            size += len(nodes)
            waiting += [item for item in nodes if isinstance(item, str)]
    return size


def _unclaimed(context: Context, fate: Mapping[str, Treatment]) -> Iterator[str]:
    """Blank nodes that no subject with an IRI leads to; those that stand above others first."""
    every = [node for node in context.triples.objects if node.startswith("_:") and node not in fate]
    below = {
        item
        for blank in every
        for nodes in context.triples.objects[blank].values()
        for item in nodes
        if isinstance(item, str)
    }
    for blank in sorted(every, key=lambda item: item in below):
        if blank not in fate:
            yield blank
