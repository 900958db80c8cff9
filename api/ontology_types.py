"""``ontology``: classes, fields and relations with what people see, for generic clients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.fields import listed, plain
from api.plan import ENTITY, ApiPlan, PropertyMember, RelationMember, TypePlan
from api.properties import TERM, localised_field
from ontology.model import ClassDef, Datatype, Ontology, PropertyDef, Term, Text

DATATYPE = GraphQLEnumType(
    "Datatype",
    {item.name: GraphQLEnumValue(item) for item in Datatype},
    description="字段值的种类\n\nKinds of values.",
)


@dataclass(frozen=True, slots=True)
class OntologyProperty:
    """A field that shows values.

    Attributes:
        name: The field.
        definition: What it shows.
        terms: The terms that it may have, in their stated order; empty unless it is of terms.
    """

    name: str
    definition: PropertyDef
    terms: Sequence[Term]

    @property
    def label(self) -> Text:
        """What people call it."""
        return self.definition.label

    @property
    def gloss(self) -> Text:
        """What it means."""
        return self.definition.gloss

    @property
    def unit(self) -> Text:
        """What its numbers count."""
        return self.definition.unit


@dataclass(frozen=True, slots=True)
class OntologyRelation:
    """A field that leads to other entities.

    Attributes:
        name: The field.
        relation: The relation that it follows.
        forward: Whether it leads from the relation's source to its target.
        targets: Classes at the other end; empty means any.
        type: GraphQL type of the other end.
        label: What people see on this side.
        gloss: What it means.
    """

    name: str
    relation: str
    forward: bool
    targets: Sequence[str]
    type: str
    label: Text
    gloss: Text


@dataclass(frozen=True, slots=True)
class OntologyClass:
    """A class, and the GraphQL type and root field that show it."""

    definition: ClassDef
    type: str
    list: str
    properties: Sequence[OntologyProperty]
    relations: Sequence[OntologyRelation]

    @property
    def label(self) -> Text:
        """What people call it."""
        return self.definition.label

    @property
    def gloss(self) -> Text:
        """What it means."""
        return self.definition.gloss


def ontology_fields(plan: ApiPlan, class_name: GraphQLEnumType) -> Mapping[str, GraphQLField]:
    """The root field ``ontology``."""
    classes = _classes(plan)
    found = GraphQLObjectType(
        "Ontology",
        {
            "fingerprint": plain(GraphQLString),
            "classes": GraphQLField(
                listed(_class_type(class_name)), resolve=lambda *_: list(classes)
            ),
        },
        description="本体\n\nThe ontology that the schema was made from.",
    )
    return {
        "ontology": GraphQLField(
            GraphQLNonNull(found),
            resolve=_resolve,
            description=(
                "类、字段和关系的名称与含义，仅列出可见者\n\n"
                "Labels and glosses of classes, fields and relations that the caller may see."
            ),
        )
    }


def _class_type(class_name: GraphQLEnumType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "OntologyClass",
        {
            "name": GraphQLField(
                GraphQLNonNull(class_name), resolve=lambda item, _: item.definition.name
            ),
            "label": localised_field("label"),
            "gloss": localised_field("gloss"),
            "abstract": GraphQLField(
                GraphQLNonNull(GraphQLBoolean), resolve=lambda item, _: item.definition.abstract
            ),
            "parents": GraphQLField(
                listed(class_name), resolve=lambda item, _: list(item.definition.parents)
            ),
            "type": plain(GraphQLString),
            "list": plain(GraphQLString),
            "properties": GraphQLField(listed(_property_type()), resolve=_visible),
            "relations": plain(listed(_relation_type(class_name))),
        },
        description=(
            "一个类，及显示它的类型和查询字段\n\n"
            "A class, its GraphQL type, and the root field that lists it."
        ),
    )


def _property_type() -> GraphQLObjectType:
    return GraphQLObjectType(
        "OntologyProperty",
        {
            "name": plain(GraphQLString),
            "label": localised_field("label"),
            "gloss": localised_field("gloss"),
            "unit": localised_field("unit"),
            "datatype": GraphQLField(
                GraphQLNonNull(DATATYPE), resolve=lambda item, _: item.definition.datatype
            ),
            "many": GraphQLField(
                GraphQLNonNull(GraphQLBoolean), resolve=lambda item, _: item.definition.many
            ),
            "terms": plain(listed(TERM)),
        },
        description="显示值的字段\n\nA field that shows values.",
    )


def _relation_type(class_name: GraphQLEnumType) -> GraphQLObjectType:
    return GraphQLObjectType(
        "OntologyRelation",
        {
            "name": plain(GraphQLString),
            "relation": plain(GraphQLString),
            "forward": plain(GraphQLBoolean),
            "label": localised_field("label"),
            "gloss": localised_field("gloss"),
            "targets": plain(listed(class_name)),
            "type": plain(GraphQLString),
        },
        description="通向其他实体的字段\n\nA field that leads to other entities.",
    )


def _resolve(_: object, info: Info) -> Ontology:
    return info.context.services.ontology


def _visible(of_class: OntologyClass, info: Info) -> Sequence[OntologyProperty]:
    viewer = info.context.viewer
    return [item for item in of_class.properties if viewer.may_see(item.definition)]


def _classes(plan: ApiPlan) -> Sequence[OntologyClass]:
    return [_class(plan, definition) for _, definition in sorted(plan.ontology.classes.items())]


def _class(plan: ApiPlan, definition: ClassDef) -> OntologyClass:
    of_type = plan.objects.get(definition.name) or plan.of_type(plan.lists[definition.name])
    everything = plan.lists[definition.name] == ENTITY
    return OntologyClass(
        definition,
        of_type.name,
        "entities" if everything else plan.roots[definition.name],
        _properties(plan.ontology, of_type),
        [
            _relation(plan, member)
            for member in of_type.members.values()
            if isinstance(member, RelationMember)
        ],
    )


def _properties(ontology: Ontology, of_type: TypePlan) -> Sequence[OntologyProperty]:
    return [
        OntologyProperty(member.name, member.definition, _terms(ontology, member.definition))
        for member in of_type.members.values()
        if isinstance(member, PropertyMember)
    ]


def _terms(ontology: Ontology, definition: PropertyDef) -> Sequence[Term]:
    if definition.vocabulary is None:
        return ()
    terms = ontology.vocabulary(definition.vocabulary).terms.values()
    return [term for term in terms if not definition.choices or term.id in definition.choices]


def _relation(plan: ApiPlan, member: RelationMember) -> OntologyRelation:
    forward = member.direction == "out"
    return OntologyRelation(
        member.name,
        member.relation.name,
        forward,
        member.targets,
        plan.common_type(member.targets),
        member.relation.label if forward else member.relation.inverse_label,
        member.relation.gloss,
    )
