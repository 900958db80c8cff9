"""RDF files read into plain triples, with the file that each subject stands in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from ontology.errors import InvalidOntology
from ontology.formats import quads
from ontology.namespaces import PN, RDF


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: its text, its language tag if it has one, and the IRI of its datatype."""

    value: str
    language: str | None
    datatype: str


Node: TypeAlias = str | Literal
"""A string is an IRI, or a blank node if it starts with ``_:``."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file: the name that messages give it, its content, and the format of that."""

    name: str
    content: bytes
    format: ox.RdfFormat = ox.RdfFormat.TURTLE


@dataclass(frozen=True, slots=True)
class Triples:
    """Objects by subject and predicate, in the order they stand in the files."""

    objects: Mapping[str, Mapping[str, list[Node]]]
    origins: Mapping[str, Source]

    def nodes(self, subject: str, predicate: str) -> list[Node]:
        """All objects."""
        return self.objects.get(subject, {}).get(predicate, [])

    def resources(self, subject: str, predicate: str) -> list[str]:
        """The objects that are IRIs or blank nodes."""
        return [node for node in self.nodes(subject, predicate) if isinstance(node, str)]

    def literals(self, subject: str, predicate: str) -> list[Literal]:
        """The objects that are literals."""
        return [node for node in self.nodes(subject, predicate) if isinstance(node, Literal)]

    def value(self, subject: str, predicate: str) -> str | None:
        """The text of the first literal, or None."""
        return next((item.value for item in self.literals(subject, predicate)), None)

    def typed(self, *types: str) -> list[str]:
        """The subjects of any of the types, IRIs only."""
        wanted = set(types)
        return [
            subject
            for subject, predicates in self.objects.items()
            if not subject.startswith("_:") and not wanted.isdisjoint(predicates.get(_TYPE, ()))
        ]

    def name(self, iri: str) -> str:
        """What the model calls it: its ``pn:identifier``, else its local name."""
        return self.value(iri, f"{PN}identifier") or local_name(iri)

    def members(self, head: str) -> Iterator[Node]:
        """The members of an RDF list."""
        seen = set()
        while head != _NIL and head not in seen:
            seen.add(head)
            yield from self.nodes(head, _FIRST)[:1]
            head = next(iter(self.resources(head, _REST)), _NIL)

    def place(self, subject: str) -> tuple[str | None, int | None]:
        """The file that first describes a subject, and the line where it seems to do so."""
        source = self.origins.get(subject)
        if source is None:
            return None, None
        found = _SPELLED[source.format](subject).search(source.content)
        return source.name, source.content.count(b"\n", 0, found.start()) + 1 if found else None


def local_name(iri: str) -> str:
    """What follows the last ``#``, ``/`` or ``:`` of an IRI."""
    return re.split("[#/:]", iri)[-1]


def core_sources() -> list[Source]:
    """The Turtle files that the package ships, sorted by name."""
    shipped = (item for item in files("ontology").joinpath("core").iterdir())
    turtle = sorted((item for item in shipped if item.name.endswith(".ttl")), key=_name_of)
    return [Source(item.name, item.read_bytes()) for item in turtle]


def extra_sources(paths: Iterable[Path]) -> list[Source]:
    """The named Turtle files, and those of the named folders sorted by name.

    Raises:
        InvalidOntology: A file or folder is not there, cannot be read, or holds no Turtle.
    """
    return [_read(file) for path in paths for file in _turtle_files(path)]


def parse(sources: Iterable[Source]) -> Triples:
    """The triples of all the files together.

    Raises:
        InvalidOntology: A file is malformed; the error tells file and line.
    """
    gathering = Gathering()
    for source in sources:
        gathering.add(source)
    return gathering.triples


