"""Vectors: exact similarity over a matrix that the process keeps while no one changes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from graph.sqlite import queries
from graph.sqlite.connection import Session

VERSION = "vector_version"
"""Setting that every change of vectors raises, in its own transaction."""


@dataclass(frozen=True)
class Matrix:
    """All vectors of a space, rows in order of id.

    Attributes:
        keys: Row keys of the entities, int64, shape (n,).
        ids: Ids of the entities.
        rows: As stored, shape (n, d).
        lengths: Euclidean, shape (n,).
    """

    keys: NDArray[np.int64]
    ids: tuple[str, ...]
    rows: NDArray[np.float32]
    lengths: NDArray[np.float32]

    def nearest(
        self, vector: NDArray[np.float32], among: NDArray[np.int64] | None, first: int
    ) -> list[tuple[str, float]]:
        """Ids and cosines, best first, of the entities whose key is among those."""
        chosen = np.arange(len(self.ids))
        if among is not None:
            chosen = chosen[np.isin(self.keys, among)]
        if first == 0 or chosen.size == 0:
            return []
        rows = self.rows if among is None else self.rows[chosen]
        scores = _cosines(rows, self.lengths[chosen], vector)
        if scores.size > first:
            least = np.partition(scores, scores.size - first)[scores.size - first]
            kept = np.flatnonzero(scores >= least)
            chosen, scores = chosen[kept], scores[kept]
        order = np.argsort(-scores, kind="stable")[:first]
        return [(self.ids[chosen[place]], float(scores[place])) for place in order]


class MatrixCache:
    """The last matrix of each space that this process read, by the version it was read at."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._matrices: dict[str, tuple[int, Matrix]] = {}

    def get(self, session: Session, space: str) -> Matrix:
        """The matrix of the space as the session's snapshot sees it."""
        version = session.value(queries.GET_SETTING, (VERSION,)) or 0
        with self._lock:
            known = self._matrices.get(space)
            if known is None or known[0] != version:
                known = self._matrices[space] = (version, read_matrix(session, space))
            return known[1]


def read_matrix(session: Session, space: str) -> Matrix:
    """All vectors of the space."""
    found = session.rows(queries.GET_VECTORS, (space,))
    if not found:
        nothing = np.empty((0, 0), np.float32)
        return Matrix(np.empty(0, np.int64), (), nothing, np.empty(0, np.float32))
    rows = np.frombuffer(b"".join(row[2] for row in found), np.float32).reshape(len(found), -1)
    keys = np.fromiter((row[0] for row in found), np.int64, len(found))
    lengths = np.linalg.norm(rows, axis=1).astype(np.float32)
    return Matrix(keys, tuple(row[1] for row in found), rows, lengths)


def blob_rows(
    space: str, keys: Sequence[int], vectors: NDArray[np.float32]
) -> list[tuple[str, int, bytes]]:
    """Rows of ``PUT_VECTOR``."""
    packed = np.ascontiguousarray(vectors, np.float32)
    return [(space, key, row.tobytes()) for key, row in zip(keys, packed, strict=True)]


def _cosines(
    rows: NDArray[np.float32], lengths: NDArray[np.float32], vector: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Rounded to six digits: beyond them the sum depends on a row's place in the matrix."""
    product = (rows @ vector.astype(np.float32)).astype(np.float64)
    scale = lengths.astype(np.float64) * float(np.linalg.norm(vector))
    scores = np.divide(product, scale, out=np.zeros_like(product), where=scale > 0)
    return np.clip(np.round(scores, 6), -1.0, 1.0)
