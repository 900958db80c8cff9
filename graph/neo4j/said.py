"""Records by who says something of them."""

from collections.abc import Sequence

from graph.neo4j import queries, traversal
from graph.neo4j.rows import entity_of, relation_of
from graph.neo4j.transaction import Transaction
from graph.records import Entity, Relation, RelationKey


def entities(
    tx: Transaction, source: str | None, batch: str | None, after: str, first: int
) -> Sequence[Entity]:
    """Entities of which the source and batch say something, in order of id."""
    keys = tx.origins.naming(source, batch)
    rows = tx.rows(queries.SAID_ENTITIES, keys=keys, id=after, limit=first) if keys else []
    return tuple(entity_of(tx.origins, row) for (row,) in rows)


def relations(
    tx: Transaction, source: str | None, batch: str | None, after: RelationKey | None, first: int
) -> Sequence[Relation]:
    """Relations that the source and batch state, in order of source, type and target."""
    keys = tx.origins.naming(source, batch)
    if not keys or not first:
        return ()
    found: list[Relation] = []
    if after is not None:
        types = traversal.occurring(tx, None)
        later = [name for name in types if name > after.type]
        asked = {"keys": keys, "type": after.type, "later": later}
        found = traversal.rest_of_source(tx, queries.SAID_RELATIONS_OF, after, first, asked)
    if len(found) < first:
        known: dict[str, object] = {
            "keys": keys,
            "id": after.source if after else "",
            "limit": first - len(found),
        }
        rows = tx.rows(queries.SAID_RELATIONS, known)
        found += [relation_of(tx.origins, *row) for row in rows]
    return tuple(found)
