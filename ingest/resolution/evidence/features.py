"""What the names, years and domains of two entities say; features that do not apply are absent."""

import math
from collections.abc import Iterator, Mapping
from itertools import product

from ingest.resolution.evidence.likeness import SAME, Features, compare, nearness
from ingest.resolution.naming.parts import Name
from ingest.resolution.naming.places import Places
from ingest.resolution.naming.profiles import Profile

_AGAINST = (
    "trades_differ",
    "numbers_differ",
    "numbers_lack",
    "units_differ",
    "units_lack",
    "inner_elsewhere",
)
"""What any two proper names say against the rest, however alike other names are."""
_CROWD = 100
"""So many entities of one brand make it say as little as a brand can."""
_SHORT = {True: 2, False: 5}
"""Cores of so many Chinese characters, or of so many letters, are short."""


def name_features(
    first: Profile, second: Profile, places: Places, crowds: Mapping[str, int]
) -> tuple[tuple[Name, Name], Features]:
    """The two names that are most alike, and the features of two entities.

    Args:
        first: One entity, with a name at least.
        second: Another, likewise.
        places: The store's regions.
        crowds: For each brand how many entities have it.
    """
    every = [(one, other, compare(one, other, places)) for one, other in _pairs(first, second)]
    one, other, best = max(every, key=lambda item: (_likeness(item[2]), -_conflicts(item[2])))
    proper = [item for name, like, item in every if _are_proper(first, name, second, like)]
    found = dict(best)
    for feature in _AGAINST:
        if any(feature in item for item in proper):
            found[feature] = 1.0
    if one in first.aliases or other in second.aliases:
        found["alias"] = 1.0
    if len(proper) > 1 or (proper and "alias" in found):
        found["names_unlike"] = 1 - min(map(nearness, proper))
    if one.brand == other.brand:
        found |= _telling(one, crowds)
    found |= _year(first.year, second.year) | _domain(first.domain, second.domain)
    return (one, other), found


def _pairs(first: Profile, second: Profile) -> Iterator[tuple[Name, Name]]:
    """Names of the one with those of the other, in one script if there are such."""
    ones, others = first.every_name, second.every_name
    within = [(one, other) for one, other in product(ones, others) if one.han == other.han]
    yield from within or product(ones, others)


def _are_proper(first: Profile, name: Name, second: Profile, other: Name) -> bool:
    """Whether both are the proper names in one language."""
    return any(
        own is name and second.names.get(language) is other for language, own in first.names.items()
    )


def _likeness(features: Features) -> float:
    if any(feature in features for feature in SAME):
        return 2.0 if "name_same" in features else 1.0
    likes = ("core_like", "brand_like", "across_like")
    found = [features[feature] for feature in likes if feature in features]
    return sum(found) / len(found) * 0.9


def _conflicts(features: Features) -> int:
    return sum(feature in features for feature in _AGAINST)


def _telling(name: Name, crowds: Mapping[str, int]) -> Features:
    """How little it says that the brand is the same: many have it, or it is short."""
    crowd = min(max(crowds.get(name.brand, 2), 2), _CROWD)
    found = {"crowded": math.log(crowd / 2) / math.log(_CROWD / 2)} if crowd > 2 else {}
    return found | ({"short": 1.0} if len(name.core) <= _SHORT[name.han] else {})


def _year(first: int | None, second: int | None) -> Features:
    if first is None or second is None:
        return {}
    return {"year_same": 1.0} if first == second else {"year_differs": 1.0}


def _domain(first: str, second: str) -> Features:
    if not first or not second:
        return {}
    return {"domain_same": 1.0} if first == second else {"domain_differs": 1.0}
