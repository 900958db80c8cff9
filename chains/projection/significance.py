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
from scipy.special import bdtrc, gammaln, xlog1py, xlogy

from chains.projection.table import kinds_of

RESOLUTION = 0.01
"""Weights are rounded to multiples of this before the test, in null and observation alike."""

_ITERATIONS = 2000
_TOLERANCE = 1e-10
_CELLS = 600
_AT_ONCE = 20_000
_PRECISION = 1e-12
_NOTHING = 1e-40

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
        if weight >= len(self._tails.get(key, ())):
            self._tails[key] = self._tail(*key, max(weight, _CELLS))
        return float(self._tails[key][weight])

    def p_values(
        self,
        degree_a: NDArray[np.integer],
        degree_b: NDArray[np.integer],
        weight: NDArray[np.integer],
        up_to: float,
    ) -> FloatArray:
        """``p_value`` of many pairs, 1 where it is certainly above ``up_to``; all shapes (k,)."""
        low = np.minimum(degree_a, degree_b).astype(np.int64)
        high = np.maximum(degree_a, degree_b)
        span = int(weight.max(initial=0)) + 1
        width = int(high.max(initial=0)) + 1
        kinds, of_pair = kinds_of((low * width + high) * span + weight, width * width * span)
        cases = np.stack([kinds // span // width, kinds // span % width, kinds % span], axis=1)
        values = np.ones(len(kinds))
        likely = self._surely_above(cases, up_to)
        # from the heaviest, so that each tail is computed once, to its full length
        for row in np.flatnonzero(~likely)[::-1].tolist():
            values[row] = self.p_value(*cases[row].tolist())
        found: FloatArray = values[of_pair]
        return found

    def _surely_above(self, cases: NDArray[np.int64], up_to: float) -> NDArray[np.bool_]:
        """Where the chance of one asset, or two, of enough weight alone is above the limit."""
        weights = rounded_weights(self.asset_degrees)
        above = np.zeros(len(cases), dtype=bool)
        for start in range(0, len(cases), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            q = self._chance(cases[part, 0], cases[part, 1])
            none = self.asset_counts * np.log1p(-q)
            odds = self.asset_counts * q / (1 - q)
            for number in (1, 2):
                enough = weights * number >= cases[part, 2, None]
                zero = np.exp((none * enough).sum(axis=1))
                tail = 1 - zero if number == 1 else 1 - zero * (1 + (odds * enough).sum(axis=1))
                # below this the difference from 1 has no precision left
                above[part] |= tail > max(up_to, _PRECISION)
        return above

    def _chance(self, degree_a: NDArray[np.int64], degree_b: NDArray[np.int64]) -> FloatArray:
        """That both hold an asset, by asset degree: shape (k, d)."""
        y = self.asset_fitness
        x_a, x_b = self._fitness(degree_a)[:, None], self._fitness(degree_b)[:, None]
        chance: FloatArray = (x_a * y / (1 + x_a * y)) * (x_b * y / (1 + x_b * y))
        return chance

    def _fitness(self, degree: NDArray[np.int64]) -> FloatArray:
        """X of vertex degrees; between fitted degrees, interpolated."""
        known = sorted(self.vertex_fitness)
        return np.interp(degree, known, [self.vertex_fitness[item] for item in known])

    def _tail(self, degree_a: int, degree_b: int, top: int) -> FloatArray:
        """Chances of at least each weight from 0 to ``top``, computed by weight."""
        chance = self._chance(np.array([degree_a]), np.array([degree_b]))[0]
        steps = rounded_weights(self.asset_degrees)
        mass = np.zeros(top + 1)
        mass[0] = 1.0
        for step in np.unique(steps).tolist():
            alike = steps == step
            mass = _add_steps(
                mass, _successes(self.asset_counts[alike], chance[alike], top // step + 1), step
            )
        return np.asarray(np.minimum(np.cumsum(mass[::-1])[::-1], 1.0))


def rounded_weight(degree: int) -> int:
    """Adamic-Adar weight 1/ln(degree) in units of ``RESOLUTION``; the degree is at least 2."""
    return round(1 / math.log(max(degree, 2)) / RESOLUTION)


def rounded_weights(degrees: NDArray[np.int64]) -> NDArray[np.int64]:
    """``rounded_weight`` of many degrees."""
    kinds, of = kinds_of(degrees, int(degrees.max(initial=0)) + 1)
    return np.array([rounded_weight(item) for item in kinds.tolist()], dtype=np.int64)[of]


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


def _successes(counts: NDArray[np.int64], chances: FloatArray, top: int) -> FloatArray:
    """Distribution of the number of successes of several binomials, the last cell for all beyond.

    What is less likely than ``_NOTHING`` is left out.
    """
    total = np.ones(1)
    for count, chance in zip(counts.tolist(), chances.tolist(), strict=True):
        number = np.arange(min(count, top) + 1)
        mass = _binomial(number, count, chance)
        last = int(np.flatnonzero(mass > _NOTHING)[-1])
        mass = mass[: last + 1]
        if last == top:
            mass[-1] = bdtrc(top - 1, count, chance)
        total = np.convolve(total, mass)
        if len(total) > top + 1:
            total[top] = total[top:].sum()
            total = total[: top + 1]
    return total


def _binomial(number: NDArray[np.int64], count: int, chance: float) -> FloatArray:
    """Chance of so many successes; that of scipy.stats, which takes a second to import."""
    ways = gammaln(count + 1) - gammaln(number + 1) - gammaln(count - number + 1)
    mass: FloatArray = np.exp(ways + xlogy(number, chance) + xlog1py(count - number, -chance))
    return mass


def _add_steps(mass: FloatArray, successes: FloatArray, step: int) -> FloatArray:
    """Distribution after adding ``step`` times a number; the last cell takes all beyond it."""
    result = np.zeros_like(mass)
    for number, weight in enumerate(successes.tolist()):
        shift = number * step
        if shift >= len(mass):
            result[-1] += weight * mass.sum()
            continue
        result[shift:] += weight * mass[: len(mass) - shift]
        if shift:
            result[-1] += weight * mass[len(mass) - shift :].sum()
    return result
