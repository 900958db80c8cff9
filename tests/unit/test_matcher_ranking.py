"""Matching ranks, explains and refuses as it promises."""

import pytest

from graph.query import Compare, Op, Related
from matcher import EmptyQuery, Matcher, NothingToMatch, QueryTooLong, UnknownSubject
from matcher.retrieval.retrieved import FEATURES
from tests.matcher_world import core, encoder, market


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(market(), core(), encoder())


class TestDemand:
    def test_the_supply_that_shares_the_scenario_comes_first(self, matcher: Matcher) -> None:
        assert matcher.match_demand("demand:scratch").matches[0].entity.id == "supply:eye"
        assert matcher.match_demand("demand:carry").matches[0].entity.id == "supply:cart"

    def test_the_score_is_the_sum_of_its_contributions(self, matcher: Matcher) -> None:
        for match in matcher.match_demand("demand:scratch").matches:
            assert match.score == pytest.approx(sum(match.contributions.values()))
            assert set(match.contributions) <= {"bm25", "characters", "dense", "graph"}

    def test_evidence_is_a_path_of_the_graph(self, matcher: Matcher) -> None:
        paths = matcher.match_demand("demand:scratch").matches[0].evidence
        walked = [
            ([node.id for node in path.nodes], [step.relation for step in path.steps])
            for path in paths
        ]
        assert (
            ["demand:scratch", "scenario:inspect", "supply:eye"],
            ["forScenario", "addresses"],
        ) in walked
        assert (
            ["demand:scratch", "scenario:inspect", "tech:vision", "supply:eye"],
            ["forScenario", "usesTechnology", "provides"],
        ) in walked

    def test_evidence_reads_in_both_languages(self, matcher: Matcher) -> None:
        path = matcher.match_demand("demand:scratch").matches[0].evidence[0]
        assert "机器视觉质检" in path.describe("zh")
        assert "vision quality inspection" in path.describe("en")

    def test_providers_are_named(self, matcher: Matcher) -> None:
        best = matcher.match_demand("demand:scratch").matches[0]
        assert [item.id for item in best.providers] == ["ent:eye"]

    def test_drafts_are_not_offered(self, matcher: Matcher) -> None:
        result = matcher.match_demand("demand:scratch")
        assert result.candidates == 3
        assert "supply:draft" not in {match.entity.id for match in result.matches}

    def test_an_unknown_demand_is_refused_with_the_nearest(self, matcher: Matcher) -> None:
        with pytest.raises(UnknownSubject, match="did you mean 'demand:scratch'"):
            matcher.match_demand("demand:scrtach")
        with pytest.raises(UnknownSubject, match="not the id of a Demand"):
            matcher.match_demand("supply:eye")


class TestSupply:
    def test_the_wheels_turn_both_ways(self, matcher: Matcher) -> None:
        result = matcher.match_supply("supply:eye")
        assert result.matches[0].entity.id == "demand:scratch"
        assert "demand:done" not in {match.entity.id for match in result.matches}


class TestText:
    @pytest.mark.parametrize(
        "text",
        ["机器视觉 检测 外观缺陷", "machine vision defect detector", "ＭＡＣＨＩＮＥ Vision 检测"],
    )
    def test_words_of_either_language_find_the_supply(self, matcher: Matcher, text: str) -> None:
        best = matcher.match_text(text).matches[0]
        assert best.entity.id == "supply:eye"
        assert [node.id for node in best.evidence[0].nodes][1:] == ["tech:vision", "supply:eye"]
        assert best.evidence[0].steps[0].relation == "mentions"

    @pytest.mark.parametrize("text", ["", "   ", "！？…", "🙂🙂", "\0"])
    def test_a_text_without_a_word_is_refused(self, matcher: Matcher, text: str) -> None:
        with pytest.raises(EmptyQuery, match="no word"):
            matcher.match_text(text)

    def test_a_book_is_refused(self, matcher: Matcher) -> None:
        with pytest.raises(QueryTooLong, match="100,000"):
            matcher.match_text("字" * 100_000)

    @pytest.mark.parametrize(
        "text", ["Robert'); DROP TABLE x", "`}) DETACH DELETE n //", "機器視覺 🙂"]
    )
    def test_hostile_or_odd_text_is_words(self, matcher: Matcher, text: str) -> None:
        assert matcher.match_text(text).candidates == 3

    def test_the_same_question_has_the_same_answer(self, matcher: Matcher) -> None:
        fresh = Matcher(market(), core(), encoder())
        assert fresh.match_text("划痕检测") == matcher.match_text("划痕检测")

    def test_first_cuts(self, matcher: Matcher) -> None:
        assert len(matcher.match_text("检测 搬运 排产", first=2).matches) == 2


def test_a_change_of_the_store_is_seen() -> None:
    store = market()
    matcher = Matcher(store, core(), encoder())
    assert matcher.match_text("搬运").candidates == 3
    store.write(lambda writer: writer.delete_entities(["supply:cart"]))
    result = matcher.match_text("搬运")
    assert result.candidates == 2
    assert "supply:cart" not in {match.entity.id for match in result.matches}


def test_a_store_without_supplies_says_so() -> None:
    store = market()
    ids = ["supply:eye", "supply:cart", "supply:cloud", "supply:draft"]
    store.write(lambda writer: writer.delete_entities(ids))
    with pytest.raises(NothingToMatch, match="import some first"):
        Matcher(store, core(), encoder()).match_text("检测")


class TestConditions:
    def test_a_condition_applies_before_the_cut(self, matcher: Matcher) -> None:
        carts = Related("provides", where=Compare("id", Op.EQ, "tech:agv"))
        result = matcher.match_text("检测 检测 搬运", first=1, where=carts)
        assert [match.entity.id for match in result.matches] == ["supply:cart"]
        assert result.candidates == 1

    def test_a_condition_never_brings_drafts_back(self, matcher: Matcher) -> None:
        drafts = Compare("status", Op.EQ, "draft")
        assert matcher.match_text("缺陷检测", where=drafts).candidates == 0

    def test_what_is_retrieved_has_its_features(self, matcher: Matcher) -> None:
        found = matcher.retrieve_demand("demand:scratch", also=["supply:cloud", "nothing"])
        assert set(found.ids) >= {"supply:eye", "supply:cloud"}
        assert list(found.ids) == sorted(found.ids)
        assert found.features.shape == (len(found.ids), len(FEATURES))
        graph = dict(zip(found.ids, found.column("graph").tolist(), strict=True))
        assert graph["supply:eye"] > graph["supply:cloud"] >= 0
