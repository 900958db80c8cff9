"""Advantage drawn towards what is expected, as far as the data fail to show a difference."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, gammaln

from chains.complexity import FloatArray

_GRID = (np.arange(40) + 0.5) / 40
_HALVINGS = 40
_TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Advantage of each place in one activity, shapes (places,), with its 90% interval."""

    advantage: FloatArray
    low: FloatArray
    high: FloatArray


def shrink(weights: FloatArray, activity: int) -> Shrunk:
    """The posterior of the advantage in one activity under a Dirichlet-multinomial.

    The shares of a place's activities are drawn from a Dirichlet distribution around those of all
    places together, ``q``, with concentration ``kappa``; given it, the share of activity a in
    place p is ``Beta(x + kappa q, n - x + kappa (1 - q))``, and advantage is that share divided by
    ``q``. How much places differ, ``rho = 1 / (1 + kappa)``, is taken as uniform on (0, 1) before
    the data are seen, and weighed by their likelihood on a grid of 40 values.

    Args:
        weights: Amounts, shape (places, activities); a unit is one observation.
        activity: Which column; it must not be empty.

    Returns:
        Posterior means and the 5% and 95% quantiles. A place without any observation has the
        mean 1 and as wide an interval as places differ.
    """
    shares = weights.sum(axis=0) / weights.sum()
    share = shares[activity]
    concentrations = (1 - _GRID) / _GRID
    likelihood = _weighed(weights[:, shares > 0], shares[shares > 0], concentrations)
    seen = weights[:, activity, np.newaxis] + concentrations * share
    size = weights.sum(axis=1)[:, np.newaxis] + concentrations
    return Shrunk(
        advantage=(seen / size) @ likelihood / share,
        low=_quantile(seen, size - seen, likelihood, _TAIL) / share,
        high=_quantile(seen, size - seen, likelihood, 1 - _TAIL) / share,
    )


def _weighed(weights: FloatArray, shares: FloatArray, concentrations: FloatArray) -> FloatArray:
    """Posterior weight of each concentration."""
    log = np.array([_log_likelihood(weights, shares, value) for value in concentrations])
    weight: FloatArray = np.exp(log - log.max())
    weight /= weight.sum()
    return weight


def _log_likelihood(weights: FloatArray, shares: FloatArray, concentration: float) -> float:
    """Of the Dirichlet-multinomial, without the part that does not depend on it."""
    prior = concentration * shares
    sizes = weights.sum(axis=1)
    of_places = gammaln(concentration) - gammaln(sizes + concentration)
    of_cells = gammaln(weights + prior) - gammaln(prior)
    return float(of_places.sum() + of_cells.sum())


def _quantile(
    first: FloatArray, second: FloatArray, weight: FloatArray, level: float
) -> FloatArray:
    """Quantile of a mixture of Beta distributions, by halving; shape (places,)."""
    low, high = np.zeros(len(first)), np.ones(len(first))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = betainc(first, second, middle[:, np.newaxis]) @ weight < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
