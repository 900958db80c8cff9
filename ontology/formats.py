"""RDF in its usual formats, read without the network; an error tells file and line."""

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import IO, cast

import pyoxigraph as ox

from ontology.errors import InvalidOntology
from ontology.guard import Refused, TooDeep, TurtleFeed, check_json, check_xml, may_nest_deep

FORMATS: Mapping[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
}
"""Formats by file suffix; what is named as XML but is not may be Turtle."""
_BASE = "urn:pearlnet:extension:"
_XML = re.compile(rb"<(?:\?xml|!DOCTYPE|!--|(?:[\w.-]+:)?(?:RDF|Ontology)[\s>])")
_OTHER_SYNTAXES = re.compile(rb"(?:Prefix\(|Ontology\(|Ontology:|Prefix:)")
_DECLARED_ENCODING = re.compile(r"""(<\?xml[^>]*?)\s+encoding=["']([\w.-]+)["']""")
_OTHER_SYNTAX = "this is OWL in another syntax than RDF; save it as RDF/XML or Turtle"
_CUT_OFF = "correct it there, or see if the file is cut off"
_START = 65536
_BRACKETED = (
    ox.RdfFormat.TURTLE,
    ox.RdfFormat.TRIG,
    ox.RdfFormat.N_TRIPLES,
    ox.RdfFormat.N_QUADS,
)
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]+)\s+["']([^"']*)["']""")
_TURTLE_PREFIX = re.compile(r"@?prefix\s+([\w.-]*):\s*<([^>\s]*)>", re.IGNORECASE)
_NO_PREFIX = re.compile(r"(?!)()()")
_PREFIX = {
    ox.RdfFormat.TURTLE: _TURTLE_PREFIX,
    ox.RdfFormat.TRIG: _TURTLE_PREFIX,
    ox.RdfFormat.RDF_XML: re.compile(r"""xmlns:([\w.-]+)\s*=\s*["']([^"']+)["']"""),
    ox.RdfFormat.JSON_LD: re.compile(r'"([\w-]+)"\s*:\s*"(\w+:[^"\s]*[#/:])"'),
    ox.RdfFormat.N_TRIPLES: _NO_PREFIX,
    ox.RdfFormat.N_QUADS: _NO_PREFIX,
}


def format_of(path: PurePath, content: bytes) -> ox.RdfFormat:
    """The format of a file by its suffix, and by its content where ``.owl`` holds Turtle.

    Raises:
        InvalidOntology: The suffix is unknown, or the content is of another OWL syntax.
    """
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        known = ", ".join(FORMATS)
        raise InvalidOntology(f"the format is told by the suffix; use one of {known}", str(path))
    if found is not ox.RdfFormat.RDF_XML:
        return found
    start = without_mark(content[:4096]).lstrip()
    if _OTHER_SYNTAXES.match(start):
        raise InvalidOntology(_OTHER_SYNTAX, str(path))
    return found if _XML.match(start) or start[:2] == b"\xff\xfe" else ox.RdfFormat.TURTLE


def quads(content: bytes, format: ox.RdfFormat, name: str) -> Iterator[ox.Quad]:
    """The statements of a document in order; blank nodes are named anew.

    Raises:
        InvalidOntology: It is malformed, or is XML whose entities grow beyond measure.
    """
    if format is ox.RdfFormat.RDF_XML:
        content = _xml_as_utf8(content, name)
    else:
        content = _as_utf8(content, name)
    try:
        _check(content, format)
        yield from _parse(content, format)
    except Refused as refused:
        message = f"{refused.what}; {refused.advice or _CUT_OFF}"
        raise InvalidOntology(message, name, refused.line) from refused
    except TooDeep as error:
        raise InvalidOntology(f"nests too deep; {_CUT_OFF}", name) from error
    except SyntaxError as error:
        line = error.lineno or _line_of_fault(content, format)
        raise InvalidOntology(f"{error.msg}; {_CUT_OFF}", name, line) from error
    except MemoryError as error:
        message = "has a text, name or statement of more than 16 MB; shorten it, or see if a "
        raise InvalidOntology(f"{message}quotation mark is missing", name) from error


def prefixes(content: bytes, format: ox.RdfFormat) -> Iterator[tuple[str, str]]:
    """Prefixes and namespaces that the beginning of a document declares."""
    start = without_mark(content[:_START]).decode("utf-8", errors="replace")
    entities = dict(_ENTITY.findall(start))
    for prefix, namespace in _PREFIX[format].findall(start):
        yield prefix, re.sub(r"&([\w.-]+);", lambda found: entities.get(found[1], ""), namespace)


def without_mark(content: bytes) -> bytes:
    """The content without the byte order mark of UTF-8."""
    return content.removeprefix(b"\xef\xbb\xbf")


def _check(content: bytes, format: ox.RdfFormat) -> None:
    """Refuse what its parser would not survive."""
    if format is ox.RdfFormat.RDF_XML:
        check_xml((content,))
    elif format is ox.RdfFormat.JSON_LD:
        check_json((content,))


def _parse(content: bytes, format: ox.RdfFormat) -> Iterator[ox.Quad]:
    if format in _BRACKETED and may_nest_deep(content):
        return _watched(content, format)
    return ox.parse(content, format, base_iri=_BASE, rename_blank_nodes=True)


def _watched(content: bytes, format: ox.RdfFormat) -> Iterator[ox.Quad]:
    """Statements of a document that is followed line by line."""
    feed = TurtleFeed(io.BytesIO(content))
    file = cast("IO[bytes]", feed)
    for quad in ox.parse(file, format, base_iri=_BASE, rename_blank_nodes=True):
        if isinstance(quad.subject, ox.NamedNode):
            feed.begin()
        yield quad


def _as_utf8(content: bytes, name: str) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").encode()
    content = without_mark(content)
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidOntology("the text is not UTF-8; save it as UTF-8", name, line) from error
    return content


def _xml_as_utf8(content: bytes, name: str) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED_ENCODING.match(without_mark(content)[:200].decode("latin-1"))
        encoding = declared[2].lower() if declared else "utf-8"
    if encoding in {"utf-8", "utf8", "us-ascii"}:
        return _as_utf8(content, name)
    try:
        text = content.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        message = f"the text is not {encoding}, as it says; save it as UTF-8"
        raise InvalidOntology(message, name, 1) from error
    return _DECLARED_ENCODING.sub(r"\1", text, count=1).encode()


def _line_of_fault(content: bytes, format: ox.RdfFormat) -> int | None:
    """Where a parser that does not say gives up, found by handing it one line at a time."""
    lines = _Lines(content)
    try:
        for _ in ox.parse(lines, format, base_iri=_BASE):
            pass
    except SyntaxError:
        return lines.given
    return None


class _Lines(io.BytesIO):
    """A file that gives one line at each reading, and counts them."""

    given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        del size
        self.given += 1
        return self.readline()
