"""The worked example of docs/replication.md: what is counted, and what the answer says."""

import math

import numpy as np
import pytest

from chains.replication import Axis, Replicability, Replication, UnknownPractice, Verdict
from chains.replication.adoptions import count_adoptions
from chains.replication.practice import read_practice
from chains.replication.shrinkage import shrink
from graph.records import Entity
from ontology.model import Ontology
from tests.replication_world import small_world

AMOUNTS = np.array([[2.0, 1.0, 1.0], [2.0, 0.0, 0.0], [0.0, 1.0, 1.0]])


def asked(ontology: Ontology, subject: str) -> Replicability:
    return Replication(small_world(ontology), ontology).replicability(subject)


class TestCounting:
    def test_use_cases_are_counted_by_the_branch_under_the_root(self, ontology: Ontology) -> None:
        found = count_adoptions(read_practice(small_world(ontology), ontology), Axis.INDUSTRY)
        assert found.places == ("industry:T1", "industry:T2", "industry:T3")
        assert found.scenarios == ("scenario:s1", "scenario:s2", "scenario:s3")
        assert found.weights.tolist() == AMOUNTS.tolist()
        assert found.cases[0, 0] == ("case:a", "case:a2")
        assert (found.sizes, found.left_out) == ((4, 2, 2), 0)

    def test_a_region_that_is_the_whole_country_is_no_place(self, ontology: Ontology) -> None:
        found = count_adoptions(read_practice(small_world(ontology), ontology), Axis.REGION)
        assert found.places == ("region:p1", "region:p2")
        assert found.left_out == 1

    def test_a_use_case_of_several_scenarios_still_counts_once(self, ontology: Ontology) -> None:
        extra = [("realises", "case:b1", "scenario:s2"), ("inIndustry", "case:b1", "industry:T3")]
        store = small_world(ontology, extra)
        found = count_adoptions(read_practice(store, ontology), Axis.INDUSTRY)
        assert found.weights.tolist() == [[2.0, 1.0, 1.0], [1.25, 0.25, 0.0], [0.25, 1.25, 1.0]]
        assert found.weights.sum() == 8
        assert found.without({"case:b1"}).tolist() == [[2, 1, 1], [1, 0, 0], [0, 1, 1]]


class TestShrinkage:
    def test_advantage_is_drawn_towards_one(self) -> None:
        found = shrink(AMOUNTS, 1)
        assert found.advantage == pytest.approx([1.0, 0.7126, 1.2874], abs=5e-5)

    def test_it_equals_the_sum_over_the_grid_by_hand(self) -> None:
        """C has 1 of 2 in s2, all places 2 of 8: (1 + k/4) / (2 + k) / (1/4) for each k."""
        total, weighed = 0.0, 0.0
        for step in range(40):
            rho = (step + 0.5) / 40
            kappa = (1 - rho) / rho
            likelihood = math.exp(sum(_log_likelihood(row, kappa) for row in AMOUNTS.tolist()))
            total += likelihood
            weighed += likelihood * (1 + kappa / 4) / (2 + kappa) / 0.25
        assert shrink(AMOUNTS, 1).advantage[2] == pytest.approx(weighed / total, rel=1e-12)

    def test_the_interval_holds_the_mean(self) -> None:
        found = shrink(AMOUNTS, 1)
        assert (found.low < found.advantage).all()
        assert (found.advantage < found.high).all()


def _log_likelihood(row: list[float], kappa: float) -> float:
    shares = [0.5, 0.25, 0.25]
    return (
        math.lgamma(kappa)
        - math.lgamma(sum(row) + kappa)
        + sum(
            math.lgamma(amount + kappa * share) - math.lgamma(kappa * share)
            for amount, share in zip(row, shares, strict=True)
        )
    )


def _log_beta_binomial(adopters: int, members: int, kappa: float) -> float:
    first, second = kappa * 2.5 / 8, kappa * 5.5 / 8
    return (
        math.lgamma(adopters + first)
        + math.lgamma(members - adopters + second)
        - math.lgamma(members + kappa)
        - math.lgamma(first)
        - math.lgamma(second)
        + math.lgamma(kappa)
    )


