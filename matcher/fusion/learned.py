"""Ranking by a model that was learned from feedback, with calibrated probabilities."""

from dataclasses import dataclass

import numpy as np

from matcher.fusion.calibration import Calibration
from matcher.fusion.inputs import INPUTS, inputs
from matcher.fusion.reciprocal import Fused
from matcher.fusion.scorers import BASE, Scorer
from matcher.retrieval.retrieved import Retrieved


@dataclass(frozen=True, slots=True)
class LearnedFusion:
    """Log-odds, calibrated.

    Attributes:
        scorer: From inputs to log-odds.
        calibration: From log-odds to probabilities.
        threshold: Probability below which the best candidate is no confident match.
    """

    scorer: Scorer
    calibration: Calibration
    threshold: float | None

    def rank(self, retrieved: Retrieved, first: int) -> tuple[Fused, ...]:
        """The first candidates by log-odds, best first; ties by id."""
        rows = inputs(retrieved)
        scores = np.round(self.scorer.scores(rows), 9)  # sums differ in the last bit by position
        order = np.argsort(-scores, kind="stable")[:first]  # retrieved in order of ids
        parts = self.scorer.contributions(rows[order])
        probabilities = self.calibration.probabilities(scores[order])
        return tuple(
            Fused(
                row=int(row),
                score=float(scores[row]),
                contributions=dict(zip((*INPUTS, BASE), part.tolist(), strict=True)),
                probability=float(probability),
            )
            for row, part, probability in zip(order, parts, probabilities, strict=True)
        )
