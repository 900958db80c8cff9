"""The wheels: every demand counts once, every reason is given, and all shares add up."""

from collections.abc import Mapping, Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ontology
from graph.memory import MemoryStore
from graph.query import Filter
from graph.records import Entity, PropertyValue, Relation
from matcher.errors import NothingToMatch
from matcher.model import Match, MatchResult
from matcher.wheels import Reason, WheelMatrix, turn
from ontology.model import Ontology

Values = Mapping[tuple[str, str], float]
ROWS = ("economic-benefit", "labour-saving", "strategy-adjustment")
COLUMNS = ("security-assurance", "decision-support")


@cache
def core() -> Ontology:
    return ontology.load()


class Fixed:
    """A matcher whose probabilities are given."""

    def __init__(self, store: MemoryStore, values: Values, threshold: float | None = 0.5) -> None:
        self._store = store
        self._values = values
        self._threshold = threshold

    def match_demand(self, id: str, first: int = 10, where: Filter | None = None) -> MatchResult:
        assert first > 0
        assert where is not None
        found = {supply: value for (demand, supply), value in self._values.items() if demand == id}
        if not found:
            raise NothingToMatch("none")
        entities = self._store.get(sorted(found))
        matches = tuple(
            Match(entities[supply], (), value, {}, (), probability=value)
            for supply, value in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        )
        return MatchResult(id, "", matches, len(matches), "static", 1, threshold=self._threshold)


def record(type: str, id: str, category: Sequence[str] = (), **more: PropertyValue) -> Entity:
    stated: dict[str, PropertyValue] = {"category": tuple(category)} if category else {}
    return Entity(id, type, {"name_zh": id, "status": "open", **stated, **more})


def world(entities: Sequence[Entity], agreed: Sequence[tuple[str, str]] = ()) -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(core().graph_schema())
    deals = [
        Entity(f"deal:{n}", "Engagement", {"name_zh": "对接", "state": "contracted"})
        for n in range(len(agreed))
    ]
    links = [
        relation
        for n, (demand, supply) in enumerate(agreed)
        for relation in (
            Relation("ofDemand", f"deal:{n}", demand),
            Relation("withSupply", f"deal:{n}", supply),
        )
    ]
    refused = store.write(lambda writer: writer.upsert_entities([*entities, *deals])).refused
    assert not refused, refused
    assert not store.write(lambda writer: writer.upsert_relations(links)).refused
    return store


def stands(
    entities: Sequence[Entity], values: Values, agreed: Sequence[tuple[str, str]] = ()
) -> WheelMatrix:
    store = world(entities, agreed)
    return turn(store, core(), Fixed(store, values))


def test_each_unmet_demand_has_its_reason_and_the_counts_add_up() -> None:
    found = stands(
        [
            *(record("Demand", f"d{n}", [ROWS[0]]) for n in range(5)),
            record("Supply", "s0", [COLUMNS[0]]),
            record("Supply", "s1", [COLUMNS[1]]),
        ],
        {("d0", "s0"): 0.9, ("d1", "s0"): 0.8, ("d2", "s0"): 0.2, ("d4", "s1"): 0.9},
        agreed=[("d4", "s1")],
    )
    assert (found.confirmed, found.estimated) == (["d4"], ["d0"])
    assert {item.demand: item.reason for item in found.unmet} == {
        "d1": Reason.NO_CAPACITY,
        "d2": Reason.LOW_PROBABILITY,
        "d3": Reason.NO_SUPPLIER,
    }
    assert {item.demand: item.nearest for item in found.unmet} == {
        "d1": "s0",
        "d2": "s0",
        "d3": None,
    }
    assert sum(found.by_reason.values()) + 2 == found.demands == 5
    assert not found.idle
    assert found.unplaced_unmet == {ROWS[0]: 1.0}


