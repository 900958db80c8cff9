"""From text to statements, each with its line; what a parser refuses is told with its place."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TypeAlias, cast

import pyoxigraph as ox

from ingest.rdf.blanks import BlankNodes
from ingest.rdf.json_lines import JsonLines
from ingest.rdf.names import RELATIVE
from ingest.rdf.text import RdfText
from ontology.guard import Feed, Refused, TooDeep, TurtleFeed, check_json, check_xml
from ontology.guard.feed import DEEPEST_TERMS

Statement: TypeAlias = tuple[int, str, str, str]
"""Line, subject, predicate, object; in the terms of N-Triples, the predicate without brackets."""
OnGraph: TypeAlias = Callable[[int, str], None]
"""Told of statements in a named graph: a line, and the graph."""

WHOLE_JSON = 3_000_000
"""Bytes of JSON-LD up to which it is parsed whole, which can take 100 times as much memory."""

_F = ox.RdfFormat
_DEFAULT = ox.DefaultGraph()
_LONGEST_LINE = 1 << 24
_LONG_LINE = 100_000
"""Bytes; a shorter one cannot nest so deep that it matters."""
_PLACE = re.compile(r"Parser error (?:at|between) [^:]*: ")
_ORDER = (
    "is long, and not in the order that allows reading it in a stream",
    "put @context first, @id and @type next in each node, @graph last; or save it as N-Quads",
)
_KNOWN = {
    "LoadDocumentCallback": (
        "names a remote @context, which is never fetched",
        "put what that holds in the place of its address",
    ),
    "No scheme found": (
        "has an IRI that is not whole",
        "write it whole",
    ),
    "buffer maximal size": (
        "has a text, name or statement of more than 16 megabytes",
        "shorten it, or see if a quotation mark is missing",
    ),
    "Only UTF-8 is supported": (
        "states an encoding that is not known",
        "save it as UTF-8, and state that in its first line",
    ),
    "must be the first key": _ORDER,
    "must be the last property": _ORDER,
}
"""What parsers say in their own terms, and what it means to people."""


def statements(text: RdfText, on_graph: OnGraph) -> Iterator[Statement]:
    """Parse it, in order.

    Raises:
        UnreadableSource: It is malformed; names the line.
    """
    if text.format in {_F.N_TRIPLES, _F.N_QUADS}:
        return _line_by_line(text, on_graph)
    if text.format is _F.JSON_LD:
        return _json(text, on_graph)
    if text.format is _F.RDF_XML:
        with _telling(text, lambda line: line), text.lines() as lines:
            check_xml(lines)
        return _streamed(text, text.format, on_graph)
    return _turtle(text, on_graph)


def _line_by_line(text: RdfText, on_graph: OnGraph) -> Iterator[Statement]:
    """N-Triples and N-Quads: blocks of lines, of which each holds one statement at most."""
    has_graphs = text.format is _F.N_QUADS
    before = 0
    with text.blocks() as blocks:
        for lines in blocks:
            _check_long(text, lines, before)
            block = b"".join(lines)
            with _telling(text, lambda line: before + line):  # noqa: B023 - used at once
                quads = list(ox.parse(block, text.format))
            count = len(lines)
            numbers: Sequence[int] = range(before + 1, before + count + 1)
            if len(quads) != count:
                count, numbers = _statement_lines(block, before)
            before += count
            for quad, line in zip(quads, numbers, strict=True):
                if has_graphs and quad.graph_name != _DEFAULT:
                    on_graph(line, str(quad.graph_name))
                yield line, str(quad.subject), quad.predicate.value, str(quad.object)


def _check_long(text: RdfText, lines: Sequence[bytes], before: int) -> None:
    if max(map(len, lines)) <= _LONG_LINE:
        return
    for number, line in enumerate(lines, start=before + 1):
        if line.count(b"<<(") > DEEPEST_TERMS:
            raise text.malformed(number, "nests too deep")
        if len(line) > _LONGEST_LINE:
            raise text.malformed(number, *_KNOWN["buffer maximal size"])


def _statement_lines(block: bytes, before: int) -> tuple[int, list[int]]:
    """How many lines a block has, and which of them hold a statement."""
    lines = block.splitlines()
    bare = [line.lstrip() for line in lines]
    numbers = [at for at, line in enumerate(bare, start=before + 1) if line and line[:1] != b"#"]
    return len(lines), numbers


def _turtle(text: RdfText, on_graph: OnGraph) -> Iterator[Statement]:
    has_graphs, blanks = text.format is _F.TRIG, BlankNodes()
    with text.lines() as lines:
        feed = TurtleFeed(lines)
        with _telling(text, lambda line: line or feed.line):
            for quad in ox.parse(cast("IO[bytes]", feed), text.format, base_iri=RELATIVE):
                if has_graphs and quad.graph_name != _DEFAULT:
                    on_graph(feed.line, str(quad.graph_name))
                subject = str(quad.subject)
                if subject[0] == "<":
                    feed.begin()
                subject, object_ = blanks.name(subject), blanks.name(str(quad.object))
                yield feed.line, subject, quad.predicate.value, object_


def _json(text: RdfText, on_graph: OnGraph) -> Iterator[Statement]:
    """JSON-LD: whole if it is small, for it may be in any order then."""
    with _telling(text, lambda line: line), text.blocks() as blocks:
        size = check_json(map(b"".join, blocks))
    if size > WHOLE_JSON:
        yield from _streamed(text, _F.STREAMING_JSON_LD, on_graph)
        return
    places = JsonLines(text)
    for _, subject, predicate, object_ in _streamed(text, _F.JSON_LD, on_graph):
        yield places.of(subject), subject, predicate, object_


def _streamed(text: RdfText, format: ox.RdfFormat, on_graph: OnGraph) -> Iterator[Statement]:
    """RDF/XML and JSON-LD, the latter with what its parser would drop: IRIs and undefined keys."""
    lenient, blanks = format is not _F.RDF_XML, BlankNodes()
    base = None if lenient else RELATIVE
    with text.lines() as lines:
        feed = Feed(lines)
        with _telling(text, lambda line: line or feed.line):
            for quad in ox.parse(cast("IO[bytes]", feed), format, base_iri=base, lenient=lenient):
                if quad.graph_name != _DEFAULT:
                    on_graph(feed.line, str(quad.graph_name))
                subject, object_ = blanks.name(str(quad.subject)), blanks.name(str(quad.object))
                yield feed.line, subject, quad.predicate.value, object_


@contextmanager
def _telling(text: RdfText, line_of: Callable[[int], int]) -> Iterator[None]:
    """Tell what the parser raises in the terms of the file."""
    try:
        yield
    except (SyntaxError, MemoryError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        raise text.malformed(line_of(line or 0), *_spell(error)) from error
    except Refused as refused:
        raise text.malformed(refused.line, refused.what, refused.advice) from refused
    except TooDeep as error:
        raise text.malformed(line_of(0), "nests too deep") from error


def _spell(error: SyntaxError | MemoryError) -> tuple[str, ...]:
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    known = next((told for sign, told in _KNOWN.items() if sign in message), None)
    if known is not None:
        return known
    where = f"column {error.offset}: " if isinstance(error, SyntaxError) and error.offset else ""
    told = where + _PLACE.sub("", message, count=1)
    return ("".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in told),)
