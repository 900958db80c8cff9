"""Cosine of encoder vectors: exact for few candidates, by usearch for many.

usearch is one small wheel that maps its file into memory and keeps vectors in one byte a dimension;
what it proposes is scored from the whole vectors.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from usearch.index import Index as Graph

from matcher.retrieval.bags import Ints

EXACT_BELOW = 50_000
"""Vectors up to which every one is looked at: some 3 ms."""

_CONNECTIVITY, _EFFORT_ADD, _EFFORT_SEARCH = 16, 128, 96
_SPREAD = 3
"""So many times as many are taken from the graph as are wanted, and the best of them kept."""


def cosines(
    vectors: NDArray[np.float32], rows: Ints, vector: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Cosine of some rows with a vector, both of length 1; shape (len(rows),)."""
    return np.round(vectors[rows] @ vector, 6)


def empty_graph(dimension: int) -> Graph:
    """A graph of near vectors without any."""
    return Graph(
        ndim=dimension,
        metric="cos",
        dtype="i8",
        connectivity=_CONNECTIVITY,
        expansion_add=_EFFORT_ADD,
        expansion_search=_EFFORT_SEARCH,
        enable_key_lookups=False,
    )


def open_graph(path: Path, dimension: int) -> Graph:
    """A graph that stays in its file."""
    graph = empty_graph(dimension)
    graph.view(str(path))
    return graph


def nearest(
    vectors: NDArray[np.float32],
    graph: Graph | None,
    vector: NDArray[np.float32],
    first: int,
    allowed: NDArray[np.bool_],
) -> Ints:
    """Rows of the nearest vectors among those allowed.

    Args:
        vectors: Of length 1, shape (n, d).
        graph: Of the vectors; None where there are few.
        vector: Of length 1, shape (d,).
        first: How many at least, if there are so many.
        allowed: Which rows may be found, shape (n,).
    """
    many = int(np.count_nonzero(allowed))
    if graph is None or many <= EXACT_BELOW:
        rows = np.flatnonzero(allowed)
        exact = vectors @ vector if many == len(vectors) else vectors[rows] @ vector
        return rows[_best(exact, first)]
    wanted = _SPREAD * first
    while True:
        found = graph.search(vector, wanted, threads=1).keys.astype(np.int64)
        kept = found[allowed[found]]
        if len(kept) >= min(first, many) or wanted >= len(vectors):
            return kept[_best(vectors[kept] @ vector, first)]
        share = max(len(kept), 1) / len(found)
        wanted = min(len(vectors), max(_SPREAD * wanted, int(first / share * 1.5)))


def _best(scores: NDArray[np.float32], first: int) -> Ints:
    """Places of the highest scores; of equal ones at the edge the first."""
    if len(scores) <= first:
        return np.arange(len(scores))
    edge = np.partition(scores, len(scores) - first)[len(scores) - first]
    over = np.flatnonzero(scores > edge)
    return np.concatenate((over, np.flatnonzero(scores == edge)[: first - len(over)]))
