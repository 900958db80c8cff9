"""Headers of columns taken apart: their words, and what they say aside of language and unit."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

_ASIDE = re.compile(r"[(\[【「{]([^)\]】」}]*)[)\]】」}]")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[㐀-鿿]+|[^\W\d_a-zA-Z㐀-鿿]+")
_LANGUAGES = {
    "zh": "zh",
    "cn": "zh",
    "chs": "zh",
    "chn": "zh",
    "chinese": "zh",
    "中文": "zh",
    "中": "zh",
    "en": "en",
    "eng": "en",
    "english": "en",
    "英文": "en",
    "英语": "en",
    "英": "en",
}
_HAN_LANGUAGES = {"中文": "zh", "汉语": "zh", "英文": "en", "英语": "en"}
_HAN = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Header:
    """A header, or a name of the ontology.

    Attributes:
        text: As it stands there.
        words: Its words in lower case, a run of Han being one; without what stands aside.
        language: ``zh`` or ``en`` if it says which language the column is in.
        aside: What stands in brackets, such as a unit.
    """

    text: str
    words: tuple[str, ...]
    language: str = ""
    aside: str = ""

    @property
    def joined(self) -> str:
        """Its words without spaces."""
        return "".join(self.words)

    @property
    def is_han(self) -> bool:
        """Whether it is written in Chinese."""
        return bool(_HAN.search(self.joined))


def parse_header(text: str) -> Header:
    """Take a header apart."""
    plain = normalize("NFKC", text)
    asides = [part.strip() for part in _ASIDE.findall(plain)]
    words = words_of(_ASIDE.sub(" ", plain)) or words_of(plain)
    language = next((_LANGUAGES[part.lower()] for part in asides if part.lower() in _LANGUAGES), "")
    rest = " ".join(part for part in asides if part.lower() not in _LANGUAGES)
    if language:
        return Header(text, words, language, rest)
    words, language = _without_language(words)
    return Header(text, words, language, rest)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; ``contactPhone`` has two."""
    return tuple(word.casefold() for word in _WORD.findall(normalize("NFKC", text)))


def han_share(texts: Iterable[str]) -> float | None:
    """The share of Han in the text, four Latin letters weighing like one; None without either."""
    whole = "".join(texts)
    han, latin = len(_HAN.findall(whole)), len(_LATIN.findall(whole))
    return han / (han + latin / 4) if han + latin else None


def shorter(header: Header, prefixes: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The words of the header without a word or run of Han that it begins with.

    Args:
        header: The header.
        prefixes: Joined words, such as the names of a class.
    """
    for count in range(1, len(header.words)):
        if "".join(header.words[:count]) in prefixes:
            yield header.words[count:]
    first = header.words[0] if header.words else ""
    for prefix in prefixes:
        if _HAN.match(prefix) and first.startswith(prefix) and first != prefix:
            yield (first.removeprefix(prefix), *header.words[1:])


def _without_language(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    if len(words) > 1:
        for place, rest in ((-1, words[:-1]), (0, words[1:])):
            if words[place] in _LANGUAGES:
                return rest, _LANGUAGES[words[place]]
    for mark, language in _HAN_LANGUAGES.items():
        for place, word in enumerate(words):
            if mark in word and word != mark:
                cut = word.replace(mark, "", 1)
                return (*words[:place], cut, *words[place + 1 :]), language
    return words, ""
