"""The applied schema, kept in the file, and the indexes that follow from it."""

from graph import text as searching
from graph.schema import GraphSchema
from graph.sqlite import queries
from graph.sqlite.connection import Row, Session
from graph.sqlite.rows import entity_of

_SCHEMA = "schema"


def applied_schema(session: Session) -> GraphSchema | None:
    """The schema of the file, None if there is none."""
    text = session.value(queries.GET_SETTING, (_SCHEMA,))
    return None if text is None else GraphSchema.from_json(text)


def apply_schema(session: Session, schema: GraphSchema) -> None:
    """Store the schema, and make indexes and documents fit it; within a write."""
    before = applied_schema(session)
    if before == schema:
        return
    _index(session, schema)
    session.run(queries.SET_SETTING, (_SCHEMA, schema.to_json()))
    if before is None or _searched(before) != _searched(schema):
        _rebuild_documents(session, schema)


def searchable_of(schema: GraphSchema | None) -> dict[str, tuple[str, ...]]:
    """The searchable properties of each class."""
    return {item.name: item.searchable for item in schema.classes} if schema else {}


def _index(session: Session, schema: GraphSchema) -> None:
    """SQLite's index names know no letter case, so a property's index is named by its bytes."""
    wanted = {name.encode().hex(): name for name in schema.indexed}
    present = {row[0] for row in session.rows(queries.PROPERTY_INDEXES)}
    for hex_name in sorted(present - wanted.keys()):
        session.run(queries.drop_property_index(hex_name))
    for hex_name in sorted(wanted.keys() - present):
        session.run(queries.create_property_index(hex_name, wanted[hex_name]))


def _rebuild_documents(session: Session, schema: GraphSchema) -> None:
    session.run(queries.DELETE_ALL_DOCUMENTS)
    searchable = searchable_of(schema)
    documents: list[Row] = []
    for key, *columns in session.rows(queries.ALL_ENTITIES):
        entity = entity_of(session.origins, *columns)
        document = searching.document(entity, searchable.get(entity.type, ()))
        if document:
            documents.append((key, document))
    session.run_many(queries.INSERT_DOCUMENT, documents)


def _searched(schema: GraphSchema) -> dict[str, tuple[str, ...]]:
    return {name: fields for name, fields in searchable_of(schema).items() if fields}
