"""Many relations of one type and origin, joined to their ends by the server itself."""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

from graph.merge import differs
from graph.neo4j import queries
from graph.neo4j.transaction import Transaction
from graph.query import LinkResult
from graph.records import Provenance, RelationKey

Pairs: TypeAlias = Sequence[tuple[str, str]]

_PAIRS = 10_000
"""Pairs sent in one statement; more would only lengthen the list that the server unwinds."""


def link(
    tx: Transaction, type: str, pairs: Pairs, provenance: Provenance | None
) -> tuple[LinkResult, Sequence[str], Sequence[str]]:
    """Create what is new of the pairs, each of which comes once; the ends of what was created.

    The server creates what it can and tells the places of all others, in one pass. Ends go there
    as columns: a pair would be looked at once more for each, to see what type it is of.
    """
    sources, targets = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    dangling: list[int] = []
    standing: list[int] = []
    differing: list[int] = []
    for is_dangling, stored, places in _run(tx, type, sources, targets, provenance):
        if is_dangling:
            dangling += places
            continue
        standing += places
        if provenance is not None and differs(tx.origins.get(stored), provenance):
            differing += places
    result = LinkResult(
        created=len(pairs) - len(dangling) - len(standing),
        unchanged=len(standing) - len(differing),
        differing=tuple(RelationKey(type, *pairs[place]) for place in sorted(differing)),
        dangling=tuple(RelationKey(type, *pairs[place]) for place in sorted(dangling)),
    )
    others = {*dangling, *standing}
    return result, _without(sources, others), _without(targets, others)


def _without(column: Sequence[str], places: Collection[int]) -> Sequence[str]:
    if not places:
        return column
    return [item for place, item in enumerate(column) if place not in places]


def _run(
    tx: Transaction,
    type: str,
    sources: Sequence[str],
    targets: Sequence[str],
    provenance: Provenance | None,
) -> Iterator[tuple[bool, int | None, list[int]]]:
    """Places of the pairs that were not created: whether an end is missing, else the origin."""
    origin = None if provenance is None else tx.origins.key_of(provenance)
    text = queries.link(type)
    for start in range(0, len(sources), _PAIRS):
        part = slice(start, start + _PAIRS)
        columns = {"sources": sources[part], "targets": targets[part]}
        for is_dangling, stored, places in tx.rows(text, columns, origin=origin):
            yield is_dangling, stored, [start + place for place in places]
