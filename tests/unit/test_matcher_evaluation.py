"""Retrieval measures on rankings small enough to check by hand."""

import pytest

from matcher.evaluation import evaluate


def test_measures_are_means_over_judged_queries() -> None:
    rankings = {"q1": ["a", "b", "c"], "q2": ["c", "b"], "q3": ["a"]}
    answers = {"q1": {"a", "c"}, "q2": {"b"}, "q3": set[str](), "q4": {"z"}}
    found = evaluate(rankings, answers)
    assert found.queries == 3
    assert found.recall_at_1 == pytest.approx(1 / 3)
    assert found.recall_at_10 == pytest.approx((1 + 1 + 0) / 3)
    assert found.reciprocal_rank == pytest.approx((1 + 1 / 2 + 0) / 3)


def test_only_the_first_ten_count_for_recall() -> None:
    order = [f"x{n}" for n in range(10)] + ["a"]
    found = evaluate({"q": order}, {"q": {"a"}})
    assert found.recall_at_10 == 0
    assert found.reciprocal_rank == pytest.approx(1 / 11)


def test_nothing_judged_is_an_error() -> None:
    with pytest.raises(ValueError, match="no query"):
        evaluate({}, {"q": set()})
