"""What would change if: the problem with something else in it, and who gains and loses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from matcher.assignment.model import Assigned, Assignment, InvalidProblem, Problem


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A change that is tried, and written nowhere.

    Attributes:
        closed: Demands that are left out.
        withdrawn: Supplies that are left out.
        capacities: Other capacities, by supply: more of a supply is a higher one.
        added: Supplies that do not exist, each with its capacity and its value for demands.
    """

    closed: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    capacities: Mapping[str, int] = field(default_factory=dict)
    added: Mapping[str, tuple[int, Mapping[str, float]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change would bring.

    Attributes:
        gain: How much the objective grows.
        served: Demands that get a supply and had none, sorted.
        lost: Demands that had a supply and get none, sorted.
        moved: Pairs that are new for demands which had others, by demand and supply.
    """

    gain: float
    served: Sequence[str]
    lost: Sequence[str]
    moved: Sequence[Assigned]


def changed(problem: Problem, what_if: WhatIf) -> Problem:
    """The problem with the change.

    Raises:
        InvalidProblem: It names a demand or supply that is not there, or an impossible capacity.
    """
    _check(problem, what_if)
    capacity = problem.capacity.copy()
    for supply, number in what_if.capacities.items():
        capacity[problem.supplies.index(supply)] = number
    for supply in what_if.withdrawn:
        capacity[problem.supplies.index(supply)] = 0
    kept = np.array([demand not in what_if.closed for demand in problem.demands], dtype=bool)
    place = np.cumsum(kept) - 1
    pairs = kept[problem.demand] if len(problem.demand) else np.zeros(0, dtype=bool)
    left = replace(
        problem,
        demands=tuple(name for name, stays in zip(problem.demands, kept, strict=True) if stays),
        weight=problem.weight[kept],
        capacity=capacity,
        demand=place[problem.demand[pairs]],
        supply=problem.supply[pairs],
        value=problem.value[pairs],
    )
    for supply, (number, values) in sorted(what_if.added.items()):
        left = _with(left, supply, number, values)
    return left


def compare(before: Assignment, after: Assignment) -> Difference:
    """Who gains, loses and moves from one assignment to the other."""
    had = {pair.demand for pair in before.pairs}
    has = {pair.demand for pair in after.pairs}
    old = {(pair.demand, pair.supply) for pair in before.pairs}
    moved = [
        pair for pair in after.pairs if pair.demand in had and (pair.demand, pair.supply) not in old
    ]
    return Difference(
        after.objective - before.objective, sorted(has - had), sorted(had - has), moved
    )


def _check(problem: Problem, what_if: WhatIf) -> None:
    supplies = {*what_if.withdrawn, *what_if.capacities} - set(problem.supplies)
    if supplies:
        raise InvalidProblem(f"{min(supplies)!r} is no candidate of any demand here")
    demands = what_if.closed - set(problem.demands)
    if demands:
        raise InvalidProblem(f"{min(demands)!r} is no demand that is up for matching")
    known = set(what_if.added) & set(problem.supplies)
    if known:
        raise InvalidProblem(f"{min(known)!r} is there already; change its capacity")
    numbers = [*what_if.capacities.values(), *(number for number, _ in what_if.added.values())]
    if any(number < 0 for number in numbers):
        raise InvalidProblem(f"a capacity is at least 0, not {min(numbers)}")


def _with(problem: Problem, supply: str, capacity: int, values: Mapping[str, float]) -> Problem:
    """The problem with one more supply of nobody."""
    at = int(np.searchsorted(np.array(problem.supplies), supply))
    moved = np.where(problem.supply >= at, problem.supply + 1, problem.supply)
    places = {name: place for place, name in enumerate(problem.demands)}
    unknown = set(values) - set(places)
    if unknown:
        raise InvalidProblem(f"{min(unknown)!r} is no demand that is up for matching")
    demand = np.concatenate([problem.demand, [places[name] for name in sorted(values)]])
    new = np.concatenate([moved, np.full(len(values), at)])
    value = np.concatenate([problem.value, [values[name] for name in sorted(values)]])
    order = np.lexsort((new, demand))
    return replace(
        problem,
        supplies=(*problem.supplies[:at], supply, *problem.supplies[at:]),
        capacity=np.insert(problem.capacity, at, capacity),
        owner=np.insert(problem.owner, at, -1),
        demand=demand[order].astype(np.int64),
        supply=new[order].astype(np.int64),
        value=value[order],
    )
