"""Solutions: the most is covered with the fewest, proven against trying every set."""

from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.memory import MemoryStore
from graph.records import Entity, PropertyValue, Relation
from matcher import Matcher
from matcher.errors import UnknownSubject
from matcher.solutions import (
    Aim,
    Limits,
    Method,
    NothingRequired,
    Origin,
    SetCover,
    Solution,
    Unmet,
    compose,
    cover,
)
from tests.matcher_world import core, encoder


def problem(
    masks: list[int], prices: list[float | None] | None = None, owners: list[str] | None = None
) -> SetCover:
    ids = tuple(f"s{n:02}" for n in range(len(masks)))
    return SetCover(
        ids,
        tuple(masks),
        (0.5,) * len(masks),
        tuple(prices) if prices else (None,) * len(masks),
        tuple((owner,) for owner in owners) if owners else ((),) * len(masks),
    )


def best_by_trying(given: SetCover, aim: Aim) -> tuple[int, float]:
    """Requirements covered at most, and the least that takes."""
    usable = [
        at for at in range(len(given.ids)) if aim is not Aim.COST or given.prices[at] is not None
    ]
    found = [
        (-given.mask(places).bit_count(), amount(given, aim, places))
        for size in range(len(usable) + 1)
        for places in combinations(usable, size)
    ]
    covered, least = min(found)
    return -covered, least


def amount(given: SetCover, aim: Aim, places: tuple[int, ...]) -> float:
    if aim is Aim.COST:
        return sum(given.prices[at] or 0.0 for at in places)
    if aim is Aim.SIZE:
        return float(len(places))
    return float(len({given.owners(at)[0] for at in places}))


MASKS = st.lists(st.integers(0, 31), min_size=1, max_size=7)


@settings(max_examples=40, deadline=None)
@given(masks=MASKS, aim=st.sampled_from(list(Aim)), data=st.data())
def test_the_exact_way_is_as_good_as_trying_every_set(
    masks: list[int], aim: Aim, data: st.DataObject
) -> None:
    size = len(masks)
    prices = data.draw(
        st.lists(st.sampled_from([None, 1.0, 2.5, 4.0]), min_size=size, max_size=size)
    )
    owners = data.draw(st.lists(st.sampled_from("abc"), min_size=size, max_size=size))
    asked = problem(masks, prices, owners)
    found = cover(asked, aim)
    assert found.method is Method.EXACT
    covered, least = best_by_trying(asked, aim)
    assert asked.mask(found.places).bit_count() == covered
    assert amount(asked, aim, found.places) == pytest.approx(least)


@settings(max_examples=40, deadline=None)
@given(masks=MASKS)
def test_the_greedy_way_covers_as_much_within_its_bound(masks: list[int]) -> None:
    asked = problem(masks)
    found = cover(asked, Aim.SIZE, Limits(candidates=0))
    covered, least = best_by_trying(asked, Aim.SIZE)
    assert asked.mask(found.places).bit_count() == covered
    if found.places:
        assert found.method is Method.GREEDY
        assert found.at_least <= least <= len(found.places)


def test_what_excludes_each_other_is_never_taken_together() -> None:
    asked = problem([0b01, 0b10, 0b10])
    clashing = SetCover(
        asked.ids, asked.masks, (0.5, 0.9, 0.1), asked.prices, asked.partners, frozenset({(0, 1)})
    )
    assert cover(clashing).places == (0, 2)


def entity(id: str, type: str, **properties: PropertyValue) -> Entity:
    return Entity(id, type, {"name_zh": id, **properties})


