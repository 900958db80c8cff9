"""A foreign ontology put into the terms of the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ontology.errors import UnknownClass
from ontology.foreign.census import take_census
from ontology.foreign.classes import translate_classes
from ontology.foreign.concepts import concepts_of, say_concept, translate_concepts
from ontology.foreign.context import Context
from ontology.foreign.expressions import Expressions
from ontology.foreign.folder import Gathered
from ontology.foreign.members import translate_members
from ontology.foreign.names import CONCEPT, Names, namespace_prefixes
from ontology.foreign.profile import Profile, Statement
from ontology.foreign.report import Counts, Notes, Report, Treatment
from ontology.foreign.roles import PROPERTIES, Role, Roles, assign, concept_types
from ontology.formats import prefixes
from ontology.model import Ontology
from ontology.namespaces import BUILT_IN, OWL, RDF, SKOS
from ontology.properties import DATATYPES
from ontology.triples import Triples

VOCABULARY = "vocabulary"
"""The choice by which concepts become terms and not entities."""


@dataclass(frozen=True, slots=True)
class Models:
    """The model without and with what was added.

    Attributes:
        fixed: The core and the Turtle files of the settings.
        base: ``fixed`` and the other added ontologies.
        current: All, an earlier version of this ontology included.
    """

    fixed: Ontology
    base: Ontology
    current: Ontology


@dataclass(frozen=True, slots=True)
class Translation:
    """What the model is made from, and what became of the rest."""

    statements: Sequence[Statement]
    report: Report


def translate(gathered: Gathered, models: Models, name: str, concepts: str) -> Translation:
    """Put a foreign ontology into the terms of the model.

    Args:
        gathered: Its files.
        models: What there is beside it.
        name: Its name; stands before names that are taken where its namespace has no prefix.
        concepts: ``vocabulary``, or the class whose entities SKOS concepts become.

    Raises:
        InvalidOntology: Classes are their own superclasses.
        UnknownClass: There is no class for the concepts.
    """
    context = _context(gathered, models, name, concepts)
    translate_classes(context)
    translate_concepts(context, name)
    translate_members(context)
    if _is_pointed_at(context, CONCEPT):
        say_concept(context)
    _note_files(gathered, context.notes)
    totals = take_census(context)
    statements = context.profile.statements
    report = Report(
        files=len(gathered.sources),
        statements=sum(totals.values()),
        read=totals[Treatment.READ_AS],
        kept=totals[Treatment.KEPT],
        data=totals[Treatment.DATA],
        counts=_counts(context, statements),
        findings=context.notes.findings(),
    )
    return Translation(statements, report)


def _is_pointed_at(context: Context, class_iri: str) -> bool:
    """Whether what was stated builds on a class that nothing has declared."""
    if class_iri in context.classes or class_iri in context.base_iris:
        return False
    return any(node == class_iri for _, _, node in context.profile.statements)


def _context(gathered: Gathered, models: Models, name: str, concepts: str) -> Context:
    triples = gathered.gathering.triples
    notes = Notes(triples)
    declared = (pair for item in gathered.sources for pair in prefixes(item.content, item.format))
    names = Names(models.current, namespace_prefixes(declared), name)
    roles = assign(triples, models.base)
    vocabularies = {item.iri for item in models.base.vocabularies.values()}
    as_terms = concepts == VOCABULARY
    schemes = vocabularies | set(roles.having(Role.SCHEME) if as_terms else ())

    def unsaid(construct: str, subject: str, predicate: str) -> None:
        notes.note(Treatment.KEPT, "EXPRESSION_KEPT", subject, predicate, construct=construct)

    relations = {item.iri for item in models.base.relations.values()}
    return Context(
        triples=triples,
        current=models.current,
        base=models.base,
        base_iris=_iris(models.base),
        base_parents=_parents(models.base),
        base_owners=_owners(models.base),
        base_ranges=_ranges(models.base),
        relations=frozenset(relations.union(roles.having(Role.OBJECT_PROPERTY))),
        inverses=_inverses(triples, roles),
        schemes=frozenset(schemes),
        fixed=_iris(models.fixed),
        names=names,
        notes=notes,
        profile=Profile(),
        roles=roles,
        expressions=Expressions(triples, unsaid),
        concept_types=concept_types(triples),
        concept_class=None if as_terms else _concept_class(models, triples, roles, concepts),
    )


def _concept_class(models: Models, triples: Triples, roles: Roles, name: str) -> str:
    if name == "Concept":
        return CONCEPT
    if name in models.base.classes:
        return models.base.classes[name].iri
    own = {triples.name(iri): iri for iri in roles.having(Role.CLASS)}
    if name in own:
        return own[name]
    raise UnknownClass(name, (*models.base.classes, *own, "Concept", VOCABULARY))


def _inverses(triples: Triples, roles: Roles) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for iri in roles.having(*PROPERTIES):
        for other in triples.resources(iri, f"{OWL}inverseOf"):
            if not other.startswith("_:"):
                found.setdefault(iri, {})[other] = None
                found.setdefault(other, {})[iri] = None
    return {iri: tuple(others) for iri, others in found.items()}


def _iris(model: Ontology) -> frozenset[str]:
    found = {item.iri for item in model.classes.values()}
    found |= {item.iri for item in model.vocabularies.values()}
    for relation in model.relations.values():
        found.add(relation.iri)
        found |= {item.iri for item in relation.properties.values()}
    return frozenset(found | {p.iri for c in model.classes.values() for p in c.properties.values()})


def _parents(model: Ontology) -> Mapping[str, tuple[str, ...]]:
    return {
        item.iri: tuple(model.classes[up].iri for up in item.parents)
        for item in model.classes.values()
    }


def _owners(model: Ontology) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for class_ in model.classes.values():
        for item in class_.properties.values():
            found.setdefault(item.iri, set()).add(class_.iri)
    for relation in model.relations.values():
        found.setdefault(relation.iri, set()).update(model.classes[n].iri for n in relation.ends)
    return {iri: frozenset(owners) for iri, owners in found.items()}


def _ranges(model: Ontology) -> Mapping[str, str]:
    datatypes = {kind: iri for iri, kind in DATATYPES.items()}
    return {
        item.iri: datatypes[item.datatype]
        for class_ in model.classes.values()
        for item in class_.properties.values()
        if item.datatype in datatypes
    }


def _note_files(gathered: Gathered, notes: Notes) -> None:
    gathering = gathered.gathering
    for item in gathered.missing:
        notes.note(
            Treatment.LACKING, "IMPORT_MISSING", item.ontology, f"{OWL}imports", detail=item.iri
        )
    for file in gathered.skipped:
        notes.note(Treatment.LOST, "FILE_NOT_RDF", file)
    if gathering.nested:
        file = gathered.sources[0].name
        notes.note(Treatment.LOST, "TRIPLE_TERM_LOST", file, count=gathering.nested)
    for graph in sorted(gathering.graphs):
        notes.note(Treatment.READ_AS, "GRAPHS_AS_ONE", graph)


def _counts(context: Context, statements: Sequence[Statement]) -> Counts:
    stated: dict[str, set[str]] = {}
    for subject, predicate, node in statements:
        if predicate == f"{RDF}type" and isinstance(node, str):
            stated.setdefault(node, set()).add(subject)
    terms = stated.get(f"{SKOS}Concept", set())
    individuals = [
        iri
        for iri, roles in context.roles.of.items()
        if roles[0] is Role.INDIVIDUAL and not iri.startswith(BUILT_IN)
    ]
    return Counts(
        classes=len(stated.get(f"{OWL}Class", ())),
        properties=len(stated.get(f"{OWL}DatatypeProperty", ())),
        relations=len(stated.get(f"{OWL}ObjectProperty", ())),
        vocabularies=len(stated.get(f"{SKOS}ConceptScheme", ())),
        terms=len(terms),
        concepts=0 if terms else len(concepts_of(context)),
        individuals=len(individuals),
    )
