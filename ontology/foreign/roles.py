"""What each subject of a foreign file is: a class, a property, a concept, an individual."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ontology.model import Ontology
from ontology.namespaces import BUILT_IN, OWL, RDF, RDFS, SH, SKOS
from ontology.triples import Triples


class Role(StrEnum):
    """What a subject is."""

    ONTOLOGY = "ontology"
    CLASS = "class"
    DATATYPE = "datatype"
    DATA_PROPERTY = "data-property"
    OBJECT_PROPERTY = "object-property"
    PROPERTY = "property"
    ANNOTATION_PROPERTY = "annotation-property"
    SCHEME = "scheme"
    CONCEPT = "concept"
    COLLECTION = "collection"
    SHAPE = "shape"
    AXIOM = "axiom"
    INDIVIDUAL = "individual"
    UNTYPED = "untyped"


PROPERTIES = (Role.DATA_PROPERTY, Role.OBJECT_PROPERTY, Role.PROPERTY)
CHARACTERISTICS = tuple(
    f"{OWL}{name}Property"
    for name in (
        "Functional",
        "InverseFunctional",
        "Transitive",
        "Symmetric",
        "Asymmetric",
        "Reflexive",
        "Irreflexive",
    )
)
"""Types of properties that say how they behave."""
_BY_TYPE: Mapping[str, Role] = {
    f"{OWL}Ontology": Role.ONTOLOGY,
    f"{OWL}Class": Role.CLASS,
    f"{RDFS}Class": Role.CLASS,
    f"{OWL}DeprecatedClass": Role.CLASS,
    f"{RDFS}Datatype": Role.DATATYPE,
    f"{OWL}DatatypeProperty": Role.DATA_PROPERTY,
    f"{OWL}ObjectProperty": Role.OBJECT_PROPERTY,
    **dict.fromkeys(CHARACTERISTICS[1:], Role.OBJECT_PROPERTY),
    f"{OWL}FunctionalProperty": Role.PROPERTY,
    f"{OWL}DeprecatedProperty": Role.PROPERTY,
    f"{RDF}Property": Role.PROPERTY,
    f"{OWL}AnnotationProperty": Role.ANNOTATION_PROPERTY,
    f"{OWL}OntologyProperty": Role.ANNOTATION_PROPERTY,
    f"{SKOS}ConceptScheme": Role.SCHEME,
    f"{SKOS}Concept": Role.CONCEPT,
    f"{SKOS}Collection": Role.COLLECTION,
    f"{SKOS}OrderedCollection": Role.COLLECTION,
    f"{SH}NodeShape": Role.SHAPE,
    f"{SH}PropertyShape": Role.SHAPE,
}
_BY_PREDICATE: Mapping[str, Role] = {
    f"{RDFS}subClassOf": Role.CLASS,
    f"{OWL}equivalentClass": Role.CLASS,
    f"{SH}property": Role.SHAPE,
    f"{SH}targetClass": Role.SHAPE,
}


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles by the IRI of the subject, in the order of the files; the first is the chief one."""

    of: Mapping[str, tuple[Role, ...]]

    def having(self, *roles: Role) -> list[str]:
        """The subjects with any of the roles."""
        wanted = set(roles)
        return [iri for iri, found in self.of.items() if not wanted.isdisjoint(found)]

    def has(self, iri: str, role: Role) -> bool:
        """Whether a subject has the role."""
        return role in self.of.get(iri, ())


def assign(triples: Triples, known: Ontology) -> Roles:
    """The roles of all subjects that have an IRI."""
    concepts = concept_types(triples)
    members = {item.iri for item in known.relations.values()}
    members |= {p.iri for item in known.classes.values() for p in item.properties.values()}
    classes = {item.iri for item in known.classes.values()}
    found: dict[str, tuple[Role, ...]] = {}
    for subject, said in triples.objects.items():
        if subject.startswith("_:"):
            continue
        types = [node for node in said.get(f"{RDF}type", ()) if isinstance(node, str)]
        roles = _roles(types, said, concepts)
        if subject in classes:
            roles = (Role.CLASS, *roles)
        elif subject in members:
            roles = (Role.PROPERTY, *roles)
        found[subject] = tuple(dict.fromkeys(roles)) or (Role.UNTYPED,)
    return Roles(found)


def concept_types(triples: Triples) -> frozenset[str]:
    """``skos:Concept`` and the classes below it."""
    below: dict[str, list[str]] = {}
    for iri in triples.objects:
        for parent in triples.resources(iri, f"{RDFS}subClassOf"):
            below.setdefault(parent, []).append(iri)
    found: set[str] = set()
    waiting = [f"{SKOS}Concept"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += below.get(name, ())
    return frozenset(found)


def _roles(types: list[str], said: Iterable[str], concepts: frozenset[str]) -> tuple[Role, ...]:
    roles = [_BY_TYPE[name] for name in types if name in _BY_TYPE]
    roles += [_BY_PREDICATE[name] for name in said if name in _BY_PREDICATE]
    if not concepts.isdisjoint(types):
        roles.append(Role.CONCEPT)
    if Role.DATATYPE in roles:
        roles = [role for role in roles if role is not Role.CLASS]
    foreign = [name for name in types if not name.startswith(BUILT_IN) and name not in concepts]
    if foreign or f"{OWL}NamedIndividual" in types or f"{OWL}Thing" in types:
        if {Role.CONCEPT, Role.COLLECTION, Role.SCHEME, Role.ONTOLOGY}.isdisjoint(roles):
            roles.append(Role.INDIVIDUAL)
    elif types and not roles:
        roles.append(Role.AXIOM)
    return tuple(sorted(roles, key=_RANK.__getitem__))


_RANK = {role: place for place, role in enumerate(Role)}