@cache
def works() -> MemoryStore:
    """A demand for slicing, positioning and a robot, three suppliers, and what goes with them."""
    store = MemoryStore()
    store.apply_schema(core().graph_schema())
    entities = [
        entity("d", "Demand"),
        entity("bare", "Demand"),
        entity("by-scenario", "Demand"),
        entity("dock", "Scenario"),
        *(
            entity(name, "Technology")
            for name in ("slicing", "positioning", "robot", "fine-positioning")
        ),
        *(entity(name, "Standard") for name in ("old", "new", "common")),
        entity("surveying", "Skill"),
        entity("anna", "Talent"),
        entity("case", "UseCase"),
        *(entity(name, "Enterprise") for name in ("net", "map", "all")),
        entity("network", "Supply", price=300.0),
        entity("maps", "Supply", price=100.0),
        entity("everything", "Supply", price=900.0),
        entity("closed-robot", "Supply", status="closed"),
    ]
    relations = [
        *(("d", "requires", name) for name in ("slicing", "positioning", "robot", "new")),
        ("by-scenario", "forScenario", "dock"),
        ("dock", "usesTechnology", "positioning"),
        ("fine-positioning", "broaderTechnology", "positioning"),
        ("new", "supersedes", "old"),
        ("network", "provides", "slicing"),
        ("network", "compliesWith", "old"),
        ("network", "compliesWith", "common"),
        ("maps", "provides", "fine-positioning"),
        ("maps", "compliesWith", "common"),
        ("everything", "provides", "slicing"),
        ("everything", "provides", "positioning"),
        ("closed-robot", "provides", "robot"),
        ("net", "offers", "network"),
        ("map", "offers", "maps"),
        ("all", "offers", "everything"),
        ("surveying", "about", "positioning"),
        ("anna", "hasSkill", "surveying"),
        ("anna", "employedBy", "all"),
        ("case", "usesTechnology", "positioning"),
    ]
    links = [Relation(type_, source, target) for source, type_, target in relations]
    assert not store.write(lambda writer: writer.upsert_entities(entities)).refused
    assert not store.write(lambda writer: writer.upsert_relations(links)).refused
    return store


def solved(demand: str | None = None, text: str = "") -> Solution:
    matcher = Matcher(works(), core(), encoder())
    return compose(works(), core(), matcher, demand=demand, text=text)


def test_the_fewest_supplies_that_cover_the_most_are_taken() -> None:
    found = solved("d")
    assert [item.supply.id for item in found.best.members] == ["everything"]
    assert set(found.best.covered) == {"technology:slicing", "technology:positioning"}
    assert found.best.members[0].alone == ("technology:positioning", "technology:slicing")
    assert found.proven
    assert found.best.method is Method.EXACT


def test_the_cheapest_is_another_and_its_partners_fit_by_their_standard() -> None:
    cheapest = solved("d").by_cost
    assert cheapest is not None
    assert [item.supply.id for item in cheapest.members] == ["maps", "network"]
    assert cheapest.price == 400.0
    ((fit,)) = cheapest.fits
    assert [item.id for item in fit.standards] == ["common"]
    assert cheapest.partners == ("map", "net")
    assert [item.alone for item in cheapest.members] == [
        ("technology:positioning",),
        ("technology:slicing",),
    ]


def test_what_stays_uncovered_says_why() -> None:
    reasons = {item.requirement.key: item.reason for item in solved("d").uncovered}
    assert reasons == {
        "technology:robot": Unmet.NOT_OPEN,
        "standard:new": Unmet.OLDER_EDITION,
    }


def test_company_and_cases_come_with_it() -> None:
    found = solved("d")
    (skill,) = found.talent
    assert (skill.skill.id, [item.id for item in skill.inside]) == ("surveying", ["anna"])
    (case,) = found.similar
    assert case.case.id == "case"
    assert case.paths[0].describe("zh").startswith("d —")


def test_a_demand_that_states_nothing_takes_it_from_its_scenario_and_says_so() -> None:
    found = solved("by-scenario")
    (only,) = found.requirements
    assert (only.key, only.origin) == ("technology:positioning", Origin.DERIVED)
    assert only.path is not None
    assert [node.id for node in only.path.nodes] == ["by-scenario", "dock", "positioning"]
    assert [item.supply.id for item in found.best.members] in (["everything"], ["maps"])


def test_a_text_requires_what_it_names() -> None:
    found = solved(text="slicing")
    assert [(item.key, item.origin) for item in found.requirements] == [
        ("technology:slicing", Origin.NAMED)
    ]


def test_nothing_to_cover_and_nobody_to_ask_are_said() -> None:
    with pytest.raises(NothingRequired, match="requires no technology"):
        solved("bare")
    with pytest.raises(NothingRequired, match="names no technology"):
        solved(text="hello")
    with pytest.raises(UnknownSubject):
        solved("nobody")
