"""Learning never sees what it is judged by, calibrates, and refuses where there is too little."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import TooFewLabels
from matcher.evaluation.report import evaluate_held_out
from matcher.feedback.labels import Judgement
from matcher.learning import cross_validate, gather, learn
from matcher.learning.examples import POOL, SAMPLED, SHOWN
from matcher.learning.groups import folds, near_duplicates
from matcher.learning.selection import permuted, shown
from matcher.learning.wordings import Wordings, demand_of, worded, wordings
from tests.learning_world import examples, held_out, judged_market, market_matcher


class TestGroups:
    def test_near_duplicates_share_a_group(self) -> None:
        found = near_duplicates(
            {
                "a": "注塑件表面划痕要在线检出，产线不能停",
                "b": "注塑件表面划痕要在线检出，产线不能停！",
                "c": "冷库货架上找不到货",
                "d": "",
            }
        )
        assert found["a"] == found["b"]
        assert len({found["a"], found["c"], found["d"]}) == 3

    @settings(max_examples=30)
    @given(
        st.lists(st.integers(0, 8), min_size=2, max_size=40).filter(lambda x: len(set(x)) > 1),
        st.integers(2, 5),
    )
    def test_no_group_is_in_two_folds(self, groups: list[int], count: int) -> None:
        fold = folds(np.array(groups), np.ones(len(groups), dtype=np.int64), count)
        of = {(group, part) for group, part in zip(groups, fold.tolist(), strict=True)}
        assert len(of) == len(set(groups))
        assert len(set(fold.tolist())) == min(count, len(set(groups)))


class TestGathering:
    def test_unlisted_candidates_are_judged_only_where_the_list_is_complete(self) -> None:
        _, judged = judged_market()
        groups = {item.demand: number for number, item in enumerate(judged)}
        some = gather(market_matcher(), judged, groups)
        whole = gather(market_matcher(), judged, groups, complete=True)
        assert some.judged.sum() == len(judged)
        assert whole.judged.all()
        assert (some.answers == whole.answers).all()
        assert some.answers.sum() + some.missed.sum() == len(judged)

    def test_negatives_are_sampled_below_what_is_shown(self) -> None:
        _, judged = judged_market()
        examples = gather(market_matcher(), judged, {judged[0].demand: 0})
        assert len(examples.demand) <= POOL + 1
        unjudged = examples.taught & ~examples.judged
        assert 0 < unjudged.sum() <= SAMPLED
        assert not unjudged[:SHOWN].any()

    def test_a_demand_is_asked_in_its_words_too(self) -> None:
        store, judged = judged_market()
        texts = wordings(store, ["demand:00"])
        assert list(texts.values()) == ["外壳上的划痕看不出来"]
        (wording,) = texts
        assert demand_of(wording) == "demand:00"
        asked = Wordings(market_matcher(), texts)
        assert asked.retrieve_demand(wording).ids
        assert [item.demand for item in worded(judged[:1], texts)] == ["demand:00", wording]


class TestLearning:
    def test_held_out_probabilities_are_true(self) -> None:
        report = evaluate_held_out(*held_out())
        assert report.model.figures["ECE"].value < 0.05
        assert report.model.figures["AUC"].low > report.reciprocal.figures["AUC"].high

    def test_of_two_alike_the_simpler_is_chosen(self) -> None:
        assert learn(examples(demands=100)).choice.learner == "logistic"

    def test_the_same_examples_give_the_same_model(self) -> None:
        assert learn(examples()).fusion == learn(examples()).fusion

    def test_from_exchanged_labels_nothing_is_learned(self) -> None:
        areas = []
        for seed in range(2):
            known = permuted(examples(demands=60, seed=seed), seed)
            areas.append(evaluate_held_out(known, cross_validate(known)).model.figures["AUC"].value)
        assert np.mean(areas) == pytest.approx(0.5, abs=0.05)

    def test_a_model_that_saw_the_labels_would_be_caught(self) -> None:
        known = permuted(examples())
        leaked = known.inputs.copy()
        leaked[:, 5] = known.answers
        held = cross_validate(replace(known, inputs=leaked))
        assert evaluate_held_out(known, held).model.figures["AUC"].value > 0.95

    def test_exchanging_keeps_how_many_answers_there_are(self) -> None:
        known = examples()
        other = permuted(known)
        assert known.answers.sum() == other.answers.sum()
        assert (known.answers != other.answers).any()

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"demands": 12}, "12 different demands"),
            ({"demands": 60, "none": True}, "with 0 pairs that answer"),
        ],
    )
    def test_too_little_is_refused_with_what_is_missing(
        self, change: dict[str, int], told: str
    ) -> None:
        known = examples(demands=change["demands"])
        if "none" in change:
            known = replace(known, answers=np.zeros(len(known.answers), dtype=bool))
        with pytest.raises(TooFewLabels, match=told):
            learn(known)
        with pytest.raises(TooFewLabels, match="rejections too"):
            cross_validate(known)

    def test_near_duplicates_count_as_one_demand(self) -> None:
        known = examples(demands=40)
        with pytest.raises(TooFewLabels, match="10 different demands"):
            learn(replace(known, group=np.arange(40) % 10))


def test_shown_are_the_first_ten_of_each_demand() -> None:
    known = examples(demands=3)
    rows = shown(known, known.inputs[:, 0])
    for demand in range(2):
        own = known.demand == demand
        assert rows[own].sum() == SHOWN
        assert known.inputs[own & rows, 0].min() > known.inputs[own & ~rows, 0].max()


def test_judgements_of_weight_count_less() -> None:
    pair = Judgement("d", "s", answers=True, weight=0.3)
    store, judged = judged_market()
    del store
    light = [replace(item, weight=pair.weight) for item in judged]
    groups = {item.demand: number for number, item in enumerate(judged)}
    found = gather(market_matcher(), light, groups)
    assert set(found.weight[found.judged].tolist()) == {0.3}
