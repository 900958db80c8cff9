"""RDF in its usual formats, read without the network; an error tells file and line."""

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from xml.parsers import expat

import pyoxigraph as ox

from ontology.errors import InvalidOntology
from ontology.namespaces import OWL, RDF

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
_LONGEST_ENTITY = 4096
_DEEPEST = 200
"""Elements of XML in each other."""
_START = 65536
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
        content = _checked_xml(content, name)
    else:
        content = _as_utf8(content, name)
    try:
        yield from _parse(content, format)
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


def _parse(source: bytes | io.BytesIO, format: ox.RdfFormat) -> Iterator[ox.Quad]:
    yield from ox.parse(source, format, base_iri=_BASE, rename_blank_nodes=True)


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


def _checked_xml(content: bytes, name: str) -> bytes:
    """The document in UTF-8, known to be whole and harmless.

    The RDF parser takes a document that breaks off for one that ends, lets entities grow until
    memory is gone, and takes endless time for deep nesting; expat does not.
    """
    text = _xml_as_utf8(content, name)
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.EntityDeclHandler = _check_entity
    depth = 0

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        if not depth:
            _check_root(element, attributes)
        depth += 1
        if depth > _DEEPEST:
            raise InvalidOntology(f"nests deeper than {_DEEPEST} levels; take it apart")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        message = expat.errors.messages.get(error.code, "malformed XML")
        raise InvalidOntology(f"{message}; {_CUT_OFF}", name, error.lineno) from error
    except InvalidOntology as error:
        raise InvalidOntology(str(error), name, parser.CurrentLineNumber) from error
    return text


def _check_root(element: str, attributes: dict[str, str]) -> None:
    """Refuse a document whose root is not ``rdf:RDF``, and not itself a node of RDF."""
    if element == f"{OWL} Ontology":
        raise InvalidOntology(_OTHER_SYNTAX)
    if element != f"{RDF} RDF" and not any(key.startswith(f"{RDF} ") for key in attributes):
        shown = element.rsplit(" ", 1)[-1]
        raise InvalidOntology(f"is no RDF/XML: its root is <{shown}>, not <rdf:RDF>")


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


def _check_entity(
    entity: str, is_parameter: bool, value: str | None, base: str | None, *external: str | None
) -> None:
    del is_parameter, base
    if value is None or any(external):
        raise InvalidOntology(f"the entity {entity!r} is in another document; write it out")
    if "&" in value or "%" in value or len(value) > _LONGEST_ENTITY:
        message = f"the entity {entity!r} is made of entities, or too long; write it out"
        raise InvalidOntology(message)


def _line_of_fault(content: bytes, format: ox.RdfFormat) -> int | None:
    """Where a parser that does not say gives up, found by handing it one line at a time."""
    lines = _Lines(content)
    try:
        for _ in _parse(lines, format):
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
