"""Logistic regression with signs: deterministic, and small enough to need no library for it."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from ingest.resolution.evidence.likeness import Features
from ingest.resolution.judging.model import feature_defs

_RIDGE = 1.0
"""Strength of the quadratic penalty: half of the sum of squared weights."""
_BOUNDS = {"+": (0.0, None), "-": (None, 0.0), "0": (None, None)}


def matrix_of(found: Sequence[Features]) -> NDArray[np.float64]:
    """A row for each pair, a column for each feature in the order of features.csv."""
    columns = {name: column for column, name in enumerate(feature_defs())}
    matrix = np.zeros((len(found), len(columns)))
    for row, features in enumerate(found):
        for name, value in features.items():
            matrix[row, columns[name]] = value
    return matrix


def fit(matrix: NDArray[np.float64], same: NDArray[np.bool_]) -> tuple[float, Mapping[str, float]]:
    """Intercept and weights that make the labels likeliest.

    Args:
        matrix: Features, shape (n, d).
        same: Whether the pairs are one entity, shape (n,).
    """
    columns = np.column_stack([np.ones(len(matrix)), matrix])
    signs = np.where(same, 1.0, -1.0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (columns @ weights)
        gradient = -columns.T @ (signs * expit(-margins))
        gradient[1:] += _RIDGE * weights[1:]
        return float(
            np.logaddexp(0, -margins).sum() + _RIDGE / 2 * weights[1:] @ weights[1:]
        ), gradient

    bounds = [(None, None), *(_BOUNDS[item.sign] for item in feature_defs().values())]
    start = np.zeros(columns.shape[1])
    found = minimize(
        loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 5000}
    )
    return float(found.x[0]), dict(zip(feature_defs(), found.x[1:].tolist(), strict=True))
