"""The columns of tables, and what the ontology says of the properties that occur."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from ingest.mapping.load import find_property
from ingest.rows.relation_rows import relation_property as of_relation
from ontology.errors import UnknownProperty
from ontology.model import Datatype, Ontology, PropertyDef

RELATION_COLUMNS = ("type", "source", "target")
"""How a row of the table of relations begins."""
RELATED = ">"
"""Begins the key under which a row of an entity keeps its relations of a type."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        header: What it is called.
        key: Under which its values stand in a row.
        datatype: Kind of its values.
        many: Whether a cell holds several.
        name: The property or relation that it holds; empty for ids and classes.
        is_relation: Whether it is a relation.
    """

    header: str
    key: str
    datatype: Datatype = Datatype.STRING
    many: bool = False
    name: str = ""
    is_relation: bool = False


def property_of(ontology: Ontology, type: str, key: str) -> PropertyDef:
    """The property of a class that is stored under a flat key.

    Raises:
        UnknownClass: There is no such class.
        UnknownProperty: The class has no such property.
    """
    found = find_property(ontology, type, key)
    if found is None:
        raise UnknownProperty(key, ontology.properties(type), type)
    return found


def relation_property(ontology: Ontology, types: Collection[str], key: str) -> PropertyDef:
    """The property under a flat key of those of the relation types that have it.

    Where they differ on its values, it holds text.

    Raises:
        UnknownProperty: None of them has it.
    """
    found = [
        definition
        for name in sorted(types)
        if (definition := of_relation(ontology, name, key)) is not None
    ]
    if not found:
        raise UnknownProperty(key, (), ", ".join(sorted(types)))
    if len({item.datatype for item in found}) == 1:
        return replace(found[0], many=any(item.many for item in found))
    return replace(found[0], many=any(item.many for item in found), datatype=Datatype.STRING)


def entity_columns(
    ontology: Ontology, type_: str, keys: Mapping[str, None], relations: Iterable[str]
) -> list[Column]:
    """The columns of the table of a class: its id, the properties that occur, and relations.

    Raises:
        UnknownProperty: A key is none of the class's.
    """
    definitions = ontology.properties(type_)
    known = [key for item in definitions.values() for key in item.keys if key in keys]
    others = sorted(keys.keys() - {"id", *known})
    columns = [Column("id", "id")]
    for key in (*known, *others):
        found = property_of(ontology, type_, key)
        columns.append(Column(key, key, found.datatype, found.many, key))
    taken = {column.header for column in columns}
    for name in sorted(relations):
        header = _free(name, taken)
        columns.append(Column(header, RELATED + name, many=True, name=name, is_relation=True))
    return columns


def relation_columns(ontology: Ontology, types: set[str], keys: Mapping[str, None]) -> list[Column]:
    """The columns of the table of relations of those types: identity, and properties that occur.

    Raises:
        UnknownProperty: A key is none of theirs.
    """
    columns = [Column(name, name) for name in RELATION_COLUMNS]
    taken = set(RELATION_COLUMNS)
    for key in sorted(keys.keys() - taken):
        name = key.removeprefix(".")
        found = relation_property(ontology, types, name)
        header = _free(name, taken)
        columns.append(Column(header, key, found.datatype, found.many, name))
    return columns


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name
