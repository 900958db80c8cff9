"""Figures are what their definitions say, shown on cases that can be done by hand."""

from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import roc_auc_score

from matcher.evaluation import by_query, pick_threshold, reliability, risk_coverage
from matcher.evaluation.abstention import NOTHING, lower_bound
from matcher.evaluation.intervals import mean_interval, weighted_interval
from matcher.evaluation.model import Evaluation, report_of_json
from matcher.evaluation.plots import coverage_plot, reliability_plot
from matcher.evaluation.probabilities import area, brier, calibration_error
from matcher.evaluation.report import best_candidates, evaluate_held_out, evaluate_scores
from tests.learning_world import examples, held_out

ONES = np.ones(10)
SAID = np.array([0.1, 0.1, 0.1, 0.1, 0.1, 0.6, 0.6, 0.6, 0.6, 0.6])
TRUE = np.array([0, 0, 0, 0, 1, 1, 1, 0, 0, 0], dtype=bool)


class TestReliability:
    def test_the_worked_example(self) -> None:
        """docs/models.md: .5 |.1 - .2| + .5 |.6 - .4| = .15."""
        low, high = reliability(SAID, TRUE, ONES)
        assert (low.weight, low.said, low.found) == pytest.approx((0.5, 0.1, 0.2))
        assert (high.weight, high.said, high.found) == pytest.approx((0.5, 0.6, 0.4))
        assert calibration_error(SAID, TRUE, ONES) == pytest.approx(0.15)
        assert brier(SAID, TRUE, ONES) == pytest.approx(
            (4 * 0.01 + 0.81 + 2 * 0.16 + 3 * 0.36) / 10
        )

    def test_bins_have_equal_mass(self) -> None:
        said = np.random.default_rng(1).random(1000)
        found = reliability(said, said > 0.5, np.ones(1000))
        assert [item.weight for item in found] == pytest.approx([0.1] * 10, abs=0.002)

    @given(arrays(np.float64, 40, elements=st.sampled_from([0.1, 0.4, 0.7])))
    def test_equal_probabilities_are_never_parted(self, said: np.ndarray) -> None:
        found = reliability(said, said > 0.5, np.ones(40))
        assert sum(item.weight for item in found) == pytest.approx(1)
        assert len(found) <= len(set(said.tolist()))

    def test_pairs_of_no_weight_do_not_count(self) -> None:
        weight = np.r_[np.ones(5), np.zeros(5)]
        assert calibration_error(SAID, TRUE, weight) == pytest.approx(0.1)
        assert calibration_error(SAID, TRUE, np.zeros(10)) is None


class TestArea:
    @given(
        arrays(np.float64, 30, elements=st.sampled_from([0.0, 0.5, 1.0, 2.0])),
        st.integers(1, 2**30 - 2),
    )
    def test_it_is_that_of_scikit_learn(self, scores: np.ndarray, bits: int) -> None:
        answers = np.array([bits >> place & 1 for place in range(30)], dtype=bool)
        weight = np.linspace(0.1, 1, 30)
        assert area(scores, answers, weight) == pytest.approx(
            roc_auc_score(answers, scores, sample_weight=weight)
        )

    def test_one_kind_alone_has_none(self) -> None:
        assert area(SAID, np.ones(10, dtype=bool), ONES) is None


def test_ranking_measures_are_those_of_the_definitions() -> None:
    found = by_query({"q": ["x", "a", "b"], "none": ["a"]}, {"q": {"a", "b", "c"}, "none": set()})
    gains = 1 / np.log2(3) + 1 / np.log2(4)
    ideal = 1 + 1 / np.log2(3) + 1 / np.log2(4)
    assert {name: values["q"] for name, values in found.items()} == pytest.approx(
        {
            "nDCG@10": gains / ideal,
            "MRR": 0.5,
            "MAP": (1 / 2 + 2 / 3) / 3,
            "R@1": 0.0,
            "R@10": 2 / 3,
            "success@1": 0.0,
        }
    )
    assert "none" not in found["MRR"]


