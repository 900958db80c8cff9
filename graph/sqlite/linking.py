"""Many relations of one type and origin, joined to their ends by the database itself."""

from collections.abc import Sequence

import orjson

from graph.merge import differs
from graph.query import LinkResult
from graph.records import Provenance, RelationKey
from graph.sqlite import queries
from graph.sqlite.connection import Session

Pairs = Sequence[tuple[str, str]]


def link(
    session: Session, type: str, pairs: Pairs, provenance: Provenance | None
) -> tuple[LinkResult, Pairs]:
    """Create what is new of the pairs, each of which comes once; also those that were created.

    Their ends are looked up once. What is stored already is then asked for, and what is new is
    inserted, both in the order of the table's tree, so that a page is visited once for each.
    """
    origin = None if provenance is None else session.origins.key_of(provenance)
    session.run(queries.CREATE_PAIRS)
    joined = session.run(queries.FILL_PAIRS, (orjson.dumps(pairs).decode(),))
    dangling = _dangling(session, pairs) if joined < len(pairs) else set()
    stored: dict[int, int | None] = dict(session.rows(queries.LINKED, (type,)))
    if stored:
        session.run(queries.DROP_PAIRS, (orjson.dumps(list(stored)).decode(),))
    session.run(queries.LINK, (type, origin))
    session.run(queries.CLEAR_PAIRS)
    differing = tuple(
        RelationKey(type, *pairs[place])
        for place, known in sorted(stored.items())
        if provenance is not None
        and differs(None if known is None else session.origins[known], provenance)
    )
    left = dangling | stored.keys()
    fresh = [pair for at, pair in enumerate(pairs) if at not in left] if left else pairs
    refused = tuple(RelationKey(type, *pairs[place]) for place in sorted(dangling))
    return LinkResult(len(fresh), len(stored) - len(differing), differing, refused), fresh


def _dangling(session: Session, pairs: Pairs) -> set[int]:
    return set(range(len(pairs))) - {row[0] for row in session.rows(queries.PLACES)}
