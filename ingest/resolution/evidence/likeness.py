"""How alike two names are: features between 0 and 1, those that are 0 left out."""

from typing import TypeAlias

from rapidfuzz import fuzz

from ingest.resolution.naming.parts import Name
from ingest.resolution.naming.places import Places

Features: TypeAlias = dict[str, float]
"""By the names in features.csv."""

SAME = ("name_same", "core_same", "brand_same", "across_same")
_LIKE = ("core_like", "brand_like", "across_like")
_GROUP = "group"
_LEAST = {True: 2, False: 4}
"""Shorter beginnings are no abbreviation: of Chinese characters and of letters."""


def nearness(features: Features) -> float:
    """How near two names are by their features, between 0 and 1."""
    if not features.keys().isdisjoint(SAME):
        return 1.0
    return max((features[item] for item in _LIKE if item in features), default=0.0)


def compare(first: Name, second: Name, places: Places) -> Features:
    """The features of two names, in one script or in two; the order makes no difference."""
    found = _spelling(first, second) if first.han == second.han else _reading(first, second)
    _compare_parts("trades", first.trades, second.trades, found)
    _compare_parts("numbers", first.numbers, second.numbers, found)
    _compare_parts("units", first.units, second.units, found)
    _compare_places(first, second, places, found)
    if first.han == second.han and (_GROUP in first.forms) != (_GROUP in second.forms):
        found["group_differs" if first.forms and second.forms else "group_lacks"] = 1.0
    if first.tail and second.tail and first.tail != second.tail:
        found["tails_unlike"] = 1 - fuzz.ratio(first.tail, second.tail) / 100
    return found


def _spelling(first: Name, second: Name) -> Features:
    """Two names in one script."""
    if first.whole == second.whole:
        return {"name_same": 1.0}
    if first.core == second.core:
        return {"core_same": 1.0}
    found = {
        "whole_like": _likeness(first.whole, second.whole, han=first.han),
        "core_like": _likeness(first.core, second.core, han=first.han),
    }
    if first.brand == second.brand:
        found["brand_same"] = 1.0
        return found
    found["brand_like"] = _likeness(first.brand, second.brand, han=first.han)
    if first.han and first.sound == second.sound:
        found["sound_same"] = 1.0
    elif _begins(first, second) or _begins(second, first):
        found["brand_begins"] = 1.0
    return found


def _reading(first: Name, second: Name) -> Features:
    """A Chinese name and one in Latin letters: by how the brand is read."""
    if first.sound == second.sound:
        return {"across": 1.0, "across_same": 1.0}
    return {"across": 1.0, "across_like": _told(fuzz.ratio(first.sound, second.sound))}


def _likeness(first: str, second: str, *, han: bool) -> float:
    score = fuzz.ratio(first, second)
    return _told(score if han else max(score, fuzz.token_sort_ratio(first, second)))


def _told(score: float) -> float:
    """Nothing up to half of the letters, for unlike names share as many; then up to 1."""
    return max(0.0, score / 50 - 1)


def _begins(short: Name, long: Name) -> bool:
    """Whether the one may be short for the other, as 中国移动 for 中国移动通信."""
    return len(short.core) >= _LEAST[short.han] and long.core.startswith(short.core)


def _compare_parts(
    part: str, first: frozenset[str], second: frozenset[str], found: Features
) -> None:
    """A line of business that only one names says nothing: names are often shortened by it."""
    if first == second:
        if first:
            found[f"{part}_same"] = 1.0
    elif not (first <= second or second <= first):
        found[f"{part}_differ"] = 1.0
    elif part != "trades":
        found[f"{part}_lack"] = 1.0


def _compare_places(first: Name, second: Name, places: Places, found: Features) -> None:
    """Places at the beginning may be left out; one further in tells the part of a company."""
    if first.prefix and second.prefix:
        where = places.compare(first.prefix, second.prefix)
        if where != "within":
            found[f"prefix_{where}"] = 1.0
    ones, others = first.inner - second.inner, second.inner - first.inner
    if ones and others:
        found[f"inner_{places.compare(ones, others)}"] = 1.0
    elif ones or others:
        inner, other = (ones, second) if ones else (others, first)
        found[_inner_alone(inner, other.prefix | other.inner, places)] = 1.0
    elif first.inner:
        found["inner_same"] = 1.0


def _inner_alone(inner: frozenset[str], around: frozenset[str], places: Places) -> str:
    """The feature of a place within one name, those of the other being elsewhere in it."""
    if not around:
        return "inner_lack"
    return "inner_elsewhere" if places.compare(inner, around) == "elsewhere" else "inner_moved"
