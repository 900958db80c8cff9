"""What RDF/XML must be before it is parsed.

Its parser takes a document that breaks off for one that ends, lets entities grow until memory is
gone, and takes endless time for deep nesting; expat does not.
"""

from collections.abc import Iterable
from xml.parsers import expat

from ontology.guard.refused import Refused
from ontology.namespaces import OWL, RDF

DEEPEST = 200
_LONGEST_ENTITY = 4096
_LONGEST_TEXT = 1 << 24
_WRITE_OUT = "write out what it stands for where it is used"


class _Trap(Exception):
    """What is wrong, and what to do."""


def check_xml(lines: Iterable[bytes]) -> None:
    """Read a document in UTF-8 through once.

    Raises:
        Refused: It is malformed, breaks off, is no RDF/XML, or is a trap.
    """
    check = _Check()
    try:
        for line in lines:
            check.parser.Parse(line, False)
        check.parser.Parse(b"", True)
    except expat.ExpatError as error:
        message = expat.errors.messages.get(error.code, "malformed XML")
        raise Refused(error.lineno, message) from error
    except _Trap as trap:
        raise Refused(check.parser.CurrentLineNumber, *trap.args) from trap


class _Check:
    """Follows the depth, the root, the entities, and the length of texts."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._entity
        self._depth = 0
        self._length = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._depth:
            _check_root(name, attributes)
        self._depth += 1
        self._length = 0
        if self._depth > DEEPEST:
            raise _Trap(f"nests deeper than {DEEPEST} levels")

    def _end(self, _: str) -> None:
        self._depth -= 1
        self._length = 0

    def _entity(
        self, name: str, _parameter: bool, value: str | None, _base: str | None, *_: str | None
    ) -> None:
        if value is None:
            raise _Trap(f"the entity {name!r} is in another document", _WRITE_OUT)
        if "&" in value or "%" in value or len(value) > _LONGEST_ENTITY:
            raise _Trap(f"the entity {name!r} is made of entities, or too long", _WRITE_OUT)

    def _characters(self, text: str) -> None:
        self._length += len(text)
        if self._length > _LONGEST_TEXT:
            raise _Trap("has a text of more than 16 megabytes", "shorten it")


def _check_root(name: str, attributes: dict[str, str]) -> None:
    """The root is ``rdf:RDF``, or else itself a node, which has an attribute of RDF."""
    if name == f"{OWL} Ontology":
        raise _Trap("is OWL in another syntax than RDF", "save it as RDF/XML or Turtle")
    if name != f"{RDF} RDF" and not any(key.startswith(f"{RDF} ") for key in attributes):
        shown = name.rsplit(" ", 1)[-1]
        raise _Trap(f"is no RDF/XML: its root is <{shown}>, not <rdf:RDF>")
