"""The store on a Neo4j server."""
# ruff: noqa: D102 - the port documents these methods

import secrets
from collections.abc import Callable, Mapping
from typing import Self, TypeVar

from graph.errors import SchemaMissing
from graph.neo4j import migration, queries
from graph.neo4j.connection import Connection
from graph.neo4j.meta import Meta, read_meta
from graph.neo4j.reader import Neo4jReader
from graph.neo4j.settings import Neo4jSettings
from graph.neo4j.transaction import Transaction
from graph.neo4j.writer import Neo4jWriter
from graph.schema import GraphSchema
from graph.validation import check_schema

T = TypeVar("T")


class Neo4jStore(Neo4jReader):
    """A ``GraphStore`` on Neo4j 5.26 or newer, Community Edition included.

    Writes take turns: each locks the store's ``_Meta`` node, so what a ``work`` reads is still so
    when it writes.

    Args:
        uri: ``neo4j://host:7687`` (with routing), ``neo4j+s://`` (with TLS) or ``bolt://``.
        user: Its name.
        password: Its password.
        database: The database within the server.
        settings: Bounds that may be tuned.
    """

    def __init__(
        self,
        uri: str,
        user: str,
        password: str,
        database: str = "neo4j",
        *,
        settings: Neo4jSettings | None = None,
    ) -> None:
        self._settings = settings or Neo4jSettings()
        self._connection = Connection(uri, user, password, database, self._settings)
        super().__init__(self._connection.read, self._settings.exact_vectors)

    def apply_schema(self, schema: GraphSchema) -> None:
        check_schema(schema)
        migration.migrate(self._connection, schema)

    def schema(self) -> GraphSchema:
        applied = self._connection.read(read_meta).schema
        if applied is None:
            raise SchemaMissing("no schema has been applied to this store: run `pearlnet init`")
        return applied

    def write(self, work: Callable[[Neo4jWriter], T]) -> T:
        result, spaces = self._connection.write(lambda tx: self._attempt(tx, work))
        self._index_vectors(spaces)
        return result

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _attempt(
        self, tx: Transaction, work: Callable[[Neo4jWriter], T]
    ) -> tuple[T, Mapping[str, int | None]]:
        writer = Neo4jWriter(tx, self._locked(tx))
        result = work(writer)
        writer.finish(self._settings)
        return result, writer.spaces

    def _locked(self, tx: Transaction) -> Meta:
        rows = tx.rows(queries.LOCK_META, token=secrets.token_hex(8))
        meta = Meta.of_row(rows[0]) if rows else Meta()
        tx.origins.expect(meta.origins)
        return meta

    def _index_vectors(self, spaces: Mapping[str, int | None]) -> None:
        """Create or drop the index of each space that changed, after the commit.

        Neo4j takes no schema change in a transaction that writes data. A crash in between costs
        nothing but time: without its index, a space is compared exactly.
        """
        for space, dimension in spaces.items():
            migration.index_vectors(self._connection, space, dimension)
