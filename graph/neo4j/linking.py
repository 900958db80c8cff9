"""Many relations of one type and origin, joined to their ends by the server itself."""

from collections.abc import Iterator, Sequence

from graph.merge import differs
from graph.neo4j import queries
from graph.neo4j.transaction import Transaction
from graph.query import LinkResult
from graph.records import Provenance, RelationKey

_PAIRS = 10_000
"""Pairs sent in one statement; more would only lengthen the list that the server unwinds."""


def link(
    tx: Transaction, type: str, pairs: Sequence[tuple[str, str]], provenance: Provenance | None
) -> tuple[LinkResult, Sequence[RelationKey]]:
    """Create what is new of the pairs, each of which comes once; the keys of what was created.

    The server creates what it can and tells the places of all others, in one pass.
    """
    keys = [RelationKey(type, source, target) for source, target in pairs]
    dangling: list[int] = []
    standing: list[int] = []
    differing: list[int] = []
    for is_dangling, stored, places in _run(tx, type, pairs, provenance):
        if is_dangling:
            dangling += places
            continue
        standing += places
        if provenance is not None and differs(tx.origins.get(stored), provenance):
            differing += places
    others = {*dangling, *standing}
    created = [key for place, key in enumerate(keys) if place not in others] if others else keys
    result = LinkResult(
        created=len(created),
        unchanged=len(standing) - len(differing),
        differing=tuple(keys[place] for place in sorted(differing)),
        dangling=tuple(keys[place] for place in sorted(dangling)),
    )
    return result, created


def _run(
    tx: Transaction, type: str, pairs: Sequence[tuple[str, str]], provenance: Provenance | None
) -> Iterator[tuple[bool, int | None, list[int]]]:
    """Places of the pairs that were not created: whether an end is missing, else the origin."""
    origin = None if provenance is None else tx.origins.key_of(provenance)
    text = queries.link(type)
    for start in range(0, len(pairs), _PAIRS):
        part = pairs[start : start + _PAIRS]
        for is_dangling, stored, places in tx.rows(text, pairs=part, origin=origin):
            yield is_dangling, stored, [start + place for place in places]
