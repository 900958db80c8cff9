"""Which activities go together, and how near a place is to those it lacks."""

from typing import Any

import numpy as np
from scipy import sparse

from chains.complexity.matrix import (
    FloatArray,
    InvalidMatrix,
    Matrix,
    checked_presence,
    refuse_wider,
)

_ROWS = 32


def proximity(present: Matrix) -> FloatArray:
    """The lesser of the two chances that a place with one activity has the other as well.

    ``phi[a, b] = (places with both) / max(ubiquity[a], ubiquity[b])`` (Hidalgo et al. 2007),
    between 0 and 1, symmetric. The diagonal is 0 here, for what a place does says nothing new
    about itself; most others leave 1 there. An activity that is present nowhere has 0 throughout.

    Args:
        present: Zeros and ones, shape (places, activities).

    Returns:
        Shape (activities, activities).

    Raises:
        InvalidMatrix: Another value occurs, or there are more than 20,000 activities.
    """
    values = checked_presence(present)
    refuse_wider(values.shape[1], "activities")
    together = _together(values)
    counts = np.asarray(values.sum(axis=0), dtype=np.float64)
    result = np.empty(together.shape)
    for start in range(0, len(counts), _ROWS):
        rows = slice(start, start + _ROWS)
        greater = np.maximum(counts[rows, np.newaxis], np.maximum(counts, 1.0))
        np.divide(together[rows], greater, out=result[rows])
    np.fill_diagonal(result, 0.0)
    return result


def density(present: Matrix, nearness: FloatArray) -> FloatArray:
    """Share of an activity's neighbourhood that a place has, weighted by proximity.

    ``omega[p, a] = sum_b present[p, b] phi[a, b] / sum_b phi[a, b]`` (Hidalgo et al. 2007),
    between 0 and 1; with the diagonal of ``proximity`` at 0 it does not see whether the place has
    the activity itself. An activity near to none has 0.

    Args:
        present: Zeros and ones, shape (places, activities).
        nearness: From ``proximity``, shape (activities, activities).

    Returns:
        Shape (places, activities).

    Raises:
        InvalidMatrix: The shapes do not fit.
    """
    values = checked_presence(present)
    if nearness.shape != (values.shape[1], values.shape[1]):
        raise InvalidMatrix(
            f"{values.shape[1]} activities need a proximity of that many rows and columns, "
            f"not {nearness.shape}"
        )
    around = nearness.sum(axis=1)
    near: FloatArray = values @ nearness.T
    shares: FloatArray = np.divide(near, around, out=np.zeros_like(near), where=around > 0)
    return shares


def _together(values: Any) -> Any:
    """Counts of places with both; whole numbers below 2^24, so exact in single precision."""
    if sparse.issparse(values):
        return (values.T @ values).toarray()
    single = values.astype(np.float32)
    return single.T @ single
