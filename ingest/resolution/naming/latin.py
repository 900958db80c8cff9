"""Names in Latin letters, as those of companies are put: brand, trade, place, form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from ingest.resolution.naming.lexicon import Lexicon
from ingest.resolution.naming.parts import Name, Parts, name_of
from ingest.resolution.naming.places import Places
from ingest.resolution.naming.plain import plain_latin

Zone: TypeAlias = Literal["start", "(", ")", ","]
"""Where words stand: at the beginning, in brackets, behind those, or behind a comma."""

_ZONES = re.compile(r"([(),]?)([^(),]*)")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8"}
_NUMBER = re.compile(r"\d+")
_LONGEST = 4


def parse_latin(text: str, lexicon: Lexicon, places: Places) -> Name | None:
    """The parts of a name without Chinese characters; None if nothing is left of it."""
    zones = list(_zones(plain_latin(text)))
    everything = [word for _, words in zones for word in words]
    if not everything:
        return None
    parts = Parts()
    core = [word for zone, words in zones for word in _core(zone, words, parts, lexicon, places)]
    core = core or everything
    own = _own(core, parts, lexicon)
    if not own:
        own = [word for word in everything if word not in lexicon.forms] if parts.prefix else core
    parts.numbers.update(str(int(item)) for word in everything for item in _NUMBER.findall(word))
    parts.numbers.update(_ROMAN[word] for word in everything if word in _ROMAN)
    brand = " ".join(own)
    return name_of(" ".join(everything), " ".join(core), brand, "".join(own), parts, han=False)


def _zones(plain: str) -> Iterator[tuple[Zone, list[str]]]:
    zone: Zone = "start"
    for mark, text in _ZONES.findall(plain):
        if mark:
            zone = mark
        if words := text.split():
            yield zone, words


def _core(
    zone: Zone, words: Sequence[str], parts: Parts, lexicon: Lexicon, places: Places
) -> Iterator[str]:
    """The words that are neither places nor forms nor parts of an organization."""
    at = 0
    while at < len(words):
        opens = at == 0 and zone == "start"
        size = _place_size(zone, words, at, parts, places)
        size = size or (0 if opens else _form_size(words, at, parts, lexicon))
        if not size:
            yield words[at]
        at += size or 1


def _place_size(zone: Zone, words: Sequence[str], at: int, parts: Parts, places: Places) -> int:
    for size in range(min(places.longest[1], len(words) - at), 0, -1):
        name = " ".join(words[at : at + size])
        if name in places.by_name and (zone == "(" or name not in places.countries):
            outside = zone == "," or (zone == "start" and at == 0)
            (parts.prefix if outside else parts.inner).update(places.by_name[name])
            return size
    return 0


def _form_size(words: Sequence[str], at: int, parts: Parts, lexicon: Lexicon) -> int:
    return _common(words, at, lexicon.forms, parts.forms) or _common(
        words, at, lexicon.units, parts.units
    )


def _own(core: Sequence[str], parts: Parts, lexicon: Lexicon) -> list[str]:
    """The words that are no common words; those go to the parts."""
    own: list[str] = []
    at = 0
    while at < len(core):
        size = _common(core, at, lexicon.trades, parts.trades) or _common(
            core, at, lexicon.fillers, parts.fillers
        )
        if not size and not core[at].isdigit():
            own.append(core[at])
        at += size or 1
    return own


def _common(words: Sequence[str], at: int, known: Mapping[str, str], found: set[str]) -> int:
    for size in range(min(_LONGEST, len(words) - at), 0, -1):
        word = " ".join(words[at : at + size])
        if word in known:
            found.add(known[word])
            return size
    return 0
