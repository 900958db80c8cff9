"""The worked example of docs/actions.md: who could fill a stage, and what each action gains."""

import math
from collections.abc import Sequence

import pytest

from chains.actions import (
    ActionKind,
    Basis,
    Capabilities,
    ChainActions,
    Distance,
    propose,
    robustness,
)
from chains.stages import complete, model_of, read_records, scope_of
from graph.port import GraphStore
from ontology.model import Ontology
from tests.stages_world import chain_of_products, lamp_world

MAKER = ("serves", "ent:shade-one", "stage:lamp")
NOW = 0.7625**0.25 * 0.525**0.25 * 0.05**0.5 * 0.525
PROXIMITY = math.log(3) / (math.log(3) + math.log(5))


def asked(
    ontology: Ontology,
    store: GraphStore,
    place: str | None = None,
    *,
    id: str = "chain:lamps",
    budget: float | None = None,
    first: int = 5,
) -> ChainActions:
    records = read_records(store, ontology)
    scope = scope_of(store, ontology, records, place)
    found = complete(records, model_of(store, ontology, records, id), scope)
    return propose(records, Capabilities(store, records), found, scope, budget=budget, first=first)


class TestFilling:
    def test_who_has_what_the_stage_takes_could_fill_it(self, ontology: Ontology) -> None:
        """They have ln 3 (vision, held by two of four), not ln 5 (the scenario, by nobody)."""
        candidates = asked(ontology, lamp_world(ontology)).candidates["stage:lamp"]
        assert [item.organization for item in candidates] == ["ent:far-maker", "ent:shade-one"]
        assert [item.proximity for item in candidates] == pytest.approx([PROXIMITY] * 2)
        assert {(item.basis, item.shared) for item in candidates} == {
            (Basis.ASSETS, ("tech:vision",))
        }

    def test_gains_are_those_of_the_page(self, ontology: Ontology) -> None:
        """The one that buys from the bulb works would link the stages too."""
        found = asked(ontology, lamp_world(ontology))
        assert found.smoothed == pytest.approx(NOW)
        shade, far = (x for x in found.actions[ActionKind.FILL] if x.stage == "stage:lamp")
        assert (shade.organization, shade.links) == (
            "ent:shade-one",
            (("stage:bulb", "stage:lamp"),),
        )
        before = 0.7625**0.25 * 0.525**0.25
        covered = 0.05 + 0.95 * PROXIMITY / 2
        linked = 0.05 + 0.95 * (1 + PROXIMITY) / 2
        assert shade.gain == pytest.approx(before * covered**0.5 * linked - NOW)
        assert shade.potential == pytest.approx(before * 0.525**0.5 * 1.0 - NOW)
        assert (far.organization, far.links) == ("ent:far-maker", ())
        assert far.gain == pytest.approx(before * covered**0.5 * 0.525 - NOW)
        assert (NOW, shade.gain, far.gain) == pytest.approx((0.0934, 0.1880, 0.1124), abs=5e-4)

    def test_with_two_breaks_the_first_fill_still_counts(self, ontology: Ontology) -> None:
        store = lamp_world(ontology, without=[("serves", "ent:bulb-one", "stage:bulb")])
        found = asked(ontology, store)
        assert found.completeness.value == 0
        assert all(action.gain > 0 for action in found.actions[ActionKind.FILL])

    def test_who_serves_the_stage_elsewhere_comes_first_and_is_certain(
        self, ontology: Ontology
    ) -> None:
        store = lamp_world(ontology, [("serves", "ent:far-maker", "stage:lamp")])
        found = asked(ontology, store, "region:north")
        first, second = found.candidates["stage:lamp"]
        assert (second.organization, second.basis) == ("ent:far-maker", Basis.SERVES)
        assert (first.distance, second.distance) == (Distance.INSIDE, Distance.FAR)
        fits = {x.organization: x.fit for x in found.actions[ActionKind.FILL]}
        assert fits["ent:far-maker"] == 1.0

    def test_a_stage_of_which_only_words_are_known_is_searched_by_words(
        self, ontology: Ontology
    ) -> None:
        store = lamp_world(
            ontology,
            without=[("serves", "scenario:inspect", "stage:lamp")],
            properties={
                "stage:lamp": {"name_zh": "高压绝缘材料"},
                "ent:far-maker": {"name_zh": "南方绝缘材料厂"},
            },
        )
        (candidate,) = asked(ontology, store).candidates["stage:lamp"]
        assert (candidate.organization, candidate.basis) == ("ent:far-maker", Basis.WORDS)
        assert set(candidate.shared) == {"绝缘", "缘材", "材料"}
        assert 0 < candidate.proximity < 1


