"""How alike a header and a name of the ontology are, and in what way."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from ingest.suggestion.initials import pinyin_initials

_SMALL = frozenset(
    {"a", "an", "and", "are", "at", "by", "for", "from", "has", "have", "id", "ids", "in", "is"}
    | {"of", "on", "or", "s", "the", "to", "was", "which", "with"}
)
_SYNONYMS = {
    ("时间", "日期", "日"): "日期",
    ("类型", "类别", "分类", "种类"): "类别",
    ("级别", "等级", "层级"): "级别",
    ("简介", "介绍", "描述", "说明", "概述", "概况"): "说明",
    ("数量", "人数", "数"): "数",
    ("地址", "网站", "网址"): "网址",
    ("年份", "年度", "年"): "年",
}
_USUAL = {
    "no": "number",
    "nr": "number",
    "num": "number",
    "tel": "telephone",
    "dt": "date",
    "yr": "year",
    "yrs": "years",
    "qty": "quantity",
    "amt": "amount",
    "addr": "address",
    "org": "organization",
    "dept": "department",
    "ref": "reference",
}
_SHORTEST_STEM = 3
_FUZZY = 75
_SHORTEST_FUZZY = 4


class Way(StrEnum):
    """In what way a header is like a name."""

    SAME = "same"
    SAME_WORDS = "same-words"
    PART = "part"
    ABBREVIATION = "abbreviation"
    INITIALS = "initials"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """How alike two are.

    Attributes:
        score: From 0 to 1.
        way: In what way; None if they are not.
        name: The name, as it stands in the ontology.
    """

    score: float = 0.0
    way: Way | None = None
    name: str = ""


@lru_cache(maxsize=100_000)
def likeness(words: tuple[str, ...], name_words: tuple[str, ...], name: str) -> Likeness:
    """How alike the words of a header and of a name are."""
    one, other = "".join(words), "".join(name_words)
    if not one or not other:
        return Likeness()
    if one == other:
        return Likeness(1.0, Way.SAME, name)
    if _telling(words) == _telling(name_words) or _common(one) == _common(other):
        return Likeness(0.93, Way.SAME_WORDS, name)
    ways = (
        (_part(words, name_words), Way.PART),
        (_abbreviation(words, name_words), Way.ABBREVIATION),
        (_initials(one, other), Way.INITIALS),
        (_similar(one, other), Way.SIMILAR),
    )
    score, way = max(ways, key=lambda item: item[0])
    return Likeness(score, way, name) if score else Likeness()


def _telling(words: tuple[str, ...]) -> frozenset[str]:
    """The words without small ones and endings; all of them if nothing else is left."""
    told = frozenset(_stem(_USUAL.get(word, word)) for word in words if word not in _SMALL)
    return told or frozenset(words)


def _stem(word: str) -> str:
    if not word.isascii() or word.endswith("ss"):
        return word
    for ending in ("ing", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _common(text: str) -> str:
    """Chinese with one word for what headers call by several."""
    for words, common in _SYNONYMS.items():
        if text.endswith(words):
            return text.removesuffix(next(word for word in words if text.endswith(word))) + common
    return text


def _part(words: tuple[str, ...], name: tuple[str, ...]) -> float:
    """One ends, or begins, with the other; in both languages the end tells what it is."""
    one, other = "".join(words), "".join(name)
    if one.isascii() or other.isascii():
        short, long = sorted((words, name), key=len)
        share = len(short) / len(long)
        ends, begins = long[-len(short) :] == short, long[: len(short)] == short
    else:
        brief, whole = sorted((one, other), key=len)
        share = len(brief) / len(whole) if len(brief) > 1 else 0.0
        ends, begins = whole.endswith(brief), whole.startswith(brief)
    if not share or share == 1:
        return 0.0
    return (0.55 + 0.4 * share) * ends or (0.3 + 0.3 * share) * begins


def _abbreviation(words: tuple[str, ...], name: tuple[str, ...]) -> float:
    """Each word short for one of the name; or one word of the first letters of all."""
    if not "".join((*words, *name)).isascii():
        return 0.0
    told = tuple(word for word in name if word not in _SMALL) or name
    words = tuple(word for word in words if word not in _SMALL) or words
    if len(words) == len(told):
        scores = [
            short_for(_USUAL.get(word, word), whole)
            for word, whole in zip(words, told, strict=True)
        ]
        return 0.85 * min(scores)
    if len(words) == 1 and len(told) > 1:
        if words[0] == "".join(word[0] for word in told):
            return 0.8 if len(told) > 2 else 0.55
        return 0.75 * _short_for_several(words[0], told)
    return 0.0


def short_for(word: str, whole: str) -> float:
    """How likely a word is short for another, from 0 to 1."""
    if word == whole:
        return 1.0
    if len(word) < 2 or len(word) >= len(whole) or word[0] != whole[0]:
        return 0.0
    if whole.startswith(word):
        return 0.95 if len(word) > 2 else 0.7
    if not _within(word, whole):
        return 0.0
    return 0.95 if word in {_skeleton(whole), _skeleton(_stem(whole))} else 0.75


def _short_for_several(word: str, told: tuple[str, ...]) -> float:
    """A word made of the beginnings of several, such as ``duedt`` for due date."""
    if not told:
        return 1.0 if not word else 0.0
    best = 0.0
    for length in range(1, len(word) + 1):
        first = short_for(word[:length], told[0]) or 0.8 * (word[:length] == told[0][:1])
        if first:
            best = max(best, min(first, _short_for_several(word[length:], told[1:])))
    return best


def _within(word: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in word)


def _skeleton(word: str) -> str:
    """Its first letter and consonants, each once in a row: ``dscrptn`` for description."""
    kept = [letter for letter in word[1:] if letter not in "aeiou"]
    return word[0] + "".join(
        letter for place, letter in enumerate(kept) if not place or letter != kept[place - 1]
    )


def _initials(one: str, other: str) -> float:
    if not one.isascii() or other.isascii() or len(one) != len(other):
        return 0.0
    known = pinyin_initials(other)
    if len(known) != len(one) or not all(a in b for a, b in zip(one, known, strict=True)):
        return 0.0
    return {1: 0.0, 2: 0.5, 3: 0.65}.get(len(one), 0.8)


def _similar(one: str, other: str) -> float:
    if min(len(one), len(other)) < _SHORTEST_FUZZY:
        return 0.0
    return 0.85 * float(fuzz.ratio(one, other, score_cutoff=_FUZZY)) / 100
