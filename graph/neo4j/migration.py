"""Bringing constraints, indexes, labels and search documents in line with a schema."""

from collections.abc import Iterator, Sequence
from functools import partial

from graph.neo4j import paging, queries
from graph.neo4j.connection import Connection
from graph.neo4j.meta import Meta, read_meta
from graph.neo4j.retrieval import LARGEST_INDEXED
from graph.neo4j.transaction import Transaction
from graph.query import Query
from graph.records import Entity
from graph.schema import ClassSchema, GraphSchema
from graph.text import documents

_BATCH = 2_000


def create_meta(connection: Connection) -> None:
    """Create the node that writes lock, once and for all."""
    connection.write(lambda tx: tx.run(queries.CONSTRAIN_META))
    connection.write(lambda tx: tx.run(queries.CREATE_META))


def migrate(connection: Connection, schema: GraphSchema) -> None:
    """Create what the schema needs and lacks, drop what it no longer needs.

    It can be stopped at any point and run again: the schema is recorded last.
    """
    create_meta(connection)
    before = connection.read(read_meta)
    if before.schema != schema or not connection.read(lambda tx: _complete(tx, schema)):
        connection.write(lambda tx: _drop_indexes(tx, schema))
        connection.write(lambda tx: _create_indexes(tx, schema))
        connection.read(lambda tx: tx.run(queries.AWAIT_INDEXES))
    if before.schema is not None and before.schema != schema:
        _refresh(connection, before.schema, schema)
    encoded = schema.to_json()
    connection.write(lambda tx: tx.run(queries.SET_SCHEMA, schema=encoded))


def index_vectors(connection: Connection, space: str, dimension: int | None) -> None:
    """Give a space the index that its dimension needs, None meaning that the space is gone."""
    name = queries.vector_index(space)
    rows = connection.read(lambda tx: tx.rows(queries.VECTOR_INDEXES, name=name))
    if rows and rows[0][1] != dimension:
        connection.write(lambda tx: tx.run(queries.drop_index(name)))
        rows = []
    if not rows and dimension is not None and dimension <= LARGEST_INDEXED:
        text = queries.create_vector_index(space)
        config = {"vector.dimensions": dimension, "vector.similarity_function": "cosine"}
        options = {"indexConfig": config}
        connection.write(lambda tx: tx.run(text, options=options))


def _existing(tx: Transaction) -> set[str]:
    rows = tx.rows(queries.INDEXES, prefix=queries.INDEX_PREFIX)
    kept = ("pearlnet_meta", "pearlnet__vector_")
    return {row[0] for row in rows if not row[0].startswith(kept)}


def _complete(tx: Transaction, schema: GraphSchema) -> bool:
    return _existing(tx) == set(queries.wanted_indexes(schema.indexed))


def _drop_indexes(tx: Transaction, schema: GraphSchema) -> None:
    for name in sorted(_existing(tx).difference(queries.wanted_indexes(schema.indexed))):
        tx.run(queries.drop_index(name))


def _create_indexes(tx: Transaction, schema: GraphSchema) -> None:
    there = _existing(tx)
    for name, definition in queries.wanted_indexes(schema.indexed).items():
        if name not in there:
            tx.run(definition)


def _refresh(connection: Connection, before: GraphSchema, after: GraphSchema) -> None:
    """Give stored entities the labels and documents of classes that changed."""
    old = {item.name: item for item in before.classes}
    for new in after.classes:
        known = old.get(new.name, ClassSchema(new.name))
        if (known.ancestors, known.searchable) != (new.ancestors, new.searchable):
            for entities in _stored(connection, after, new.name):
                _refresh_batch(connection, entities, known, new)


def _stored(connection: Connection, schema: GraphSchema, name: str) -> Iterator[Sequence[Entity]]:
    """The entities of exactly that class, in batches."""
    after = ""
    meta = Meta(schema=GraphSchema((ClassSchema(name),), schema.relations))
    while True:
        found = connection.read(partial(_batch, meta, name, after))
        if not found:
            return
        yield found
        after = found[-1].id


def _batch(meta: Meta, name: str, after: str, tx: Transaction) -> Sequence[Entity]:
    return paging.batch(tx, meta, Query(name), after, _BATCH)


def _refresh_batch(
    connection: Connection, entities: Sequence[Entity], old: ClassSchema, new: ClassSchema
) -> None:
    ids = [item.id for item in entities]
    gone, come = set(old.ancestors), set(new.ancestors)
    relabel = queries.relabel(gone - come, come - gone)
    texts = documents(entities, {new.name: new.searchable})
    rows = [[item.id, text] for item, text in zip(entities, texts, strict=True)]

    def write(tx: Transaction) -> None:
        if gone != come:
            tx.run(relabel, ids=ids)
        tx.run(queries.SET_TEXTS, rows=rows)

    connection.write(write)
