"""What stood at the ends of days, all of them in one pass of union-find."""

from collections.abc import Iterator, Sequence

import numpy as np

from chains.history.chronicle import Chronicle
from chains.history.dates import UNDATED, text_of
from chains.history.model import State
from chains.projection.table import IntArray
from chains.structure.model import POSITIONS, Position


def states(history: Chronicle, days: Sequence[int]) -> tuple[State, ...]:
    """What stood at the end of each day.

    Args:
        history: What came when.
        days: Ordinals, ascending.
    """
    grown = zip(_merging(history, days), days, strict=True)
    return tuple(_state(history, day, largest, squares) for (largest, squares), day in grown)


def _state(history: Chronicle, day: int, largest: int, joined: int) -> State:
    size = int((history.dates.day <= day).sum())
    counts = _counts(history, day)
    kept = int((history.forest & (history.link <= day)).sum())
    squares = size + joined
    return State(
        date=text_of(day),
        vertices=size,
        links=int((history.link <= day).sum()),
        counts=counts,
        components=size - kept,
        largest_share=largest / size if size else 0.0,
        susceptibility=(squares - largest**2) / size if size else 0.0,
    )


def ranks_at(history: Chronicle, day: int) -> IntArray:
    """The rank of each vertex's class at the end of a day, -1 before it came; shape (n,)."""
    rank = np.where(history.dates.day <= day, Position.POINT.rank, -1)
    rank[history.line <= day] = Position.LINE.rank
    rank[history.network <= day] = Position.NETWORK.rank
    return rank


def _counts(history: Chronicle, day: int) -> dict[Position, int]:
    rank = ranks_at(history, day)
    found = np.bincount(rank[rank >= 0], minlength=len(POSITIONS))
    return {item: int(found[item.rank]) for item in POSITIONS}


def _merging(history: Chronicle, days: Sequence[int]) -> Iterator[tuple[int, int]]:
    """By the end of each day: the largest component, and by how much squared sizes grew."""
    links = history.structure.projection.links
    kept = np.flatnonzero(history.forest & (history.link < UNDATED))
    kept = kept[np.argsort(history.link[kept], kind="stable")]
    ones, others = links.start[kept].tolist(), links.end[kept].tolist()
    until = np.searchsorted(history.link[kept], np.array(days, dtype=np.int64), side="right")
    first = int(history.dates.day.min())
    root = list(range(len(history.structure.projection.ids)))
    members = [1] * len(root)
    most, squares, done = 1, 0, 0
    for day, end in zip(days, until.tolist(), strict=True):
        for at in range(done, end):
            one, other = _root(root, ones[at]), _root(root, others[at])
            if members[one] < members[other]:
                one, other = other, one
            squares += 2 * members[one] * members[other]
            root[other] = one
            members[one] += members[other]
            most = max(most, members[one])
        done = end
        yield (most if day >= first else 0), squares


def _root(root: list[int], vertex: int) -> int:
    while root[vertex] != vertex:
        root[vertex] = root[root[vertex]]
        vertex = root[vertex]
    return vertex
