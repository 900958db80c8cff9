"""The input of each class, generated from the ontology, and the edit that it means."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLString,
)

from api.ids import entity_id
from api.naming import camel
from api.plan import PropertyMember, RelationMember, TypePlan
from api.scalars import LEAVES
from api.text import describe, describe_member
from graph.records import PropertyValue, RelationKey, Scalar
from ingest.edits import Edit, Linked
from ontology.model import LANGUAGES, Datatype, PropertyDef

_STRINGS = GraphQLList(GraphQLNonNull(GraphQLString))
TEXT = GraphQLInputObjectType(
    "TextInput",
    {language: GraphQLInputField(GraphQLString) for language in LANGUAGES},
    description="各语言的文本，null 撤回\n\nA text by language; null takes it back.",
)
TEXTS = GraphQLInputObjectType(
    "TextListInput",
    {language: GraphQLInputField(_STRINGS) for language in LANGUAGES},
    description="各语言的多个文本\n\nTexts by language; null takes them back.",
)
LINKS = GraphQLInputObjectType(
    "RelationInput",
    {
        "add": GraphQLInputField(GraphQLList(GraphQLNonNull(GraphQLID))),
        "remove": GraphQLInputField(GraphQLList(GraphQLNonNull(GraphQLID))),
    },
    description=(
        "增加或撤回关系；他源也声明的关系仍在\n\n"
        "Relations to state or to withdraw; one that others state as well stays."
    ),
)


def input_type(of_type: TypePlan) -> GraphQLInputObjectType:
    """The input by which entities of a class are created and changed."""
    return GraphQLInputObjectType(
        f"{of_type.name}Input",
        lambda: {
            "id": GraphQLInputField(
                GraphQLID,
                description="不填则新建\n\nWithout one, a new entity gets an id of its own.",
            ),
            **{name: _field(member) for name, member in of_type.members.items()},
        },
        description=(
            f"{of_type.label.get('zh')}的写入；未给的字段不变，null 撤回\n\n"
            f"What is said of {of_type.name}: fields left out stay, null takes back."
        ),
    )


def edit_of(of_type: TypePlan, given: Mapping[str, Any]) -> Edit:
    """The edit that an input means.

    Raises:
        InvalidId: An id is none.
    """
    class_name = of_type.class_name or of_type.name
    stated = given.get("id")
    id_ = entity_id(stated) if stated else f"{camel(class_name)}:{secrets.token_hex(8)}"
    properties: dict[str, PropertyValue | None] = {}
    adds: list[Linked] = []
    removes: list[Linked] = []
    for name, value in given.items():
        if name == "id":
            continue
        member = of_type.members[name]
        if isinstance(member, PropertyMember):
            properties |= _values(member.definition, value)
        elif value is not None:
            adds += _links(member, id_, value.get("add"))
            removes += _links(member, id_, value.get("remove"))
    return Edit(id_, class_name, properties, tuple(adds), tuple(removes))


def _field(member: PropertyMember | RelationMember) -> GraphQLInputField:
    if isinstance(member, RelationMember):
        return GraphQLInputField(LINKS, description=describe_member(member))
    definition = member.definition
    about = describe(definition.label, definition.gloss)
    if definition.datatype is Datatype.TEXT:
        return GraphQLInputField(TEXTS if definition.many else TEXT, description=about)
    leaf = LEAVES[definition.datatype]
    shown = GraphQLList(GraphQLNonNull(leaf)) if definition.many else leaf
    return GraphQLInputField(shown, description=about)


def _values(definition: PropertyDef, value: Any) -> dict[str, PropertyValue | None]:
    if value is None:
        return dict.fromkeys(definition.keys)
    if definition.datatype is Datatype.TEXT:
        return {
            f"{definition.name}_{language}": _stored(definition, said)
            for language, said in value.items()
        }
    return {definition.name: _stored(definition, value)}


def _stored(definition: PropertyDef, value: Any) -> PropertyValue | None:
    """A value as stores hold it; an empty list says nothing."""
    if value is None or (definition.many and not value):
        return None
    if definition.many:
        return tuple(_scalar(definition, item) for item in value)
    return _scalar(definition, value)


def _scalar(definition: PropertyDef, value: Scalar) -> Scalar:
    return float(value) if definition.datatype is Datatype.DECIMAL else value


def _links(member: RelationMember, id: str, others: Sequence[str] | None) -> list[Linked]:
    relation = member.relation.name
    found = []
    for other in others or ():
        ends = (id, entity_id(other)) if member.direction == "out" else (entity_id(other), id)
        found.append(Linked(RelationKey(relation, *ends), member.name))
    return found
