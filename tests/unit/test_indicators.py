"""Indicators by hand; snapshots that can be compared; rules that fire once."""

import pytest

from chains.indicators import (
    Indicator,
    UnknownIndicator,
    UnknownSnapshot,
    Why,
    add_alert,
    alerts,
    chain_indicators,
    check_alerts,
    reported,
    snapshots,
    take_snapshot,
)
from chains.indicators.snapshots import snapshot_at
from graph.memory import MemoryStore
from graph.query import Filter
from graph.records import Entity, PropertyValue, Relation
from matcher.errors import NothingToMatch
from matcher.model import MatchResult
from pearlnet.indicators import NAMES, Indicators, all_indicators
from tests.api_world import core


class NoMatches:
    def match_demand(self, id: str, first: int = 10, where: Filter | None = None) -> MatchResult:
        raise NothingToMatch(f"{id} {first} {where}")


def entity(type: str, id: str, **properties: PropertyValue) -> Entity:
    return Entity(id, type, {"name_zh": id, **properties})


@pytest.fixture
def store() -> MemoryStore:
    found = MemoryStore()
    found.apply_schema(core().graph_schema())
    entities = [
        entity("Industry", "A", level=1),
        *(entity("Industry", f"A{n}", level=2) for n in range(3)),
        entity("Industry", "A01", level=4),
        entity("UseCase", "deep"),
        entity("UseCase", "flat"),
        entity("Demand", "d1", status="open", weight=1.0),
        entity("Demand", "d2", status="engaged", weight=3.0),
        entity("Supply", "s1", capacity=2),
        entity("Supply", "s2", capacity=2),
        entity("Engagement", "e", state="contracted"),
        entity("Skill", "k1"),
        entity("Skill", "k2"),
        entity("Talent", "t"),
        entity("Scenario", "bare"),
        entity(
            "Observation", "o", indicator="industry-divisions-covered", value=71.0, period="2023"
        ),
    ]
    links = [
        *(("subIndustryOf", f"A{n}", "A") for n in range(3)),
        ("subIndustryOf", "A01", "A0"),
        ("inIndustry", "deep", "A01"),
        ("inIndustry", "flat", "A1"),
        ("ofDemand", "e", "d2"),
        ("withSupply", "e", "s1"),
        ("requires", "d1", "k1"),
        ("requires", "d1", "k2"),
        ("hasSkill", "t", "k1"),
    ]
    relations = [Relation(*link) for link in links]
    refused = found.write(lambda writer: writer.upsert_entities(entities)).refused
    assert not refused, refused
    assert not found.write(lambda writer: writer.upsert_relations(relations)).refused
    return found


def now(store: MemoryStore, *, illustrative: bool = False) -> dict[str, Indicator]:
    found = all_indicators(store, core(), NoMatches(), illustrative=illustrative)
    assert tuple(item.name for item in found) == NAMES
    return {item.name: item for item in found}


def test_each_indicator_is_what_one_counts_by_hand(store: MemoryStore) -> None:
    found = now(store)
    covered = found["industry-divisions-covered"]
    assert (covered.part, covered.whole, covered.members) == (2, 3, ("A0", "A1"))
    assert found["demand-fulfilment"].value == pytest.approx(3 / 4)
    assert found["supply-utilisation"].value == pytest.approx(1 / 4)
    assert found["dual-wheel-fit"].value == pytest.approx(3 / 8)
    assert found["dual-wheel-fit"].confirmed_only
    assert (found["talent-gap"].value, found["talent-gap"].members) == (1 / 2, ("k2",))
    assert found["standards-gap"].members == ("bare",)
    assert found["largest-share"].value == pytest.approx(1 / 2)
    assert found["mean-completeness"].why is Why.NOTHING_TO_COUNT


def test_what_would_rest_on_examples_has_no_value(store: MemoryStore) -> None:
    example = entity("UseCase", "example", illustrative=True)
    store.write(lambda writer: writer.upsert_entities([example]))
    found = {item.name: item for item in chain_indicators(store, core())}
    assert found["largest-share"].why is Why.RESTS_ON_EXAMPLES
    assert found["industry-divisions-covered"].part == 2
    assert now(store, illustrative=True)["largest-share"].value == pytest.approx(1 / 3)


def test_an_empty_store_has_nothing_to_count() -> None:
    empty = MemoryStore()
    empty.apply_schema(core().graph_schema())
    assert {item.why for item in now(empty).values()} == {Why.NOTHING_TO_COUNT}


def test_a_circle_of_industries_ends(store: MemoryStore) -> None:
    loop = [entity("Industry", "x", level=3), entity("Industry", "y", level=3)]
    store.write(lambda writer: writer.upsert_entities(loop))
    links = [
        Relation("subIndustryOf", "x", "y"),
        Relation("subIndustryOf", "y", "x"),
        Relation("inIndustry", "flat", "x"),
    ]
    store.write(lambda writer: writer.upsert_relations(links))
    assert now(store)["industry-divisions-covered"].part == 2


def test_reported_figures_stand_apart(store: MemoryStore) -> None:
    (found,) = reported(store, "industry-divisions-covered")
    assert (found.value, found.period) == (71.0, "2023")
    assert not reported(store, "another")


def test_snapshots_are_kept_and_compared_by_name(store: MemoryStore) -> None:
    before = take_snapshot(store, "2026-01-01T00:00:00+00:00", list(now(store).values()), note="一")
    link = Relation("inIndustry", "flat", "A2")
    store.write(lambda writer: writer.upsert_relations([link]))
    after = take_snapshot(store, "2026-02-01T00:00:00+00:00", list(now(store).values()))
    assert snapshots(store) == [before, after]
    assert before.difference(after, "industry-divisions-covered") == (["A2"], [])
    assert snapshot_at(store, "2026-01") == before
    with pytest.raises(UnknownSnapshot, match="2026-02"):
        snapshot_at(store, "2025")


def test_a_rule_fires_once_until_the_figure_was_back(store: MemoryStore) -> None:
    add_alert(store, NAMES, "talent-gap", 0.4, "above")
    add_alert(store, NAMES, "talent-gap", 0.4, "above")
    assert len(alerts(store)) == 1

    def check(value: float | None) -> int:
        return len(check_alerts(store, [Indicator("talent-gap", value)], "now"))

    assert [check(value) for value in (0.3, 0.5, 0.6, None, 0.2, 0.5)] == [0, 1, 0, 0, 0, 1]


def test_a_rule_on_what_is_no_indicator_is_refused(store: MemoryStore) -> None:
    with pytest.raises(UnknownIndicator, match="talent-gap"):
        add_alert(store, NAMES, "talent-gaps", 1, "below")


def test_every_indicator_has_its_words_in_both_languages(store: MemoryStore) -> None:
    source = Indicators(store, core(), NoMatches())
    for name in NAMES:
        for text in (source.label(name), source.how(name)):
            assert text.get("zh") != text.get("en")
