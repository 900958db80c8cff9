"""BM25 (Robertson and Zaragoza, 2009) over Han characters, bigrams and words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.retrieval.bags import Bags, Ints, Terms

_K1, _B = 1.5, 0.75
_COARSE = 255


@dataclass(frozen=True, slots=True)
class WordQuery:
    """The words of a query, weighted.

    Attributes:
        terms: Ascending, each once, those that some candidate has; shape (t,).
        weights: How much each tells, as a share of the most that all together could; float64.
    """

    terms: Terms
    weights: NDArray[np.float64]


def word_query(bag: Bags, holders: Ints, size: int) -> WordQuery:
    """Weigh a query's words.

    Args:
        bag: The query's, alone.
        holders: How many candidates have each of its terms.
        size: How many candidates there are.
    """
    rarity = np.log(1 + (size - holders + 0.5) / (holders + 0.5))
    weights = bag.counts * rarity
    known = holders > 0
    return WordQuery(bag.terms[known], weights[known] / max(float(weights.sum()), 1e-12))


def word_scores(query: WordQuery, bags: Bags, rows: Ints, mean: float) -> NDArray[np.float32]:
    """BM25 of some rows as a share of the most it could be, between 0 and 1; shape (len(rows),).

    Args:
        query: The weighted words.
        bags: Of all rows.
        rows: Which.
        mean: Words that a candidate has on average.
    """
    owners, places, counts = bags.holding(rows, query.terms)
    gains = _saturated(counts, bags.sizes[rows][owners], mean) * query.weights[places]
    return np.bincount(owners, gains, len(rows)).astype(np.float32)


def word_impacts(
    counts: NDArray[np.uint8], sizes: NDArray[np.int32], mean: float
) -> NDArray[np.uint8]:
    """What entries tell where they stand, as weights of a posting.

    Args:
        counts: How often each stands there.
        sizes: Words of the text that each stands in.
        mean: Words that a candidate has on average.
    """
    tells = _saturated(counts, sizes, mean)
    return np.maximum(np.round(tells * _COARSE), 1).astype(np.uint8)


def _saturated(
    counts: NDArray[np.uint8], sizes: NDArray[np.int32], mean: float
) -> NDArray[np.float64]:
    frequencies = counts.astype(np.float64)
    return frequencies / (frequencies + _K1 * (1 - _B + _B * sizes / max(mean, 1e-9)))
