"""The worked example of docs/completeness.md: coverage, breaks, links, scopes and comparisons."""

import math
from collections.abc import Sequence

import pytest

from chains.stages import (
    ChainModel,
    Completeness,
    FindingKind,
    HoldKind,
    Origin,
    UnknownChain,
    UnknownPlace,
    compare,
    complete,
    model_of,
    read_records,
    scope_of,
)
from graph.port import GraphStore
from graph.records import Entity
from ontology.model import Ontology
from tests.stages_world import chain_of_products, lamp_world

MAKER = ("serves", "ent:shade-one", "stage:lamp")


def modelled(ontology: Ontology, store: GraphStore, id: str = "chain:lamps") -> ChainModel:
    return model_of(store, ontology, read_records(store, ontology), id)


def judged(
    ontology: Ontology,
    store: GraphStore,
    place: str | None = None,
    *,
    id: str = "chain:lamps",
    at: str | None = None,
) -> Completeness:
    records = read_records(store, ontology, at)
    model = model_of(store, ontology, records, id)
    return complete(records, model, scope_of(store, ontology, records, place))


def coverages(found: Completeness) -> Sequence[float]:
    return [item.coverage for item in found.stages]


class TestExample:
    def test_the_chain_breaks_where_nobody_makes_lamps(self, ontology: Ontology) -> None:
        found = judged(ontology, lamp_world(ontology))
        assert coverages(found) == [0.75, 0.5, 0.0]
        assert (found.linkage, found.value) == (0.5, 0.0)
        assert [item.stage.id for item in found.breaks] == ["stage:lamp"]
        assert found.breaks[0].broken_everywhere
        assert found.missing == ()
        assert found.examples == 1

    def test_with_a_maker_of_lamps_it_is_complete_to_sixty_per_cent(
        self, ontology: Ontology
    ) -> None:
        """C = .75^.25 * .5^.25 * .5^.5 * 2/2."""
        found = judged(ontology, lamp_world(ontology, [MAKER]))
        assert found.value == pytest.approx(0.75**0.25 * 0.5**0.25 * 0.5**0.5)
        assert found.value == pytest.approx(0.553, abs=5e-4)
        assert (found.linkage, found.breaks, found.missing) == (1.0, (), ())

    def test_neighbours_without_any_business_miss_a_link(self, ontology: Ontology) -> None:
        store = lamp_world(
            ontology, [MAKER], without=[("suppliesTo", "ent:bulb-one", "ent:shade-one")]
        )
        found = judged(ontology, store)
        assert [(pair.earlier, pair.later) for pair in found.missing] == [
            ("stage:bulb", "stage:lamp")
        ]
        assert found.value == pytest.approx(0.75**0.25 * 0.5**0.25 * 0.5**0.5 / 2)

    def test_each_supplier_and_each_link_names_its_evidence(self, ontology: Ontology) -> None:
        found = judged(ontology, lamp_world(ontology))
        bulb = found.stages[1]
        assert [(x.organization, [key.type for key in x.evidence]) for x in bulb.suppliers] == [
            ("ent:bulb-one", ["serves"])
        ]
        (tie,) = found.pairs[0].ties
        assert (tie.source, tie.target) == ("ent:glass-one", "ent:bulb-one")
        assert [key.type for key in tie.evidence] == ["deliveredBy", "deployedBy", "suppliesTo"]

    def test_what_holds_a_stage_alone_is_named(self, ontology: Ontology) -> None:
        found = judged(ontology, lamp_world(ontology, [MAKER]), "region:north")
        holds = {item.stage.id: [hold.kind for hold in item.holds] for item in found.stages}
        assert holds == {
            "stage:glass": [HoldKind.ENTERPRISE],
            "stage:bulb": [HoldKind.ENTERPRISE, HoldKind.ARTICULATION],
            "stage:lamp": [HoldKind.ENTERPRISE],
        }

    def test_suppliers_of_one_region_hold_the_stage_together(self, ontology: Ontology) -> None:
        store = lamp_world(ontology, [("serves", "ent:shade-one", "stage:bulb")])
        bulb = judged(ontology, store).stages[1]
        assert [(hold.kind, hold.id) for hold in bulb.holds if hold.kind is HoldKind.REGION] == [
            (HoldKind.REGION, "region:north")
        ]


class TestServing:
    def test_the_makers_of_a_product_that_serves_a_stage_supply_it(
        self, ontology: Ontology
    ) -> None:
        extra = [
            ("serves", "product:lamp", "stage:lamp"),
            ("produces", "ent:shade-one", "product:lamp"),
        ]
        lamp = judged(ontology, lamp_world(ontology, extra)).stages[2]
        assert [(x.organization, [key.type for key in x.evidence]) for x in lamp.suppliers] == [
            ("ent:shade-one", ["produces", "serves"])
        ]

    def test_scenarios_bring_suppliers_only_where_nobody_serves_the_stage(
        self, ontology: Ontology
    ) -> None:
        offering = [
            ("offers", "ent:far-maker", "supply:eye"),
            ("addresses", "supply:eye", "scenario:inspect"),
        ]
        found = judged(ontology, lamp_world(ontology, offering), id="chain:lamps")
        assert [x.organization for x in found.stages[2].suppliers] == ["ent:far-maker"]
        found = judged(ontology, lamp_world(ontology, [*offering, MAKER]))
        assert [x.organization for x in found.stages[2].suppliers] == ["ent:shade-one"]


