"""What query and candidate share in the graph, weighted by information content."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.query import Neighbour


class NeighbourhoodRetriever:
    """Scores candidates by the scenarios, technologies, standards, ... shared with the query.

    A shared node counts by its information content -ln p, p being the share of candidates that
    are linked to it (Resnik, IJCAI 1995), so that what every candidate has counts for nothing.
    """

    def __init__(self, shared: Sequence[Sequence[Neighbour]]) -> None:
        self._size = len(shared)
        self._holders: dict[str, list[int]] = {}
        for row, links in enumerate(shared):
            for node in sorted({item.entity.id for item in links}):
                self._holders.setdefault(node, []).append(row)
        counts = Counter({node: len(rows) for node, rows in self._holders.items()})
        self._content = {node: -math.log(count / self._size) for node, count in counts.items()}

    def content(self, node: str) -> float:
        """Information content of a node among the candidates, at least 0."""
        return self._content.get(node, 0.0)

    def scores(self, nodes: Mapping[str, float]) -> NDArray[np.float32]:
        """What each candidate shares of all that the query and any candidate share.

        Args:
            nodes: The query's nodes with their strengths.

        Returns:
            Between 0 and 1, shape (n,).
        """
        scores = np.zeros(self._size)
        shared = 0.0
        for node, strength in sorted(nodes.items()):
            weight = strength * self.content(node)
            if weight > 0:
                scores[self._holders[node]] += weight
                shared += weight
        return np.asarray(scores / shared if shared else scores, dtype=np.float32)
