"""What is odd in the data that were projected: each kind counted, with examples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.sparse.csgraph import connected_components

from chains.projection.holdings import Holdings, ones
from chains.projection.table import IntArray

_EXAMPLES = 5
_CIRCLE_SHOWN = 6


class FindingKind(StrEnum):
    """What is odd in the data that were projected; the projection is made all the same."""

    SELF_LOOP = "self-loop"
    """A vertex is related to itself; that links nothing."""
    DUPLICATE = "duplicate"
    """Several explicit relations join the same two vertices; they make one link."""
    DANGLING = "dangling"
    """A relation leads to what the store does not know; it links nothing."""
    CYCLE = "cycle"
    """Relations of one type lead from a vertex back to itself."""
    SUPERNODE = "supernode"
    """An asset has more holders than a specific one may have; it links nothing."""
    LIMIT_LOWERED = "limit-lowered"
    """Too many pairs share assets; fewer holders are allowed, the least that is left out shown."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of oddity.

    Attributes:
        kind: Which.
        count: How often: vertices, pairs, ends, circles or assets.
        examples: The first few: ids, for a pair or circle joined by an arrow.
    """

    kind: FindingKind
    count: int
    examples: tuple[str, ...]


def findings(holdings: Holdings, limit: int, wanted: int) -> tuple[Finding, ...]:
    """All that is odd; kinds that do not occur are left out.

    Args:
        holdings: What was read.
        limit: The number of holders up to which an asset is specific.
        wanted: The limit before it was lowered.
    """
    many = np.flatnonzero(holdings.holders > wanted)
    left_out = np.flatnonzero((holdings.holders > limit) & (holdings.holders <= wanted))
    found = (
        _finding(FindingKind.SELF_LOOP, [holdings.ids[at] for at in holdings.loops.tolist()]),
        _duplicates(holdings),
        _finding(FindingKind.DANGLING, holdings.dangling),
        _finding(FindingKind.CYCLE, list(_circles(holdings))),
        _finding(FindingKind.SUPERNODE, _assets(holdings, many)),
        _finding(FindingKind.LIMIT_LOWERED, _assets(holdings, left_out)),
    )
    return tuple(item for item in found if item.count)


def _finding(kind: FindingKind, names: Sequence[str]) -> Finding:
    return Finding(kind, len(names), tuple(names[:_EXAMPLES]))


def _assets(holdings: Holdings, which: IntArray) -> list[str]:
    return [holdings.assets[at] for at in which.tolist()]


def _duplicates(holdings: Holdings) -> Finding:
    relations, ids = holdings.relations, holdings.ids
    again = np.unique(relations.pair[1:][relations.pair[1:] == relations.pair[:-1]])
    shown = [
        f"{ids[pair // len(ids)]} – {ids[pair % len(ids)]}" for pair in again[:_EXAMPLES].tolist()
    ]
    return Finding(FindingKind.DUPLICATE, len(again), tuple(shown))


def _circles(holdings: Holdings) -> Iterator[str]:
    """One circle for each strongly connected part of each relation type."""
    relations, ids = holdings.relations, holdings.ids
    for code in np.unique(relations.type).tolist():
        kept = relations.type == code
        graph = ones(relations.source[kept], relations.target[kept], (len(ids), len(ids)))
        _, part = connected_components(graph, directed=True, connection="strong")
        sizes = np.bincount(part)
        first = np.full(len(sizes), len(ids))
        np.minimum.at(first, part, np.arange(len(ids)))
        for start in np.sort(first[sizes > 1]).tolist():
            members = np.flatnonzero(part == part[start])[:_CIRCLE_SHOWN]
            shown = ", ".join(ids[at] for at in members.tolist())
            more = int(sizes[part[start]]) - len(members)
            yield f"{relations.types[code]}: {shown}" + (f" (+{more})" if more else "")
