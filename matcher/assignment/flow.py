"""The assignment as a minimum-cost flow.

A unit of flow goes from a demand over a pair to a supply, from there to the organization that
offers it, and out; a demand that gets nothing sends its unit out directly, at no gain. Capacities
of arcs are those of the problem, so any number of suppliers, capacities and the cap for an
organization are one model. OR-tools solves it by cost scaling (Goldberg and Tarjan, 1990), exactly
for the integer costs; these are gains in millionths, so the sum over k pairs is right to k/2
millionths of the largest weight.
"""

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from matcher.assignment.model import Assigned, Assignment, Idle, IntArray, Problem
from matcher.assignment.reasons import unserved

_GAIN = 1_000_000


def assign(problem: Problem) -> Assignment:
    """The assignment of the greatest sum of weight times value; of equal ones always the same."""
    gain = _gains(problem)
    fits = (problem.value >= problem.caps.threshold) & (gain > 0)
    allowed = np.flatnonzero(fits)
    chosen = allowed[_solve(problem, allowed, gain[allowed])] if len(allowed) else allowed
    load = np.bincount(problem.supply[chosen], minlength=len(problem.supplies))
    left = problem.capacity - load
    gains = problem.weight[problem.demand[chosen]] * problem.value[chosen]
    return Assignment(
        pairs=[
            Assigned(problem.demands[demand], problem.supplies[supply], float(value))
            for demand, supply, value in zip(
                problem.demand[chosen].tolist(),
                problem.supply[chosen].tolist(),
                problem.value[chosen].tolist(),
                strict=True,
            )
        ],
        unserved=unserved(problem, fits, chosen, load),
        idle=[Idle(problem.supplies[at], int(left[at])) for at in np.flatnonzero(left > 0)],
        objective=float(gains.sum()),
        calibrated=problem.calibrated,
        demands=len(problem.demands),
    )


def _gains(problem: Problem) -> IntArray:
    """What each pair gains, in millionths of the largest weight."""
    weight = problem.weight[problem.demand] / max(problem.weight.max(initial=0.0), 1e-300)
    return np.asarray(np.rint(_GAIN * weight * problem.value), dtype=np.int64)


def _solve(problem: Problem, allowed: IntArray, gain: IntArray) -> NDArray[np.bool_]:
    """Which of the allowed pairs are chosen."""
    demands, supplies = len(problem.demands), len(problem.supplies)
    first_supply, first_owner = demands, demands + supplies
    sink = first_owner + len(problem.owners)
    owned = np.flatnonzero(problem.owner >= 0)
    free = np.flatnonzero(problem.owner < 0)
    wanted = np.full(demands, problem.caps.suppliers, dtype=np.int64)
    cap = problem.caps.per_owner
    within = np.bincount(
        problem.owner[owned], weights=problem.capacity[owned], minlength=len(problem.owners)
    ).astype(np.int64)
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        problem.demand[allowed],
        first_supply + problem.supply[allowed],
        np.ones(len(allowed), dtype=np.int64),
        -gain,
    )
    _join(flow, np.arange(demands), np.full(demands, sink), wanted)
    _join(flow, first_supply + owned, first_owner + problem.owner[owned], problem.capacity[owned])
    _join(flow, first_supply + free, np.full(len(free), sink), problem.capacity[free])
    outlet = within if cap is None else np.minimum(within, cap)
    _join(flow, first_owner + np.arange(len(outlet)), np.full(len(outlet), sink), outlet)
    flow.set_nodes_supplies(np.arange(demands), wanted)
    flow.set_node_supply(sink, -int(wanted.sum()))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the flow was not solved: status {status}")
    return np.asarray(flow.flows(arcs) > 0)


def _join(flow: SimpleMinCostFlow, tails: IntArray, heads: IntArray, capacity: IntArray) -> None:
    flow.add_arcs_with_capacity_and_unit_cost(
        tails, heads, capacity, np.zeros(len(tails), dtype=np.int64)
    )
