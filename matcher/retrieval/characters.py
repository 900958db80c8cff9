"""Cosine of character n-gram TF-IDF: forgives typing errors and word forms."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.retrieval.bags import Bags, Ints, Terms

LEAST = 0.03
"""Cosine from which a hit counts; fewer common n-grams come about by chance."""

_COARSE = 8192


@dataclass(frozen=True, slots=True)
class GramQuery:
    """The n-grams of a query, weighted; those that no candidate has count in the length alone.

    Attributes:
        terms: Ascending, each once; shape (t,).
        weights: Of a vector of at most length 1, times the rarity of the term; float64.
    """

    terms: Terms
    weights: NDArray[np.float64]


def rarities(holders: NDArray[np.integer[Any]], size: int) -> NDArray[np.float64]:
    """How rare n-grams are that so many of ``size`` candidates have; 1 for those of all."""
    return np.asarray(1 + np.log((1 + size) / (1 + holders)))


def gram_query(bag: Bags, holders: Ints, size: int) -> GramQuery:
    """Weigh a query's n-grams; arguments as those of ``word_query``."""
    rare = rarities(holders, size)
    weights = _damped(bag.counts) * rare
    length = max(float(np.sqrt((weights**2).sum())), 1e-12)
    known = holders > 0
    return GramQuery(bag.terms[known], (weights * rare / length)[known])


def gram_scores(
    query: GramQuery, bags: Bags, rows: Ints, lengths: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Cosine of some rows, 0 to 1, and 0 for a chance likeness; shape (len(rows),).

    Args:
        query: The weighted n-grams.
        bags: Of all rows.
        rows: Which.
        lengths: Of the vectors of all rows.
    """
    owners, places, counts = bags.holding(rows, query.terms)
    gains = _damped(counts) * query.weights[places]
    sums = np.bincount(owners, gains, len(rows)).astype(np.float64)
    cosines = np.divide(sums, lengths[rows], out=np.zeros_like(sums), where=lengths[rows] > 0)
    return np.where(cosines >= LEAST, np.minimum(cosines, 1), 0).astype(np.float32)


def gram_weights(counts: NDArray[np.uint8], rare: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of entries that stand so often in their texts, by the rarity of each."""
    return np.asarray(_damped(counts) * rare)


def gram_impacts(counts: NDArray[np.uint8], lengths: NDArray[np.float32]) -> NDArray[np.uint8]:
    """What entries tell where they stand, as weights of a posting.

    Args:
        counts: How often each stands there.
        lengths: Of the vector that each belongs to.
    """
    shares = _damped(counts) / np.maximum(lengths, 1e-9)
    return np.clip(np.round(shares * _COARSE), 1, 255).astype(np.uint8)


def _damped(counts: NDArray[np.uint8]) -> NDArray[np.float64]:
    return 1 + np.log(counts.astype(np.float64))
