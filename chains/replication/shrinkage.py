"""Advantage drawn towards what is expected, as far as the data fail to show a difference."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, gammaln

from chains.complexity import FloatArray

_RHO = (np.arange(40) + 0.5) / 40
CONCENTRATIONS: FloatArray = (1 - _RHO) / _RHO
"""Of what is drawn around a common mean: ``rho = 1 / (1 + kappa)`` spread evenly over (0, 1)."""
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
    held, around = weights[:, shares > 0], shares[shares > 0]
    likelihood = normalised([_log_likelihood(held, around, kappa) for kappa in CONCENTRATIONS])
    seen = weights[:, activity, np.newaxis] + CONCENTRATIONS * share
    size = weights.sum(axis=1)[:, np.newaxis] + CONCENTRATIONS
    low, high = interval(seen, size - seen, likelihood)
    return Shrunk(advantage=(seen / size) @ likelihood / share, low=low / share, high=high / share)


def normalised(log_likelihoods: Sequence[float]) -> FloatArray:
    """Posterior weights of the concentrations."""
    log = np.array(log_likelihoods)
    weight: FloatArray = np.exp(log - log.max())
    weight /= weight.sum()
    return weight


def interval(
    first: FloatArray, second: FloatArray, weight: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The 5% and 95% quantiles of mixtures of Beta distributions.

    Args:
        first: First parameters, shape (n, concentrations).
        second: Second parameters, of the same shape.
        weight: Shape (concentrations,).

    Returns:
        Two arrays of shape (n,).
    """
    return _quantile(first, second, weight, _TAIL), _quantile(first, second, weight, 1 - _TAIL)


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
    """By halving."""
    low, high = np.zeros(len(first)), np.ones(len(first))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = betainc(first, second, middle[:, np.newaxis]) @ weight < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
