"""Many relations of one type and origin, joined to their ends by the database itself."""

from collections.abc import Sequence

import orjson

from graph.merge import differs
from graph.query import LinkResult
from graph.records import Provenance, RelationKey
from graph.sqlite import queries
from graph.sqlite.connection import Session


def link(
    session: Session, type: str, pairs: Sequence[tuple[str, str]], provenance: Provenance | None
) -> tuple[LinkResult, Sequence[RelationKey]]:
    """Create what is new of the pairs, each of which comes once; the keys of what was created.

    Nearly always all of them are new. Only if the database made fewer, it is asked which.
    """
    keys = [RelationKey(type, source, target) for source, target in pairs]
    origin = None if provenance is None else session.origins.key_of(provenance)
    bound = {"type": type, "origin": origin}
    session.run(queries.SAVE)
    created = session.run(queries.LINK, {**bound, "pairs": _text(keys)})
    if created == len(keys):
        session.run(queries.RELEASE)
        return LinkResult(created), keys
    session.run(queries.UNDO)
    session.run(queries.RELEASE)
    result, fresh = _look(session, type, keys, provenance)
    session.run(queries.LINK, {**bound, "pairs": _text(fresh)})
    return result, fresh


def _look(
    session: Session, type: str, keys: Sequence[RelationKey], provenance: Provenance | None
) -> tuple[LinkResult, Sequence[RelationKey]]:
    """What will become of the pairs, and which of them are new."""
    pairs = _text(keys)
    stored: dict[int, int | None] = dict(
        session.rows(queries.LINKED, {"type": type, "pairs": pairs})
    )
    joinable = {row[0] for row in session.rows(queries.JOINABLE, {"pairs": pairs})}
    differing = tuple(
        keys[place]
        for place, origin in sorted(stored.items())
        if provenance is not None
        and differs(None if origin is None else session.origins[origin], provenance)
    )
    dangling = tuple(key for place, key in enumerate(keys) if place not in joinable)
    fresh = [keys[place] for place in sorted(joinable - stored.keys())]
    result = LinkResult(len(fresh), len(stored) - len(differing), differing, dangling)
    return result, fresh


def _text(keys: Sequence[RelationKey]) -> str:
    return orjson.dumps([(key.source, key.target) for key in keys]).decode()
