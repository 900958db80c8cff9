"""Completeness: of the entities of a class, how many have a value of each property.

With n entities of a class, of which n_p have a value of the property p:

    share(p) = n_p / n,    completeness = mean over p of share(p)

A text has a value if it has one in any language; its translated share is the number with zh and
en over the number with any. The mark of examples (示例) is not content, so it is left out.
"""

from collections import Counter
from collections.abc import Mapping

from ingest.quality.report import PropertyCompleteness, Share, mean, share
from ontology import Datatype, Ontology, PropertyDef
from ontology.languages import split_text_key

MARK = "illustrative"
"""The property that marks examples (示例)."""

Shape = tuple[str, tuple[str, ...]]
"""A class, and the flat properties that an entity of it has."""


class Completeness:
    """Counts which properties the entities have; as large as the ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._entities: Counter[str] = Counter()
        self._filled: Counter[tuple[str, str]] = Counter()
        self._languages: Counter[tuple[str, str, str]] = Counter()
        self._translated: Counter[tuple[str, str]] = Counter()

    def add(self, shapes: Mapping[Shape, int]) -> None:
        """So many entities of each shape."""
        for (class_, keys), count in shapes.items():
            self._entities[class_] += count
            for name, tags in self._present(class_, keys).items():
                self._filled[class_, name] += count
                for tag in tags:
                    self._languages[class_, name, tag] += count
                if {"zh", "en"} <= tags:
                    self._translated[class_, name] += count

    @property
    def entities(self) -> Mapping[str, int]:
        """Entities by class."""
        return self._entities

    def of_class(self, type: str) -> tuple[PropertyCompleteness, ...]:
        """Every property that the class may have, sorted by name."""
        definitions = self._definitions(type)
        return tuple(
            self._of_property(type, definitions[name])
            for name in sorted(definitions)
            if name != MARK
        )

    def _definitions(self, type: str) -> Mapping[str, PropertyDef]:
        return self._ontology.properties(type) if type in self._ontology.classes else {}

    def _present(self, type: str, keys: tuple[str, ...]) -> Mapping[str, set[str]]:
        """Properties with a value, and the languages of those that are text."""
        definitions = self._definitions(type)
        texts = {name for name, item in definitions.items() if item.datatype is Datatype.TEXT}
        found: dict[str, set[str]] = {}
        for key in keys:
            told = split_text_key(key, texts)
            name, tag = told or (key, "")
            if name in definitions:
                found.setdefault(name, set()).add(tag)
        return found

    def _of_property(self, type: str, item: PropertyDef) -> PropertyCompleteness:
        total, filled = self._entities[type], self._filled[type, item.name]
        languages: dict[str, Share] = {}
        translated = None
        if item.datatype is Datatype.TEXT:
            languages = {
                tag: share(self._languages[type, item.name, tag], total) for tag in ("zh", "en")
            }
            translated = share(self._translated[type, item.name], filled)
        return PropertyCompleteness(
            item.name, item.required, share(filled, total), languages, translated
        )


def means(properties: tuple[PropertyCompleteness, ...]) -> tuple[float | None, float | None]:
    """Completeness of a class: over all its properties, and over the required ones."""
    return (
        mean([item.filled for item in properties]),
        mean([item.filled for item in properties if item.required]),
    )
