"""Learners of log-odds, and fits of their calibration; scikit-learn and LightGBM stay here."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from matcher.fusion import (
    INPUTS,
    Calibration,
    Isotonic,
    LinearScorer,
    Platt,
    Scorer,
    TreeScorer,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LOGISTIC: Mapping[str, Any] = {"C": 0.1, "max_iter": 1000}
TREES: Mapping[str, Any] = {
    "objective": "binary",
    "num_leaves": 7,
    "learning_rate": 0.05,
    "min_data_in_leaf": 20,
    "lambda_l2": 1.0,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
ROUNDS = 150


def fit_logistic(rows: Floats, answers: Bools, weight: Floats) -> LinearScorer:
    """Logistic regression with an L2 penalty on standardised inputs."""
    from sklearn.linear_model import LogisticRegression

    centres, scales = rows.mean(axis=0), rows.std(axis=0)
    scales = np.where(scales > 1e-9, scales, 1.0)
    with threadpool_limits(1):
        model = LogisticRegression(**LOGISTIC).fit(
            (rows - centres) / scales, answers, sample_weight=weight
        )
    weights = model.coef_[0] / scales
    return LinearScorer(
        base=float(model.intercept_[0]),
        centres=tuple(centres.tolist()),
        weights=tuple(weights.tolist()),
        lows=tuple(rows.min(axis=0).tolist()),
        highs=tuple(rows.max(axis=0).tolist()),
    )


def fit_trees(rows: Floats, answers: Bools, weight: Floats) -> TreeScorer:
    """Gradient-boosted trees on the log loss."""
    import lightgbm

    data = lightgbm.Dataset(
        rows, answers.astype(np.float64), weight=weight, feature_name=list(INPUTS)
    )
    return TreeScorer(lightgbm.train(dict(TREES), data, ROUNDS).model_to_string())


def fit_platt(scores: Floats, answers: Bools, weight: Floats) -> Platt:
    """A sigmoid by maximum likelihood, with Platt's targets: never quite 0 or 1.

    A slope below 0, which would turn the ranking round, becomes 0.
    """
    from sklearn.linear_model import LogisticRegression

    right = float(weight[answers].sum())
    wrong = float(weight[~answers].sum())
    high, low = (right + 1) / (right + 2), 1 / (wrong + 2)
    target = np.where(answers, high, low)
    both = np.concatenate([scores, scores])[:, None]
    labels = np.repeat([True, False], len(scores))
    weights = np.concatenate([weight * target, weight * (1 - target)])
    with threadpool_limits(1):
        model = LogisticRegression(C=1e6, max_iter=1000).fit(both, labels, sample_weight=weights)
    slope = float(model.coef_[0, 0])
    if slope < 0:
        share = float(weights[labels].sum() / weights.sum())
        return Platt(0.0, float(np.log(share / (1 - share))))
    return Platt(slope, float(model.intercept_[0]))


def fit_isotonic(scores: Floats, answers: Bools, weight: Floats) -> Isotonic:
    """Isotonic regression, kept off 0 and 1 as far as so many pairs can tell."""
    from sklearn.isotonic import IsotonicRegression

    model = IsotonicRegression().fit(scores, answers.astype(np.float64), sample_weight=weight)
    least = 1 / (float(weight.sum()) + 2)
    return Isotonic(tuple(model.X_thresholds_.tolist()), tuple(model.y_thresholds_.tolist()), least)


LEARNERS: Mapping[str, Callable[[Floats, Bools, Floats], Scorer]] = {
    "logistic": fit_logistic,
    "lightgbm": fit_trees,
}
"""Simpler ones first: a later one must be better beyond a standard error."""

CALIBRATIONS: Mapping[str, Callable[[Floats, Bools, Floats], Calibration]] = {
    "platt": fit_platt,
    "isotonic": fit_isotonic,
}
"""Simpler ones first, as above."""
