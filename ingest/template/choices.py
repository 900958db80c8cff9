"""What drop-downs offer: terms by label, yes and no, and entities by name and id."""

from graph.errors import SchemaMissing
from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from ingest.rows.values import fold, term_names
from ingest.template.columns import Column
from ingest.template.marks import UNNAMEABLE, named_entity
from ontology.model import LANGUAGES, Datatype, Ontology, PropertyDef

MOST_ENTITIES = 500
"""A relation that may reach more entities than this has no drop-down."""

_TRUTH = {"zh": ("是", "否"), "en": ("yes", "no")}
_EXAMPLE = {"zh": "【示例】", "en": "(example 示例) "}


def choices_of(
    column: Column, ontology: Ontology, language: str, store: GraphReader | None
) -> list[str]:
    """What a cell of the column may hold, as it is shown; empty if that is not a short list."""
    if column.relation is not None:
        return [] if store is None else _entities(store, column.targets, language)
    if column.definition is None:
        return []
    match column.datatype:
        case Datatype.BOOLEAN:
            return list(_TRUTH[language])
        case Datatype.TERM:
            return _terms(column.definition, ontology, language)
        case _:
            return [str(item) for item in column.definition.choices]


def _terms(definition: PropertyDef, ontology: Ontology, language: str) -> list[str]:
    """The terms by label; by id where the label is that of another term too."""
    vocabulary = ontology.vocabulary(definition.vocabulary or "")
    names = term_names(vocabulary)
    allowed = definition.choices or tuple(vocabulary.terms)
    shown = [(id_, term.label.get(language)) for id_, term in vocabulary.terms.items()]
    return [
        label if names[fold(label)] == (id_,) else id_ for id_, label in shown if id_ in allowed
    ]


def _entities(store: GraphReader, targets: tuple[str, ...], language: str) -> list[str]:
    queries = [Query(type=target) for target in targets or (None,)]
    try:
        if sum(store.count(query) for query in queries) > MOST_ENTITIES:
            return []
        found = {
            item.id: item for query in queries for batch in store.scan(query) for item in batch
        }
    except SchemaMissing:
        return []
    return sorted(
        named_entity(_name_of(item, language), item.id)
        for item in found.values()
        if not UNNAMEABLE.intersection(item.id)
    )


def _name_of(entity: Entity, language: str) -> str:
    properties = entity.properties
    names = [properties.get(f"name_{key}") for key in (language, *LANGUAGES)]
    mark = _EXAMPLE[language] if properties.get("illustrative") is True else ""
    return mark + next((str(name) for name in names if name), "")
