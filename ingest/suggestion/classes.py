"""A column that tells the class of each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.mapping.native import class_named
from ingest.suggestion.headers import words_of
from ingest.suggestion.likeness import likeness
from ingest.suggestion.sample import Column
from ontology.model import Ontology

_NAMES = ("type", "class", "kind", "entity type", "类", "类型", "类别", "种类", "实体类型")
_LIKE = 0.5


@dataclass(frozen=True, slots=True)
class ClassColumn:
    """A column that tells the class of each row.

    Attributes:
        column: Its name.
        classes: Classes by what its cells say.
    """

    column: str
    classes: Mapping[str, str]

    @property
    def is_plain(self) -> bool:
        """Whether the cells name classes as the ontology does."""
        return all(value == name for value, name in self.classes.items())


def find_class_column(columns: Sequence[Column], ontology: Ontology) -> ClassColumn | None:
    """The first column headed like that, all values of which name a class."""
    for column in columns:
        liked = max(likeness(column.header.words, words_of(name), name) for name in _NAMES)
        if liked.score < _LIKE or not 0 < column.filled == column.rows:
            continue
        found = {str(value): class_named(str(value), ontology) for value in column.values}
        classes = {value: name for value, name in found.items() if name is not None}
        if len(classes) == len(found):
            return ClassColumn(column.name, classes)
    return None
