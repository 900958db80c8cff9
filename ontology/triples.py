"""Turtle files read into plain triples, with the file that each subject stands in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from ontology.errors import InvalidOntology
from ontology.namespaces import RDF


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
    """A Turtle file: the name that messages give it, and its content."""

    name: str
    content: bytes


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
        name = re.escape(local_name(subject).encode())
        found = re.search(rb"^[^\s#\"]*[:/#]" + name + rb">?\s", source.content, re.MULTILINE)
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
        InvalidOntology: A file is not valid Turtle; the error tells file and line.
    """
    objects: dict[str, dict[str, list[Node]]] = {}
    origins: dict[str, Source] = {}
    for source in sources:
        for subject, predicate, node in _statements(source):
            origins.setdefault(subject, source)
            known = objects.setdefault(subject, {}).setdefault(predicate, [])
            if node not in known:
                known.append(node)
    return Triples(objects, origins)


def _statements(source: Source) -> Iterator[tuple[str, str, Node]]:
    try:
        for triple in ox.parse(
            source.content, ox.RdfFormat.TURTLE, base_iri=_BASE, rename_blank_nodes=True
        ):
            subject, node = triple.subject, triple.object
            if isinstance(subject, ox.Triple) or isinstance(node, ox.Triple):
                continue
            yield _plain(subject), triple.predicate.value, _plain_or_literal(node)
    except SyntaxError as error:
        advice = "correct the Turtle there, then try again"
        raise InvalidOntology(f"{error.msg}; {advice}", source.name, error.lineno) from error


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
_BASE = "urn:pearlnet:extension:"
