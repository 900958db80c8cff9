"""Matching ranks, explains and refuses as it promises."""

import math

import pytest

from graph.query import Compare, Op, Related
from graph.records import Entity, Relation
from matcher import (
    SUPPLIES,
    EmptyQuery,
    Matcher,
    NothingToMatch,
    QueryTooLong,
    UnknownSubject,
    of_provider,
    of_region,
    of_terms,
)
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

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "   ",
            "！？…",
            "🙂🙂",
            "\0",
            "👩‍👩‍👧‍👦",
            "\ud83d",
            "\u200b\ufeff",
            "的 the of",
            "%_%",
        ],
    )
    def test_a_text_without_a_word_is_refused(self, matcher: Matcher, text: str) -> None:
        with pytest.raises(EmptyQuery, match="no word"):
            matcher.match_text(text)

    def test_a_book_is_refused(self, matcher: Matcher) -> None:
        with pytest.raises(QueryTooLong, match="100,000"):
            matcher.match_text("字" * 100_000)

    def test_a_record_as_long_as_a_book_is_matched_by_its_beginning(self) -> None:
        store = market()
        book = Entity(
            "demand:book", "Demand", {"name_zh": "划痕检测", "description_zh": "字" * 100_000}
        )
        store.write(lambda writer: writer.upsert_entities([book]))
        result = Matcher(store, core(), encoder()).match_demand("demand:book")
        assert result.matches[0].entity.id == "supply:eye"

    @pytest.mark.parametrize(
        "text",
        [
            "Robert'); DROP TABLE entities; --",
            "' OR 1=1 --",
            "`}) DETACH DELETE n //",
            "MATCH (n) RETURN n",
            "{{7*7}} ${jndi:ldap://x} <script>alert(1)</script>",
            "检测 🙂 déjà Ω कार्य ﷺ 한국어 日本語",
            "half \ud83d a pair 检测",
            "a" * 20_000,
            "检" * 20_000,
            "检测\n" * 5_000,
            "\u202e检测\u202c",
        ],
    )
    def test_hostile_or_odd_text_is_words(self, matcher: Matcher, text: str) -> None:
        result = matcher.match_text(text)
        assert result.candidates == 3
        assert all(math.isfinite(match.score) for match in result.matches)
        assert result.text.encode()

    @pytest.mark.parametrize(
        "text", ["外觀缺陷線上檢測", "外观缺陷在线检测", "　外观缺陷，在线检测　"]
    )
    def test_every_spelling_finds_the_same(self, matcher: Matcher, text: str) -> None:
        best = matcher.match_text(text).matches[0]
        assert best.entity.id == "supply:eye"
        assert {"bm25", "characters", "dense"} <= set(best.contributions)

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

    def test_a_region_holds_those_within_it(self) -> None:
        store = market()
        store.write(
            lambda writer: (
                writer.upsert_entities(
                    [
                        Entity("region:p", "Region", {"name_zh": "省"}),
                        Entity("region:c", "Region", {"name_zh": "市"}),
                    ]
                ),
                writer.upsert_relations(
                    [
                        Relation("withinRegion", "region:c", "region:p"),
                        Relation("locatedIn", "ent:eye", "region:c"),
                    ]
                ),
            )
        )
        fresh = Matcher(store, core(), encoder())
        for region in ("region:p", "region:c"):
            result = fresh.match_text("检测 搬运", where=of_region(store, SUPPLIES, region))
            assert [match.entity.id for match in result.matches] == ["supply:eye"]
        with pytest.raises(UnknownSubject, match="not the id of a Region"):
            of_region(store, SUPPLIES, "ent:eye")

    def test_a_provider_or_a_term_narrows_too(self, matcher: Matcher) -> None:
        where = of_provider(SUPPLIES, ["ent:eye"])
        found = matcher.match_text("检测 搬运", where=where).matches
        assert [match.entity.id for match in found] == ["supply:eye"]
        assert not matcher.match_text("检测 搬运", where=of_terms("form", ["platform"])).matches


class TestEvidence:
    def test_what_a_wider_node_joins_is_told_by_way_of_it(self) -> None:
        store = market()
        store.write(
            lambda writer: (
                writer.upsert_entities(
                    [
                        Entity(
                            "tech:move", "Technology", {"name_zh": "搬运技术", "name_en": "moving"}
                        ),
                        Entity("tech:belt", "Technology", {"name_zh": "传送带", "name_en": "belt"}),
                        Entity("demand:belt", "Demand", {"name_zh": "带子太旧"}),
                    ]
                ),
                writer.upsert_relations(
                    [
                        Relation("broaderTechnology", "tech:agv", "tech:move"),
                        Relation("broaderTechnology", "tech:belt", "tech:move"),
                        Relation("requires", "demand:belt", "tech:belt"),
                    ]
                ),
            )
        )
        result = Matcher(store, core(), encoder()).match_demand("demand:belt")
        (cart,) = [match for match in result.matches if match.entity.id == "supply:cart"]
        (path,) = cart.evidence
        assert [node.id for node in path.nodes] == [
            "demand:belt",
            "tech:belt",
            "tech:move",
            "tech:agv",
            "supply:cart",
        ]
        assert [(step.relation, step.forward) for step in path.steps] == [
            ("requires", True),
            ("broaderTechnology", True),
            ("broaderTechnology", False),
            ("provides", False),
        ]
        assert path.weight > 0
