"""GraphML for igraph, networkx, Gephi and the like: typed keys, lists as JSON text."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

import orjson

from graph.port import GraphReader
from graph.records import PropertyValue
from ingest.exports.errors import CannotWrite
from ingest.exports.options import Options
from ingest.exports.stream import Stream
from ingest.exports.target import Workplace

_BUFFER = 1 << 20
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKUP = re.compile('[&<>"]')
_KINDS: Mapping[type, str] = {bool: "boolean", int: "long", float: "double"}


def write_graphml(stream: Stream, _: GraphReader, place: Workplace, __: Options) -> None:
    """Write one file; relations of which an end is not chosen have no place in it.

    A character of a text that no XML can hold becomes U+FFFD.

    Raises:
        CannotWrite: An id has such a character.
    """
    body = place.scratch / "body"
    nodes, edges = _Keys("node", "n"), _Keys("edge", "e")
    with body.open("w", encoding="utf-8", newline="\n", buffering=_BUFFER) as file:
        for entity in chain.from_iterable(stream.entities()):
            file.write(f"<node id={_id(entity.id)}>")
            file.writelines(nodes.written({"type": entity.type, **entity.properties}))
            file.write("</node>\n")
        for relation in chain.from_iterable(stream.relations(inside=True)):
            file.write(f"<edge source={_id(relation.source)} target={_id(relation.target)}>")
            file.writelines(edges.written({"type": relation.type, **relation.properties}))
            file.write("</edge>\n")
    with place.out.open("wb") as target:
        declarations = "".join(chain(nodes.declarations(), edges.declarations()))
        target.write(f'{_HEAD}{declarations}<graph edgedefault="directed">\n'.encode())
        with body.open("rb") as written:
            shutil.copyfileobj(written, target, _BUFFER)
        target.write(b"</graph>\n</graphml>\n")


class _Keys:
    """The attributes of nodes or edges, with the kinds of values that each has."""

    def __init__(self, owner: str, prefix: str) -> None:
        self._owner = owner
        self._prefix = prefix
        self._kinds: dict[str, set[str]] = {}

    def written(self, properties: Mapping[str, PropertyValue | None]) -> Iterator[str]:
        """The properties as XML."""
        for name, value in properties.items():
            if value is not None:
                kind = _KINDS.get(type(value), "string")
                self._kinds.setdefault(name, set()).add(kind)
                yield f'<data key="{self._prefix}.{name}">{_text(value)}</data>'

    def declarations(self) -> Iterator[str]:
        """What stands before the graph."""
        for name, kinds in self._kinds.items():
            yield (
                f'<key id="{self._prefix}.{name}" for="{self._owner}" attr.name="{name}" '
                f'attr.type="{_common(kinds)}"/>\n'
            )


def _common(kinds: Iterable[str]) -> str:
    """The type that all values of an attribute have."""
    found = set(kinds)
    if found == {"long", "double"}:
        return "double"
    return found.pop() if len(found) == 1 else "string"


def _text(value: PropertyValue) -> str:
    if isinstance(value, tuple):
        return _escaped(orjson.dumps(value).decode())
    if isinstance(value, bool):
        return "true" if value else "false"
    return _escaped(value) if isinstance(value, str) else repr(value)


def _escaped(text: str) -> str:
    if text.isprintable() and not _MARKUP.search(text):
        return text
    return escape(_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})


def _id(id: str) -> str:
    if id.isprintable() and not _MARKUP.search(id):
        return f'"{id}"'
    if _FORBIDDEN.search(id):
        message = f"the id {id!r} has a character that no XML can hold; export it as JSONL or CSV"
        raise CannotWrite(message)
    return quoteattr(id)
