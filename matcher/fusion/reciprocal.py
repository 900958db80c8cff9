"""Reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009), each voice by its strength.

Plain fusion lets a retriever that found next to nothing speak as loudly as one that found the
very thing: words shared by chance outvote meaning where demand and supply have few words, or no
language, in common. So a retriever counts by its best hit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.retrieval.retrieved import RETRIEVERS, Retrieved

K = 60


@dataclass(frozen=True, slots=True)
class Fused:
    """A candidate's place after fusion.

    Attributes:
        row: Its position among the candidates.
        score: Sum of the contributions.
        contributions: What adds up to the score, by retriever or feature.
        probability: That it is an answer; None where nothing was calibrated.
    """

    row: int
    score: float
    contributions: Mapping[str, float]
    probability: float | None = None


class ReciprocalFusion:
    """Ranks without labels, and so without probabilities.

    Contributions are those of the retrievers that hit: best score/(K + rank).
    """

    threshold: float | None = None

    def rank(self, retrieved: Retrieved, first: int) -> tuple[Fused, ...]:
        """The first candidates, best first; ties by id."""
        scores = {name: retrieved.column(name) for name in RETRIEVERS}
        return fuse(scores, retrieved.ids, first)


def fuse(
    scores: Mapping[str, NDArray[np.float32]], ids: Sequence[str], first: int
) -> tuple[Fused, ...]:
    """Fuse the rankings of several retrievers over their hits, scores above 0.

    Args:
        scores: For each retriever the score of every candidate, at most 1; shape (n,).
        ids: Ids of the candidates; ties are broken by them.
        first: How many to keep.
    """
    contributions: dict[int, dict[str, float]] = {}
    for name, values in scores.items():
        strength = float(values.max(initial=0.0))
        hits = np.flatnonzero(values > 0)
        for row, rank in zip(hits.tolist(), _ranks(values[hits]).tolist(), strict=True):
            contributions.setdefault(row, {})[name] = strength / (K + rank)
    fused = [Fused(row, sum(parts.values()), parts) for row, parts in contributions.items()]
    return tuple(sorted(fused, key=lambda item: (-item.score, ids[item.row]))[:first])


def sum_of_reciprocals(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The scores of ``fuse``, 0 where nothing hits; shape (n,).

    Args:
        scores: Of each candidate by each retriever, shape (n, retrievers).
    """
    fused = np.zeros(len(scores))
    for column in scores.T:
        hits = np.flatnonzero(column > 0)
        fused[hits] += column.max(initial=0.0) / (K + _ranks(column[hits]))
    return fused


def _ranks(values: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Ranks from 1 for the highest; equal values share the mean of their places."""
    _, group, sizes = np.unique(-values, return_inverse=True, return_counts=True)
    last = np.cumsum(sizes)
    return np.asarray((last - (sizes - 1) / 2)[group])
