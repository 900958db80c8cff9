"""When to say nothing: coverage against accuracy of the best answers, and the threshold."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.model import Coverage

PRECISION = 0.7
"""Share of confident answers that should be right."""

NOTHING = 1.0
"""The threshold where no probability keeps the promise: nothing is confident."""

_Z = 1.6448536269514722
_SHARES = 10

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def risk_coverage(confidence: Floats, right: Bools) -> tuple[Coverage, ...]:
    """Accuracy when only the surest tenth, two tenths, ... of the queries are answered.

    El-Yaniv and Wiener (JMLR 2010), with accuracy for risk. Queries of equal confidence are
    answered together.

    Args:
        confidence: Probability of each query's best candidate, shape (queries,).
        right: Whether it is an answer, shape (queries,).
    """
    order = np.argsort(-confidence, kind="stable")
    surest, hits = confidence[order], np.cumsum(right[order])
    points = []
    for share in range(1, _SHARES + 1):
        wanted = math.ceil(share * len(order) / _SHARES)
        if not wanted:
            continue
        last = int(np.searchsorted(-surest, -surest[wanted - 1], side="right"))
        points.append(
            Coverage(last / len(order), float(surest[last - 1]), float(hits[last - 1] / last))
        )
    return tuple(dict.fromkeys(points))


def area_above(points: Sequence[Coverage]) -> float:
    """Mean risk, 1 - accuracy, over the points of the curve; 0 is best."""
    return sum(1 - point.accuracy for point in points) / len(points)


def pick_threshold(confidence: Floats, right: Bools, precision: float = PRECISION) -> float:
    """The least probability from which best candidates are right often enough.

    Of all probabilities p for which the one-sided 95% lower bound (Wilson, 1927) of the share of
    right ones among the queries with at least p reaches ``precision``, the least, so that as
    many queries as possible are answered; ``NOTHING`` where there is none.

    Args:
        confidence: Probability of each query's best candidate, held out, shape (queries,).
        right: Whether it is an answer, shape (queries,).
        precision: What is promised, between 0 and 1.
    """
    order = np.argsort(-confidence, kind="stable")
    surest, hits = confidence[order], np.cumsum(right[order])
    found = NOTHING
    for count in range(1, len(order) + 1):
        ends = count == len(order) or surest[count] < surest[count - 1]
        if ends and lower_bound(int(hits[count - 1]), count) >= precision:
            found = float(surest[count - 1])
    return found


def lower_bound(right: int, count: int) -> float:
    """One-sided 95% lower bound of a share (Wilson, 1927); ``count`` is at least 1."""
    share = right / count
    centre = share + _Z**2 / (2 * count)
    spread = _Z * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    return (centre - spread) / (1 + _Z**2 / count)
