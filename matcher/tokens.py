"""What counts as a word: Han characters with their bigrams, other words without endings."""

import re
from functools import cache

from graph.text import normalise

_RUN = re.compile(
    r"(?P<han>[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)"
    r"|[^\W_\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_STOPPED_WORDS = (
    "a about above after again against all almost also am among an and any are as at be because "
    "been before being below between both but by can cannot could did do does doing down during "
    "each else even ever every few for from further had has have having he her here hers him his "
    "how i if in into is it its itself just me more most much must my nor not now of off often on "
    "once one only or other our ours out over own rather same she should since so some still such "
    "than that the their theirs them then there these they this those through to too under until "
    "up upon us very was we were what when where whether which while who whom whose why will with "
    "within without would yet you your yours"
)
_ONE_WORD = 4
_STOPPED_CHARACTERS = "的了和与及或在是有我们对为等把被就都也很到由于"
STOPPED = frozenset((*_STOPPED_WORDS.split(" "), *_STOPPED_CHARACTERS))
"""Words and Han characters that say nothing of a subject."""


ENDING = r"(?<=[a-z]{4})(?:ings?|ed|es|(?<!s)s|ly|e)(?![a-z0-9])"
"""Endings that English words lose, so that *inspecting parts* meets *inspect each part*."""
_ENDING = re.compile(ENDING)


STOPPED_STEMS = STOPPED | {_ENDING.sub("", word) for word in STOPPED}
"""The same, as they stand in a stemmed text."""


def readable(text: str) -> str:
    """The text as every retriever reads it: one width, small letters, simplified characters."""
    if text.isascii():
        return text.lower()
    return _simplified(normalise(valid(text)))


def valid(text: str) -> str:
    """The text with a question mark for each half of a surrogate pair, which is no character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def stemmed(text: str) -> str:
    """A readable text whose English words have lost their endings."""
    return _ENDING.sub("", text)


def lexical_tokens(text: str) -> list[str]:
    """Tokens of a text in order: a Han run gives its characters and bigrams, a word its stem."""
    found: list[str] = []
    for run in _RUN.finditer(stemmed(readable(text))):
        word = run.group()
        if run.group("han"):
            found += [character for character in word if character not in STOPPED_STEMS]
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        elif word not in STOPPED_STEMS:
            found.append(word)
    return found


def content_words(text: str) -> list[str]:
    """Words that tell something, each once in order: Latin words, and Han runs of two or more.

    A Han run is cut at the characters that say nothing; one of more than four characters, which is
    rarely one word, also gives its bigrams.
    """
    found: dict[str, None] = {}
    for run in _RUN.finditer(readable(text)):
        word = run.group()
        if not run.group("han"):
            found |= {word: None} if word not in STOPPED and len(word) > 1 else {}
            continue
        for part in re.split(f"[{_STOPPED_CHARACTERS}]", word):
            if len(part) > 1:
                found[part] = None
            if len(part) > _ONE_WORD:
                found |= {part[at : at + 2]: None for at in range(len(part) - 1)}
    return list(found)


def _simplified(text: str) -> str:
    """Traditional characters become simplified ones; what GB 2312 has is simplified already."""
    if _is_simplified(text) or _is_simplified("".join(_HAN.findall(text))):
        return text
    return text.translate(_simplifications())


def _is_simplified(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _simplifications() -> dict[int, str]:
    """By traditional character its simplified one; made at the first need, for it takes a while."""
    from opencc import OpenCC

    known = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    plain = OpenCC("t2s").convert("\n".join(known)).split("\n")
    return {
        ord(character): simple
        for character, simple in zip(known, plain, strict=True)
        if character != simple and not _is_simplified(character)
    }
