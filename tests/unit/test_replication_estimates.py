"""Chances, intervals and the held-out check: blind to what they judge, and right where known."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chains.complexity import FloatArray, rca
from chains.replication import Verdict, check_amounts
from chains.replication.heldout import Cells, check
from chains.replication.prediction import density_elsewhere, is_enough, predict
from chains.replication.shrinkage import shrink
from chains.replication.standing import verdict_of

counts = arrays(
    float,
    st.tuples(st.integers(1, 6), st.integers(1, 5)),
    elements=st.sampled_from([0.0, 0.0, 0.5, 1.0, 3.0, 40.0]),
).filter(lambda matrix: bool(matrix[:, 0].sum() > 0))


def blocks(seed: int = 3) -> FloatArray:
    """Forty places in four kinds, each with most of its own five of twenty activities."""
    draw = np.random.default_rng(seed)
    alike = np.arange(40)[:, np.newaxis] % 4 == np.arange(20) % 4
    return (draw.random((40, 20)) < np.where(alike, 0.85, 0.03)).astype(float)


def hiding(present: FloatArray) -> Callable[[Cells], FloatArray]:
    """Takes cells out of the matrix and nothing else."""

    def hide(cells: Cells) -> FloatArray:
        left = present.copy()
        left[cells[:, 0], cells[:, 1]] = 0.0
        return left

    return hide


class TestShrinkage:
    @given(counts)
    def test_the_mean_lies_between_what_is_seen_and_one(self, weights: FloatArray) -> None:
        seen, found = rca(weights)[:, 0], shrink(weights, 0)
        seen = np.where(weights.sum(axis=1) > 0, seen, 1.0)
        assert (found.advantage >= np.minimum(seen, 1.0) - 1e-9).all()
        assert (found.advantage <= np.maximum(seen, 1.0) + 1e-9).all()
        assert (found.low <= found.high).all()

    def test_more_of_the_same_is_believed_more(self) -> None:
        few = np.array([[2.0, 1.0], [1.0, 2.0]])
        some, many = shrink(few, 0), shrink(few * 100, 0)
        assert 1 < some.advantage[0] < many.advantage[0] <= rca(few)[0, 0]
        assert many.high[0] - many.low[0] < some.high[0] - some.low[0]

    def test_the_interval_is_that_of_the_beta_mixture(self) -> None:
        """Draws from the posterior fall below the lower and above the upper end 5% of the time."""
        weights = np.array([[6.0, 2.0], [1.0, 5.0], [4.0, 4.0], [0.0, 3.0]])
        found, drawn = shrink(weights, 0), _draws(weights)
        assert np.mean(drawn < found.low[0]) == pytest.approx(0.05, abs=0.005)
        assert np.mean(drawn > found.high[0]) == pytest.approx(0.05, abs=0.005)


def _draws(weights: FloatArray) -> FloatArray:
    """Advantage of the first place in the first activity, by sampling the same posterior."""
    draw, share = np.random.default_rng(5), weights[:, 0].sum() / weights.sum()
    kappas = np.array([(1 - rho) / rho for rho in (np.arange(40) + 0.5) / 40])
    likelihood = np.array([np.prod([_beta_binomial(row, share, k) for row in weights])
                           for k in kappas])  # fmt: skip
    chosen = draw.choice(kappas, size=60_000, p=likelihood / likelihood.sum())
    first = weights[0, 0] + chosen * share
    drawn: FloatArray = draw.beta(first, weights[0].sum() + chosen - first) / share
    return drawn


def _beta_binomial(row: FloatArray, share: float, kappa: float) -> float:
    """Chance of a sequence of so many of the first and of the second, one after the other."""
    chance, seen = 1.0, 0
    for count, part in zip(row.astype(int), (share, 1 - share), strict=True):
        for step in range(count):
            chance *= (step + kappa * part) / (seen + kappa)
            seen += 1
    return chance


class TestChances:
    @given(
        arrays(float, (5, 6), elements=st.sampled_from([0.0, 1.0])),
        st.integers(0, 4),
        st.integers(0, 5),
    )
    def test_density_is_blind_to_the_cell_and_to_its_place_in_proximity(
        self, present: FloatArray, place: int, activity: int
    ) -> None:
        flipped = present.copy()
        flipped[place, activity] = 1 - present[place, activity]
        before, after = density_elsewhere(present), density_elsewhere(flipped)
        assert before[place, activity] == after[place, activity]

    def test_density_equals_proximity_of_the_others_by_hand(self) -> None:
        """For the first place, the other two: 2 and 3 go together, 1 goes with neither."""
        present = np.array([[1.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 1.0]])
        assert density_elsewhere(present)[0].tolist() == [0.0, 1.0, 0.0]

    def test_chances_find_the_kind_of_a_place(self) -> None:
        present = blocks()
        found = predict(present)
        alike = np.arange(40)[:, np.newaxis] % 4 == np.arange(20) % 4
        assert found.chance[alike].mean() > 0.5
        assert found.chance[~alike].mean() < 0.2
        assert found.chance.mean() == pytest.approx(present.mean(), abs=0.01)
        assert (found.low < found.chance).all()
        assert (found.chance < found.high).all()

    @pytest.mark.parametrize(
        ("low", "high", "verdict"),
        [
            (0.3, 0.5, Verdict.LIKELY),
            (0.1, 0.3, Verdict.OPEN),
            (0.0, 0.1, Verdict.UNLIKELY),
        ],
    )
    def test_the_interval_decides_beside_what_is_usual(
        self, low: float, high: float, verdict: Verdict
    ) -> None:
        assert verdict_of(low, high, 0.2) is verdict

    def test_too_small_a_record_is_not_judged(self) -> None:
        assert is_enough(blocks())
        assert not is_enough(blocks()[:9])
        assert not is_enough(np.eye(20))
        assert not is_enough(np.ones((20, 20)))


class TestHeldOut:
    def test_nothing_is_found_where_there_is_nothing_to_find(self) -> None:
        draw = np.random.default_rng(1)
        present = (draw.random((60, 30)) < 0.3).astype(float)
        found = check(present, hiding(present)).found
        for quality in found.values():
            assert quality.auc == pytest.approx(0.5, abs=0.06)

    def test_a_structure_is_found_that_popularity_cannot_see(self) -> None:
        found = check(blocks(), hiding(blocks())).found
        assert found["chance"].auc > 0.8
        assert found["chance"].hits > 0.5
        assert found["popularity"].auc < 0.65
        assert found["random"].auc == pytest.approx(0.5, abs=0.1)

    def test_every_adoption_is_hidden_once_and_only_what_is_left_is_seen(self) -> None:
        present = blocks()
        hidden: list[list[int]] = []

        def hide(cells: Cells) -> FloatArray:
            hidden.extend(cells.tolist())
            return hiding(present)(cells)

        found = check(present, hide, folds=4)
        assert sorted(hidden) == np.argwhere(present).tolist()
        assert (found.adoptions, found.absent) == (present.sum(), (1 - present).sum())
        assert found == check(present, hide, folds=4)

    def test_hidden_amounts_leave_no_trace_in_the_advantage_of_others(self) -> None:
        amounts = blocks() * np.arange(1, 21)
        found = check_amounts(amounts)
        assert found.adoptions == int((rca(amounts) >= 1).sum())
        assert found == check_amounts(amounts * 7)

    @pytest.mark.parametrize("transform", [np.fliplr, np.flipud])
    def test_auc_counts_pairs(self, transform: Callable[[FloatArray], FloatArray]) -> None:
        """One fold that hides nothing: the popularity of each cell, pair by pair."""
        present = transform(blocks())
        scores = np.multiply.outer(present.sum(axis=1), present.sum(axis=0))
        wins = [
            (one > other) + (one == other) / 2
            for one in scores[present == 1]
            for other in scores[present == 0]
        ]
        found = check(present, lambda _: present, folds=1).found
        assert found["popularity"].auc == pytest.approx(np.mean(wins))
