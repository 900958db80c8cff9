"""Bootstrap over queries: what a figure might have been with other queries of the same kind."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.model import Interval

SAMPLES = 1000
_TAILS = (2.5, 97.5)

Floats = NDArray[np.float64]


def mean_interval(values: Floats, seed: int = 7) -> Interval:
    """The mean over queries.

    Args:
        values: One for each query, at least one, shape (queries,).
        seed: Of the resampling.
    """
    chance = np.random.default_rng(seed)
    size = len(values)
    means = [values[chance.integers(0, size, size)].mean() for _ in range(SAMPLES)]
    return _interval(float(values.mean()), np.array(means))


def weighted_interval(
    figure: Callable[[Floats], float | None],
    query: NDArray[np.int64],
    samples: int = 200,
    seed: int = 7,
) -> Interval | None:
    """A figure of rows that belong to queries; None where the rows do not give it.

    Args:
        figure: The figure where each row counts so many times; None where there is none.
        query: Of each row, or what is to be drawn as one, shape (n,).
        samples: How many times the queries are drawn.
        seed: Of the resampling.
    """
    value = figure(np.ones(len(query)))
    if value is None:
        return None
    chance = np.random.default_rng(seed)
    kinds, position = np.unique(query, return_inverse=True)
    found = []
    for _ in range(samples):
        drawn = chance.integers(0, len(kinds), len(kinds))
        times = np.bincount(drawn, minlength=len(kinds)).astype(np.float64)
        drawn_value = figure(times[position])
        if drawn_value is not None:
            found.append(drawn_value)
    return _interval(value, np.array(found or [value]))


def _interval(value: float, drawn: Floats) -> Interval:
    low, high = np.percentile(drawn, _TAILS)
    return Interval(value, float(low), float(high))
