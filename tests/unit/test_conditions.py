"""Conditions: hard ones exclude and say so, soft ones weigh, what is unknown does neither."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.memory import MemoryStore
from graph.query import Query
from graph.records import Entity, PropertyValue, Relation
from matcher import Matcher
from matcher.candidates import shared_of
from matcher.conditions import (
    ConditionKind,
    State,
    Terms,
    UnknownCondition,
    allowing,
    asked_by,
    factor,
    judge,
    served_regions,
)
from matcher.model import MatchResult
from matcher.retrieval.hierarchy import read_hierarchy
from tests.matcher_world import core, encoder

STANDARD, SECURITY, REGION = (
    ConditionKind.STANDARD,
    ConditionKind.SECURITY_LEVEL,
    ConditionKind.REGION,
)


def entity(id: str, type: str, **properties: PropertyValue) -> Entity:
    return Entity(id, type, {"name_zh": id, **properties})


def town(**demand: PropertyValue) -> MemoryStore:
    """A demand for inspection under a standard, in a city, and six supplies of it."""
    store = MemoryStore()
    store.apply_schema(core().graph_schema())
    entities = [
        entity("d", "Demand", **demand),
        entity("inspect", "Scenario"),
        entity("vision", "Technology"),
        entity("narrow-vision", "Technology"),
        *(entity(name, "Standard", code=name.upper()) for name in ("old", "std", "newer", "other")),
        *(entity(name, "Region") for name in ("country", "city", "far")),
        entity(
            "meets",
            "Supply",
            securityLevel="level-3",
            form=("solution",),
            capacity=3,
            status="open",
        ),
        entity("newer-meets", "Supply", securityLevel="level-4"),
        entity("has-old", "Supply", securityLevel="level-2", form=("software",)),
        entity("has-other", "Supply", securityLevel="level-1", capacity=0, status="paused"),
        entity("silent", "Supply"),
    ]
    relations = [
        ("d", "forScenario", "inspect"),
        ("d", "requires", "std"),
        ("d", "requires", "vision"),
        ("d", "locatedIn", "city"),
        ("narrow-vision", "broaderTechnology", "vision"),
        ("std", "supersedes", "old"),
        ("newer", "supersedes", "std"),
        ("city", "withinRegion", "country"),
        ("meets", "compliesWith", "std"),
        ("newer-meets", "compliesWith", "newer"),
        ("has-old", "compliesWith", "old"),
        ("has-other", "compliesWith", "other"),
        ("meets", "provides", "narrow-vision"),
        ("has-old", "provides", "narrow-vision"),
        ("meets", "servesRegion", "country"),
        ("has-old", "servesRegion", "far"),
        *(
            (name, "addresses", "inspect")
            for name in ("meets", "newer-meets", "has-old", "has-other", "silent")
        ),
    ]
    links = [Relation(type_, source, target) for source, type_, target in relations]
    assert not store.write(lambda writer: writer.upsert_entities(entities)).refused
    assert not store.write(lambda writer: writer.upsert_relations(links)).refused
    return store


def matched(terms: Terms | None = None, **demand: PropertyValue) -> MatchResult:
    matcher = Matcher(town(**demand), core(), encoder())
    return matcher.match_demand("d", terms=terms or Terms())


def states(result: MatchResult, kind: ConditionKind) -> dict[str, State]:
    return {
        match.entity.id: item.state
        for match in result.matches
        for item in match.conditions
        if item.kind is kind
    }


def test_each_supply_says_what_it_meets() -> None:
    found = matched(securityLevel="level-3", form=("solution",))
    assert states(found, STANDARD) == {
        "meets": State.MET,
        "newer-meets": State.MET,
        "has-old": State.UNMET,
        "has-other": State.UNMET,
        "silent": State.UNKNOWN,
    }
    assert states(found, SECURITY) == {
        "meets": State.MET,
        "newer-meets": State.MET,
        "has-old": State.UNMET,
        "has-other": State.UNMET,
        "silent": State.UNKNOWN,
    }
    assert states(found, REGION)["meets"] is State.MET  # it serves the country that holds the city
    assert states(found, REGION)["has-old"] is State.UNMET
    assert states(found, ConditionKind.TECHNOLOGY)["meets"] is State.MET  # a narrower one
    assert states(found, ConditionKind.FORM)["has-old"] is State.UNMET
    assert states(found, ConditionKind.CAPACITY)["has-other"] is State.UNMET
    assert states(found, ConditionKind.STATUS)["has-other"] is State.UNMET


def test_a_required_standard_that_is_superseded_is_flagged() -> None:
    (standard,) = [item for item in matched().matches[0].conditions if item.kind is STANDARD]
    assert [item.id for item in standard.newer] == ["newer"]


def test_a_hard_condition_excludes_and_says_how_many() -> None:
    found = matched(hardConditions=("standard",))
    assert {match.entity.id for match in found.matches} == {"meets", "newer-meets", "silent"}
    ((only),) = found.excluded
    assert (only.asked.kind, only.asked.wanted.id, only.count) == (STANDARD, "std", 2)
    assert {match.entity.id for match in found.nearest_excluded} == {"has-old", "has-other"}
    for match in found.nearest_excluded:
        assert any(item.hard and item.state is State.UNMET for item in match.conditions)


def test_soft_conditions_only_turn_the_order() -> None:
    found = matched(securityLevel="level-3")
    assert len(found.matches) == 5
    assert not found.excluded
    order = [match.entity.id for match in found.matches]
    assert order.index("meets") < order.index("has-other")
    worst = next(match for match in found.matches if match.entity.id == "has-other")
    assert worst.contributions["conditions"] < 0
    assert sum(worst.contributions.values()) == pytest.approx(worst.score)


def test_a_caller_may_harden_soften_ignore_and_add() -> None:
    hardened = matched(Terms(hard=frozenset({STANDARD})))
    assert {match.entity.id for match in hardened.matches} == {"meets", "newer-meets", "silent"}
    softened = matched(Terms(soft=frozenset({STANDARD})), hardConditions=("standard",))
    assert len(softened.matches) == 5
    ignored = matched(Terms(ignored=frozenset({STANDARD})))
    assert not states(ignored, STANDARD)
    added = matched(Terms(hard=frozenset({REGION}), regions=("far",)))
    assert states(added, REGION) == {
        "has-old": State.MET,
        "newer-meets": State.UNKNOWN,
        "has-other": State.UNKNOWN,
        "silent": State.UNKNOWN,
    }


@pytest.mark.parametrize(
    "terms",
    [
        Terms(standards=("nothing",)),
        Terms(regions=("std",)),
        Terms(forms=("castle",)),
        Terms(security_level="level-9"),
    ],
)
def test_what_is_not_on_record_cannot_be_asked_for(terms: Terms) -> None:
    with pytest.raises(UnknownCondition):
        matched(terms)


def test_a_free_text_has_the_standards_it_names_and_what_the_caller_asks() -> None:
    matcher = Matcher(town(), core(), encoder())
    found = matcher.match_text("inspect std", terms=Terms(hard=frozenset({STANDARD})))
    assert {"has-old", "has-other"}.isdisjoint(match.entity.id for match in found.matches)
    assert matcher.match_text("inspect vision").matches


def test_a_supply_is_not_offered_to_demands_that_it_cannot_meet() -> None:
    matcher = Matcher(town(hardConditions=("standard",)), core(), encoder())
    assert [match.entity.id for match in matcher.match_supply("meets").matches] == ["d"]
    other = matcher.match_supply("has-other")
    assert not other.matches
    assert [match.entity.id for match in other.nearest_excluded] == ["d"]


KINDS = st.frozensets(st.sampled_from(list(ConditionKind)))


@cache
def asking() -> Matcher:
    return Matcher(town(securityLevel="level-3", form=("solution",)), core(), encoder())


@settings(max_examples=40, deadline=None)
@given(hard=KINDS, ignored=KINDS)
def test_hard_ones_never_add_soft_ones_never_remove_unknown_never_excludes(
    hard: frozenset[ConditionKind], ignored: frozenset[ConditionKind]
) -> None:
    every = {match.entity.id for match in asking().match_demand("d").matches}
    found = asking().match_demand("d", terms=Terms(hard=hard, ignored=ignored))
    ids = {match.entity.id for match in found.matches}
    assert ids <= every
    assert "silent" in ids
    assert (ids == every) or any(item.count for item in found.excluded)
    for match in found.matches:
        assert not any(item.hard and item.state is State.UNMET for item in match.conditions)


@settings(max_examples=40, deadline=None)
@given(hard=KINDS)
def test_the_store_and_the_judge_agree_on_every_condition(hard: frozenset[ConditionKind]) -> None:
    store = town(securityLevel="level-3", form=("solution",))
    ids = ["has-old", "has-other", "meets", "newer-meets", "silent"]
    demand = store.get(["d"])["d"]
    hierarchy = read_hierarchy(store, core())
    shared = shared_of(store, core(), ["d", *ids])
    (asked,) = asked_by(store, core(), hierarchy, [(demand, shared["d"])], Terms(hard=hard))
    serves = served_regions(store, [asked], ids)
    entities = store.get(ids)
    judged = {id_: judge(core(), asked, entities[id_], shared[id_], serves[id_]) for id_ in ids}
    for place, item in enumerate(asked):
        page = store.find(Query("Supply", allowing(item)), 10)
        allowed = {entity.id for entity in page.entities}
        assert allowed == {id_ for id_ in ids if judged[id_][place].state is not State.UNMET}
    assert all(0.5 <= factor(conditions) <= 1.0 for conditions in judged.values())
