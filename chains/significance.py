"""Are two vertices linked by more than chance? A degree-preserving null for shared assets.

The null is the bipartite configuration model (Saracco et al., New Journal of Physics 19, 2017):
vertex i holds asset a with probability x_i y_a / (1 + x_i y_a), independently, with x and y such
that every vertex and every asset keeps its expected degree. The Adamic-Adar weight of a pair is
then a sum of independent terms, one for each asset; assets of equal degree have equal probability
and weight, so its distribution is a convolution of binomials and the upper tail is computed
without sampling.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

RESOLUTION = 0.01
"""Weights are rounded to multiples of this before the test, in null and observation alike."""

_ITERATIONS = 2000
_TOLERANCE = 1e-10

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class DegreeNull:
    """The fitted null, by degree.

    Attributes:
        vertex_fitness: x by vertex degree.
        asset_fitness: y by asset degree, shape (d,).
        asset_degrees: Distinct asset degrees, shape (d,).
        asset_counts: Number of assets of each degree, shape (d,).
    """

    vertex_fitness: dict[int, float]
    asset_fitness: FloatArray
    asset_degrees: NDArray[np.int64]
    asset_counts: NDArray[np.int64]
    _tails: dict[tuple[int, int], FloatArray] = field(default_factory=dict, repr=False)

    def p_value(self, degree_a: int, degree_b: int, weight: int) -> float:
        """Chance that vertices of those degrees share assets of at least that rounded weight.

        Args:
            degree_a: Number of specific assets of the one vertex.
            degree_b: Number of specific assets of the other.
            weight: Sum of ``rounded_weight`` over the shared assets.
        """
        key = (min(degree_a, degree_b), max(degree_a, degree_b))
        top = int(rounded_weight(2)) * key[0] + 1
        if key not in self._tails:
            self._tails[key] = self._tail(*key, top)
        return float(self._tails[key][min(weight, top)])

    def _fitness(self, degree: int) -> float:
        """X of a vertex degree; between fitted degrees, interpolated."""
        known = sorted(self.vertex_fitness)
        return float(np.interp(degree, known, [self.vertex_fitness[item] for item in known]))

    def _tail(self, degree_a: int, degree_b: int, top: int) -> FloatArray:
        x_a, x_b = self._fitness(degree_a), self._fitness(degree_b)
        y = self.asset_fitness
        chance = (x_a * y / (1 + x_a * y)) * (x_b * y / (1 + x_b * y))
        mass = np.zeros(top + 1)
        mass[0] = 1.0
        for degree, count, q in zip(self.asset_degrees, self.asset_counts, chance, strict=True):
            mass = _add_binomial(mass, int(count), float(q), int(rounded_weight(int(degree))))
        return np.asarray(np.minimum(np.cumsum(mass[::-1])[::-1], 1.0))


def rounded_weight(degree: int) -> int:
    """Adamic-Adar weight 1/ln(degree) in units of ``RESOLUTION``; the degree is at least 2."""
    return round(1 / math.log(max(degree, 2)) / RESOLUTION)


def fit(vertex_degrees: NDArray[np.int64], asset_degrees: NDArray[np.int64]) -> DegreeNull:
    """Fit the bipartite configuration model to positive degrees by fixed-point iteration.

    Args:
        vertex_degrees: Number of assets of each vertex, shape (n,).
        asset_degrees: Number of vertices of each asset, shape (m,).
    """
    rows, row_counts = np.unique(vertex_degrees, return_counts=True)
    columns, column_counts = np.unique(asset_degrees, return_counts=True)
    total = max(float(vertex_degrees.sum()), 1.0)
    x, y = rows / np.sqrt(total), columns / np.sqrt(total)
    for _ in range(_ITERATIONS):
        new_x = rows / (column_counts * y / (1 + np.outer(x, y))).sum(axis=1)
        new_y = columns / (row_counts * new_x / (1 + np.outer(y, new_x))).sum(axis=1)
        moved = max(np.abs(new_x / x - 1).max(), np.abs(new_y / y - 1).max())
        x, y = new_x, new_y
        if moved < _TOLERANCE:
            break
    fitness = {int(degree): float(value) for degree, value in zip(rows, x, strict=True)}
    return DegreeNull(fitness, np.asarray(y), columns, column_counts)


def discoveries(p_values: FloatArray, tests: int, rate: float) -> tuple[NDArray[np.bool_], float]:
    """Benjamini-Hochberg: which p-values are significant among so many tests.

    Args:
        p_values: Shape (k,); the ``tests - k`` others count as 1.
        tests: Number of all tests.
        rate: False discovery rate.

    Returns:
        A mask of shape (k,), and the greatest p-value accepted (0 if none).
    """
    order = np.sort(p_values)
    accepted = order <= rate * np.arange(1, len(order) + 1) / max(tests, 1)
    threshold = float(order[accepted][-1]) if accepted.any() else 0.0
    return (p_values <= threshold) & accepted.any(), threshold


def _add_binomial(mass: FloatArray, count: int, chance: float, step: int) -> FloatArray:
    """Distribution after adding ``step`` times a binomial; the last cell takes all beyond it."""
    successes = np.arange(min(count, len(mass) // max(step, 1) + 1) + 1)
    weights = binom.pmf(successes, count, chance)
    weights[-1] = binom.sf(successes[-1] - 1, count, chance)
    result = np.zeros_like(mass)
    for number, weight in zip(successes, weights, strict=True):
        if weight == 0:
            continue
        shift = int(number) * step
        if shift >= len(mass):
            result[-1] += weight * mass.sum()
            continue
        result[shift:] += weight * mass[: len(mass) - shift]
        if shift:
            result[-1] += weight * mass[len(mass) - shift :].sum()
    return result
