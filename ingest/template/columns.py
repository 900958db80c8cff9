"""The columns of a template: the id, a class's properties, the relations that leave it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ontology.model import LANGUAGES, Datatype, Ontology, PropertyDef, RelationDef

ID, TYPE = "id", "type"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; that of the id has neither definition nor relation.

    Attributes:
        key: Its native name, by which the import knows it.
        definition: The property it holds.
        language: The language of its text, if it is text.
        relation: The relation it holds.
        targets: The classes that the relation may reach; none for any.
    """

    key: str
    definition: PropertyDef | None = None
    language: str = ""
    relation: RelationDef | None = None
    targets: tuple[str, ...] = ()

    @property
    def is_required(self) -> bool:
        """Whether a row needs a value in it; of text, in one of its languages."""
        return self.definition is not None and self.definition.required

    @property
    def is_many(self) -> bool:
        """Whether a cell may hold several values."""
        return self.relation is not None or (self.definition is not None and self.definition.many)

    @property
    def datatype(self) -> Datatype:
        """Of its values; ids are strings."""
        return Datatype.STRING if self.definition is None else self.definition.datatype


def template_columns(ontology: Ontology, class_name: str) -> list[Column]:
    """The id, what is required, the other properties, and the relations.

    Raises:
        UnknownClass: There is no such class.
    """
    definitions = sorted(ontology.properties(class_name).values(), key=_needed_first)
    columns = [Column(ID)]
    for definition in definitions:
        columns += _of_property(definition)
    columns += _of_relations(ontology, class_name)
    return columns


def _needed_first(definition: PropertyDef) -> bool:
    return not definition.required


def _of_property(definition: PropertyDef) -> Iterator[Column]:
    if definition.datatype is Datatype.TEXT:
        for key, language in zip(definition.keys, LANGUAGES, strict=True):
            yield Column(key, definition, language)
    else:
        yield Column(definition.name, definition)


def _of_relations(ontology: Ontology, class_name: str) -> Iterator[Column]:
    lineage = (class_name, *ontology.ancestors(class_name))
    for relation in ontology.relations_from(class_name):
        reaches = [relation.ends[name] for name in lineage if name in relation.ends]
        anything = any(not reach for reach in reaches)
        targets = dict.fromkeys(target for reach in reaches for target in reach)
        yield Column(relation.name, relation=relation, targets=() if anything else tuple(targets))
