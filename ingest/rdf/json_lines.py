"""Lines of JSON-LD, whose parser does not tell any."""

import re
from collections.abc import Mapping

from ingest.rdf.text import RdfText

_ID = re.compile(r'"@id"\s*:\s*"((?:[^"\\]|\\.)*)"\s*([,}])')
_LOCAL = re.compile(r"[^#/:]*$")


class JsonLines:
    """Where the nodes of a document seem to be described, by the last part of their names.

    Those that are written out in one object after their id count before those that are merely
    mentioned.
    """

    def __init__(self, text: RdfText) -> None:
        with text.lines() as lines:
            document = b"".join(lines).decode()
        self._described, self._mentioned = _places(document)

    def of(self, subject: str) -> int:
        """The line of a subject; 0 if it has no name."""
        name = _local(subject.strip("<>"))
        return self._described.get(name) or self._mentioned.get(name, 0)


def _places(document: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    described: dict[str, int] = {}
    mentioned: dict[str, int] = {}
    line, at = 1, 0
    for found in _ID.finditer(document):
        line += document.count("\n", at, found.start())
        at = found.start()
        places = described if found[2] == "," else mentioned
        places.setdefault(_local(found[1]), line)
    return described, mentioned


def _local(name: str) -> str:
    found = _LOCAL.search(name)
    return found[0] if found else ""
