"""A set of actions within a budget: lazy greedy, and the optimum where there are few."""

import heapq
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)

Objective = Callable[[Sequence[T]], float]
OPTIMUM_UP_TO = 12
"""With at most so many actions the optimum is computed as well, by trying every set."""

_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Selection(Generic[T]):
    """What was chosen, in order, the value of the set, and how often values were computed."""

    chosen: tuple[T, ...]
    value: float
    evaluations: int


def lazy_greedy(costs: Mapping[T, float], objective: Objective[T], budget: float) -> Selection[T]:
    """Choose by gain, and by gain for cost, and keep the better set (CELF).

    For an objective that is monotone and submodular and costs that are alike this comes within
    1 - 1/e of the best possible gain (Nemhauser, Wolsey and Fisher, Mathematical Programming 14,
    1978), else within (1 - 1/e)/2 (Leskovec et al., KDD 2007). Gains are computed anew only while
    they may still be greatest, for submodular gains never grow. What comes first in ``costs`` goes
    first where gains are alike.

    Args:
        costs: What there is to choose from, with costs above 0.
        objective: The value of a set.
        budget: The sum of costs stays within it.
    """
    plain = _greedy(costs, objective, budget, per_cost=False)
    if len(set(costs.values())) <= 1:
        return plain
    ratio = _greedy(costs, objective, budget, per_cost=True)
    best = ratio if ratio.value > plain.value else plain
    return Selection(best.chosen, best.value, plain.evaluations + ratio.evaluations)


def _greedy(
    costs: Mapping[T, float], objective: Objective[T], budget: float, *, per_cost: bool
) -> Selection[T]:
    items = list(costs)
    value = objective(())
    evaluations = 1
    chosen: list[T] = []
    left = budget
    waiting = [(float("-inf"), position, -1) for position in range(len(items))]
    heapq.heapify(waiting)
    while waiting:
        bound, position, seen = heapq.heappop(waiting)
        item = items[position]
        if costs[item] > left:
            continue
        scale = costs[item] if per_cost else 1.0
        if seen < len(chosen):
            gain = objective((*chosen, item)) - value
            evaluations += 1
            heapq.heappush(waiting, (-gain / scale, position, len(chosen)))
        elif -bound <= _NOTHING:
            break
        else:
            chosen.append(item)
            value -= bound * scale
            left -= costs[item]
    return Selection(tuple(chosen), objective(chosen), evaluations + 1)


def optimum(costs: Mapping[T, float], objective: Objective[T], budget: float) -> Selection[T]:
    """The best set within the budget by trying all; the smallest, then first, of equals."""
    best: tuple[T, ...] = ()
    value = objective(())
    evaluations = 1
    for size in range(1, len(costs) + 1):
        for chosen in combinations(costs, size):
            if sum(costs[item] for item in chosen) <= budget:
                evaluations += 1
                reached = objective(chosen)
                if reached > value + _NOTHING:
                    best, value = chosen, reached
    return Selection(best, value, evaluations)
