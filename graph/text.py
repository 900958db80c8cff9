"""Text as the search of every store sees it: one token a Han character, one a word otherwise."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.records import Entity, PropertyValue

BOUNDARY = "¶"
"""Stands between the values of a document, so that no phrase spans two; never a token of text."""
_END = "§"
"""Stands between documents, like ``BOUNDARY`` between values."""
_TOGETHER = 1_000
_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_TOKEN = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_COMMON_HAN = "\u4e00-\u9fff"
_DOCUMENT_RUN = re.compile(
    rf"[{_COMMON_HAN}]+|[a-z0-9]+[^\W_{_HAN}]*|[{BOUNDARY}{_END}]|{_TOKEN.pattern}"
)
"""Tokens, but Han in runs where they are common: the expression takes most of an import's time."""
_BETWEEN = f" {BOUNDARY} "
_EMPTY_VALUE = re.compile(f"(^|{BOUNDARY} |{_END} ){BOUNDARY}|{BOUNDARY}($| {_END})")
_PUNCTUATION = tuple((wide, unicodedata.normalize("NFKC", wide)) for wide in "，；：！？（）")
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


@dataclass(frozen=True, slots=True)
class TextQuery:
    """What a document must hold: all the phrases and, for each prefix, a word it begins.

    Attributes:
        phrases: Runs of Han characters, each as its tokens.
        prefixes: Other words, normalised.
    """

    phrases: tuple[tuple[str, ...], ...]
    prefixes: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.phrases or self.prefixes)


def normalise(text: str) -> str:
    """NFKC and casefolded, so that full width and letter case make no difference."""
    if text.isascii():
        return text.lower()
    for wide, narrow in _PUNCTUATION:
        text = text.replace(wide, narrow)
    return _nfkc(_nfkc(text).casefold())


def _nfkc(text: str) -> str:
    """Most text is in this form but for its punctuation, and a look costs a thirtieth."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    return unicodedata.normalize("NFKC", text)


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order."""
    return _TOKEN.findall(normalise(text))


def parse(text: str) -> TextQuery:
    """The query that a plain text means; terms are sorted, each once."""
    runs = sorted(set(_RUN.findall(normalise(text))))
    return TextQuery(
        phrases=tuple(tuple(run) for run in runs if _IS_HAN.match(run)),
        prefixes=tuple(run for run in runs if not _IS_HAN.match(run)),
    )


def document(entity: Entity, searchable: Sequence[str]) -> str:
    """The entity's searchable text: tokens joined by spaces, ``BOUNDARY`` between values."""
    return documents([entity], {entity.type: searchable})[0]


def documents(entities: Sequence[Entity], searchable: Mapping[str, Sequence[str]]) -> list[str]:
    """What ``document`` gives for each, in a fraction of the time: all texts are read as one.

    Args:
        entities: Of any classes.
        searchable: By class its searchable properties; another class has none.
    """
    found: list[str] = []
    for start in range(0, len(entities), _TOGETHER):
        part = entities[start : start + _TOGETHER]
        found += _documents([_joined(item, searchable.get(item.type, ())) for item in part])
    return found


def _documents(texts: Sequence[str]) -> list[str]:
    whole = _END.join(texts)
    if whole.count(_END) >= len(texts):
        whole = _END.join(text.replace(_END, " ") for text in texts)
    runs = _DOCUMENT_RUN.findall(normalise(whole))
    joined = " ".join([" ".join(run) if "\u4e00" <= run < "\ua000" else run for run in runs])
    found = [text.strip() for text in joined.split(_END)]
    if _EMPTY_VALUE.search(joined) is None:
        return found
    values = ((part.strip() for part in text.split(BOUNDARY)) for text in found)
    return [_BETWEEN.join(filter(None, item)) for item in values]


def _joined(entity: Entity, searchable: Sequence[str]) -> str:
    """The values, with nothing but ``BOUNDARY`` between them."""
    properties = entity.properties
    found = [properties[name] for name in searchable if name in properties]
    values = [value for value in found if type(value) is str]
    if len(values) < len(found):
        values = [text for value in found for text in _texts(value)]
    text = _BETWEEN.join(values)
    if text.count(BOUNDARY) >= len(values) > 0:
        text = _BETWEEN.join(value.replace(BOUNDARY, " ") for value in values)
    return text


def _texts(value: PropertyValue | None) -> Iterable[str]:
    items = value if isinstance(value, tuple) else (value,)
    return [item for item in items if isinstance(item, str)]


def matches(query: TextQuery, document_tokens: Sequence[str]) -> bool:
    """Whether a document, split at its spaces, fits; a query without terms fits nothing."""
    if not query:
        return False
    padded = f" {' '.join(document_tokens)} "
    return all(f" {' '.join(phrase)} " in padded for phrase in query.phrases) and all(
        f" {prefix}" in padded for prefix in query.prefixes
    )
