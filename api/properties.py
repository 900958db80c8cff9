"""Fields that read one property of an entity, and where its values came from."""

from typing import Any

from graphql import (
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLFloat,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.context import Info
from api.scalars import DATE_TIME, LEAVES, language_argument
from api.text import describe
from graph.records import Entity
from ontology.model import (
    LANGUAGES,
    Datatype,
    Ontology,
    PropertyDef,
    Sensitivity,
    Term,
    Text,
)


def localised_field(name: str) -> GraphQLField:
    """A field that shows the source's ``Text`` of that name."""

    def resolve(source: object, info: Info, lang: str | None = None) -> str | None:
        text: Text = getattr(source, name)
        if lang is not None:
            return text.by_language.get(lang)
        return text.get(info.context.language)

    return GraphQLField(GraphQLString, {"lang": language_argument()}, resolve)


TERM = GraphQLObjectType(
    "Term",
    {
        "id": GraphQLField(GraphQLNonNull(GraphQLString)),
        "label": localised_field("label"),
        "gloss": localised_field("gloss"),
    },
    description="词表中的一个词\n\nA term of a vocabulary.",
)
PROVENANCE = GraphQLObjectType(
    "Provenance",
    {
        "field": GraphQLField(GraphQLNonNull(GraphQLString)),
        "source": GraphQLField(GraphQLNonNull(GraphQLString)),
        "batch": GraphQLField(GraphQLNonNull(GraphQLString)),
        "time": GraphQLField(GraphQLNonNull(DATE_TIME)),
        "confidence": GraphQLField(GraphQLNonNull(GraphQLFloat)),
    },
    description="一个字段值的来源\n\nWhere the value of a field came from.",
)


def property_field(ontology: Ontology, definition: PropertyDef) -> GraphQLField:
    """The field that shows a property; null to a viewer who may not see it."""
    description = describe(definition.label, definition.gloss)
    if definition.datatype is Datatype.TEXT:
        leaf: Any = GraphQLString
        arguments = {"lang": language_argument()}
        resolve = _text_resolver(definition)
    elif definition.datatype is Datatype.TERM:
        leaf, arguments, resolve = TERM, {}, _term_resolver(ontology, definition)
    else:
        leaf, arguments, resolve = LEAVES[definition.datatype], {}, _plain_resolver(definition)
    shown = GraphQLNonNull(GraphQLList(GraphQLNonNull(leaf))) if definition.many else leaf
    return GraphQLField(shown, arguments, _guarded(definition, resolve), description=description)


def provenance_of(ontology: Ontology, entity: Entity, info: Info) -> list[dict[str, Any]]:
    """Where each value that the viewer may see came from, by field."""
    viewer = info.context.viewer
    hidden = {
        key
        for definition in ontology.properties(entity.type).values()
        if not viewer.may_see(definition)
        for key in definition.keys
    }
    return [
        {
            "field": key,
            "source": origin.source,
            "batch": origin.batch,
            "time": origin.time,
            "confidence": origin.confidence,
        }
        for key, origin in sorted(entity.provenance.items())
        if key not in hidden
    ]


def _guarded(definition: PropertyDef, resolve: GraphQLFieldResolver) -> GraphQLFieldResolver:
    """The resolver, or nothing for a viewer who may not see the property."""
    nothing = () if definition.many else None

    def guarded(entity: Entity, info: Info, **given: Any) -> Any:
        if not info.context.viewer.may_see(definition):
            return nothing
        return resolve(entity, info, **given)

    def noted(entity: Entity, info: Info, **given: Any) -> Any:
        value = guarded(entity, info, **given)
        if value:
            info.context.confidential.add((entity.id, definition.name))
        return value

    return noted if definition.sensitivity is Sensitivity.RESTRICTED else guarded


def _plain_resolver(definition: PropertyDef) -> GraphQLFieldResolver:
    key, many = definition.name, definition.many

    def resolve(entity: Entity, _: Info) -> Any:
        value = entity.properties.get(key)
        return _as_list(value) if many else value

    return resolve


def _text_resolver(definition: PropertyDef) -> GraphQLFieldResolver:
    name, many = definition.name, definition.many

    def resolve(entity: Entity, info: Info, lang: str | None = None) -> Any:
        properties = entity.properties
        preferred = lang or info.context.language
        value = properties.get(f"{name}_{preferred}")
        if value is None and lang is None:
            others = (properties.get(f"{name}_{other}") for other in LANGUAGES)
            value = next((other for other in others if other is not None), None)
        return _as_list(value) if many else value

    return resolve


def _term_resolver(ontology: Ontology, definition: PropertyDef) -> GraphQLFieldResolver:
    vocabulary = ontology.vocabulary(definition.vocabulary) if definition.vocabulary else None
    terms = vocabulary.terms if vocabulary else {}
    key, many = definition.name, definition.many

    def term(value: object) -> Term:
        return terms.get(str(value)) or Term(id=str(value), iri="", label=Text(), gloss=Text())

    def resolve(entity: Entity, _: Info) -> Any:
        value = entity.properties.get(key)
        if many:
            return [term(item) for item in _as_list(value)]
        return None if value is None else term(value)

    return resolve


def _as_list(value: Any) -> Any:
    """A list property's values; a store may hand over a single one as it is."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)
