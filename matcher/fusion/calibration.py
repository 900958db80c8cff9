"""From log-odds to probabilities; fitted elsewhere, evaluated here by numpy alone."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Calibration(Protocol):
    """A map that never falls, from log-odds to probabilities."""

    def probabilities(self, scores: Floats) -> Floats:
        """Probabilities strictly between 0 and 1, shape (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class Platt:
    """1/(1 + exp(-(slope s + offset))) (Platt, 1999); ``slope`` is at least 0."""

    slope: float
    offset: float

    def probabilities(self, scores: Floats) -> Floats:
        """Probabilities strictly between 0 and 1, shape (n,)."""
        return 1 / (1 + np.exp(-np.clip(self.slope * scores + self.offset, -30, 30)))


@dataclass(frozen=True, slots=True)
class Isotonic:
    """The steps of isotonic regression (Zadrozny and Elkan, KDD 2002), joined by lines.

    Attributes:
        scores: Knots, ascending.
        values: Probability at each knot, never falling.
        least: No probability is below this, or above 1 - this: a finite sample proves neither
            0 nor 1.
    """

    scores: tuple[float, ...]
    values: tuple[float, ...]
    least: float

    def probabilities(self, scores: Floats) -> Floats:
        """Probabilities strictly between 0 and 1, shape (n,)."""
        return np.clip(np.interp(scores, self.scores, self.values), self.least, 1 - self.least)
