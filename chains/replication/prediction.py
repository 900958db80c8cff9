"""The chance that a place has an activity, from all that is known but that cell itself."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from chains.complexity import FloatArray

ENOUGH_PLACES = 10
"""So many places with a use case are needed before chances are estimated at all."""
ENOUGH_ADOPTIONS = 30
"""And so many (place, scenario) pairs."""
_RIDGE = 1.0
_STEPS = 100
_CLOSE = 1e-10
_ROOM = 0.02
_NORMAL_90 = 1.6448536269514722


@dataclass(frozen=True)
class Chances:
    """Chance of each place to have each activity, shapes (places, activities).

    Attributes:
        chance: Between 0 and 1, blind to the cell itself.
        low: Lower end of the 90% interval of the fit, robust to likeness within a place.
        high: Its upper end.
        density: Share of the activity's neighbourhood that the place has, from other places.
    """

    chance: FloatArray
    low: FloatArray
    high: FloatArray
    density: FloatArray


def is_enough(present: FloatArray) -> bool:
    """Whether chances can be estimated: enough of everything, and not all cells alike."""
    return (
        int(present.any(axis=1).sum()) >= ENOUGH_PLACES
        and ENOUGH_ADOPTIONS <= int(present.sum()) < present.size
    )


def predict(present: FloatArray) -> Chances:
    """Fit presence to what surrounds each cell, and give each cell its chance.

    Logistic regression on four standardised figures: log(1/2 + the place's other activities),
    log(1/2 + the activity's other places), density, and log((.02 + density) / (.02 + the share of
    all other activities that the place has)). None of them sees the cell, and density takes
    proximity from the other places alone. Slopes have a normal prior of mean 0 and variance 1.
    The interval is that of the fit: the delta method on the log odds with a covariance that is
    robust to dependence within a place (Liang and Zeger 1986).

    Args:
        present: Zeros and ones, shape (places, activities), with both of them in it.
    """
    near = density_elsewhere(present)
    design = _design(present, near)
    odds, spread = _fit(design, present)
    return Chances(
        chance=expit(odds),
        low=expit(odds - _NORMAL_90 * spread),
        high=expit(odds + _NORMAL_90 * spread),
        density=near,
    )


def density_elsewhere(present: FloatArray) -> FloatArray:
    """Density of each cell with a proximity that leaves the cell's own place out."""
    together, counts = present.T @ present, present.sum(axis=0)
    result = np.zeros_like(present)
    for place, held in enumerate(present):
        others = together - np.outer(held, held)
        left = np.maximum(counts - held, 1.0)
        near = others / np.maximum(left, left[:, np.newaxis])
        np.fill_diagonal(near, 0.0)
        around = near.sum(axis=1)
        np.divide(near @ held, around, out=result[place], where=around > 0)
    return result


def _design(present: FloatArray, near: FloatArray) -> FloatArray:
    """Figures of each cell, standardised, after a 1; shape (places, activities, 5)."""
    of_place = present.sum(axis=1, keepdims=True) - present
    of_activity = present.sum(axis=0) - present
    share = of_place / max(present.shape[1] - 1, 1)
    figures = np.stack(
        [
            np.log(of_place + 0.5),
            np.log(of_activity + 0.5),
            near,
            np.log((near + _ROOM) / (share + _ROOM)),
        ],
        axis=-1,
    )
    spread = figures.std(axis=(0, 1))
    scaled = (figures - figures.mean(axis=(0, 1))) / np.where(spread > _CLOSE, spread, 1.0)
    return np.concatenate([np.ones((*present.shape, 1)), scaled], axis=-1)


def _fit(design: FloatArray, present: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log odds of each cell and their standard errors, by Newton's method."""
    width = design.shape[-1]
    rows, target = design.reshape(-1, width), present.ravel()
    ridge = np.diag([0.0] + [_RIDGE] * (width - 1))
    slopes = np.zeros(width)
    slopes[0] = np.log(target.mean() / (1 - target.mean()))
    for _ in range(_STEPS):
        chance = expit(rows @ slopes)
        curved = (rows * (chance * (1 - chance))[:, np.newaxis]).T @ rows + ridge
        step = np.linalg.solve(curved, rows.T @ (target - chance) - ridge @ slopes)
        slopes = slopes + step
        if np.abs(step).max() < _CLOSE:
            break
    left = present - expit(design @ slopes)
    of_places = np.einsum("pa,paf->pf", left, design)
    bread = np.linalg.inv(curved)
    covariance = bread @ (of_places.T @ of_places) @ bread
    return design @ slopes, np.sqrt(np.einsum("paf,fg,pag->pa", design, covariance, design))
