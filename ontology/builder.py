"""From triples to the model, with everything that contradicts told at once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ontology import wording
from ontology.declarations import THING, Kinds, Use, kinds, unattached, uses
from ontology.errors import InvalidOntology, nearest
from ontology.model import ClassDef, Ontology, PropertyDef, RelationDef, Term, Vocabulary
from ontology.namespaces import BUILT_IN, PN, RDFS, SKOS
from ontology.properties import Reading, define
from ontology.triples import Triples, local_name

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = frozenset({"id", "type"})
_LONG_CIRCLE = 8


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong or could be better, gathered while building."""

    triples: Triples
    errors: list[InvalidOntology] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def fail(self, subject: str, message: str) -> None:
        """Note a contradiction about a subject."""
        self.errors.append(InvalidOntology(f"{subject}: {message}", *self.triples.place(subject)))

    def warn(self, message: str) -> None:
        """Note what does no harm."""
        self.warnings.append(message)

    def raise_errors(self) -> None:
        """Raise what is wrong, if anything is; several faults stand in one error."""
        if not self.errors:
            return
        first = self.errors[0]
        if len(self.errors) == 1:
            raise first
        told = "\n".join(f"- {error}" for error in self.errors)
        joint = InvalidOntology(
            f"the ontology contradicts itself in {len(self.errors)} ways:\n{told}"
        )
        joint.file, joint.line = first.file, first.line
        raise joint


def build(triples: Triples) -> Ontology:
    """The model of what the triples declare.

    Raises:
        InvalidOntology: They contradict themselves; the error tells each way with its file.
    """
    findings = Findings(triples)
    known = kinds(triples)
    vocabularies = _vocabularies(findings, known)
    stated = uses(triples, known)
    for iri in unattached(triples, stated):
        findings.warn(f"{iri} belongs to no class: give it rdfs:domain or a shape")
    relations = [use for use in stated if use.relation]
    properties = _properties(findings, vocabularies, known, stated)
    ontology = Ontology(
        classes=_classes(findings, known, properties),
        relations=_relations(findings, known, relations, properties),
        vocabularies=vocabularies,
        warnings=tuple(dict.fromkeys(findings.warnings)),
    )
    findings.raise_errors()
    return ontology


def _classes(
    findings: Findings, known: Kinds, properties: Mapping[str, Mapping[str, PropertyDef]]
) -> Mapping[str, ClassDef]:
    found = {
        name: ClassDef(
            name=name,
            iri=iri,
            label=wording.label(findings.triples, findings.warn, iri),
            gloss=wording.gloss(findings.triples, findings.warn, iri),
            parents=_parents(findings, known, iri),
            properties=MappingProxyType(dict(properties.get(iri, {}))),
            abstract=findings.triples.value(iri, f"{PN}abstract") in {"true", "1"},
            aliases=wording.aliases(findings.triples, iri),
        )
        for name, iri in _named(findings, "class", known.classes).items()
    }
    for circle in circles({name: item.parents for name, item in found.items()}):
        message = (
            f"it is its own superclass ({spelled(circle)}); break the circle of rdfs:subClassOf"
        )
        findings.fail(found[circle[0]].iri, message)
    return MappingProxyType(found)


def _parents(findings: Findings, known: Kinds, iri: str) -> tuple[str, ...]:
    parents = []
    for parent in findings.triples.resources(iri, f"{RDFS}subClassOf"):
        if parent in known.classes:
            parents.append(findings.triples.name(parent))
        elif not parent.startswith(("_:", *BUILT_IN)):
            findings.fail(iri, f"its superclass {parent} is unknown{_hint(parent, known)}")
    if not parents and iri != THING and THING in known.classes:
        parents.append(local_name(THING))
    return tuple(sorted(set(parents)))


