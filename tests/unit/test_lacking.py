"""What a supply lacks is what the demand requires and nothing of the supply includes."""

import pytest

from graph.memory import MemoryStore
from graph.records import Entity, Relation
from matcher import Matcher
from tests.matcher_world import core, encoder, market


@pytest.fixture
def store() -> MemoryStore:
    """Hauling requires two technologies and a standard; the cart fleet has less or more."""
    found = market()
    entities = [
        Entity("tech:vehicle", "Technology", {"name_en": "unmanned vehicle"}),
        Entity("std:old", "Standard", {"name_en": "TS 1 old"}),
        Entity("std:new", "Standard", {"name_en": "TS 1 new"}),
    ]
    relations = [
        Relation("broaderTechnology", "tech:agv", "tech:vehicle"),
        Relation("supersedes", "std:new", "std:old"),
        Relation("requires", "demand:carry", "tech:vehicle"),
        Relation("requires", "demand:carry", "tech:vision"),
        Relation("requires", "demand:carry", "std:old"),
    ]
    found.write(lambda writer: writer.upsert_entities(entities))
    found.write(lambda writer: writer.upsert_relations(relations))
    return found


def lacks(store: MemoryStore, supply: str) -> list[str]:
    _, match = Matcher(store, core(), encoder()).match_pair("demand:carry", supply)
    assert match is not None
    return [node.id for node in match.lacking]


def test_the_narrower_technology_includes_the_wider(store: MemoryStore) -> None:
    assert lacks(store, "supply:cart") == ["std:old", "tech:vision"]


def test_the_newer_standard_includes_the_older(store: MemoryStore) -> None:
    met = [Relation("compliesWith", "supply:cart", "std:new")]
    store.write(lambda writer: writer.upsert_relations(met))
    assert lacks(store, "supply:cart") == ["tech:vision"]


def test_the_older_standard_does_not_include_the_newer(store: MemoryStore) -> None:
    needs = [Relation("requires", "demand:carry", "std:new")]
    met = [Relation("compliesWith", "supply:cart", "std:old")]
    store.write(lambda writer: writer.upsert_relations(needs + met))
    assert lacks(store, "supply:cart") == ["std:new", "tech:vision"]


def test_a_supply_is_told_what_each_demand_asks_of_it(store: MemoryStore) -> None:
    found = Matcher(store, core(), encoder()).match_supply("supply:cart").matches
    lacking = {match.entity.id: [node.id for node in match.lacking] for match in found}
    assert lacking["demand:carry"] == ["std:old", "tech:vision"]


def test_a_text_requires_what_it_names(store: MemoryStore) -> None:
    found = Matcher(store, core(), encoder()).match_text("机器视觉 自动导引车 搬运").matches
    lacking = {match.entity.id: [node.id for node in match.lacking] for match in found}
    assert lacking["supply:cart"] == ["tech:vision"]


def test_a_circle_of_standards_ends(store: MemoryStore) -> None:
    circle = [
        Relation("supersedes", "std:old", "std:new"),
        Relation("compliesWith", "supply:cart", "std:new"),
    ]
    store.write(lambda writer: writer.upsert_relations(circle))
    assert lacks(store, "supply:cart") == ["tech:vision"]
