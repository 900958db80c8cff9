"""The statements that the model is made from, as they are stored."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import pyoxigraph as ox

from ontology.namespaces import OWL, PN, RDF, RDFS, SH, SKOS, XSD
from ontology.triples import Literal, Node, Triples

Statement: TypeAlias = tuple[str, str, Node]
PREFIXES = {"owl": OWL, "pn": PN, "rdf": RDF, "rdfs": RDFS, "sh": SH, "skos": SKOS, "xsd": XSD}
_STRING = f"{XSD}string"


@dataclass(slots=True)
class Profile:
    """Statements as they are found, each once, in order."""

    _statements: dict[Statement, None] = field(default_factory=dict)
    _blanks: int = 0

    def say(self, subject: str, predicate: str, node: Node) -> None:
        """Add a statement."""
        self._statements[subject, predicate, node] = None

    def text(self, subject: str, predicate: str, value: str, language: str | None = None) -> None:
        """Add a statement with a text."""
        datatype = f"{RDF}langString" if language else _STRING
        self.say(subject, predicate, Literal(value, language, datatype))

    def blank(self) -> str:
        """A blank node not used before."""
        self._blanks += 1
        return f"_:n{self._blanks}"

    def members(self, nodes: Iterable[Node]) -> str:
        """The head of an RDF list of the nodes."""
        head = f"{RDF}nil"
        for node in reversed(list(nodes)):
            cell = self.blank()
            self.say(cell, f"{RDF}first", node)
            self.say(cell, f"{RDF}rest", head)
            head = cell
        return head

    @property
    def statements(self) -> list[Statement]:
        """All of them, those of a subject together."""
        of: dict[str, list[Statement]] = {}
        for statement in self._statements:
            of.setdefault(statement[0], []).append(statement)
        return [statement for group in of.values() for statement in group]


def whole(triples: Triples) -> list[Statement]:
    """All statements of a file, sorted, blank nodes named by what is said of them."""
    marks = _marks(triples)
    order = sorted((mark, blank) for blank, mark in marks.items())
    names = {blank: f"_:b{place}" for place, (_, blank) in enumerate(order)}
    return sorted(
        (
            (
                names.get(subject, subject),
                predicate,
                names.get(node, node) if isinstance(node, str) else node,
            )
            for subject, said in triples.objects.items()
            for predicate, nodes in said.items()
            for node in nodes
        ),
        key=_spell,
    )


def digest(triples: Triples, *more: str) -> str:
    """A hash of the content (64 hexadecimal digits), whatever blank nodes are called."""
    marks = _marks(triples)
    lines = sorted(
        f"{marks.get(subject, subject)} {predicate} {_mark(node, marks)}"
        for subject, said in triples.objects.items()
        for predicate, nodes in said.items()
        for node in nodes
    )
    return hashlib.sha256("\n".join((*more, *lines)).encode()).hexdigest()


def turtle(statements: Iterable[Statement], prefixes: Mapping[str, str]) -> bytes:
    """The statements as Turtle."""
    written = ox.serialize(
        (
            ox.Triple(_resource(subject), ox.NamedNode(predicate), _term(node))
            for subject, predicate, node in statements
        ),
        format=ox.RdfFormat.TURTLE,
        prefixes=dict(prefixes),
    )
    return written or b""


def _marks(triples: Triples) -> Mapping[str, str]:
    """For each blank node a hash of what is said of it, and of the blank nodes it leads to.

    A circle of blank nodes is cut where it is met again. Unlike canonical naming this takes no
    longer for a graph made to make it long.
    """
    marks: dict[str, str] = {}
    for start in triples.objects:
        if not start.startswith("_:") or start in marks:
            continue
        way = {start: _blanks_of(triples, start)}
        while way:
            last = next(reversed(way))
            below = next((b for b in way[last] if b not in marks and b not in way), None)
            if below is None:
                del way[last]
                marks[last] = _mark_of(triples, last, marks)
            else:
                way[below] = _blanks_of(triples, below)
    return marks


def _blanks_of(triples: Triples, subject: str) -> Iterator[str]:
    for nodes in triples.objects.get(subject, {}).values():
        yield from (node for node in nodes if isinstance(node, str) and node.startswith("_:"))


def _mark_of(triples: Triples, blank: str, marks: Mapping[str, str]) -> str:
    said = triples.objects.get(blank, {})
    lines = sorted(f"{name} {_mark(node, marks)}" for name in said for node in said[name])
    return f"_:{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}"


def _mark(node: Node, marks: Mapping[str, str]) -> str:
    if isinstance(node, Literal):
        return f"{node.value!r}@{node.language or ''}^{node.datatype}"
    return marks.get(node, "_:") if node.startswith("_:") else node


def _spell(statement: Statement) -> tuple[str, ...]:
    subject, predicate, node = statement
    if isinstance(node, Literal):
        return subject, predicate, "", node.language or "", node.value, node.datatype
    return subject, predicate, node


def _resource(iri: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)


def _term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if not isinstance(node, Literal):
        return _resource(node)
    if node.language:
        return ox.Literal(node.value, language=node.language)
    return ox.Literal(node.value, datatype=ox.NamedNode(node.datatype))
