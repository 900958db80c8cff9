"""What a store must know of the ontology to index it; derived by ``Ontology.graph_schema``."""

from dataclasses import dataclass
from functools import lru_cache

import orjson


@dataclass(frozen=True, slots=True)
class ClassSchema:
    """How the entities of one class are kept.

    Attributes:
        name: The class.
        ancestors: All its superclasses, nearest first.
        indexed: Flat property names that are filtered or sorted by, own and inherited.
        searchable: Flat property names whose text the full-text search covers.
    """

    name: str
    ancestors: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()
    searchable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphSchema:
    """Classes and relation types that a store accepts, each sorted by name."""

    classes: tuple[ClassSchema, ...]
    relations: tuple[str, ...]

    def find(self, name: str) -> ClassSchema | None:
        """The class of that name, or None."""
        return next((item for item in self.classes if item.name == name), None)

    def family(self, name: str) -> tuple[str, ...]:
        """The class and all its subclasses, sorted; empty if the class is unknown."""
        return tuple(
            sorted(
                item.name for item in self.classes if name == item.name or name in item.ancestors
            )
        )

    @property
    def indexed(self) -> tuple[str, ...]:
        """All flat property names with an index, sorted, each once."""
        return tuple(sorted({name for item in self.classes for name in item.indexed}))

    @property
    def searchable(self) -> tuple[str, ...]:
        """All flat property names under full-text search, sorted, each once."""
        return tuple(sorted({name for item in self.classes for name in item.searchable}))

    def to_json(self) -> str:
        """The schema as text, for a store to keep."""
        return orjson.dumps(self).decode()

    @staticmethod
    @lru_cache(maxsize=16)
    def from_json(text: str) -> "GraphSchema":
        """The schema that ``to_json`` wrote."""
        parsed = orjson.loads(text)
        classes = tuple(
            ClassSchema(
                name=item["name"],
                ancestors=tuple(item["ancestors"]),
                indexed=tuple(item["indexed"]),
                searchable=tuple(item["searchable"]),
            )
            for item in parsed["classes"]
        )
        return GraphSchema(classes, tuple(parsed["relations"]))