class TestScope:
    @pytest.mark.parametrize(
        ("place", "expected"),
        [
            ("region:root", [0.75, 0.5, 0.0]),
            ("region:north", [0.5, 0.5, 0.0]),
            ("region:north-town", [0.5, 0.0, 0.0]),
            ("region:south", [0.5, 0.0, 0.0]),
            ("park:kiln", [0.5, 0.0, 0.0]),
            ("industry:T", [0.5, 0.5, 0.0]),
        ],
    )
    def test_only_suppliers_of_the_place_count(
        self, ontology: Ontology, place: str, expected: list[float]
    ) -> None:
        assert coverages(judged(ontology, lamp_world(ontology), place)) == expected

    def test_suppliers_elsewhere_are_told_apart(self, ontology: Ontology) -> None:
        bulb = judged(ontology, lamp_world(ontology), "region:south").stages[1]
        assert bulb.broken
        assert not bulb.broken_everywhere
        assert [item.organization for item in bulb.elsewhere] == ["ent:bulb-one"]

    def test_what_is_no_place_is_refused(self, ontology: Ontology) -> None:
        with pytest.raises(UnknownPlace, match="not the id of a region, park or industry"):
            judged(ontology, lamp_world(ontology), "ent:glass-one")


class TestComparison:
    def test_two_regions_differ_by_stage(self, ontology: Ontology) -> None:
        store = lamp_world(ontology)
        found = compare(
            judged(ontology, store, "region:south"), judged(ontology, store, "region:north")
        )
        assert [(item.stage, item.before, item.after) for item in found.stages] == [
            ("stage:glass", 0.5, 0.5),
            ("stage:bulb", 0.0, 0.5),
            ("stage:lamp", 0.0, 0.0),
        ]
        assert (found.stages[0].gained, found.stages[0].lost) == (
            ("ent:glass-one",),
            ("ent:glass-two",),
        )
        assert (found.closed, found.opened) == (("stage:bulb",), ())

    def test_two_dates_differ_by_what_came_on_record_between_them(self, ontology: Ontology) -> None:
        store = lamp_world(ontology, later=[MAKER])
        before, after = (judged(ontology, store, at=at) for at in ("2025-12-31", "2026-12-31"))
        assert (before.value, after.value) == (0.0, judged(ontology, store).value)
        assert compare(before, after).closed == ("stage:lamp",)

    def test_a_use_case_that_started_later_shows_no_business_yet(self, ontology: Ontology) -> None:
        store = lamp_world(
            ontology,
            without=[("suppliesTo", "ent:glass-one", "ent:bulb-one")],
            properties={"case:one": {"startedOn": "2026-01-15"}},
        )
        links = [judged(ontology, store, at=at).linkage for at in ("2025-12-31", "2026-02-01")]
        assert links == [0.0, 0.5]


class TestDerivedChains:
    def test_a_product_brings_all_that_goes_into_it_and_all_that_it_goes_into(
        self, ontology: Ontology
    ) -> None:
        pairs = [("ore", "copper"), ("copper", "wire"), ("copper", "foil"), ("resin", "wire")]
        store = chain_of_products(ontology, pairs)
        model = modelled(ontology, store, "product:copper")
        assert model.origin is Origin.PRODUCTS
        assert [(stage.id, stage.level) for stage in model.stages] == [
            ("product:ore", 0),
            ("product:copper", 1),
            ("product:foil", 2),
            ("product:wire", 2),
        ]
        assert ("product:copper", "product:foil") in model.pairs

    def test_in_a_chain_of_products_only_business_links_stages(self, ontology: Ontology) -> None:
        store = chain_of_products(ontology, [("ore", "copper")])
        assert judged(ontology, store, id="product:ore").linkage == 0.0

    def test_an_industry_brings_its_scenarios_by_stage_of_business(
        self, ontology: Ontology
    ) -> None:
        found = judged(ontology, lamp_world(ontology), id="industry:T1")
        assert found.model.origin is Origin.INDUSTRY
        assert [item.stage.id for item in found.stages] == ["research", "production"]
        assert found.model.scenarios["production"] == ("scenario:inspect", "scenario:melt")
        assert [x.organization for x in found.stages[1].suppliers] == ["ent:bulb-one"]
        assert [item.stage.id for item in found.breaks] == ["research"]

    def test_a_use_case_of_another_industry_does_not_count(self, ontology: Ontology) -> None:
        store = lamp_world(ontology, [("inIndustry", "scenario:melt", "industry:U")])
        found = judged(ontology, store, id="industry:U")
        assert [(item.stage.id, item.suppliers) for item in found.stages] == [
            ("production", ()),
            ("service", ()),
        ]

    def test_what_is_no_chain_is_refused_with_the_nearest(self, ontology: Ontology) -> None:
        with pytest.raises(UnknownChain, match="did you mean 'chain:lamps'"):
            modelled(ontology, lamp_world(ontology), "chain:lamp")
        with pytest.raises(UnknownChain, match="not the id of a chain, product or industry"):
            modelled(ontology, lamp_world(ontology), "ent:glass-one")


