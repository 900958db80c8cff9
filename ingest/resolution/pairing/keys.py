"""Keys of an entity: who shares one with another is worth comparing."""

from collections.abc import Iterator

from ingest.resolution.naming.parts import Name
from ingest.resolution.naming.profiles import Profile

_HEAD = 6
"""Characters of a Chinese core of which one may be missing, added, swapped or wrong."""
_GRAM = 4
"""Letters that make a key of a name in Latin letters."""
_ACRONYM = range(3, 7)


def sure_keys(profile: Profile) -> Iterator[str]:
    """Keys that are compared with all who share them: exact duplicates have one in common."""
    if profile.credit_code:
        yield f"credit {profile.credit_code}"
    if profile.code:
        yield f"code {profile.code}"
    if profile.domain:
        yield f"domain {profile.domain}"
    for name in profile.every_name:
        yield f"whole {name.whole}"


def likely_keys(name: Name) -> Iterator[str]:
    """Keys by which names are ranked: the rarer and the more they share, the nearer."""
    yield f"core {name.core}"
    yield f"sound {name.sound}"
    for part in sorted(name.inner | name.numbers):
        yield f"part {name.brand} {part}"
    yield from _han_keys(name) if name.han else _latin_keys(name)


def _han_keys(name: Name) -> Iterator[str]:
    core, head = name.core, name.core[:_HEAD]
    yield f"brand {name.brand}"
    yield f"lack {head}"
    for at in range(len(head)):
        yield f"lack {head[:at]}{head[at + 1 :]}"
    for at in range(len(core) - 1):
        yield f"pair {core[at : at + 2]}"


def _latin_keys(name: Name) -> Iterator[str]:
    words = name.core.split()
    yield from (f"word {word}" for word in name.brand.split())
    letters = name.sound
    for at in range(max(len(letters) - _GRAM, 0) + 1):
        yield f"gram {letters[at : at + _GRAM]}"
    if len(words) in _ACRONYM:
        yield f"acronym {''.join(word[0] for word in words)}"
    if len(words) == 1 and len(words[0]) in _ACRONYM:
        yield f"acronym {words[0]}"
