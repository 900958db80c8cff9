"""From cells to values of the ontology's datatypes; a cell that does not fit says why."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from math import isfinite
from typing import TypeAlias
from unicodedata import normalize

from graph.records import PropertyValue, Scalar
from graph.validation import is_id
from ontology.model import Datatype, Ontology, PropertyDef, Term, Vocabulary
from ontology.values import nearest_term

Converter: TypeAlias = Callable[[Scalar], Scalar]

_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DATE = re.compile(
    r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?([T ]00:00(:00(\.0+)?)?)?"
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LARGEST = 2**63 - 1
_YES = frozenset({"true", "yes", "t", "y", "1", "是", "真"})
_NO = frozenset({"false", "no", "f", "n", "0", "否", "假"})


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


def constant_value(
    definition: PropertyDef, value: PropertyValue, ontology: Ontology
) -> PropertyValue:
    """What a mapping states, as the property holds it.

    Raises:
        BadValue: It does not fit, or there are several where one is allowed.
    """
    convert = compile_converter(definition, ontology)
    items = value if isinstance(value, tuple) else (value,)
    if definition.many:
        return tuple(dict.fromkeys(map(convert, items)))
    if len(items) != 1:
        raise BadValue(value, "MORE_THAN_ONE_VALUE", "the property takes one value", "keep one")
    return convert(items[0])


def is_text_converter(convert: Converter) -> bool:
    """Whether it takes any printable text as it is."""
    return convert is _text


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
    known = term_names(vocabulary)

    def convert(cell: Scalar) -> str:
        text = _spell(cell)
        found = known.get(fold(text), ())
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(found)
            reason = f"stands for several terms of {vocabulary.name}: {several}"
            raise BadValue(cell, "AMBIGUOUS_TERM", reason, f"write one of {several}")
        near = nearest_term(vocabulary, text)
        choice = f"did you mean {near!r}?" if near else "one of " + ", ".join(vocabulary.terms)
        raise BadValue(cell, "UNKNOWN_TERM", f"is no term of {vocabulary.name}", choice)

    return convert


def term_names(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """Ids of terms by what they may be called, folded; several where a name is ambiguous.

    An id or IRI outranks another term's label, and a label another term's alias.
    """
    names: dict[str, tuple[str, ...]] = {}
    for names_of in (_aliases, _labels, _identifiers):
        rank: dict[str, tuple[str, ...]] = {}
        for term in vocabulary.terms.values():
            for name in {fold(name) for name in names_of(term)}:
                rank[name] = (*rank.get(name, ()), term.id)
        names |= rank
    return names


def fold(text: str) -> str:
    """A name without its letter case, the width of its characters and its spacing."""
    return " ".join(normalize("NFKC", text).casefold().split())


def _aliases(term: Term) -> Iterable[str]:
    return term.aliases


def _labels(term: Term) -> Iterable[str]:
    return term.label.by_language.values()


def _identifiers(term: Term) -> Iterable[str]:
    return term.id, term.iri
