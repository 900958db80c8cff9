"""Who does more of what than expected: revealed comparative advantage and its counts."""

import numpy as np
from scipy import sparse

from chains.complexity.matrix import FloatArray, Matrix, checked, checked_presence


def rca(matrix: Matrix) -> Matrix:
    """Revealed comparative advantage (Balassa 1965), the share of a share.

    ``rca[p, a] = (x[p, a] / sum_a x[p, a]) / (sum_p x[p, a] / sum x)``. At least 0; 1 is what one
    expects of a place and an activity of those sizes, and comes out as exactly 1 for whole amounts,
    for it is computed as ``x[p, a] total / (row p * column a)``, rounded once. A place without
    activity, or an activity without place, has 0 throughout.

    Args:
        matrix: Amounts, shape (places, activities), none negative.

    Raises:
        InvalidMatrix: It is no such matrix.
    """
    values = checked(matrix)
    total = values.sum()
    by_place = np.asarray(values.sum(axis=1), dtype=np.float64)
    by_activity = np.asarray(values.sum(axis=0), dtype=np.float64)
    if sparse.issparse(values):
        place = np.repeat(np.arange(len(by_place)), np.diff(values.indptr))
        values.data *= total
        values.data /= by_place[place] * by_activity[values.indices]
        return values
    expected = np.multiply.outer(by_place, by_activity)
    return np.divide(values * total, expected, out=np.zeros_like(expected), where=expected > 0)


def presence(advantage: Matrix, threshold: float = 1.0) -> Matrix:
    """1 where the advantage reaches the threshold, else 0, in float64."""
    values = checked(advantage)
    if sparse.issparse(values):
        values.data = (values.data >= threshold).astype(np.float64)
        values.eliminate_zeros()
        return values
    return (values >= threshold).astype(np.float64)


def diversity(present: Matrix) -> FloatArray:
    """Of how many activities each place has a presence; shape (places,)."""
    return np.asarray(checked_presence(present).sum(axis=1), dtype=np.float64)


def ubiquity(present: Matrix) -> FloatArray:
    """In how many places each activity is present; shape (activities,)."""
    return np.asarray(checked_presence(present).sum(axis=0), dtype=np.float64)
