"""A learned fusion ranks, says probabilities, and adds up from parts that have names."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matcher.feedback import Feedback, Verdict, record_feedback
from matcher.fusion import BASE, INPUTS, Isotonic, Platt, ReciprocalFusion, inputs
from matcher.fusion.words import part_label
from matcher.learning.learners import fit_isotonic, fit_platt, fit_trees
from matcher.matcher import Matcher
from matcher.retrieval.retrieved import FEATURES, RETRIEVERS, Retrieved
from tests.learning_world import examples, linear, retrieved
from tests.matcher_world import core, encoder, market

FINITE = st.floats(-50, 50, allow_nan=False)


class TestScores:
    @given(arrays(np.float64, (4, len(INPUTS)), elements=st.floats(-2, 3)))
    def test_contributions_of_a_line_add_up_to_the_log_odds(self, rows: np.ndarray) -> None:
        scorer = linear().scorer
        parts = scorer.contributions(rows)
        assert parts.shape == (4, len(INPUTS) + 1)
        np.testing.assert_allclose(parts.sum(axis=1), scorer.scores(rows), atol=1e-9)

    def test_contributions_of_trees_add_up_to_the_log_odds(self) -> None:
        known = examples(20)
        scorer = fit_trees(known.inputs, known.answers, known.weight)
        parts = scorer.contributions(known.inputs)
        np.testing.assert_allclose(parts.sum(axis=1), scorer.scores(known.inputs), atol=1e-9)
        assert parts[:, :-1].std() > 0.01

    def test_what_training_never_saw_counts_as_the_outermost_that_it_saw(self) -> None:
        scorer = linear().scorer
        far, edge = np.full((1, len(INPUTS)), 9.0), np.full((1, len(INPUTS)), 0.9)
        assert scorer.scores(far) == scorer.scores(edge)

    def test_the_ranking_shows_score_probability_and_parts(self) -> None:
        fusion, found = linear(), retrieved()
        ranked = fusion.rank(found, 5)
        assert len(ranked) == 5
        scores = [item.score for item in ranked]
        assert scores == sorted(scores, reverse=True)
        for item in ranked:
            assert item.score == pytest.approx(sum(item.contributions.values()))
            assert item.probability == pytest.approx(1 / (1 + np.exp(-item.score)))
            assert set(item.contributions) == {*INPUTS, BASE}

    def test_equal_candidates_are_ranked_by_id(self) -> None:
        features = np.ones((3, len(FEATURES)), dtype=np.float32)
        ranked = linear().rank(Retrieved(("a", "b", "c"), features, 3), 3)
        assert [item.row for item in ranked] == [0, 1, 2]

    def test_nothing_retrieved_is_nothing_ranked(self) -> None:
        nothing = Retrieved((), np.zeros((0, len(FEATURES)), dtype=np.float32), 0)
        assert linear().rank(nothing, 10) == ()

    def test_reciprocal_ranks_say_no_probability(self) -> None:
        fusion = ReciprocalFusion()
        assert fusion.threshold is None
        assert {item.probability for item in fusion.rank(retrieved(), 5)} == {None}


class TestInputs:
    def test_each_retriever_has_score_share_best_and_place(self) -> None:
        features = np.zeros((3, len(FEATURES)), dtype=np.float32)
        features[:, RETRIEVERS.index("dense")] = [0.2, 0.8, -0.1]
        found = dict(zip(INPUTS, inputs(Retrieved(("a", "b", "c"), features, 3)).T, strict=True))
        np.testing.assert_allclose(found["dense-share"], [0.25, 1, 0], atol=1e-6)
        np.testing.assert_allclose(found["dense-best"], [0.8, 0.8, 0.8], atol=1e-6)
        np.testing.assert_allclose(found["dense-place"], [1 / (1 + np.log(2)), 1, 0])

    def test_all_together_is_reciprocal_rank_fusion(self) -> None:
        found = retrieved()
        column = inputs(found)[:, INPUTS.index("together-share")]
        ranked = ReciprocalFusion().rank(found, 99)
        best = ranked[0].score
        for item in ranked:
            assert column[item.row] == pytest.approx(item.score / best, abs=1e-6)

    def test_every_part_has_words_in_both_languages(self) -> None:
        labels = [part_label(name) for name in (*INPUTS, BASE)]
        for language in ("zh", "en"):
            assert len({label.get(language) for label in labels}) == len(labels)

    def test_no_input_knows_what_was_said_of_the_pair(self) -> None:
        store = market()
        said = Feedback(
            "demand:scratch", "supply:cart", Verdict.CONTRACTED, "x", "2026-01-01T00:00"
        )
        before = Matcher(store, core(), encoder()).retrieve_demand("demand:scratch")
        record_feedback(store, core(), said)
        after = Matcher(store, core(), encoder()).retrieve_demand("demand:scratch")
        assert before.ids == after.ids
        np.testing.assert_array_equal(inputs(before), inputs(after))


class TestCalibration:
    @settings(deadline=None)
    @given(arrays(np.float64, 30, elements=FINITE), st.integers(0, 2**30 - 1))
    def test_fits_never_fall_and_stay_within_0_and_1(self, scores: np.ndarray, bits: int) -> None:
        answers = np.array([bits >> place & 1 for place in range(30)], dtype=bool)
        weight = np.ones(30)
        asked = np.linspace(-60, 60, 50)
        for fit in (fit_platt, fit_isotonic):
            found = fit(scores, answers, weight).probabilities(asked)
            assert (np.diff(found) >= -1e-12).all()
            assert ((found > 0) & (found < 1)).all()

    def test_platt_finds_the_law(self) -> None:
        chance = np.random.default_rng(1)
        scores = chance.normal(0, 2, 20_000)
        answers = chance.random(20_000) < 1 / (1 + np.exp(-(0.5 * scores - 1)))
        found = fit_platt(scores, answers, np.ones(20_000))
        assert found.slope == pytest.approx(0.5, abs=0.03)
        assert found.offset == pytest.approx(-1, abs=0.05)

    def test_isotonic_joins_its_steps(self) -> None:
        steps = Isotonic((0.0, 2.0), (0.2, 0.6), 0.01)
        np.testing.assert_allclose(steps.probabilities(np.array([-5.0, 1.0, 9.0])), [0.2, 0.4, 0.6])
        bold = replace(steps, values=(0.0, 1.0))
        np.testing.assert_allclose(bold.probabilities(np.array([-5.0, 9.0])), [0.01, 0.99])

    def test_platt_bounds_what_it_says(self) -> None:
        found = Platt(1.0, 0.0).probabilities(np.array([-1e9, 1e9]))
        assert 0 < found[0] < found[1] < 1
