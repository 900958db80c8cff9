"""What the triples declare of classes, properties and relations, before it is checked.

A class gets a property or a relation in either of two ways: by a SHACL property shape, or by the
property's ``rdfs:domain`` and ``rdfs:range``. Several domains or ranges, or an ``owl:unionOf``,
are alternatives.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ontology.namespaces import BUILT_IN, OWL, PN, RDF, RDFS, SH, SKOS
from ontology.triples import Triples

THING = f"{PN}Thing"
ANY = (f"{OWL}Thing", f"{RDFS}Resource", THING)
PROPERTY_TYPES = (
    f"{OWL}DatatypeProperty",
    f"{OWL}ObjectProperty",
    f"{OWL}FunctionalProperty",
    f"{RDF}Property",
)


@dataclass(frozen=True, slots=True)
class Use:
    """A property or relation on one class, as stated by a shape or by domain and range.

    Attributes:
        owner: IRI of the class.
        path: IRI of the property or relation.
        shape: The property shape; empty if domain and range state the use.
        datatype: IRI of the datatype of its values, if it says one.
        vocabulary: IRI of the concept scheme of its values, if it says one.
        targets: IRIs of the classes it may reach; empty for any.
        relation: It leads to entities.
    """

    owner: str
    path: str
    shape: str = ""
    datatype: str | None = None
    vocabulary: str | None = None
    targets: tuple[str, ...] = ()
    relation: bool = False

    @property
    def settled(self) -> bool:
        """Whether it says what its values are."""
        return self.relation or self.datatype is not None or self.vocabulary is not None


@dataclass(frozen=True, slots=True)
class Kinds:
    """IRIs of the classes and of the concept schemes, each in the order of the files."""

    classes: Mapping[str, None]
    schemes: Mapping[str, None]


def kinds(triples: Triples) -> Kinds:
    """What the triples declare as a class or a concept scheme."""
    found = triples.typed(f"{OWL}Class", f"{RDFS}Class")
    return Kinds(
        dict.fromkeys(iri for iri in found if not iri.startswith(BUILT_IN)),
        dict.fromkeys(triples.typed(f"{SKOS}ConceptScheme")),
    )


def uses(triples: Triples, known: Kinds) -> list[Use]:
    """Every use, shapes before domains; a class that has a shape for it needs no domain."""
    found = list(_shape_uses(triples, known))
    stated = {(use.owner, use.path) for use in found}
    for path in triples.typed(*PROPERTY_TYPES):
        for owner in _alternatives(triples, path, f"{RDFS}domain"):
            use = Use(THING if owner in ANY else owner, path)
            if (use.owner, path) not in stated:
                found.append(_read_range(triples, use, known))
    return found


def unattached(triples: Triples, found: list[Use]) -> list[str]:
    """IRIs of declared properties and relations that no class has."""
    used = {use.path for use in found}
    declared = triples.typed(f"{OWL}DatatypeProperty", f"{OWL}ObjectProperty")
    return [iri for iri in declared if iri not in used and not iri.startswith(BUILT_IN)]


def _shape_uses(triples: Triples, known: Kinds) -> Iterator[Use]:
    for owner, shape in _class_shapes(triples, known):
        for part in triples.resources(shape, f"{SH}property"):
            path = next(iter(triples.resources(part, f"{SH}path")), "_:")
            if not path.startswith("_:"):
                use = _read_shape(triples, Use(owner, path, part), known)
                yield use if use.settled else _read_range(triples, use, known)


def _class_shapes(triples: Triples, known: Kinds) -> Iterator[tuple[str, str]]:
    for subject in triples.objects:
        for owner in triples.resources(subject, f"{SH}targetClass"):
            yield owner, subject
        if subject in known.classes:
            yield subject, subject


def _read_shape(triples: Triples, use: Use, known: Kinds) -> Use:
    datatype = next(iter(triples.resources(use.shape, f"{SH}datatype")), None)
    vocabulary = _scheme(triples, triples.resources(use.shape, f"{SH}node"), known)
    targets = _shape_targets(triples, use.shape)
    entities = {f"{SH}IRI", f"{SH}BlankNodeOrIRI"}.intersection(
        triples.resources(use.shape, f"{SH}nodeKind")
    )
    return replace(
        use,
        datatype=datatype,
        vocabulary=vocabulary,
        targets=_reachable(targets),
        relation=datatype is None and vocabulary is None and bool(targets or entities),
    )


def _scheme(triples: Triples, nodes: list[str], known: Kinds) -> str | None:
    """The node that is a scheme, or else that is nothing declared: a scheme gone missing."""
    missing = [node for node in nodes if node not in triples.objects]
    return next(iter([node for node in nodes if node in known.schemes] + missing), None)


def _shape_targets(triples: Triples, shape: str) -> list[str]:
    options = [
        option
        for head in triples.resources(shape, f"{SH}or")
        for option in triples.members(head)
        if isinstance(option, str)
    ]
    return [
        target for node in (shape, *options) for target in triples.resources(node, f"{SH}class")
    ]


def _read_range(triples: Triples, use: Use, known: Kinds) -> Use:
    """Fill the use in from the property's range; an object property without one reaches any."""
    ranges = _alternatives(triples, use.path, f"{RDFS}range")
    vocabulary = next((item for item in ranges if item in known.schemes), None)
    if vocabulary is not None:
        return replace(use, vocabulary=vocabulary)
    is_object = f"{OWL}ObjectProperty" in triples.resources(use.path, f"{RDF}type")
    if is_object or any(item in ANY or item in known.classes for item in ranges):
        return replace(use, relation=True, targets=_reachable(ranges))
    return replace(use, datatype=next(iter(ranges), None))


def _alternatives(triples: Triples, subject: str, predicate: str) -> list[str]:
    found: list[str] = []
    for item in triples.resources(subject, predicate):
        heads = triples.resources(item, f"{OWL}unionOf")
        found += [node for head in heads for node in triples.members(head) if isinstance(node, str)]
        found += [] if item.startswith("_:") else [item]
    return list(dict.fromkeys(found))


def _reachable(targets: list[str]) -> tuple[str, ...]:
    return () if set(targets).intersection(ANY) else tuple(dict.fromkeys(targets))