def circles(above: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Ways that lead from a name upwards and back to it, at least one for each knot of them."""
    found = []
    done: set[str] = set()
    for start in above:
        way: dict[str, Iterator[str]] = {}
        step: str | None = start if start not in done else None
        while step is not None or way:
            if step is not None:
                way[step] = iter(above.get(step, ()))
            last = next(reversed(way))
            step = next((up for up in way[last] if up not in done), None)
            if step is None:
                done.add(last)
                del way[last]
            elif step in way:
                names = list(way)
                found.append(tuple(names[names.index(step) :]))
                step = None
    return found


def spelled(circle: tuple[str, ...]) -> str:
    """A circle as ``A -> B -> A``, without the middle of a long one."""
    if len(circle) <= _LONG_CIRCLE:
        return " -> ".join((*circle, circle[0]))
    left = len(circle) - _LONG_CIRCLE
    return " -> ".join((*circle[: _LONG_CIRCLE - 1], f"{left} more", circle[-1], circle[0]))


def _relations(
    findings: Findings,
    known: Kinds,
    stated: list[Use],
    properties: Mapping[str, Mapping[str, PropertyDef]],
) -> Mapping[str, RelationDef]:
    ends: dict[str, dict[str, tuple[str, ...]]] = {}
    for use in stated:
        if _ends_known(findings, known, use):
            of_relation = ends.setdefault(use.path, {})
            targets = tuple(findings.triples.name(target) for target in use.targets)
            source = findings.triples.name(use.owner)
            of_relation[source] = _either(of_relation.get(source), targets)
    found = {}
    for name, iri in _named(findings, "relation", ends).items():
        label = wording.label(findings.triples, findings.warn, iri)
        found[name] = RelationDef(
            name=name,
            iri=iri,
            label=label,
            gloss=wording.gloss(findings.triples, findings.warn, iri),
            inverse_label=wording.inverse_label(findings.triples, findings.warn, iri, label),
            ends=MappingProxyType(ends[iri]),
            properties=MappingProxyType(dict(properties.get(iri, {}))),
            aliases=wording.aliases(findings.triples, iri),
        )
    return MappingProxyType(found)


def _ends_known(findings: Findings, known: Kinds, use: Use) -> bool:
    unknown = [end for end in (use.owner, *use.targets) if end not in known.classes]
    for end in unknown:
        if end == f"{SKOS}Concept":
            advice = "for a property with terms, name the skos:ConceptScheme as its range instead"
            findings.fail(use.path, f"its vocabulary is missing; {advice}")
        else:
            findings.fail(use.path, f"its end {end} is not a class{_hint(end, known)}")
    return not unknown


def _either(known: tuple[str, ...] | None, more: tuple[str, ...]) -> tuple[str, ...]:
    """Both lists of targets together, where an empty one means any."""
    if known is None:
        return more
    return tuple(dict.fromkeys(known + more)) if known and more else ()


def _properties(
    findings: Findings,
    vocabularies: Mapping[str, Vocabulary],
    known: Kinds,
    stated: list[Use],
) -> Mapping[str, Mapping[str, PropertyDef]]:
    """Properties by name of each class and relation, by its IRI."""
    reading = Reading(
        findings.triples,
        {item.iri: item.name for item in vocabularies.values()},
        findings.fail,
        findings.warn,
    )
    relations = {use.path for use in stated if use.relation}
    found: dict[str, dict[str, PropertyDef]] = {}
    for use in stated:
        if use.relation:
            continue
        if use.path in relations:
            findings.fail(use.path, "it is a relation on one class and a property on another")
        elif use.owner not in known.classes and use.owner not in relations:
            message = f"its class {use.owner} is unknown{_hint(use.owner, known)}"
            findings.fail(use.path, message)
        elif _fit_to_name(findings, "property", use.path):
            _add(findings, found.setdefault(use.owner, {}), define(reading, use))
    return found


def _add(
    findings: Findings, properties: dict[str, PropertyDef], definition: PropertyDef | None
) -> None:
    if definition is None:
        return
    known = properties.setdefault(definition.name, definition)
    if known != definition:
        what = "another property" if known.iri != definition.iri else "it in another way"
        message = f"the class already has {what} under the name {definition.name!r}; keep one"
        findings.fail(definition.iri, message)


def _vocabularies(findings: Findings, known: Kinds) -> Mapping[str, Vocabulary]:
    triples, warn = findings.triples, findings.warn
    terms = _terms(findings, known)
    return MappingProxyType(
        {
            name: Vocabulary(
                name=name,
                iri=iri,
                label=wording.label(triples, warn, iri),
                gloss=wording.gloss(triples, warn, iri),
                terms=MappingProxyType(terms[iri]),
            )
            for name, iri in _named(findings, "vocabulary", known.schemes).items()
        }
    )


def _terms(findings: Findings, known: Kinds) -> Mapping[str, dict[str, Term]]:
    triples = findings.triples
    found: dict[str, dict[str, Term]] = {iri: {} for iri in known.schemes}
    for iri in triples.typed(f"{SKOS}Concept"):
        for scheme in _schemes_of(triples, iri):
            if scheme not in found:
                findings.fail(iri, f"its skos:inScheme {scheme} is not a skos:ConceptScheme")
                continue
            term = _term(findings, iri, len(found[scheme]))
            if found[scheme].setdefault(term.id, term) is not term:
                findings.fail(iri, f"{scheme} already has a term {term.id!r}; rename one")
    return found


def _schemes_of(triples: Triples, concept: str) -> list[str]:
    stated = triples.resources(concept, f"{SKOS}inScheme")
    return list(dict.fromkeys(stated + triples.resources(concept, f"{SKOS}topConceptOf")))


def _term(findings: Findings, iri: str, order: int) -> Term:
    triples = findings.triples
    return Term(
        id=_term_id(triples, iri),
        iri=iri,
        label=wording.label(triples, findings.warn, iri),
        gloss=wording.gloss(triples, findings.warn, iri),
        aliases=wording.aliases(triples, iri),
        broader=tuple(_term_id(triples, up) for up in triples.resources(iri, f"{SKOS}broader")),
        order=order,
        codes=_codes(findings, iri),
    )


def _codes(findings: Findings, iri: str) -> str | None:
    stated = findings.triples.value(iri, f"{PN}codes")
    if stated is None:
        return None
    try:
        re.compile(stated)
    except re.error as error:
        findings.fail(iri, f"its pn:codes {stated!r} is no regular expression: {error}")
    return stated


def _term_id(triples: Triples, iri: str) -> str:
    stated = triples.value(iri, f"{PN}identifier") or triples.value(iri, f"{SKOS}notation")
    return stated or local_name(iri)


def _named(findings: Findings, kind: str, iris: Iterable[str]) -> dict[str, str]:
    """IRIs by local name; a name that does not fit, or that two share, is told."""
    found: dict[str, str] = {}
    for iri in iris:
        name = findings.triples.name(iri)
        if not _fit_to_name(findings, kind, iri):
            continue
        if found.setdefault(name, iri) != iri:
            findings.fail(iri, f"{found[name]} is a {kind} {name!r} already; rename this one")
    return found


def _fit_to_name(findings: Findings, kind: str, iri: str) -> bool:
    name = findings.triples.name(iri)
    if _IDENTIFIER.fullmatch(name) and name not in _RESERVED:
        return True
    rule = "use Latin letters, digits and _, a letter first, and neither id nor type"
    findings.fail(iri, f"{name!r} cannot name a {kind}; {rule}")
    return False


def _hint(iri: str, known: Kinds) -> str:
    found = nearest(local_name(iri), [local_name(item) for item in known.classes])
    return f", did you mean {found!r}?" if found else "; declare it as an owl:Class"
