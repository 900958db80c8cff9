"""What a learned fusion reads of a candidate: its features, and how they stand in the query.

A score alone says little: a cosine of .6 is the best there is for one demand and common for
another. So beside each retriever's score stand its share of the query's best, that best itself,
and the place. Nothing here knows the ids, and so nothing can be learned by heart.
"""

import numpy as np
from numpy.typing import NDArray

from matcher.fusion.reciprocal import sum_of_reciprocals
from matcher.retrieval.retrieved import FEATURES, RETRIEVERS, Retrieved

SHARE, BEST, PLACE = "share", "best", "place"
TOGETHER = "together"
INPUTS: tuple[str, ...] = (
    *FEATURES,
    *(f"{name}-{kind}" for kind in (SHARE, BEST, PLACE) for name in RETRIEVERS),
    *(f"{TOGETHER}-{kind}" for kind in (SHARE, PLACE)),
)
"""Names of the columns: the features, then for each retriever its share, its best, its place, and
the share and place by reciprocal rank fusion of them all."""


def inputs(retrieved: Retrieved) -> NDArray[np.float64]:
    """The columns ``INPUTS`` of all that was retrieved, shape (n, len(INPUTS)).

    ``share`` is the score over the query's best, ``best`` that best, and ``place`` is
    1/(1 + ln rank); a retriever that did not hit gives 0. ``together`` is reciprocal rank fusion.
    """
    features = np.asarray(retrieved.features, dtype=np.float64)
    if not len(features):
        return np.zeros((0, len(INPUTS)))
    scores = np.maximum(np.column_stack([retrieved.column(name) for name in RETRIEVERS]), 0.0)
    best = scores.max(axis=0)
    shares = scores / np.where(best > 0, best, 1.0)
    places = np.column_stack([_places(column) for column in scores.T])
    fused = sum_of_reciprocals(scores)
    together = np.column_stack([fused / max(float(fused.max()), 1e-12), _places(fused)])
    return np.hstack([features, shares, np.broadcast_to(best, scores.shape), places, together])


def _places(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """1/(1 + ln rank) of the hits, equal scores sharing the better place; 0 for the others."""
    ordered = np.sort(scores)[::-1]
    ranks = 1 + np.searchsorted(-ordered, -scores, side="left")
    return np.where(scores > 0, 1 / (1 + np.log(ranks)), 0.0)
