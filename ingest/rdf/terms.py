"""The terms of N-Triples: what kind an object is of, and what it says."""

import re

IRI = "<"
BLANK = "_"
TRIPLE = "<<"

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def split_object(term: str) -> tuple[str, str]:
    """The kind of an object and its text.

    Returns:
        For a literal what follows its text, such as ``@zh``, which is never one of ``IRI``,
        ``BLANK`` and ``TRIPLE``; and its text, the IRI without brackets, or the term itself.
    """
    if term[0] == '"':
        end = term.rindex('"')
        text = term[1:end]
        return term[end + 1 :], unescape(text) if "\\" in text else text
    if term[0] == "_":
        return BLANK, term
    return (TRIPLE, term) if "> <" in term else (IRI, term[1:-1])


def unescape(text: str) -> str:
    """The text of a literal that holds a backslash."""
    return _ESCAPE.sub(_spelled, text)


def iri_of(name: str) -> str:
    """A subject without brackets; a blank node as it is."""
    return name[1:-1] if name[0] == "<" else name


def _spelled(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _PLAIN.get(found[3], found[3])
