"""The text of an RDF file: its encoding, its format, and its lines."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain
from typing import IO

import pyoxigraph as ox

from ingest.contents.content import Content
from ingest.contents.encoding import find_encoding, known_encoding
from ingest.errors import UnreadableSource
from ingest.limits import DEFAULT_LIMITS, Limits
from ontology.formats import FORMATS

_BLOCK = 1 << 20
_HEAD = 4096
_BOM = b"\xef\xbb\xbf"
_DECLARED = re.compile(rb"""(<\?xml[^>]*?)\s+encoding=["']([\w.-]+)["']""")
_MAY_BE_XML = re.compile(r"<(?:\?xml|!|[\w.-]+(?::[\w.-]+)?[\s/>])")
_LOOKS = {
    "a web page": re.compile(r"<(?:!doctype\s+)?html", re.IGNORECASE),
    "RDF/XML": re.compile(r"<(?:\?xml|!|rdf:RDF\s)"),
    "JSON-LD": re.compile(r"[\[{]\s*[\"{\[\]}]"),
    "OWL in another syntax than RDF": re.compile(r"Prefix\(|Ontology\(|Ontology:|Prefix:"),
    "Turtle": re.compile(r"@prefix|@base|prefix\s|base\s", re.IGNORECASE),
}
_CORRECT = "correct the file, or see if it is cut off"
_SUFFIX_OF = {"RDF/XML": ".rdf", "JSON-LD": ".jsonld", "Turtle": ".ttl"}


@dataclass(frozen=True, slots=True)
class RdfText:
    """RDF that is known to be text; made by ``open_text``.

    Attributes:
        content: Its bytes.
        format: How it is written.
        encoding: As Python knows it.
        guessed: Whether the encoding was recognised by the text alone.
        limits: How much it may ask for.
    """

    content: Content
    format: ox.RdfFormat
    encoding: str
    guessed: bool
    limits: Limits

    @contextmanager
    def blocks(self) -> Iterator[Iterator[list[bytes]]]:
        """Begin reading: lines in UTF-8 with their ends, about a megabyte of them at a time."""
        with self.content.open() as opened:
            if self.encoding == "utf-8":
                blocks = iter(lambda: opened.stream.readlines(_BLOCK), [])
            else:
                blocks = _recoded(opened.stream, self.encoding)
            yield _without_mark(blocks)

    @contextmanager
    def lines(self) -> Iterator[Iterator[bytes]]:
        """Begin reading, line by line."""
        with self.blocks() as blocks:
            yield chain.from_iterable(blocks)

    def malformed(self, line: int, what: str, advice: str = "") -> UnreadableSource:
        """The error to raise for a file that is damaged, or not what its name says."""
        advice = advice or _CORRECT
        seems = _guess(_head(self.content, self.encoding))
        suffix = _SUFFIX_OF.get(seems or "")
        if suffix and FORMATS[suffix] is not self.format:
            advice = f"it looks like {seems}; if it is, name it {suffix}"
        elif seems and not suffix:
            advice = f"it looks like {seems}; fetch or save it as RDF"
        return UnreadableSource(self.content.name, line, f"{what}; {advice}")


def open_text(content: Content, told: str | None, limits: Limits = DEFAULT_LIMITS) -> RdfText:
    """Make sure that it is text, and find out how it is written.

    A file that is named as XML but is none is taken for Turtle, as it often is.

    Args:
        content: Its bytes.
        told: The encoding that a mapping states.
        limits: How much it may ask for.

    Raises:
        UnreadableSource: It is missing, empty, or no text.
    """
    written = FORMATS[content.suffix]
    with content.open() as opened:
        start = opened.stream.read(_HEAD)
    if not start:
        raise UnreadableSource(content.name, 0, "is empty; fetch or export it again")
    is_xml = written is ox.RdfFormat.RDF_XML
    declared = _DECLARED.match(start.removeprefix(_BOM)) if is_xml else None
    if declared and not told:
        told = known_encoding(declared[2].decode())
    encoding = find_encoding(content, told, limits)
    if is_xml and not _MAY_BE_XML.match(_head(content, encoding.name)):
        written = ox.RdfFormat.TURTLE
    return RdfText(content, written, encoding.name, encoding.guessed, limits)


def _head(content: Content, encoding: str) -> str:
    with content.open() as opened:
        text = opened.stream.read(_HEAD).decode(encoding, "replace")
    return text.removeprefix("\ufeff").lstrip()


def _guess(head: str) -> str | None:
    return next((name for name, look in _LOOKS.items() if look.match(head)), None)


def _recoded(stream: IO[bytes], encoding: str) -> Iterator[list[bytes]]:
    """Lines in UTF-8 that do not say any more that they are something else."""
    undeclared = False
    with TextIOWrapper(stream, encoding=encoding, newline="\n") as text:
        while lines := text.readlines(_BLOCK):
            block = [line.encode() for line in lines]
            if not undeclared:
                block[0] = _DECLARED.sub(rb"\1", block[0], count=1)
                undeclared = True
            yield block


def _without_mark(blocks: Iterator[list[bytes]]) -> Iterator[list[bytes]]:
    for first in blocks:
        first[0] = first[0].removeprefix(_BOM)
        yield first
        break
    yield from blocks