class TestFaultyRecords:
    def kinds(self, model: ChainModel) -> Sequence[tuple[FindingKind, tuple[str, ...]]]:
        return [(finding.kind, finding.ids) for finding in model.findings]

    def test_cycles_and_self_loops_are_reported(self, ontology: Ontology) -> None:
        pairs = [("a", "b"), ("b", "c"), ("c", "b"), ("b", "b"), ("c", "d")]
        model = modelled(ontology, chain_of_products(ontology, pairs), "product:a")
        assert self.kinds(model) == [
            (FindingKind.CYCLE, ("product:b", "product:c")),
            (FindingKind.SELF_LOOP, ("product:b",)),
        ]
        assert [stage.level for stage in model.stages] == [0, 1, 1, 2]

    def test_an_end_that_is_no_stage_is_reported(self, ontology: Ontology) -> None:
        extra = [("precedes", "stage:lamp", "stage:elsewhere")]
        model = modelled(ontology, lamp_world(ontology, extra))
        assert self.kinds(model) == [(FindingKind.DANGLING, ("stage:elsewhere", "stage:lamp"))]
        assert len(model.pairs) == 2

    def test_stages_without_links_go_by_their_numbers(self, ontology: Ontology) -> None:
        store = lamp_world(
            ontology,
            without=[
                ("precedes", "stage:glass", "stage:bulb"),
                ("precedes", "stage:bulb", "stage:lamp"),
            ],
        )
        model = modelled(ontology, store)
        assert model.pairs == (("stage:glass", "stage:bulb"), ("stage:bulb", "stage:lamp"))
        assert [kind for kind, _ in self.kinds(model)] == [FindingKind.ORDER_ONLY]

    def test_a_link_against_the_numbers_is_reported(self, ontology: Ontology) -> None:
        store = lamp_world(ontology, properties={"stage:lamp": {"order": 1}})
        assert self.kinds(modelled(ontology, store)) == [
            (FindingKind.ORDER, ("stage:bulb", "stage:lamp"))
        ]

    def test_stages_of_one_name_and_stages_alone_are_reported(self, ontology: Ontology) -> None:
        store = lamp_world(
            ontology,
            [("partOf", "stage:again", "chain:lamps")],
            properties={"stage:again": {"name_zh": "STAGE:lamp "}},
        )
        assert self.kinds(modelled(ontology, store)) == [
            (FindingKind.DUPLICATE, ("stage:again", "stage:lamp")),
            (FindingKind.ISOLATED, ("stage:again",)),
        ]

    def test_a_weight_that_is_none_counts_as_one(self, ontology: Ontology) -> None:
        store = lamp_world(ontology, properties={"stage:lamp": {"weight": -1.0}})
        model = modelled(ontology, store)
        assert (FindingKind.WEIGHT, ("stage:lamp",)) in self.kinds(model)
        assert {stage.id: stage.weight for stage in model.stages}["stage:lamp"] == 1 / 1.5

    def test_a_chain_without_stages_has_no_completeness(self, ontology: Ontology) -> None:
        store = lamp_world(ontology)
        store.write(
            lambda writer: writer.upsert_entities(
                [Entity("chain:empty", "Chain", {"name_zh": "空"})]
            )
        )
        found = judged(ontology, store, id="chain:empty")
        assert (found.value, self.kinds(found.model)) == (
            0.0,
            [(FindingKind.NO_STAGES, ("chain:empty",))],
        )

    def test_a_chain_of_thousands_of_products_is_walked_without_recursion(
        self, ontology: Ontology
    ) -> None:
        pairs = [(f"{n:05}", f"{n + 1:05}") for n in range(3000)]
        store = chain_of_products(ontology, [*pairs, ("03000", "00000")])
        found = judged(ontology, store, id="product:00000")
        assert len(found.stages) == 3001
        assert found.cover == pytest.approx(0.5)
        assert [finding.kind for finding in found.model.findings] == [FindingKind.CYCLE]


def test_weights_are_shares_that_add_up_to_one(ontology: Ontology) -> None:
    model = modelled(ontology, lamp_world(ontology))
    assert math.fsum(stage.weight for stage in model.stages) == 1
