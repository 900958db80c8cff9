"""The standards service: which apply and why, where none does, which do not go together."""

from functools import cache

import pytest

import ontology
from graph.memory import MemoryStore
from graph.records import Entity, PropertyValue, Relation
from matcher.standards import (
    ConflictKind,
    Level,
    UnknownStandardSubject,
    applicable_standards,
    conflicts,
    gaps,
    propose_standards,
)
from ontology.model import Ontology
from tests.api_world import CountingStore


@cache
def core() -> Ontology:
    return ontology.load()


def entity(type: str, id: str, **properties: PropertyValue) -> Entity:
    return Entity(id, type, {"name_zh": id, **properties})


def store_of(entities: list[Entity], relations: list[tuple[str, str, str]]) -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(core().graph_schema())
    links = [Relation(type_, source, target) for source, type_, target in relations]

    def work(writer: object) -> None:
        assert not writer.upsert_entities(entities).refused  # type: ignore[attr-defined]
        assert not writer.upsert_relations(links).refused  # type: ignore[attr-defined]

    store.write(work)
    return store


@pytest.fixture
def store() -> MemoryStore:
    return store_of(
        [
            entity("Demand", "d"),
            entity("Scenario", "inspect"),
            entity("Scenario", "quality"),
            entity("Scenario", "bare"),
            entity("Technology", "vision"),
            entity("Technology", "imaging"),
            entity("Technology", "lonely"),
            entity("UseCase", "c1"),
            *(entity("Standard", name) for name in ("own", "of-vision", "broad", "cited", "newer")),
        ],
        [
            ("d", "forScenario", "inspect"),
            ("d", "requires", "own"),
            ("inspect", "usesTechnology", "vision"),
            ("inspect", "broaderScenario", "quality"),
            ("quality", "conformsTo", "broad"),
            ("vision", "governedBy", "of-vision"),
            ("vision", "broaderTechnology", "imaging"),
            ("imaging", "governedBy", "of-vision"),
            ("of-vision", "references", "cited"),
            ("newer", "supersedes", "of-vision"),
            ("c1", "realises", "bare"),
            ("c1", "usesTechnology", "lonely"),
        ],
    )


def test_what_applies_is_listed_nearest_first_with_every_way(store: MemoryStore) -> None:
    found = applicable_standards(store, core(), "d")
    assert [(item.standard.id, item.steps) for item in found] == [
        ("own", 1),
        ("broad", 3),
        ("of-vision", 3),
        ("cited", 4),
    ]
    ways = [[node.id for node in path.nodes] for path in found[2].paths]
    assert ways == [
        ["d", "inspect", "vision", "of-vision"],
        ["d", "inspect", "vision", "imaging", "of-vision"],
    ]
    assert [item.id for item in found[2].superseded_by] == ["newer"]
    assert not found[0].superseded_by


def test_every_way_counts_also_through_what_was_met_before() -> None:
    store = store_of(
        [
            entity("Demand", "d"),
            entity("Scenario", "s"),
            entity("Technology", "t"),
            entity("Standard", "x"),
        ],
        [
            ("d", "requires", "t"),
            ("d", "forScenario", "s"),
            ("s", "usesTechnology", "t"),
            ("t", "governedBy", "x"),
        ],
    )
    (found,) = applicable_standards(store, core(), "d")
    ways = [[node.id for node in path.nodes] for path in found.paths]
    assert ways == [["d", "t", "x"], ["d", "s", "t", "x"]]


def test_what_a_technology_depends_on_covers_it_for_gaps_as_well() -> None:
    store = store_of(
        [
            entity("Scenario", "s"),
            entity("Technology", "a"),
            entity("Technology", "b"),
            entity("Standard", "x"),
        ],
        [("s", "usesTechnology", "a"), ("a", "dependsOn", "b"), ("b", "governedBy", "x")],
    )
    assert [item.standard.id for item in applicable_standards(store, core(), "s")] == ["x"]
    assert not gaps(store)
    assert not gaps(store, "Technology")


def test_every_level_is_a_kind_of_standard_that_the_ontology_names() -> None:
    assert {level.value for level in Level} <= core().vocabulary("standardKind").terms.keys()


def test_the_way_is_told_in_both_languages(store: MemoryStore) -> None:
    (first, *_) = applicable_standards(store, core(), "inspect")
    assert first.paths[0].describe("zh").startswith("inspect —")
    assert first.paths[0].describe("en") != first.paths[0].describe("zh")