class Gathering:
    """Triples that files bring one after another.

    Attributes:
        triples: All so far.
        statements: How many statements were read, repeated ones included.
        nested: How many of them are about a triple, and were left out.
        graphs: Names of the graphs that statements stand in; they are read as one.
    """

    def __init__(self) -> None:
        self._objects: dict[str, dict[str, list[Node]]] = {}
        self._origins: dict[str, Source] = {}
        self._crowded: dict[tuple[str, str], set[Node]] = {}
        self.triples = Triples(self._objects, self._origins)
        self.statements = 0
        self.nested = 0
        self.graphs: set[str] = set()

    def add(self, source: Source) -> None:
        """Read a file.

        Raises:
            InvalidOntology: It is malformed; the error tells file and line.
        """
        for quad in quads(source.content, source.format, source.name):
            self.statements += 1
            subject, node = quad.subject, quad.object
            if isinstance(subject, ox.Triple) or isinstance(node, ox.Triple):
                self.nested += 1
                continue
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                self.graphs.add(quad.graph_name.value)
            self._put(source, _plain(subject), quad.predicate.value, _plain_or_literal(node))

    def adopt(
        self, statements: Iterable[tuple[str, str, Node]], origins: Mapping[str, Source]
    ) -> None:
        """Take statements that were made from files, with the file of each subject."""
        nowhere = Source("", b"")
        for subject, predicate, node in statements:
            self._put(origins.get(subject, nowhere), subject, predicate, node)

    def _put(self, source: Source, subject: str, predicate: str, node: Node) -> None:
        self._origins.setdefault(subject, source)
        known = self._objects.setdefault(subject, {}).setdefault(predicate, [])
        if len(known) < _CROWD:
            if node not in known:
                known.append(node)
            return
        met = self._crowded.get((subject, predicate))
        if met is None:
            met = self._crowded[subject, predicate] = set(known)
        if node not in met:
            met.add(node)
            known.append(node)


def _plain(node: ox.NamedNode | ox.BlankNode) -> str:
    return node.value if isinstance(node, ox.NamedNode) else f"_:{node.value}"


def _plain_or_literal(node: ox.NamedNode | ox.BlankNode | ox.Literal) -> Node:
    if isinstance(node, ox.Literal):
        return Literal(node.value, node.language, node.datatype.value)
    return _plain(node)


def _turtle_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.ttl"))
    if not found:
        raise InvalidOntology("the folder holds no .ttl file; name another", str(path))
    return found


def _read(file: Path) -> Source:
    try:
        return Source(str(file), file.read_bytes())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"cannot be read ({reason}); give the path of a Turtle file or a folder of them"
        raise InvalidOntology(message, str(file)) from error


def _name_of(item: object) -> str:
    return str(getattr(item, "name", ""))


_TYPE = f"{RDF}type"
_FIRST = f"{RDF}first"
_REST = f"{RDF}rest"
_NIL = f"{RDF}nil"
_CROWD = 8
"""From so many objects on, whether one is new is looked up in a set."""


def _in_turtle(iri: str) -> re.Pattern[bytes]:
    name = re.escape(local_name(iri).encode())
    return re.compile(rb"^[^\s#\"]*[:/#]" + name + rb">?\s", re.MULTILINE)


def _in_lines(iri: str) -> re.Pattern[bytes]:
    return re.compile(rb"^<" + re.escape(iri.encode()) + rb">", re.MULTILINE)


def _in_xml(iri: str) -> re.Pattern[bytes]:
    name = re.escape(local_name(iri.rstrip("/")).encode())
    return re.compile(rb"\b(?:about|ID)\s*=\s*[\"'][^\"']*(?<![\w-])" + name + rb"/?[\"']")


def _in_json(iri: str) -> re.Pattern[bytes]:
    name = re.escape(local_name(iri).encode())
    return re.compile(rb"\"(?:@id|id)\"\s*:\s*\"[^\"]*(?<![\w-])" + name + rb"\"")


_SPELLED = {
    ox.RdfFormat.TURTLE: _in_turtle,
    ox.RdfFormat.TRIG: _in_turtle,
    ox.RdfFormat.N_TRIPLES: _in_lines,
    ox.RdfFormat.N_QUADS: _in_lines,
    ox.RdfFormat.RDF_XML: _in_xml,
    ox.RdfFormat.JSON_LD: _in_json,
}
"""For each format, how the place where a subject is described may look."""