def test_what_is_agreed_takes_up_capacity() -> None:
    found = stands(
        [record("Demand", "d0"), record("Demand", "d1"), record("Supply", "s")],
        {("d0", "s"): 0.9, ("d1", "s"): 0.9},
        agreed=[("d0", "s")],
    )
    assert found.confirmed == ["d0"]
    assert [(item.demand, item.reason) for item in found.unmet] == [("d1", Reason.NO_CAPACITY)]


def test_records_of_several_categories_count_in_shares() -> None:
    found = stands(
        [
            record("Demand", "d", ROWS[:2]),
            record("Supply", "s", COLUMNS),
            record("Supply", "t", COLUMNS[:1]),
        ],
        {("d", "s"): 0.9, ("d", "t"): 0.6},
    )
    assert {cell.estimated for cell in found.cells.values() if cell.estimated} == {0.25}
    assert sum(cell.estimated for cell in found.cells.values()) == 1.0
    assert found.idle == ["t"]
    assert {key: cell.idle for key, cell in found.cells.items() if cell.idle} == {
        (ROWS[0], COLUMNS[0]): 0.5,
        (ROWS[1], COLUMNS[0]): 0.5,
    }


def test_examples_and_what_is_not_open_do_not_count() -> None:
    entities = [
        record("Demand", "real", [ROWS[0]]),
        record("Demand", "example", [ROWS[0]], illustrative=True),
        Entity("drafted", "Demand", {"name_zh": "草", "status": "draft"}),
        Entity("done", "Demand", {"name_zh": "成", "status": "fulfilled"}),
    ]
    store = world(entities)
    found = turn(store, core(), Fixed(store, {}))
    assert (found.demands, found.confirmed) == (2, ["done"])
    assert [item.demand for item in found.unmet] == ["real"]


def test_a_demand_without_a_category_has_a_row_of_its_own() -> None:
    found = stands([record("Demand", "d"), record("Supply", "s", [COLUMNS[0]])], {("d", "s"): 0.9})
    assert found.rows[-1] == ""
    assert found.cells["", COLUMNS[0]].estimated == 1.0


@st.composite
def worlds(
    draw: st.DrawFn,
) -> tuple[list[Entity], dict[tuple[str, str], float], list[tuple[str, str]]]:
    demands = [f"d{n}" for n in range(draw(st.integers(1, 5)))]
    supplies = [f"s{n}" for n in range(draw(st.integers(1, 4)))]
    categories = st.lists(st.sampled_from(ROWS), max_size=3, unique=True)
    functions = st.lists(st.sampled_from(COLUMNS), max_size=2, unique=True)
    entities = [record("Demand", name, draw(categories)) for name in demands]
    entities += [record("Supply", name, draw(functions)) for name in supplies]
    values = {
        (demand, supply): draw(st.integers(1, 20)) / 20
        for demand in demands
        for supply in supplies
        if draw(st.booleans())
    }
    agreed = draw(
        st.lists(
            st.tuples(st.sampled_from(demands), st.sampled_from(supplies)),
            max_size=2,
            unique_by=lambda pair: pair[0],
        )
    )
    return entities, values, agreed


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_nothing_is_lost_and_nothing_counts_twice(
    given_world: tuple[list[Entity], dict[tuple[str, str], float], list[tuple[str, str]]],
) -> None:
    found = stands(*given_world)
    groups = [*found.confirmed, *found.estimated, *(item.demand for item in found.unmet)]
    assert len(groups) == len(set(groups)) == found.demands
    unmet = sum(cell.unmet for cell in found.cells.values()) + sum(found.unplaced_unmet.values())
    assert unmet == pytest.approx(len(found.unmet))
    idle = sum(cell.idle for cell in found.cells.values()) + sum(found.unplaced_idle.values())
    assert idle == pytest.approx(len(found.idle))
    estimated = sum(cell.estimated for cell in found.cells.values())
    assert estimated == pytest.approx(len(found.estimated))
