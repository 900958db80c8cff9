"""What the numerics take: a matrix of places (rows) x activities (columns), dense or sparse."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chains.errors import ChainError

FloatArray: TypeAlias = NDArray[np.float64]
Matrix: TypeAlias = Any
"""A numpy array or any scipy sparse matrix or array; answers keep the kind that was given."""

_WIDEST = 20_000


class InvalidMatrix(ChainError):
    """The matrix has no answer: wrong shape, too wide, negative or not finite."""

    code = "CHAIN_INVALID_MATRIX"


def checked(matrix: Matrix) -> Any:
    """The matrix in float64, dense as an array, sparse in rows with no stored zeros.

    Raises:
        InvalidMatrix: It is not two-dimensional, or a value is negative, infinite or missing.
    """
    if getattr(matrix, "ndim", 0) != 2:
        raise InvalidMatrix("give a matrix with places as rows and activities as columns")
    if sparse.issparse(matrix):
        rows = sparse.csr_array(matrix, dtype=np.float64, copy=True)
        rows.sum_duplicates()
        rows.eliminate_zeros()
        _refuse_bad(rows.data)
        return rows
    values = np.asarray(matrix, dtype=np.float64)
    _refuse_bad(values)
    return values


def checked_presence(matrix: Matrix) -> Any:
    """The same for a matrix of zeros and ones.

    Raises:
        InvalidMatrix: Another value occurs.
    """
    values = checked(matrix)
    stored = values.data if sparse.issparse(values) else values
    if not np.isin(stored, (0.0, 1.0)).all():
        raise InvalidMatrix("presence holds zeros and ones alone; `presence(rca(matrix))` makes it")
    return values


def refuse_wider(count: int, what: str) -> None:
    """Keep what is quadratic within memory (20,000 squared in float64 is 3.2 GB).

    Raises:
        InvalidMatrix: There are more.
    """
    if count > _WIDEST:
        raise InvalidMatrix(
            f"{count} {what} are too many for a square matrix of them, of which {_WIDEST} is the "
            "limit; group them first"
        )


def _refuse_bad(values: FloatArray) -> None:
    if not np.isfinite(values).all():
        raise InvalidMatrix("the matrix holds a value that is infinite or missing; give 0 for none")
    if values.size and values.min() < 0:
        raise InvalidMatrix("the matrix holds a negative value; amounts are 0 or more")
