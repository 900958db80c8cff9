"""S and susceptibility over time, beside random graphs of the same degrees.

The null is the erased configuration model (Britton, Deijfen and Martin-Loef, 2006): the ends of
all links that stood are joined anew at random; a link of a vertex with itself and repeated links
count for nothing, so that degrees are kept but for those.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from chains.history.chronicle import Chronicle
from chains.history.dates import UNDATED
from chains.history.model import Band, Growth, GrowthPoint, NothingDated
from chains.history.states import states
from chains.progress import Watch, unwatched

SAMPLES = 20
_SEED = 1
_PERIODS = 40
_MONTHS = (1, 3, 12, 60, 120, 600, 1200, 6000)


def growth(history: Chronicle, *, samples: int = SAMPLES, watch: Watch = unwatched) -> Growth:
    """States at the ends of months, quarters, years or more, of which there are 40 at most.

    Args:
        history: What came when.
        samples: How many random graphs for each state.
        watch: Is told how far it is.

    Raises:
        NothingDated: No vertex has a date.
    """
    projection = history.structure.projection
    dated = history.dates.day[history.dates.day < UNDATED]
    if not len(dated):
        raise NothingDated(f"no {projection.vertices} has a date ({history.dates.by})")
    days = ends_of_periods(int(dated.min()), int(dated.max()))
    points = []
    for number, (day, state) in enumerate(zip(days, states(history, days), strict=True)):
        watch(number / len(days))
        share, chi = _null(history, day, samples)
        points.append(GrowthPoint(state, _band(share), _band(chi)))
    watch(1.0)
    return Growth(
        vertices=projection.vertices,
        dated_by=history.dates.by,
        undated=history.undated,
        points=tuple(points),
        samples=samples,
        rule=projection.rule,
    )


def ends_of_periods(first: int, last: int) -> Sequence[int]:
    """Last days of periods of 1, 3, 12, ... months from the first day's to the last day's."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    low, high = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    step = next(item for item in _MONTHS if high // item - low // item < _PERIODS)
    return [_end(period * step + step - 1) for period in range(low // step, high // step + 1)]


def _end(month: int) -> int:
    """The last day of a month that is counted from the year 0; the calendar ends with 9999."""
    year, following = divmod(month + 1, 12)
    if year > date.max.year:
        return date.max.toordinal()
    return date(year, following + 1, 1).toordinal() - 1


def _null(
    history: Chronicle, day: int, samples: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """S and chi of the random graphs, shape (samples,) each."""
    links = history.structure.projection.links
    there = history.link <= day
    size = int((history.dates.day <= day).sum())
    number = np.cumsum(history.dates.day <= day) - 1
    ends = number[np.concatenate([links.start[there], links.end[there]])]
    chance = np.random.default_rng((_SEED, day))
    found = np.zeros((samples, 2))
    for row in range(samples):
        mixed = chance.permutation(ends)
        half = len(mixed) // 2
        graph = csr_array((np.ones(half), (mixed[:half], mixed[half:])), shape=(size, size))
        _, part = connected_components(graph, directed=True, connection="weak")
        members = np.bincount(part, minlength=1).astype(np.float64)
        largest = members.max()
        found[row] = largest / size, ((members**2).sum() - largest**2) / size
    return found[:, 0], found[:, 1]


def _band(values: NDArray[np.float64]) -> Band:
    low, high = np.quantile(values, [0.05, 0.95]).tolist()
    return Band(float(values.mean()), low, high)