class TestIntervals:
    def test_a_constant_is_certain(self) -> None:
        found = mean_interval(np.full(20, 0.5))
        assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)

    def test_the_interval_of_a_mean_is_that_of_theory(self) -> None:
        values = np.random.default_rng(2).normal(0, 1, 400)
        found = mean_interval(values)
        assert found.high - found.low == pytest.approx(2 * 1.96 / 20, rel=0.15)
        assert found.low < found.value < found.high

    def test_queries_are_drawn_and_not_rows(self) -> None:
        values, rows = np.repeat([0.0, 1.0] * 10, 50), np.repeat(np.arange(20), 50)
        found = weighted_interval(lambda times: float((values * times).sum() / times.sum()), rows)
        assert found is not None
        assert found.high - found.low > 0.3


class TestAbstention:
    def test_the_surest_are_answered_first(self) -> None:
        confidence = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05])
        right = np.array([1, 1, 0, 1, 0, 0, 0, 0, 0, 0], dtype=bool)
        points = risk_coverage(confidence, right)
        assert [point.coverage for point in points] == pytest.approx([n / 10 for n in range(1, 11)])
        assert points[1].accuracy == 1
        assert points[3].accuracy == pytest.approx(0.75)
        assert points[-1].accuracy == pytest.approx(0.3)

    def test_equal_confidence_is_answered_together(self) -> None:
        points = risk_coverage(np.full(10, 0.5), np.arange(10) < 4)
        assert [(point.coverage, point.accuracy) for point in points] == [(1.0, 0.4)]

    def test_the_threshold_keeps_its_promise_with_the_most_coverage(self) -> None:
        confidence = np.linspace(1, 0, 100)
        right = np.arange(100) < 40
        found = pick_threshold(confidence, right, 0.7)
        kept = confidence >= found
        assert lower_bound(int(right[kept].sum()), int(kept.sum())) >= 0.7
        more = np.arange(100) < kept.sum() + 1
        assert lower_bound(int(right[more].sum()), int(more.sum())) < 0.7

    def test_where_nothing_keeps_it_nothing_is_confident(self) -> None:
        assert pick_threshold(np.linspace(1, 0, 50), np.zeros(50, dtype=bool)) == NOTHING
        assert pick_threshold(np.array([0.99]), np.array([True])) == NOTHING

    @given(st.integers(1, 60), st.data())
    def test_the_lower_bound_is_one(self, count: int, data: st.DataObject) -> None:
        right = data.draw(st.integers(0, count))
        assert 0 <= lower_bound(right, count) <= right / count + 1e-12


class TestReport:
    def test_it_survives_the_way_through_json(self) -> None:
        report = evaluate_held_out(*held_out())
        assert report_of_json(asdict(report)) == report

    def test_answers_that_were_not_retrieved_are_missed(self) -> None:
        known = examples(demands=30)
        report = evaluate_scores(known, known.answers.astype(float), None)
        assert report.figures["MAP"].value == pytest.approx(1)
        lost = replace(known, missed=known.missed + 1)
        assert evaluate_scores(lost, known.answers.astype(float), None).figures["MAP"].value < 0.95

    def test_best_candidates_are_those_that_were_judged(self) -> None:
        known = examples(demands=4)
        rows = best_candidates(known, known.inputs[:, 0])
        assert known.demand[rows].tolist() == [0, 1, 2, 3]
        for row in rows:
            assert known.inputs[row, 0] == known.inputs[known.demand == known.demand[row], 0].max()

    def test_plots_are_the_same_bytes_each_time(self) -> None:
        found = Evaluation({}, {}, reliability(SAID, TRUE, ONES), risk_coverage(SAID, TRUE))
        for plot in (reliability_plot, coverage_plot):
            assert plot(found) == plot(found)
            assert plot(found).lstrip().startswith(b"<?xml")
            assert "概率" in plot(found).decode() or "作答" in plot(found).decode()
