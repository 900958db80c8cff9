"""Assignment beside OR-tools called directly: ``make bench NAME=assignment``.

50,000 demands, 20,000 supplies of 5,000 organizations, 1,000,000 pairs of which some supplies
have many. The peer gets the same arcs ready made and does nothing but solve; ours reads columns,
builds the flow, solves, and says for each demand that is left over why.
"""

import resource
import time

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from benchmarks.figures import Figure, show
from matcher.assignment import Caps, Problem, assign

DEMANDS, SUPPLIES, OWNERS, PAIRS = 50_000, 20_000, 5_000, 1_000_000
SCALE = 1_000_000
PEER = "OR-tools called directly"


def synthetic(seed: int = 7) -> Problem:
    """Random pairs: supplies are popular by a power law, values lean to the low side."""
    chance = np.random.default_rng(seed)
    popular = 1 / np.arange(1, SUPPLIES + 1) ** 0.6
    drawn = chance.choice(SUPPLIES, size=int(PAIRS * 1.3), p=popular / popular.sum())
    pairs = np.unique(chance.integers(0, DEMANDS, len(drawn)) * SUPPLIES + drawn)
    pairs = np.sort(chance.permutation(pairs)[:PAIRS])
    return Problem(
        demands=tuple(f"demand:{n:06}" for n in range(DEMANDS)),
        supplies=tuple(f"supply:{n:06}" for n in range(SUPPLIES)),
        owners=tuple(f"ent:{n:05}" for n in range(OWNERS)),
        weight=chance.integers(1, 6, DEMANDS).astype(float),
        capacity=chance.integers(1, 5, SUPPLIES),
        owner=chance.integers(0, OWNERS, SUPPLIES),
        demand=pairs // SUPPLIES,
        supply=pairs % SUPPLIES,
        value=chance.beta(2, 3, len(pairs)),
        calibrated=True,
        caps=Caps(per_owner=12, threshold=0.1),
    )


def direct(given: Problem) -> tuple[float, float]:
    """OR-tools on the same arcs: seconds to build and solve, and the objective."""
    allowed = np.flatnonzero(given.value >= given.caps.threshold)
    weight = given.weight / given.weight.max()
    cost = -np.rint(SCALE * weight[given.demand[allowed]] * given.value[allowed]).astype(np.int64)
    owner = DEMANDS + SUPPLIES
    sink = owner + OWNERS
    started = time.process_time()
    flow = SimpleMinCostFlow()
    ones = np.ones(len(allowed), dtype=np.int64)
    pairs = flow.add_arcs_with_capacity_and_unit_cost(
        given.demand[allowed], DEMANDS + given.supply[allowed], ones, cost
    )
    every = np.arange(DEMANDS)
    for tails, heads, capacity in (
        (every, np.full(DEMANDS, sink), np.ones(DEMANDS, dtype=np.int64)),
        (DEMANDS + np.arange(SUPPLIES), owner + given.owner, given.capacity),
        (owner + np.arange(OWNERS), np.full(OWNERS, sink), np.full(OWNERS, given.caps.per_owner)),
    ):
        flow.add_arcs_with_capacity_and_unit_cost(tails, heads, capacity, np.zeros_like(tails))
    flow.set_nodes_supplies(every, np.ones(DEMANDS, dtype=np.int64))
    flow.set_node_supply(sink, -DEMANDS)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the peer found no optimum")
    seconds = time.process_time() - started
    taken = allowed[flow.flows(pairs) > 0]
    return seconds, float((given.weight[given.demand[taken]] * given.value[taken]).sum())


def main() -> None:
    given = synthetic()
    peer, best = direct(given)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, started = time.perf_counter(), time.process_time()
    found = assign(given)
    ours, wall = time.process_time() - started, time.perf_counter() - wall
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reasons: dict[str, int] = {}
    for item in found.unserved:
        reasons[item.reason.value] = reasons.get(item.reason.value, 0) + 1
    print(f"{DEMANDS:,} demands, {SUPPLIES:,} supplies, {len(given.value):,} pairs")
    print(f"served {found.served:,}; left over {reasons}; wall {wall:.1f} s")
    print(f"objective ours {found.objective:.4f}, OR-tools {best:.4f}")
    print(f"peak memory before ours {before / 1024:.0f} MB, after {after / 1024:.0f} MB")
    show(
        [
            Figure("assignment, 1,000,000 pairs", ours, peer, PEER, "s CPU", more_is_better=False),
            Figure("objective", found.objective, best, PEER, "weight"),
        ]
    )


if __name__ == "__main__":
    main()
