"""The worked example of docs/leaders.md: components, what is unknown, and how firm ranks are."""

import pytest

from chains.chain_models import ChainModels, InvalidDate
from chains.leaders import Component, Leaders
from graph.port import GraphStore
from ontology.model import Ontology
from tests.stages_world import lamp_world

MAKER = ("serves", "ent:shade-one", "stage:lamp")
END = 1.425 / 2.7
"""PageRank of an end of a path of three, as a share of its middle, by hand."""


def ranked(ontology: Ontology, store: GraphStore, place: str | None = None) -> Leaders:
    return ChainModels(store, ontology).leaders("chain:lamps", place, today="2026-06-01")


def test_scores_are_those_of_the_page(ontology: Ontology) -> None:
    found = ranked(ontology, lamp_world(ontology, [MAKER]))
    assert [(item.rank, item.organization) for item in found.leaders] == [
        (1, "ent:shade-one"),
        (2, "ent:glass-one"),
        (3, "ent:bulb-one"),
        (4, "ent:glass-two"),
    ]
    assert [item.score for item in found.leaders] == pytest.approx(
        [(END + 3) / 4, (END + 2.5) / 4, 2.5 / 4, 0.5 / 4]
    )
    assert found.weights == dict.fromkeys(
        [Component.CENTRALITY, Component.BREADTH, Component.PULL, Component.INNOVATION], 0.25
    )
    assert found.unknown == (Component.MARKET, Component.HONOURS)


def test_components_are_shown_as_counted_and_as_shares(ontology: Ontology) -> None:
    glass = ranked(ontology, lamp_world(ontology, [MAKER])).leaders[1]
    parts = {part.component: part for part in glass.parts}
    assert (parts[Component.BREADTH].amount, parts[Component.BREADTH].share) == (0.25, 0.5)
    assert (parts[Component.PULL].amount, parts[Component.INNOVATION].amount) == (1.0, 1.0)
    assert parts[Component.MARKET].amount is None
    assert glass.stages == ("stage:glass",)


def test_what_is_not_known_counts_nothing_and_is_said(ontology: Ontology) -> None:
    store = lamp_world(ontology, [MAKER], properties={"ent:bulb-one": {"revenue": 500.0}})
    by_name = {item.organization: item for item in ranked(ontology, store).leaders}
    shade, bulb = by_name["ent:shade-one"], by_name["ent:bulb-one"]
    assert shade.parts[0].amount is None
    assert shade.possible == pytest.approx(shade.score + 1 / 5)
    assert (bulb.parts[0].amount, bulb.possible) == (500.0, bulb.score)


def test_an_honour_counts_until_it_expires(ontology: Ontology) -> None:
    honour = [("honourOf", "honour:one", "ent:glass-two")]
    for expires, known in (("2026-05-31", False), ("2026-06-01", True)):
        store = lamp_world(
            ontology,
            [MAKER, *honour],
            properties={"honour:one": {"kind": "little-giant", "expiresOn": expires}},
        )
        found = ranked(ontology, store)
        assert (Component.HONOURS in found.weights) is known


def test_the_leader_on_record_is_marked_and_gains_nothing_by_it(ontology: Ontology) -> None:
    store = lamp_world(ontology, [MAKER, ("leads", "ent:glass-two", "chain:lamps")])
    last = ranked(ontology, store).leaders[-1]
    assert (last.organization, last.declared, last.rank) == ("ent:glass-two", True, 4)


def test_ranks_have_intervals_that_are_the_same_on_every_run(ontology: Ontology) -> None:
    one, other = (ranked(ontology, lamp_world(ontology, [MAKER])) for _ in range(2))
    assert one == other
    for item in one.leaders:
        assert 1 <= item.rank_low <= item.rank <= item.rank_high <= 4
    assert one.leaders[0].rank_high > one.leaders[0].rank_low
    assert one.leaders[0].first_share > one.leaders[-1].first_share


def test_much_evidence_makes_a_rank_firm(ontology: Ontology) -> None:
    much = [("masters", "ent:shade-one", f"tech:{n}") for n in range(60)]
    much += [("suppliesTo", who, "ent:shade-one") for who in ("ent:glass-one", "ent:glass-two")]
    much += [("serves", "ent:shade-one", "stage:glass"), ("serves", "ent:shade-one", "stage:bulb")]
    first = ranked(ontology, lamp_world(ontology, [MAKER, *much])).leaders[0]
    assert (first.organization, first.rank_low, first.rank_high) == ("ent:shade-one", 1, 1)


def test_a_chain_that_nobody_supplies_has_no_leaders(ontology: Ontology) -> None:
    found = ranked(ontology, lamp_world(ontology), "industry:U")
    assert (found.candidates, found.leaders, found.weights) == (0, (), {})


def test_a_date_that_is_none_is_refused(ontology: Ontology) -> None:
    with pytest.raises(InvalidDate, match="YYYY-MM-DD"):
        ChainModels(lamp_world(ontology), ontology).leaders("chain:lamps", today="1 June")
