"""Lazy greedy beside the optimum, on chains and actions of every kind."""

import math
from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from chains.actions import Action, ActionKind, lazy_greedy, optimum
from chains.actions.gains import State, log_value
from chains.stages import smoothed

STAGES = ("a", "b", "c")
PAIRS = (("a", "b"), ("b", "c"))


@st.composite
def states(draw: st.DrawFn) -> State:
    raw = [draw(st.integers(1, 5)) for _ in STAGES]
    weights = {stage: amount / sum(raw) for stage, amount in zip(STAGES, raw, strict=True)}
    uncovered = {stage: 2.0 ** -draw(st.integers(0, 3)) for stage in STAGES}
    unlinked = {pair: float(draw(st.booleans())) for pair in PAIRS}
    return State(
        weights=weights,
        uncovered=uncovered,
        unlinked=unlinked,
        log_cover=math.fsum(
            weights[stage] * math.log(smoothed(1 - uncovered[stage])) for stage in STAGES
        ),
        linked=len(PAIRS) - sum(unlinked.values()),
    )


@st.composite
def moves(draw: st.DrawFn) -> Action:
    tie = draw(st.booleans())
    return Action(
        kind=ActionKind.STRENGTHEN if tie else ActionKind.FILL,
        stage=draw(st.sampled_from(STAGES)),
        other=None,
        organization="who",
        partner="other" if tie else None,
        links=(draw(st.sampled_from(PAIRS)),) if tie or draw(st.booleans()) else (),
        fit=draw(st.floats(0.01, 1)),
        gain=0.0,
        potential=0.0,
        resilience_gain=0.0,
        cost=draw(st.sampled_from([1.0, 1.0, 2.0])),
        candidate=None,
    )


@given(states(), st.lists(moves(), min_size=1, max_size=7), st.integers(1, 4))
@settings(deadline=None, max_examples=150)
def test_greedy_keeps_the_budget_and_comes_near_the_optimum(
    state: State, found: list[Action], budget: int
) -> None:
    costs = {place: action.cost for place, action in enumerate(found)}

    def objective(chosen: Sequence[int]) -> float:
        return log_value(state, [found[place] for place in chosen])

    greedy, best = (way(costs, objective, budget) for way in (lazy_greedy, optimum))
    nothing = objective(())
    alike = len(set(costs.values())) == 1 and budget % next(iter(costs.values())) == 0
    share = 1 - 1 / math.e if alike else (1 - 1 / math.e) / 2
    assert sum(costs[place] for place in greedy.chosen) <= budget
    assert greedy.value <= best.value + 1e-9
    assert greedy.value - nothing >= share * (best.value - nothing) - 1e-9


@given(states(), st.lists(moves(), min_size=2, max_size=5))
@settings(deadline=None, max_examples=100)
def test_the_logarithm_of_completeness_is_monotone_and_submodular(
    state: State, found: list[Action]
) -> None:
    last = found[-1]
    for size in range(len(found)):
        for larger in combinations(found[:-1], size):
            gain = log_value(state, [*larger, last]) - log_value(state, larger)
            smaller = larger[:-1]
            more = log_value(state, [*smaller, last]) - log_value(state, smaller)
            assert gain >= -1e-9
            assert more >= gain - 1e-9


def test_the_optimum_is_the_smallest_of_equal_sets() -> None:
    found = optimum({"a": 1.0, "b": 1.0}, lambda chosen: float("b" in chosen), 2)
    assert found.chosen == ("b",)


def test_lazy_greedy_computes_less_often_than_trying_all() -> None:
    costs = dict.fromkeys(range(100), 1.0)
    found = lazy_greedy(costs, lambda chosen: sum(1 / (1 + item) for item in chosen), 10)
    assert found.chosen == tuple(range(10))
    assert found.evaluations < 100 + 3 * 10
