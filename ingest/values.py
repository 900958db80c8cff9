"""From cells to values of the ontology's datatypes; a cell that does not fit says why."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from math import isfinite
from typing import TypeAlias

from graph.records import Scalar
from graph.validation import is_id
from ontology.model import Datatype, Ontology, PropertyDef, Vocabulary
from ontology.values import nearest_term

Converter: TypeAlias = Callable[[Scalar], Scalar]

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})(?:-|/|年)([0-9]{1,2})(?:-|/|月)([0-9]{1,2})日?")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LARGEST = 2**63 - 1
_YES = frozenset({"true", "yes", "1", "是"})
_NO = frozenset({"false", "no", "0", "否"})


class BadValue(Exception):
    """A cell that cannot become a value; private to the package, ends as a reject."""

    def __init__(self, value: object, code: str, reason: str, suggestion: str) -> None:
        self.value = str(value)
        self.code = code
        self.reason = reason
        self.suggestion = suggestion
        super().__init__(reason)


def compile_converter(definition: PropertyDef, ontology: Ontology) -> Converter:
    """The function that turns one stripped, non-empty cell into a value of the property."""
    if definition.datatype is Datatype.TERM:
        return _term_converter(ontology.vocabulary(definition.vocabulary or ""))
    return _CONVERTERS[definition.datatype]


def check_text(text: str) -> str:
    """The text itself.

    Raises:
        BadValue: It has a control character, which no store can be trusted with.
    """
    found = None if text.isprintable() else _UNPRINTABLE.search(text)
    if found:
        raise BadValue(
            text,
            "CONTROL_CHARACTER",
            f"holds the control character U+{ord(found[0]):04X}",
            "delete it; the file may be damaged or no text file",
        )
    return text


def check_id(text: str) -> str:
    """The id itself.

    Raises:
        BadValue: No entity can have it.
    """
    if is_id(text):
        return text
    raise BadValue(
        text,
        "INVALID_ID",
        "an id has 1 to 512 characters, none of them a line break or control character",
        "correct the columns that the id is made of",
    )


def _text(cell: Scalar) -> str:
    return check_text(cell if isinstance(cell, str) else _spell(cell))


def _spell(cell: Scalar) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _integer(cell: Scalar) -> int:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = _spell(cell)
    if not _INTEGER.fullmatch(text) or abs(int(text)) > _LARGEST:
        raise BadValue(cell, "NOT_AN_INTEGER", "is not a whole number", "write digits alone: 1200")
    return int(text)


def _decimal(cell: Scalar) -> float:
    text = _spell(cell)
    if not _DECIMAL.fullmatch(text) or not isfinite(float(text)):
        raise BadValue(
            cell,
            "NOT_A_DECIMAL",
            "is not a number",
            "write 1234.5: no unit, no thousands separator",
        )
    return float(text)


def _boolean(cell: Scalar) -> bool:
    text = _spell(cell).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise BadValue(
        cell, "NOT_A_BOOLEAN", "is neither yes nor no", "write yes/no, true/false or 是/否"
    )


def _date(cell: Scalar) -> str:
    found = _DATE.fullmatch(_spell(cell))
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        pass
    raise BadValue(cell, "NOT_A_DATE", "is not a date", "write YYYY-MM-DD, such as 2026-03-31")


def _datetime(cell: Scalar) -> str:
    try:
        return datetime.fromisoformat(_spell(cell)).isoformat()
    except ValueError:
        raise BadValue(
            cell, "NOT_A_DATETIME", "is not a date with time", "write 2026-03-31T08:00:00+08:00"
        ) from None


def _uri(cell: Scalar) -> str:
    text = _text(cell)
    if not _URI.fullmatch(text):
        raise BadValue(cell, "NOT_A_URI", "is not an address", "write it whole: https://...")
    return text


_CONVERTERS: Mapping[Datatype, Converter] = {
    Datatype.TEXT: _text,
    Datatype.STRING: _text,
    Datatype.INTEGER: _integer,
    Datatype.DECIMAL: _decimal,
    Datatype.BOOLEAN: _boolean,
    Datatype.DATE: _date,
    Datatype.DATETIME: _datetime,
    Datatype.URI: _uri,
}


def _term_converter(vocabulary: Vocabulary) -> Converter:
    known = _term_names(vocabulary)

    def convert(cell: Scalar) -> str:
        text = _spell(cell)
        found = known.get(text.casefold())
        if found is not None:
            return found
        near = nearest_term(vocabulary, text)
        choice = f"did you mean {near!r}?" if near else "one of " + ", ".join(vocabulary.terms)
        raise BadValue(cell, "UNKNOWN_TERM", f"is no term of {vocabulary.name}", choice)

    return convert


def _term_names(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Ids, IRIs, labels and aliases, letter case aside; an id outranks another term's alias."""
    names: dict[str, str] = {}
    for term in vocabulary.terms.values():
        for name in (*term.label.by_language.values(), *term.aliases):
            names.setdefault(name.casefold(), term.id)
    for term in vocabulary.terms.values():
        names[term.iri.casefold()] = term.id
        names[term.id.casefold()] = term.id
    return names
