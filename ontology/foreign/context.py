"""What the parts of a translation share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ontology.foreign.expressions import ANY_CLASS, Condition, Expressions
from ontology.foreign.names import Names, Space
from ontology.foreign.profile import Profile
from ontology.foreign.report import Notes, Treatment
from ontology.foreign.roles import Roles
from ontology.model import LANGUAGES, Ontology
from ontology.namespaces import PN, RDF, RDFS, SKOS
from ontology.triples import Literal, Triples, local_name

THING = f"{PN}Thing"
LABELS = (f"{SKOS}prefLabel", f"{RDFS}label")
TITLES = ("http://purl.org/dc/terms/title", "http://purl.org/dc/elements/1.1/title")
GLOSSES = (f"{SKOS}definition", f"{RDFS}comment", "http://purl.org/dc/terms/description")
ALIASES = (f"{SKOS}altLabel", f"{SKOS}hiddenLabel")


@dataclass(frozen=True, slots=True)
class Context:
    """A translation under way.

    Attributes:
        triples: The foreign statements.
        current: The model as it is, with an earlier version of this ontology.
        base: The model beside this ontology.
        base_iris: IRIs of all that the base has.
        base_parents: Superclasses in the base, all by IRI.
        base_owners: Classes of the base by the properties and relations they have, all by IRI.
        base_ranges: Datatypes of the properties of the base, all by IRI.
        relations: IRIs of the relations of the base and of the file.
        inverses: Relations that lead the other way, by either, all IRIs.
        schemes: IRIs of the vocabularies of the base, and of the file if concepts are terms.
        fixed: IRIs of what the base has for good; of these only additions are stated.
        names: Gives names.
        notes: Takes findings.
        profile: Takes the statements of the model.
        roles: What the subjects are.
        expressions: Reads class expressions.
        concept_types: ``skos:Concept`` and the classes below it.
        concept_class: IRI of the class whose entities concepts become; None if they are terms.
        classes: IRIs of the classes stated.
        parents: Superclasses by class, all IRIs.
        conditions: What classes say of their properties.
    """

    triples: Triples
    current: Ontology
    base: Ontology
    base_iris: frozenset[str]
    base_parents: Mapping[str, tuple[str, ...]]
    base_owners: Mapping[str, frozenset[str]]
    base_ranges: Mapping[str, str]
    relations: frozenset[str]
    inverses: Mapping[str, tuple[str, ...]]
    schemes: frozenset[str]
    fixed: frozenset[str]
    names: Names
    notes: Notes
    profile: Profile
    roles: Roles
    expressions: Expressions
    concept_types: frozenset[str]
    concept_class: str | None
    classes: dict[str, None] = field(default_factory=dict)
    parents: dict[str, list[str]] = field(default_factory=dict)
    conditions: dict[str, list[Condition]] = field(default_factory=dict)

    def resolve(self, iri: str) -> str:
        """The class that an IRI means: the root for any, the concepts' class for concepts."""
        if iri in ANY_CLASS:
            return THING
        if iri == f"{SKOS}Concept" and self.concept_class is not None:
            return self.concept_class
        return iri


def declare(context: Context, space: Space, iri: str, type_: str) -> None:
    """State what an IRI is, with its name, labels and glosses; what the base has is extended."""
    if iri not in context.fixed:
        name = context.names.name(space, iri, english(context.triples, iri))
        context.profile.say(iri, f"{RDF}type", type_)
        if name != local_name(iri):
            context.profile.text(iri, f"{PN}identifier", name)
            context.notes.note(Treatment.READ_AS, "NAMED_ANEW", iri, detail=name)
        _note_words(context, iri)
    copy_words(context, iri)


def copy_words(context: Context, iri: str) -> None:
    """Copy labels, glosses, aliases and pearlnet's own annotations, in all their languages."""
    triples = context.triples
    for predicate in (*LABELS, *GLOSSES, *ALIASES):
        kept = ALIASES[0] if predicate in ALIASES else predicate
        for literal in triples.literals(iri, predicate):
            context.profile.say(iri, kept, literal)
    if not _literals(triples, iri, LABELS):
        for literal in _literals(triples, iri, TITLES):
            context.profile.say(iri, LABELS[0], literal)
    for predicate, nodes in triples.objects.get(iri, {}).items():
        if predicate.startswith(PN):
            for node in nodes:
                context.profile.say(iri, predicate, node)


def english(triples: Triples, iri: str) -> str:
    """The label that a name may be made of: English, else without a language, else any."""
    found = _literals(triples, iri, (*LABELS, *TITLES))
    ranked = sorted(found, key=lambda item: _PREFERENCE.get((item.language or "")[:2], 2))
    return ranked[0].value if ranked else ""


def _note_words(context: Context, iri: str) -> None:
    labels = _literals(context.triples, iri, (*LABELS, *TITLES))
    languages = {(item.language or "").split("-")[0] for item in labels}
    lacking = context.notes.note
    if not labels:
        lacking(Treatment.LACKING, "LABEL_LACKING", iri)
    elif "" in languages:
        lacking(Treatment.LACKING, "LABEL_WITHOUT_LANGUAGE", iri)
    else:
        for language in LANGUAGES:
            if language not in languages:
                lacking(Treatment.LACKING, "LANGUAGE_LACKING", iri, construct=language)


def _literals(triples: Triples, iri: str, predicates: Iterable[str]) -> list[Literal]:
    return [item for predicate in predicates for item in triples.literals(iri, predicate)]


_PREFERENCE = {"en": 0, "": 1}
