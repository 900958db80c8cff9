"""Complexity of places and of activities by the method of reflections' eigenvectors."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from scipy.sparse.csgraph import connected_components

from chains.complexity.matrix import FloatArray, Matrix, checked_presence, refuse_wider

_SAME = 1e-9


@dataclass(frozen=True)
class Complexity:
    """Complexity indices of a matrix; compare them only within one component.

    Attributes:
        eci: Of each place, shape (places,); mean 0 and standard deviation 1 within a component,
            NaN where it is not defined.
        pci: Of each activity, shape (activities,), on the scale of ``eci``: a place's index is the
            mean of the indices of its activities.
        place_component: Component of each place from 0, by first place; -1 without any presence.
        activity_component: The same of each activity.
        eigenvalues: The second eigenvalue of each component, between 0 and 1; NaN where the
            component has no index.
    """

    eci: FloatArray
    pci: FloatArray
    place_component: NDArray[np.int64]
    activity_component: NDArray[np.int64]
    eigenvalues: FloatArray

    @property
    def components(self) -> int:
        """How many parts of the matrix share neither a place nor an activity."""
        return len(self.eigenvalues)


def complexity(present: Matrix) -> Complexity:
    """ECI and PCI (Hidalgo and Hausmann 2009): second eigenvectors of the two averagings.

    ``kc = D^-1 M kp`` is the mean over a place's activities, where ``kp`` is the second eigenvector
    of ``U^-1 M' D^-1 M``; both are scaled by the mean and standard deviation of ``kc``. The sign is
    such that ECI rises with diversity; where it does not correlate, such that the first place
    that differs from 0 is positive. In a matrix of several parts that share nothing the second
    eigenvector only tells the parts apart, so each part is solved alone. A part has no index (NaN)
    if it has one place, if its second eigenvalue is 0, or if its second and third are equal, for
    then the direction is arbitrary.

    Args:
        present: Zeros and ones, shape (places, activities).

    Raises:
        InvalidMatrix: Another value occurs, or both sides are longer than 20,000.
    """
    values = checked_presence(present)
    refuse_wider(min(values.shape), "places and activities")
    places, activities = _components(values)
    count = int(places.max(initial=-1)) + 1
    eci, pci = np.full(values.shape[0], np.nan), np.full(values.shape[1], np.nan)
    eigenvalues = np.full(count, np.nan)
    for part in range(count):
        rows, columns = np.flatnonzero(places == part), np.flatnonzero(activities == part)
        solved = _solve(values[rows][:, columns])
        if solved is not None:
            eigenvalues[part], eci[rows], pci[columns] = solved
    return Complexity(eci, pci, places, activities, eigenvalues)


def _components(values: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Component of each place and each activity, numbered by first place, -1 for the empty."""
    rows = sparse.csr_array(values)
    joined = sparse.block_array([[None, rows], [rows.T, None]], format="csr")
    _, labels = connected_components(joined, directed=False)
    held = np.concatenate([rows.sum(axis=1), rows.sum(axis=0)]) > 0
    numbers = np.full(len(labels), -1, dtype=np.int64)
    found, first = np.unique(labels[held], return_index=True)
    order = np.empty(len(found), dtype=np.int64)
    order[np.argsort(first)] = np.arange(len(found))
    numbers[held] = order[np.searchsorted(found, labels[held])]
    return numbers[: rows.shape[0]], numbers[rows.shape[0] :]


def _solve(part: Any) -> tuple[float, FloatArray, FloatArray] | None:
    """Second eigenvalue, ECI and PCI of a connected part; None where they are not defined."""
    by_place = np.asarray(part.sum(axis=1), dtype=np.float64)
    by_activity = np.asarray(part.sum(axis=0), dtype=np.float64)
    if len(by_place) <= len(by_activity):
        value, of_places = _second(part, by_place, by_activity)
        of_activities = (part.T @ of_places) / by_activity
    else:
        value, of_activities = _second(part.T, by_activity, by_place)
    if np.isnan(value):
        return None
    of_places = (part @ of_activities) / by_place
    mean, spread = of_places.mean(), of_places.std()
    turned = _sign(by_place, of_places) / spread
    return value, turned * (of_places - mean), turned * (of_activities - mean)


def _second(part: Any, by_row: FloatArray, by_column: FloatArray) -> tuple[float, FloatArray]:
    """The second eigenpair of ``D^-1 M U^-1 M'`` over the rows, by its symmetric likeness.

    The eigenvalue is NaN where there is none, or the vector is arbitrary.
    """
    size = len(by_row)
    if size < 2:
        return np.nan, np.zeros(size)
    root = 1.0 / np.sqrt(by_row)
    values, vectors = linalg.eigh(
        _square(part, root, 1.0 / by_column), subset_by_index=[max(size - 3, 0), size - 1]
    )
    third = max(values[-3], 0.0) if size > 2 else 0.0
    defined = values[-2] > _SAME and values[-2] - third > _SAME
    return float(values[-2]) if defined else np.nan, vectors[:, -2] * root


def _square(part: Any, by_row: FloatArray, by_column: FloatArray) -> FloatArray:
    if sparse.issparse(part):
        scaled = sparse.csr_array(sparse.diags_array(by_row) @ part)
        square: FloatArray = ((scaled * by_column) @ scaled.T).toarray()
        return square
    dense: FloatArray = part * by_row[:, np.newaxis]
    return (dense * by_column) @ dense.T


def _sign(by_place: FloatArray, of_places: FloatArray) -> float:
    along = float((by_place - by_place.mean()) @ (of_places - of_places.mean()))
    if abs(along) < _SAME * np.linalg.norm(by_place) * np.linalg.norm(of_places):
        along = float(of_places[np.flatnonzero(abs(of_places) > _SAME * abs(of_places).max())[0]])
    return 1.0 if along > 0 else -1.0
