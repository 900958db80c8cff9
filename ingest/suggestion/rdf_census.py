"""What an RDF file holds: its classes, its predicates with some of their objects, its IRIs."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from ingest.contents.content import Content
from ingest.rdf import open_text
from ingest.rdf.parsing import Statement, statements
from ingest.rdf.terms import BLANK, IRI, TRIPLE, split_object
from ingest.suggestion.sample import MOST_PROBED, Column
from ontology.namespaces import RDF, RDFS, SKOS

TYPE = f"{RDF}type"
MOST_STATEMENTS = 300_000
"""So many statements are looked at."""
_MOST_SUBJECTS = 300
"""So many subjects of a class are looked at more closely."""
_LABELS = (f"{RDFS}label", f"{SKOS}prefLabel")


@dataclass(slots=True)
class ClassCensus:
    """A class that subjects are said to be of.

    Attributes:
        count: How many they are.
        subjects: The first of them.
        namespaces: How many of them are in which namespace.
        beside: The classes that some of them have beside.
    """

    count: int = 0
    subjects: set[str] = field(default_factory=set)
    namespaces: Counter[str] = field(default_factory=Counter)
    beside: set[str] = field(default_factory=set)


@dataclass(slots=True)
class PredicateCensus:
    """A predicate.

    Attributes:
        count: How many statements it has.
        literals: Some of its literals, different ones.
        iris: Some IRIs it leads to, different ones.
        untagged: Whether a literal has neither language nor datatype.
        classes: How many of the subjects looked at more closely have it, by class.
        ends: How many of those it leads to, by class.
    """

    count: int = 0
    literals: dict[str, None] = field(default_factory=dict)
    iris: dict[str, None] = field(default_factory=dict)
    untagged: bool = False
    classes: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Census:
    """What an RDF file holds, as far as it was looked at.

    Attributes:
        classes: By IRI.
        predicates: By IRI, the type aside.
        labels: What the file itself calls its classes and predicates.
        count: How many statements were looked at.
        is_whole: Whether those were all.
    """

    classes: Mapping[str, ClassCensus]
    predicates: Mapping[str, PredicateCensus]
    labels: Mapping[str, str]
    count: int
    is_whole: bool

    def called(self, iri: str) -> str:
        """What an IRI is called: its local name, and in brackets its label in the file."""
        local = iri[len(namespace_of(iri)) :] or iri
        return f"{local} ({self.labels[iri]})" if iri in self.labels else local

    def column(self, iri: str, classes: Mapping[str, str]) -> Column:
        """A predicate as a column; ``classes`` are those of the ontology, as far as known."""
        found = self.predicates[iri]
        column = Column(iri, found.count, found.count, list(found.literals), False, True)
        leads_to = [classes[end] for end in found.ends if end in classes]
        if found.literals:
            return replace(column, content="literals", called=self.called(iri))
        return replace(
            column,
            values=list(found.iris),
            content="iris",
            called=self.called(iri),
            leads_to=leads_to,
        )


def take_census(content: Content) -> Census:
    """Look at the first statements of a file, twice: for the classes, and for what they say.

    Raises:
        UnreadableSource: It is malformed.
    """
    classes: dict[str, ClassCensus] = {}
    count = 0
    for _, subject, predicate, term in _begin(content):
        count += 1
        if predicate == TYPE and subject[0] == "<" and term[0] == "<":
            _note_type(classes.setdefault(term[1:-1], ClassCensus()), subject)
    members = _members(classes)
    predicates: dict[str, PredicateCensus] = {}
    labels: dict[str, str] = {}
    for _, subject, predicate, term in _begin(content):
        if predicate != TYPE:
            found = predicates.setdefault(predicate, PredicateCensus())
            _note_object(found, term)
            found.classes.update(members.get(subject, ()))
            found.ends.update(members.get(term, ()))
        if predicate in _LABELS and subject[0] == "<":
            labels.setdefault(subject[1:-1], split_object(term)[1])
    kept = {iri: labels[iri] for iri in (*classes, *predicates) if iri in labels}
    return Census(classes, predicates, kept, count, count < MOST_STATEMENTS)


def namespace_of(iri: str) -> str:
    """The IRI up to its last ``#``, ``/`` or ``:``."""
    return iri[: max(map(iri.rfind, "#/:")) + 1]


def _members(classes: Mapping[str, ClassCensus]) -> Mapping[str, list[str]]:
    """The classes of the subjects looked at more closely; each class learns of those beside it."""
    members: dict[str, list[str]] = {}
    for name, found in classes.items():
        for subject in found.subjects:
            members.setdefault(subject, []).append(name)
    for names in members.values():
        for name in names:
            classes[name].beside.update(other for other in names if other != name)
    return members


def _begin(content: Content) -> Iterator[Statement]:
    text = open_text(content, None)
    return islice(statements(text, lambda _line, _graph: None), MOST_STATEMENTS)


def _note_type(found: ClassCensus, subject: str) -> None:
    found.count += 1
    found.namespaces[namespace_of(subject[1:-1])] += 1
    if len(found.subjects) < _MOST_SUBJECTS:
        found.subjects.add(subject)


def _note_object(found: PredicateCensus, term: str) -> None:
    found.count += 1
    kind, text = split_object(term)
    if kind == IRI and len(found.iris) < MOST_PROBED:
        found.iris[text] = None
    elif kind not in {IRI, BLANK, TRIPLE}:
        found.untagged = found.untagged or not kind
        if len(found.literals) < MOST_PROBED and (stripped := text.strip()):
            found.literals[stripped] = None
