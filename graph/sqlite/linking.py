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

    Nearly always all of them are new. Only if the database made fewer, it is asked which.
    """
    origin = None if provenance is None else session.origins.key_of(provenance)
    bound = {"type": type, "origin": origin}
    session.run(queries.SAVE)
    created = session.run(queries.LINK, {**bound, "pairs": _text(pairs)})
    if created == len(pairs):
        session.run(queries.RELEASE)
        return LinkResult(created), pairs
    session.run(queries.UNDO)
    session.run(queries.RELEASE)
    result, fresh = _look(session, type, pairs, provenance)
    session.run(queries.LINK, {**bound, "pairs": _text(fresh)})
    return result, fresh


def _look(
    session: Session, type: str, pairs: Pairs, provenance: Provenance | None
) -> tuple[LinkResult, Pairs]:
    """What will become of the pairs, and which of them are new."""
    text = _text(pairs)
    stored: dict[int, int | None] = dict(
        session.rows(queries.LINKED, {"type": type, "pairs": text})
    )
    joinable = {row[0] for row in session.rows(queries.JOINABLE, {"pairs": text})}
    differing = tuple(
        RelationKey(type, *pairs[place])
        for place, origin in sorted(stored.items())
        if provenance is not None
        and differs(None if origin is None else session.origins[origin], provenance)
    )
    dangling = tuple(
        RelationKey(type, *pair) for place, pair in enumerate(pairs) if place not in joinable
    )
    fresh = [pairs[place] for place in sorted(joinable - stored.keys())]
    result = LinkResult(len(fresh), len(stored) - len(differing), differing, dangling)
    return result, fresh


def _text(pairs: Pairs) -> str:
    return orjson.dumps(pairs).decode()
