"""What the ontology says of the properties that occur."""

from collections.abc import Collection
from dataclasses import replace

from ingest.load import find_property
from ingest.relation_rows import relation_property as of_relation
from ontology.errors import UnknownProperty
from ontology.model import Datatype, Ontology, PropertyDef


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
