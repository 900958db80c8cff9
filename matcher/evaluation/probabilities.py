"""How true probabilities are: discrimination, calibration error, reliability."""

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.model import Bin

BINS = 10

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def reliability(probabilities: Floats, answers: Bools, weight: Floats) -> tuple[Bin, ...]:
    """At most ``BINS`` bins of equal mass, by ascending probability; equal ones stay together.

    Args:
        probabilities: Shape (n,).
        answers: The truth, shape (n,).
        weight: What each pair counts, at least 0, shape (n,).
    """
    number = _bins(probabilities, weight)
    total = weight.sum()
    found = []
    for kind in np.unique(number[weight > 0]):
        rows = number == kind
        mass = weight[rows].sum()
        found.append(
            Bin(
                float(mass / total),
                float((probabilities[rows] * weight[rows]).sum() / mass),
                float((answers[rows] * weight[rows]).sum() / mass),
            )
        )
    return tuple(found)


def calibration_error(probabilities: Floats, answers: Bools, weight: Floats) -> float | None:
    """Expected calibration error (Naeini et al., AAAI 2015) over bins of equal mass.

    The mean distance of what was said from what was found, each bin by its weight; None
    without any pair.
    """
    if not weight.sum() > 0:
        return None
    bins = reliability(probabilities, answers, weight)
    return float(sum(item.weight * abs(item.said - item.found) for item in bins))


def brier(probabilities: Floats, answers: Bools, weight: Floats) -> float | None:
    """Mean squared distance of probability and truth (Brier, 1950); None without any pair."""
    total = weight.sum()
    if not total > 0:
        return None
    return float(((probabilities - answers) ** 2 * weight).sum() / total)


def area(scores: Floats, answers: Bools, weight: Floats) -> float | None:
    """Area under the ROC curve: how often an answer scores above a pair that is none.

    Ties count half; None where one of the kinds is missing (Hanley and McNeil, 1982).
    """
    _, place = np.unique(scores, return_inverse=True)
    right = np.bincount(place, weight * answers)
    wrong = np.bincount(place, weight * ~answers)
    if not right.sum() > 0 or not wrong.sum() > 0:
        return None
    below = np.cumsum(wrong) - wrong
    return float((right * (below + wrong / 2)).sum() / (right.sum() * wrong.sum()))


def _bins(probabilities: Floats, weight: Floats) -> NDArray[np.int64]:
    values, place = np.unique(probabilities, return_inverse=True)
    mass = np.bincount(place, weight, minlength=len(values))
    middle = np.cumsum(mass) - mass / 2
    total = max(float(mass.sum()), 1e-300)
    return np.minimum((BINS * middle / total).astype(np.int64), BINS - 1)[place]
