"""What query and candidate share in the graph, weighted by information content."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.query import Neighbour


class NeighbourhoodRetriever:
    """Scores candidates by the most telling scenario, technology, ... shared with the query.

    A shared node tells by its information content -ln p, p being the share of candidates that
    are linked to it, so that what every candidate has tells nothing. The most informative one
    counts (Resnik, IJCAI 1995) and not the sum, which would favour whoever lists most.
    """

    def __init__(self, shared: Sequence[Sequence[Neighbour]]) -> None:
        self._size = len(shared)
        self._holders: dict[str, list[int]] = {}
        for row, links in enumerate(shared):
            for node in sorted({item.entity.id for item in links}):
                self._holders.setdefault(node, []).append(row)

    def content(self, node: str) -> float:
        """Information content of a node among the candidates, at least 0."""
        holders = self._holders.get(node)
        return -math.log(len(holders) / self._size) if holders else 0.0

    def scores(self, nodes: Mapping[str, float]) -> NDArray[np.float32]:
        """For each candidate the most telling shared node, as a share of the most possible.

        Args:
            nodes: The query's nodes with their strengths, at most 1.

        Returns:
            Between 0 and 1, shape (n,).
        """
        scores = np.zeros(self._size, dtype=np.float32)
        most = math.log(self._size) if self._size > 1 else 1.0
        for node, strength in nodes.items():
            rows = self._holders.get(node, [])
            scores[rows] = np.maximum(scores[rows], strength * self.content(node) / most)
        return scores
