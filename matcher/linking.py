"""Finding the names of known scenarios, technologies and industries in a free text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.records import Entity
from matcher.retrieval.hierarchy import Hierarchy
from matcher.tokens import readable

_HAN_AT_LEAST = 2
_LATIN_AT_LEAST = 3
_BEGINNING = 2
_NAMES = ("name_zh", "name_en", "alias_zh", "alias_en", "abbreviation", "code")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Readable names and the entities they mean.

    Attributes:
        names: By name its entities.
        beginnings: By its first two characters the names that begin so.
    """

    names: Mapping[str, tuple[Entity, ...]]
    beginnings: Mapping[str, tuple[str, ...]]

    def find(self, text: str) -> tuple[Entity, ...]:
        """The entities named in a text; a longer name hides those inside it. Ordered by id."""
        plain = readable(text)
        hidden = bytearray(len(plain))
        found: dict[str, Entity] = {}
        for name, at in sorted(self._standing(plain), key=lambda item: (-len(item[0]), item)):
            if not any(hidden[at : at + len(name)]):
                hidden[at : at + len(name)] = b"\1" * len(name)
                found.update({entity.id: entity for entity in self.names[name]})
        return tuple(entity for _, entity in sorted(found.items()))

    def _standing(self, text: str) -> Iterator[tuple[str, int]]:
        """All names in the text and where they stand, Latin ones as whole words."""
        for at in range(len(text)):
            for name in self.beginnings.get(text[at : at + _BEGINNING], ()):
                if text.startswith(name, at) and _stands_alone(text, name, at):
                    yield name, at


def lexicon_of(hierarchy: Hierarchy) -> Lexicon:
    """The names of everything that demands and supplies can share."""
    names: dict[str, list[Entity]] = {}
    for entity in hierarchy.entities:
        for name in sorted(_names(entity)):
            names.setdefault(name, []).append(entity)
    beginnings: dict[str, list[str]] = {}
    for name in names:
        beginnings.setdefault(name[:_BEGINNING], []).append(name)
    return Lexicon(
        {name: tuple(found) for name, found in names.items()},
        {start: tuple(found) for start, found in beginnings.items()},
    )


def _names(entity: Entity) -> set[str]:
    found = set()
    for key in _NAMES:
        value = entity.properties.get(key, ())
        for item in value if isinstance(value, tuple) else (value,):
            name = readable(str(item)).strip()
            if len(name) >= (_LATIN_AT_LEAST if name.isascii() else _HAN_AT_LEAST):
                found.add(name)
    return found


def _stands_alone(text: str, name: str, at: int) -> bool:
    """Whether a Latin name is a whole word there; any other name always is."""
    around = (text[at - 1 : at], text[at + len(name) : at + len(name) + 1])
    return not name.isascii() or not any(part.isascii() and part.isalnum() for part in around)