class TestStrengthening:
    def test_a_missing_link_is_made_by_the_two_that_share_most(self, ontology: Ontology) -> None:
        store = lamp_world(
            ontology,
            [
                MAKER,
                ("serves", "ent:far-maker", "stage:lamp"),
                ("masters", "ent:bulb-one", "tech:x"),
                ("masters", "ent:far-maker", "tech:x"),
            ],
            without=[("suppliesTo", "ent:bulb-one", "ent:shade-one")],
        )
        tie = next(x for x in asked(ontology, store).actions[ActionKind.STRENGTHEN] if x.partner)
        assert (tie.organization, tie.partner) == ("ent:bulb-one", "ent:far-maker")
        assert (tie.stage, tie.other) == ("stage:bulb", "stage:lamp")
        cover = 0.7625**0.25 * 0.525**0.25 * 0.7625**0.5
        assert tie.gain == pytest.approx(cover * (1.0 - 0.525))


class TestStabilising:
    def test_a_second_source_raises_r_as_on_the_page(self, ontology: Ontology) -> None:
        """Among five, R rises from 4/25 to 6/25 if the far maker does the bulb works' business."""
        store = lamp_world(ontology, [MAKER, ("masters", "ent:bulb-one", "tech:vision")])
        found = asked(ontology, store)
        action = next(
            x
            for x in found.actions[ActionKind.STABILISE]
            if (x.stage, x.organization) == ("stage:bulb", "ent:far-maker")
        )
        vision, melting, industry = math.log(7 / 3), math.log(5), math.log(3)
        proximity = vision / (vision + melting + industry)
        assert action.fit == pytest.approx(proximity)
        assert action.resilience_gain == pytest.approx(proximity * (6 - 4) / 25)

    def test_who_is_in_the_region_that_holds_the_stage_does_not_help(
        self, ontology: Ontology
    ) -> None:
        store = lamp_world(
            ontology,
            [
                ("serves", "ent:shade-one", "stage:bulb"),
                ("masters", "ent:north-maker", "tech:vision"),
                ("locatedIn", "ent:north-maker", "region:north"),
            ],
        )
        offered = {
            x.organization
            for x in asked(ontology, store).actions[ActionKind.STABILISE]
            if x.stage == "stage:bulb"
        }
        assert offered == {"ent:far-maker"}


class TestPlan:
    def test_the_budget_is_kept_and_the_optimum_is_shown_beside(self, ontology: Ontology) -> None:
        plan = asked(ontology, lamp_world(ontology), budget=1).plan
        assert plan is not None
        assert [action.organization for action in plan.actions] == ["ent:shade-one"]
        assert (plan.spent, plan.completeness) == (1.0, plan.optimum)

    def test_without_budget_there_is_no_plan(self, ontology: Ontology) -> None:
        assert asked(ontology, lamp_world(ontology)).plan is None


def test_in_a_long_chain_the_stages_worth_most_are_considered(ontology: Ontology) -> None:
    pairs = [(f"{n:04}", f"{n + 1:04}") for n in range(300)]
    found = asked(ontology, chain_of_products(ontology, pairs), id="product:0000", budget=3)
    assert len(found.considered) == 50


def naive(members: Sequence[str], ties: Sequence[tuple[str, str]]) -> float:
    """R by the definition: remove, and search for the largest part each time."""
    degree = {who: sum(who in pair for pair in ties) for who in members}
    left = set(members)
    total = 0
    for who in sorted(members, key=lambda item: (-degree[item], item)):
        left.discard(who)
        total += max((len(part) for part in parts(left, ties)), default=0)
    return total / len(members) ** 2


def parts(left: set[str], ties: Sequence[tuple[str, str]]) -> list[set[str]]:
    found = [{who} for who in sorted(left)]
    for a, b in ties:
        if a in left and b in left:
            one = next(part for part in found if a in part)
            other = next(part for part in found if b in part)
            if one is not other:
                found.remove(other)
                one |= other
    return found


@pytest.mark.parametrize(
    "ties",
    [
        [],
        [("a", "b")],
        [("a", "b"), ("b", "c"), ("c", "d")],
        [("a", "b"), ("a", "c"), ("a", "d"), ("d", "e")],
        [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e")],
    ],
)
def test_r_equals_naive_recomputation(ties: list[tuple[str, str]]) -> None:
    assert robustness("abcde", ties) == pytest.approx(naive("abcde", ties))
