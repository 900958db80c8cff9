"""Every long computation over chains says how far it is, and stops when it is told to."""

from collections.abc import Callable
from functools import cache

import pytest

import ontology
from chains import ChainAnalysis
from chains.chain_models import ChainModels
from chains.errors import Stopped
from chains.progress import Watch, counted
from graph.memory import MemoryStore
from graph.records import Entity, Relation
from ontology.model import Ontology

Asked = Callable[[MemoryStore, Watch], object]
TODAY = "2026-01-01"


@cache
def core() -> Ontology:
    return ontology.load()


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(core().graph_schema())
    entities = [
        Entity("c", "Chain", {"name_zh": "链"}),
        *(Entity(f"s{n}", "Stage", {"name_zh": f"环节{n}"}) for n in range(3)),
        *(Entity(f"e{n}", "Enterprise", {"name_zh": f"企业{n}"}) for n in range(3)),
        Entity("case", "UseCase", {"name_zh": "案例"}),
        Entity("scenario", "Scenario", {"name_zh": "场景"}),
    ]
    relations = [
        *(Relation("partOf", f"s{n}", "c") for n in range(3)),
        *(Relation("precedes", f"s{n}", f"s{n + 1}") for n in range(2)),
        *(Relation("serves", f"e{n}", f"s{n}") for n in range(3)),
        Relation("suppliesTo", "e0", "e1"),
        Relation("realises", "case", "scenario"),
    ]
    store.write(lambda writer: writer.upsert_entities(entities))
    store.write(lambda writer: writer.upsert_relations(relations))
    return store


ASKED: dict[str, Asked] = {
    "completeness": lambda store, watch: ChainModels(store, core()).completeness("c", watch=watch),
    "as of a day": lambda store, watch: ChainModels(store, core()).completeness(
        "c", None, TODAY, watch=watch
    ),
    "compare": lambda store, watch: ChainModels(store, core()).compare(
        "c", "2025-01-01", TODAY, watch=watch
    ),
    "actions": lambda store, watch: ChainModels(store, core()).actions("c", watch=watch),
    "leaders": lambda store, watch: ChainModels(store, core()).leaders(
        "c", today=TODAY, watch=watch
    ),
    "ladder": lambda store, watch: ChainModels(store, core()).ladder(
        "e0", today=TODAY, watch=watch
    ),
    "replicability": lambda store, watch: ChainAnalysis(store, core()).replicability(
        "case", watch=watch
    ),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())
def test_shares_rise_from_0_to_1(store: MemoryStore, asked: Asked) -> None:
    told: list[float] = []
    asked(store, told.append)
    assert told
    assert told == sorted(told)
    assert all(0 <= share <= 1 for share in told)


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())
def test_it_stops_at_any_time_and_answers_the_next_caller(store: MemoryStore, asked: Asked) -> None:
    told: list[float] = []
    asked(store, told.append)
    for last in range(len(told)):
        left = iter(range(last))

        def watch(_: float, left: object = left) -> None:
            if next(left, None) is None:  # type: ignore[call-overload]
                raise Stopped("enough")

        with pytest.raises(Stopped):
            asked(store, watch)
    assert asked(store, lambda _: None) == asked(store, lambda _: None)


def test_a_long_list_is_told_of_a_hundred_times_at_most() -> None:
    told: list[float] = []
    assert list(counted(range(12_345), told.append)) == list(range(12_345))
    assert 90 < len(told) <= 101
