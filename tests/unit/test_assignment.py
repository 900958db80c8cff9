"""The assignment: the greatest value within all bounds, the same whatever the order, explained."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from matcher.assignment import (
    Assignment,
    Caps,
    InvalidProblem,
    Problem,
    UnservedReason,
    WhatIf,
    assign,
    changed,
    compare,
)
from matcher.assignment.reading import problem_of

Pairs = dict[tuple[str, str], float]


def problem(
    pairs: Pairs,
    *,
    capacities: dict[str, int] | None = None,
    owners: dict[str, str] | None = None,
    weights: dict[str, float] | None = None,
    caps: Caps | None = None,
) -> Problem:
    demands = {demand: 1.0 for demand, _ in pairs} | (weights or {})
    supplies: dict[str, int | None] = {supply: 1 for _, supply in pairs}
    supplies |= capacities or {}
    rows = [(demand, supply, value) for (demand, supply), value in pairs.items()]
    return problem_of(demands, supplies, owners or {}, rows, caps or Caps(), calibrated=True)


def chosen(found: Assignment) -> set[tuple[str, str]]:
    return {(pair.demand, pair.supply) for pair in found.pairs}


def test_two_demands_share_so_that_both_are_served() -> None:
    pairs = {("d1", "s1"): 0.9, ("d1", "s2"): 0.8, ("d2", "s1"): 0.85}
    found = assign(problem(pairs))
    assert chosen(found) == {("d1", "s2"), ("d2", "s1")}
    assert found.objective == pytest.approx(0.8 + 0.85)


def test_a_heavier_demand_comes_first_and_the_other_learns_by_whom() -> None:
    pairs = {("d1", "s1"): 0.9, ("d2", "s1"): 0.5}
    found = assign(problem(pairs, weights={"d1": 1.0, "d2": 3.0}))
    assert chosen(found) == {("d2", "s1")}
    (left,) = found.unserved
    assert (left.demand, left.reason, left.taken_by) == ("d1", UnservedReason.NO_CAPACITY, ("d2",))
    assert (found.demands, found.served) == (2, 1)


def test_no_organization_serves_more_than_its_cap() -> None:
    pairs = {(f"d{n}", f"s{n}"): 0.9 for n in range(3)} | {("d0", "s9"): 0.1}
    owners = dict.fromkeys(("s0", "s1", "s2"), "big") | {"s9": "small"}
    found = assign(problem(pairs, owners=owners, caps=Caps(per_owner=2)))
    assert chosen(found) == {("d0", "s9"), ("d1", "s1"), ("d2", "s2")}
    only = {key: value for key, value in pairs.items() if key[1] != "s9"}
    (left,) = assign(problem(only, owners=owners, caps=Caps(per_owner=2))).unserved
    assert left.reason is UnservedReason.OWNER_CAP
    assert len(left.taken_by) == 2


def test_every_demand_left_over_has_its_reason() -> None:
    pairs = {("low", "s1"): 0.2, ("high", "s1"): 0.9}
    found = assign(problem(pairs, weights={"lonely": 1.0}, caps=Caps(threshold=0.5)))
    reasons = {item.demand: item.reason for item in found.unserved}
    assert reasons == {
        "lonely": UnservedReason.NO_CANDIDATE,
        "low": UnservedReason.BELOW_THRESHOLD,
    }


def test_capacity_that_is_left_is_listed() -> None:
    found = assign(problem({("d", "s"): 0.9}, capacities={"s": 3, "t": 2}))
    assert [(item.supply, item.left) for item in found.idle] == [("s", 2), ("t", 2)]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    demands = [f"d{n}" for n in range(draw(st.integers(1, 5)))]
    supplies = [f"s{n}" for n in range(draw(st.integers(1, 4)))]
    pairs = {
        (demand, supply): draw(st.integers(0, 20)) / 20
        for demand in demands
        for supply in supplies
        if draw(st.booleans())
    }
    return problem(
        pairs,
        capacities={supply: draw(st.integers(0, 3)) for supply in supplies},
        owners={supply: draw(st.sampled_from(["a", "b"])) for supply in supplies[:-1]},
        weights={demand: draw(st.integers(1, 4)) / 2 for demand in demands},
        caps=Caps(
            suppliers=draw(st.integers(1, 2)),
            per_owner=draw(st.sampled_from([None, 1, 2])),
            threshold=draw(st.sampled_from([0.0, 0.5])),
        ),
    )


def bounds(given: Problem) -> tuple[np.ndarray, np.ndarray]:
    """Every bound as a row over the pairs, and its limit."""
    rows, limits = [], []
    for demand in range(len(given.demands)):
        rows.append(given.demand == demand)
        limits.append(given.caps.suppliers)
    for supply in range(len(given.supplies)):
        rows.append(given.supply == supply)
        limits.append(int(given.capacity[supply]))
    if given.caps.per_owner is not None:
        for owner in range(len(given.owners)):
            rows.append(given.owner[given.supply] == owner)
            limits.append(given.caps.per_owner)
    return np.array(rows, dtype=float), np.array(limits, dtype=float)


@given(problems())
def test_it_is_the_optimum_of_the_integer_programme_within_every_bound(given: Problem) -> None:
    found = assign(given)
    if not len(given.value):
        assert not found.pairs
        return
    rows, limits = bounds(given)
    gain = given.weight[given.demand] * given.value
    allowed = (given.value >= given.caps.threshold).astype(float)
    best = milp(
        -gain,
        constraints=LinearConstraint(rows, -np.inf, limits),
        integrality=np.ones(len(gain)),
        bounds=Bounds(0, allowed),
    )
    assert found.objective == pytest.approx(-best.fun, abs=1e-5)
    places = {
        (given.demands[demand], given.supplies[supply]): place
        for place, (demand, supply) in enumerate(zip(given.demand, given.supply, strict=True))
    }
    taken = np.zeros(len(gain))
    taken[[places[pair] for pair in chosen(found)]] = 1
    assert (rows @ taken <= limits).all()
    assert (taken <= allowed).all()
    assert found.served + len(found.unserved) == len(given.demands)


@given(st.permutations([(f"d{d}", f"s{s}", 0.5) for d in range(4) for s in range(3)]))
def test_the_order_of_the_records_does_not_matter(rows: list[tuple[str, str, float]]) -> None:
    weights = dict.fromkeys(dict.fromkeys(row[0] for row in rows), 1.0)
    capacities: dict[str, int | None] = dict.fromkeys(dict.fromkeys(row[1] for row in rows), 1)
    given = problem_of(weights, capacities, {}, rows, Caps(), calibrated=True)
    expected = problem_of(
        dict(sorted(weights.items())), capacities, {}, sorted(rows), Caps(), calibrated=True
    )
    assert assign(given) == assign(expected)


def test_scores_without_probability_are_scaled_and_said_to_be_none() -> None:
    rows = [("d1", "s1", 0.02), ("d2", "s1", 0.04)]
    weights, capacities = {"d1": 1.0, "d2": 1.0}, {"s1": 1}
    found = assign(problem_of(weights, capacities, {}, rows, Caps(), calibrated=False))
    assert not found.calibrated
    assert [(pair.demand, pair.value) for pair in found.pairs] == [("d2", 1.0)]


class TestWhatIf:
    PAIRS: Pairs = {  # noqa: RUF012 - never changed
        ("d1", "s1"): 0.9,
        ("d2", "s1"): 0.8,
        ("d3", "s2"): 0.7,
    }

    def differ(self, what_if: WhatIf) -> tuple[Assignment, Assignment]:
        given = problem(self.PAIRS)
        return assign(given), assign(changed(given, what_if))

    def test_more_of_a_supply_serves_who_was_left_over(self) -> None:
        difference = compare(*self.differ(WhatIf(capacities={"s1": 2})))
        assert (difference.served, difference.lost) == (["d2"], [])
        assert difference.gain == pytest.approx(0.8)

    def test_a_closed_demand_makes_room(self) -> None:
        before, after = self.differ(WhatIf(closed=frozenset({"d1"})))
        difference = compare(before, after)
        assert (difference.served, difference.lost) == (["d2"], ["d1"])
        assert after.demands == 2

    def test_a_withdrawn_supply_leaves_its_demands(self) -> None:
        assert compare(*self.differ(WhatIf(withdrawn=frozenset({"s2"})))).lost == ["d3"]

    def test_an_added_supply_moves_and_serves(self) -> None:
        added = {"s0": (1, {"d1": 0.95, "d3": 0.1})}
        difference = compare(*self.differ(WhatIf(added=added)))
        assert difference.served == ["d2"]
        assert [(pair.demand, pair.supply) for pair in difference.moved] == [("d1", "s0")]

    @pytest.mark.parametrize(
        "what_if",
        [
            WhatIf(closed=frozenset({"d9"})),
            WhatIf(withdrawn=frozenset({"s9"})),
            WhatIf(capacities={"s1": -1}),
            WhatIf(added={"s1": (1, {})}),
            WhatIf(added={"s0": (1, {"d9": 0.5})}),
        ],
    )
    def test_what_is_not_there_or_cannot_be_is_refused(self, what_if: WhatIf) -> None:
        with pytest.raises(InvalidProblem):
            changed(problem(self.PAIRS), what_if)


@pytest.mark.parametrize("wrong", [{"suppliers": 0}, {"per_owner": 0}, {"unstated": -1}])
def test_bounds_that_cannot_be_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InvalidProblem):
        Caps(**wrong)


def test_capacity_counts_every_pair() -> None:
    pairs = {(f"d{n}", "s"): 0.5 + n / 100 for n in range(5)}
    found = assign(problem(pairs, capacities={"s": 3}))
    assert Counter(pair.supply for pair in found.pairs) == {"s": 3}
    assert {pair.demand for pair in found.pairs} == {"d2", "d3", "d4"}