class TestAnswer:
    def test_peers_in_the_same_industry_come_first_and_the_readier_of_them(
        self, ontology: Ontology
    ) -> None:
        found = asked(ontology, "case:a").enterprises
        assert [item.enterprise for item in found] == [
            "ent:second-port",
            "ent:fourth-port",
            "ent:third-port",
            "ent:ferry",
        ]
        assert [item.shared for item in found] == ["industry:T11"] * 3 + ["industry:T1"]
        assert (found[0].adopters, found[0].peers) == (("ent:first-port",), 3)
        assert found[0].ready == pytest.approx((1 + 0.5) / (2 + 1))
        assert found[1].ready == pytest.approx(0.5 / 3)
        assert found[0].low < found[0].chance < found[0].high

    def test_the_chance_of_a_port_is_that_of_its_industries_by_hand(
        self, ontology: Ontology
    ) -> None:
        """One of 3 other ports has s1, 1 of 4 others in T1, 2 of 6 others under the root T."""
        total, weighed = 0.0, 0.0
        for step in range(40):
            rho = (step + 0.5) / 40
            kappa = (1 - rho) / rho
            mean = 2.5 / 7
            for adopters, others in ((2, 6), (1, 4), (1, 3)):
                mean = (adopters + kappa * mean) / (others + kappa)
            branches = ((1, 5), (1, 1), (0, 1))
            likelihood = math.exp(sum(_log_beta_binomial(a, n, kappa) for a, n in branches))
            total += likelihood
            weighed += likelihood * mean
        best = asked(ontology, "case:a").enterprises[0]
        assert best.chance == pytest.approx(weighed / total, rel=1e-9)
        assert best.chance == pytest.approx(0.320, abs=5e-4)
        assert best.usual == pytest.approx(2.5 / 7)
        assert best.verdict is Verdict.OPEN

    def test_what_is_lacking_comes_with_its_evidence_and_with_who_could_bring_it(
        self, ontology: Ontology
    ) -> None:
        way = asked(ontology, "case:a").enterprises[0].way
        assert [(held.asset, held.evidence) for held in way.holds] == [
            ("tech:t1", ("ent:second-port",))
        ]
        assert [(need.asset, need.evidence) for need in way.lacks] == [("tech:t2", ("case:a",))]
        best, other = way.deliverers
        assert (best.organization, best.covers) == ("ent:supplier", ("tech:t2",))
        assert (best.supplies, best.cases) == (("supply:x",), ("case:b1",))
        assert (other.organization, other.supplies) == ("ent:consultant", ())
        assert way.uncovered == ()
        assert way.copies == ("case:a", "case:a2", "case:b1")

    def test_places_that_lack_the_scenario_are_told_apart_from_those_that_have_it(
        self, ontology: Ontology
    ) -> None:
        ranking = asked(ontology, "case:a").industries
        assert [item.place for item in ranking.adopters] == ["industry:T2", "industry:T1"]
        assert [item.advantage for item in ranking.adopters] == [2.0, 1.0]
        (target,) = ranking.targets
        assert target.standing.place == "industry:T3"
        assert target.standing.density == pytest.approx(1.0)
        assert [need.asset for need in target.way.lacks] == ["tech:t1"]
        assert ranking.unseen == ("industry:T4",)

    def test_eight_use_cases_are_too_few_to_judge_by(self, ontology: Ontology) -> None:
        (target,) = asked(ontology, "case:a").industries.targets
        assert target.standing.chance is None
        assert target.standing.verdict is Verdict.INSUFFICIENT
        assert asked(ontology, "case:a").industries.check is None

    def test_complexity_is_that_of_the_matrix(self, ontology: Ontology) -> None:
        found = asked(ontology, "scenario:s1")
        assert found.complexity == {"scenario:s1": pytest.approx(-5 / math.sqrt(14))}
        (target,) = found.industries.targets
        assert target.standing.complexity == pytest.approx(4 / math.sqrt(14))

    def test_a_scenario_takes_what_it_calls_for_or_half_of_its_use_cases_use(
        self, ontology: Ontology
    ) -> None:
        found = asked(ontology, "scenario:s1")
        assert [(need.asset, need.evidence) for need in found.needs] == [
            ("std:n", ("scenario:s1",)),
            ("tech:t1", ("case:a", "case:a2")),
        ]
        assert (found.cases, found.examples) == (("case:a", "case:a2", "case:b1", "case:b2"), 1)

    def test_a_needed_technology_takes_the_skills_about_it(self, ontology: Ontology) -> None:
        needs = asked(ontology, "case:b1").needs
        assert [(need.asset, need.evidence) for need in needs] == [
            ("skill:k", ("tech:t3",)),
            ("tech:t3", ("case:b1",)),
        ]
        way = asked(ontology, "case:b1").industries.targets[0].way
        assert way.uncovered == ("skill:k", "tech:t3")

    def test_a_use_case_without_scenario_still_finds_its_peers(self, ontology: Ontology) -> None:
        extra = [
            ("inIndustry", "case:new", "industry:T11"),
            ("deployedBy", "case:new", "ent:first-port"),
            ("replicates", "case:again", "case:new"),
            ("deployedBy", "case:again", "ent:third-port"),
        ]
        found = Replication(small_world(ontology, extra), ontology).replicability("case:new")
        assert (found.scenarios, found.industries.targets) == ((), ())
        assert [item.enterprise for item in found.enterprises] == [
            "ent:fourth-port",
            "ent:second-port",
            "ent:ferry",
        ]
        assert found.enterprises[0].adopters == ("ent:first-port", "ent:third-port")

    def test_the_answer_follows_the_store(self, ontology: Ontology) -> None:
        store = small_world(ontology)
        replication = Replication(store, ontology)
        before = replication.replicability("case:a")
        assert replication.replicability("case:a") == before
        store.write(lambda writer: writer.delete_entities(["ent:ferry"]))
        after = replication.replicability("case:a")
        assert (before.candidates, after.candidates) == (4, 3)

    def test_first_cuts_and_the_count_stays(self, ontology: Ontology) -> None:
        found = Replication(small_world(ontology), ontology).replicability("case:a", first=1)
        assert (len(found.enterprises), found.candidates) == (1, 4)


class TestBadInput:
    def test_an_id_that_is_no_practice_is_refused_with_the_nearest(
        self, ontology: Ontology
    ) -> None:
        with pytest.raises(UnknownPractice, match="did you mean 'scenario:s1'"):
            asked(ontology, "scenaro:s1")
        with pytest.raises(UnknownPractice, match="not the id of a use case or scenario"):
            asked(ontology, "ent:supplier")

    def test_a_scenario_without_any_use_case_has_no_targets(self, ontology: Ontology) -> None:
        store = small_world(ontology)
        store.write(
            lambda writer: writer.upsert_entities(
                [Entity("scenario:new", "Scenario", {"name_zh": "新"})]
            )
        )
        found = Replication(store, ontology).replicability("scenario:new")
        assert (found.cases, found.enterprises) == ((), ())
        assert (found.industries.targets, found.industries.adopters) == ((), ())
