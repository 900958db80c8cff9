"""From the inputs of candidates to log-odds, and exactly what each input adds to them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.errors import InvalidModel

if TYPE_CHECKING:
    from lightgbm import Booster

Floats = NDArray[np.float64]

BASE = "base"
"""The log-odds before anything is known of the candidate."""


class Scorer(Protocol):
    """Log-odds that add up from contributions."""

    def scores(self, rows: Floats) -> Floats:
        """Log-odds of candidates, shape (n,); ``rows`` has shape (n, inputs)."""
        ...

    def contributions(self, rows: Floats) -> Floats:
        """What each input adds, and in the last column the base; shape (n, inputs + 1).

        Each row adds up to the candidate's log-odds.
        """
        ...


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """Logistic regression: base + sum of weight (input - centre).

    An input beyond what training has seen counts as the outermost that it has: a line goes on for
    ever, and what is known does not.

    Attributes:
        base: Log-odds of a candidate whose inputs are the centres.
        centres: Mean of each input in training.
        weights: Log-odds for each unit of an input.
        lows: Least value of each input in training.
        highs: Greatest value of each input in training.
    """

    base: float
    centres: tuple[float, ...]
    weights: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]

    def scores(self, rows: Floats) -> Floats:
        """Log-odds, shape (n,)."""
        return np.asarray(self.base + self._centred(rows) @ np.array(self.weights))

    def contributions(self, rows: Floats) -> Floats:
        """Weight times centred input, and the base; shape (n, inputs + 1)."""
        parts = self._centred(rows) * np.array(self.weights)
        return np.hstack([parts, np.full((len(rows), 1), self.base)])

    def _centred(self, rows: Floats) -> Floats:
        return np.asarray(np.clip(rows, self.lows, self.highs) - np.array(self.centres))


class TreeScorer:
    """Gradient-boosted trees of LightGBM; the library is loaded at the first score.

    Contributions are Shapley values of the trees (Lundberg et al., Nature MI 2020), which add
    up exactly.
    """

    def __init__(self, model: str) -> None:
        self.model = model

    def scores(self, rows: Floats) -> Floats:
        """Log-odds, shape (n,)."""
        if not len(rows):
            return np.zeros(0)
        return np.asarray(self._booster.predict(rows, raw_score=True, num_threads=1))

    def contributions(self, rows: Floats) -> Floats:
        """Shapley values of the inputs, and the base; shape (n, inputs + 1)."""
        if not len(rows):
            return np.zeros((0, self._booster.num_feature() + 1))
        return np.asarray(self._booster.predict(rows, pred_contrib=True, num_threads=1))

    @cached_property
    def _booster(self) -> "Booster":
        from lightgbm import Booster
        from lightgbm.basic import LightGBMError

        try:
            return Booster(model_str=self.model)
        except LightGBMError as error:
            raise InvalidModel(f"these are no trees of LightGBM: {error}") from None
