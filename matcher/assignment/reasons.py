"""Why demands are left over, said of an optimal assignment."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.assignment.model import IntArray, Problem, Unserved, UnservedReason

BoolArray = NDArray[np.bool_]


def unserved(
    problem: Problem, fits: BoolArray, chosen: IntArray, load: IntArray
) -> Sequence[Unserved]:
    """The demands without a supply, each with the reason.

    Args:
        problem: What was solved.
        fits: Which pairs might have been chosen; shape (m,).
        chosen: Pairs that were chosen.
        load: Demands that each supply serves.
    """
    served = np.zeros(len(problem.demands), dtype=bool)
    served[problem.demand[chosen]] = True
    starts = np.searchsorted(problem.demand, np.arange(len(problem.demands) + 1))
    takers = _takers(problem, chosen)
    full = load >= problem.capacity
    return [
        _reason(problem, int(demand), starts, fits, full, takers)
        for demand in np.flatnonzero(~served)
    ]


def _reason(
    problem: Problem,
    demand: int,
    starts: IntArray,
    fits: BoolArray,
    full: BoolArray,
    takers: Mapping[int, Sequence[str]],
) -> Unserved:
    name = problem.demands[demand]
    pairs = np.arange(starts[demand], starts[demand + 1])
    fitting = pairs[fits[pairs]]
    if not len(fitting) and name in problem.held_back:
        return Unserved(name, UnservedReason.CONDITION_UNMET)
    if not len(pairs):
        return Unserved(name, UnservedReason.NO_CANDIDATE)
    if not len(fitting):
        return Unserved(name, UnservedReason.BELOW_THRESHOLD)
    supplies = problem.supply[fitting]
    taken = {taker for supply in supplies.tolist() for taker in takers.get(supply, ())}
    # In an optimum a demand with a pair of some value is kept out by a bound: of the supply
    # itself, or, where that has capacity left, of the organization behind it.
    reason = UnservedReason.NO_CAPACITY if full[supplies].all() else UnservedReason.OWNER_CAP
    if reason is UnservedReason.OWNER_CAP:
        owners = set(problem.owner[supplies[~full[supplies]]].tolist())
        others = np.flatnonzero(np.isin(problem.owner, sorted(owners)))
        taken |= {taker for supply in others.tolist() for taker in takers.get(supply, ())}
    return Unserved(name, reason, tuple(sorted(taken)))


def _takers(problem: Problem, chosen: IntArray) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = {}
    for pair in chosen.tolist():
        supply, demand = int(problem.supply[pair]), int(problem.demand[pair])
        found.setdefault(supply, []).append(problem.demands[demand])
    return found
