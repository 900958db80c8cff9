"""Inverted lists: for each term the rows that have it, and how much it tells there.

They only propose rows; what a row is worth is computed from its own bag. So their weights may be
coarse (8 bits, as of the day they were written), long queries may leave their commonest terms out
(*quit*: Moffat and Zobel, TOIS 14, 1996), and the lists of what a large share of all rows has may
be left out (static pruning: Carmel et al., SIGIR 2001).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.retrieval.bags import Ints, Terms

ROWS_AT_MOST = 1 << 24
"""Rows that a list can name."""

BUDGET = 3_000_000
"""Entries that one query reads at most; rarer terms come first."""

_TOGETHER = 1 << 25
"""Entries that are sorted in one go."""

Entries: TypeAlias = tuple[Ints, Terms, NDArray[np.uint8]]
"""Row, term, and how often it stands there; each of shape (m,)."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Inverted lists of n rows.

    Attributes:
        terms: Ascending, shape (v,).
        holders: How many rows have the term, listed or not; int32, shape (v,).
        starts: Where each term's list begins, and where the last one ends; shape (v + 1,).
        rows: Ascending within a list; int32, shape (m,).
        weights: From 1 to 255, shape (m,).
        size: n.
    """

    terms: Terms
    holders: NDArray[np.int32]
    starts: Ints
    rows: NDArray[np.int32]
    weights: NDArray[np.uint8]
    size: int

    def places(self, terms: Terms) -> tuple[Ints, NDArray[np.bool_]]:
        """Where the terms stand, and whether they stand there at all."""
        places = np.searchsorted(self.terms, terms)
        places = np.minimum(places, max(len(self.terms) - 1, 0))
        known = self.terms[places] == terms if len(self.terms) else np.zeros(len(terms), bool)
        return places, known

    def counted(self, terms: Terms) -> Ints:
        """How many rows have each term."""
        places, known = self.places(terms)
        found = np.zeros(len(terms), dtype=np.int64)
        found[known] = self.holders[places[known]]
        return found

    def listed(self, terms: Terms) -> tuple[Ints, NDArray[np.int32]]:
        """The lists of some terms one after the other: places in ``terms``, and rows."""
        places, known = self.places(terms)
        starts, ends = self.starts[places[known]], self.starts[places[known] + 1]
        rows = [self.rows[start:end] for start, end in zip(starts, ends, strict=True)]
        owners = np.repeat(np.flatnonzero(known), ends - starts)
        return owners, np.concatenate([np.empty(0, np.int32), *rows])

    def sums(self, terms: Terms, values: NDArray[np.float64]) -> NDArray[np.float32]:
        """For each row the sum over its terms of value times weight, shape (n,).

        Args:
            terms: Each once.
            values: What each is worth to the query; of the cheapest ones over budget none.
        """
        places, known = self.places(terms)
        places, values = places[known], values[known]
        lengths = self.starts[places + 1] - self.starts[places]
        order = np.argsort(-values, kind="stable")
        order = order[: max(1, int(np.searchsorted(np.cumsum(lengths[order]), BUDGET)))]
        spans = [
            slice(start, start + length)
            for start, length in zip(
                self.starts[places[order]].tolist(), lengths[order].tolist(), strict=True
            )
        ]
        if not spans:
            return np.zeros(self.size, dtype=np.float32)
        lists = sparse.csc_array(
            (
                np.concatenate([self.weights[span] for span in spans]).astype(np.float32),
                np.concatenate([self.rows[span] for span in spans]),
                np.concatenate(([0], np.cumsum(lengths[order]))),
            ),
            shape=(self.size, len(spans)),
        )
        return np.asarray(lists @ values[order].astype(np.float32))


def inverted(
    parts: Callable[[], Iterable[Entries]], entries: int
) -> Iterable[tuple[Terms, NDArray[np.int32], Entries]]:
    """Entries in order of term and row, a share of the terms after the other to bound memory.

    Args:
        parts: Gives all entries; called again for each share. Rows are below ``ROWS_AT_MOST``.
        entries: How many there are.

    Yields:
        Terms, how many rows have each, and the entries term by term.
    """
    shares = 1 + entries // _TOGETHER
    width = -(-(1 << 32) // shares)
    for share in range(shares):
        low, high = share * width, min((share + 1) * width, 1 << 32) - 1
        found = np.concatenate([np.empty(0, np.uint64), *_keys(parts(), low, high)])
        keys: NDArray[np.uint64] = np.sort(found)
        terms: Terms = np.asarray(keys >> np.uint64(32), dtype=np.uint32)
        rows: Ints = np.asarray((keys >> np.uint64(8)) & np.uint64(0xFFFFFF), dtype=np.int64)
        counts = np.asarray(keys & np.uint64(0xFF), dtype=np.uint8)
        first = np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1]))[: len(terms)])
        holders = np.diff(np.append(first, len(terms))).astype(np.int32)
        yield terms[first], holders, (rows, terms, counts)


def _keys(parts: Iterable[Entries], low: int, high: int) -> Iterable[NDArray[np.uint64]]:
    """Entries of a share as numbers in order of term and row."""
    for rows, terms, counts in parts:
        within = (terms >= low) & (terms <= high)
        keys = terms[within].astype(np.uint64)
        keys <<= np.uint64(32)
        keys |= rows[within].astype(np.uint64) << np.uint64(8)
        keys |= counts[within]
        yield keys