def test_a_wide_graph_costs_a_store_call_a_level(store: MemoryStore) -> None:
    counting = CountingStore(store)
    applicable_standards(counting.as_store(), core(), "d")
    assert sum(counting.calls.values()) <= 7


def test_what_standards_do_not_apply_to_is_refused(store: MemoryStore) -> None:
    for id_ in ("nobody", "own"):
        if id_ == "own":
            assert [x.standard.id for x in applicable_standards(store, core(), "of-vision")] == [
                "cited"
            ]
            continue
        with pytest.raises(UnknownStandardSubject):
            applicable_standards(store, core(), id_)


def test_a_scenario_or_technology_without_a_standard_is_a_gap(store: MemoryStore) -> None:
    assert [(gap.subject.id, gap.use_cases) for gap in gaps(store)] == [("bare", 1)]
    assert [gap.subject.id for gap in gaps(store, "Technology")] == ["lonely"]


def test_circles_of_broader_terms_end() -> None:
    store = store_of(
        [entity("Technology", "a"), entity("Technology", "b"), entity("Standard", "s")],
        [
            ("a", "broaderTechnology", "b"),
            ("b", "broaderTechnology", "a"),
            ("b", "governedBy", "s"),
        ],
    )
    assert [item.standard.id for item in applicable_standards(store, core(), "a")] == ["s"]
    assert not gaps(store, "Technology")


def test_superseded_standards_that_are_still_named_are_conflicts() -> None:
    store = store_of(
        [
            entity("UseCase", "late"),
            entity("UseCase", "both"),
            entity("Standard", "old"),
            entity("Standard", "new"),
        ],
        [
            ("new", "supersedes", "old"),
            ("late", "conformsTo", "old"),
            ("both", "conformsTo", "old"),
            ("both", "conformsTo", "new"),
        ],
    )
    found = [(item.subject.id, item.kind, item.old.id, item.new.id) for item in conflicts(store)]
    assert found == [
        ("both", ConflictKind.SUPERSEDED_BESIDE_SUCCESSOR, "old", "new"),
        ("late", ConflictKind.SUPERSEDED, "old", "new"),
    ]


def practice(*, alike: int = 6, others: int = 30, illustrative: bool = False) -> MemoryStore:
    """``alike`` cases of one scenario that all use one technology, and others that do not."""
    marked: dict[str, PropertyValue] = {"illustrative": True} if illustrative else {}
    members = [f"m{n}" for n in range(alike)]
    rest = [f"o{n}" for n in range(others)]
    return store_of(
        [
            entity("Scenario", "dispatch"),
            entity("Scenario", "other"),
            entity("Technology", "shared"),
            entity("Technology", "common"),
            *(entity("UseCase", name, **marked) for name in [*members, *rest]),
            *(entity("Enterprise", f"e{n}") for n in range(3)),
            *(entity("Industry", f"i{n}") for n in range(3)),
            *(entity("Region", f"r{n}") for n in range(3)),
        ],
        [
            *((name, "realises", "dispatch") for name in members),
            *((name, "realises", "other") for name in rest),
            *((name, "usesTechnology", "shared") for name in members),
            *((name, "usesTechnology", "common") for name in [*members, *rest]),
            *((name, "deployedBy", f"e{n % 3}") for n, name in enumerate(members)),
            *((name, "inIndustry", f"i{n % 3}") for n, name in enumerate(members)),
            *((name, "locatedIn", f"r{n % 3}") for n, name in enumerate(members)),
        ],
    )


def test_practice_without_a_standard_becomes_a_proposal() -> None:
    (found,) = propose_standards(practice())
    assert found.scenario.id == "dispatch"
    assert [item.id for item in found.technologies] == ["shared"]
    assert found.cases == [f"m{n}" for n in range(6)]
    assert (found.enterprises, found.industries, found.regions) == (3, 3, 3)
    assert found.level is Level.NATIONAL
    assert found.id == propose_standards(practice())[0].id


def test_what_everybody_uses_is_no_practice_of_its_own() -> None:
    assert all(
        "common" not in {item.id for item in found.technologies}
        for found in propose_standards(practice())
    )


def test_too_few_cases_or_examples_are_no_proposal() -> None:
    assert not propose_standards(practice(alike=4))
    assert not propose_standards(practice(illustrative=True))
    assert len(propose_standards(practice(illustrative=True), illustrative=True)) == 1
