"""Finding the names of known scenarios, technologies and industries in a free text."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from graph.text import normalise
from matcher.candidates import SHARED_CLASSES

_HAN_AT_LEAST = 2
_LATIN_AT_LEAST = 3
_NAMES = ("name_zh", "name_en", "alias_zh", "alias_en", "abbreviation", "code")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Normalised names with the entities they mean, longest names first."""

    names: Mapping[str, tuple[Entity, ...]]

    def find(self, text: str) -> tuple[Entity, ...]:
        """The entities named in a text; a longer name hides those inside it. Ordered by id."""
        left = normalise(text)
        found: dict[str, Entity] = {}
        for name, entities in self.names.items():
            at = _position(left, name)
            while at >= 0:
                left = f"{left[:at]}\0{left[at + len(name) :]}"
                found.update({entity.id: entity for entity in entities})
                at = _position(left, name)
        return tuple(entity for _, entity in sorted(found.items()))


def read_lexicon(store: GraphReader) -> Lexicon:
    """The names of everything that demands and supplies can share."""
    names: dict[str, list[Entity]] = {}
    for class_name in sorted(SHARED_CLASSES):
        for batch in store.scan(Query(type=class_name)):
            for entity in batch:
                for name in _names(entity):
                    names.setdefault(name, []).append(entity)
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return Lexicon({name: tuple(names[name]) for name in ordered})


def _names(entity: Entity) -> set[str]:
    found = set()
    for key in _NAMES:
        value = entity.properties.get(key, ())
        for item in value if isinstance(value, tuple) else (value,):
            name = normalise(str(item)).strip()
            if len(name) >= (_LATIN_AT_LEAST if name.isascii() else _HAN_AT_LEAST):
                found.add(name)
    return found


def _position(text: str, name: str) -> int:
    """Where the name stands in the text, as whole words if it is Latin; -1 if nowhere."""
    at = text.find(name)
    while at >= 0 and name.isascii() and not _stands_alone(text, at, at + len(name)):
        at = text.find(name, at + 1)
    return at


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not any(part.isascii() and part.isalnum() for part in (before, after))
