"""The starter's illustrative use cases: points, lines and a network all occur in them."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from chains import Position, Structure, classify, project, summarise
from graph.memory import MemoryStore
from ingest import ImportSummary, import_manifest
from ontology import Ontology, load

STARTER = Path(__file__).parents[2] / "starter"
OWN = (
    "use_cases",
    "operators",
    "skills",
    "talents",
    "chains",
    "stages",
    "products",
    "outcomes",
    "honours",
    "parks",
    "engagements",
)
SMALL_RULE_BELOW = 200

Row = Mapping[str, str]


def rows(file: Path) -> Sequence[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def own(name: str) -> Sequence[Row]:
    return rows(STARTER / "data" / f"illustrative_{name}.csv")


@pytest.fixture(scope="module")
def imported(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[MemoryStore, Ontology, ImportSummary]]:
    ontology = load()
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    summary = import_manifest(
        store,
        ontology,
        STARTER / "manifest.yaml",
        batch_id="starter",
        time="2026-01-01T00:00:00Z",
    )
    yield store, ontology, summary
    store.close()


@pytest.fixture(scope="module")
def structure(imported: tuple[MemoryStore, Ontology, ImportSummary]) -> Structure:
    store, ontology, _ = imported
    return classify(project(store, ontology))


def test_each_record_goes_in_and_points_at_records_of_the_starter(
    imported: tuple[MemoryStore, Ontology, ImportSummary],
) -> None:
    summary = imported[2]
    assert (summary.rejected, summary.rejected_relations, summary.first_rejects) == (0, 0, ())


@pytest.mark.parametrize("name", OWN)
def test_each_record_is_told_apart_and_named_in_both_languages(name: str) -> None:
    records = own(name)
    assert len({row["id"] for row in records}) == len(records)
    for row in records:
        assert row["name_zh"], row["id"]
        assert row["name_en"], row["id"]
        assert row["reference"], row["id"]
        assert name == "skills" or row["illustrative"] == "true", row["id"]


def test_use_cases_are_many_and_told_in_both_languages() -> None:
    cases = own("use_cases")
    assert len(cases) >= 150
    for row in cases:
        assert row["description_zh"], row["id"]
        assert row["description_en"], row["id"]
    for column in ("description_zh", "description_en", "name_zh", "name_en"):
        assert len({row[column] for row in cases}) == len(cases)


def test_use_cases_cover_all_scenarios_and_many_industries() -> None:
    cases = own("use_cases")
    assert len({item for row in cases for item in row["realises"].split("|")}) == 20
    divisions = {row["inIndustry"].removeprefix("industry:")[:3] for row in cases}
    assert len(divisions) >= 50


def test_a_copy_is_younger_than_its_original() -> None:
    cases = own("use_cases")
    started = {row["id"]: row["startedOn"] for row in cases}
    for row in cases:
        for original in filter(None, row["replicates"].split("|")):
            assert started[original] < row["startedOn"], row["id"]


def test_an_outcome_is_measured_after_the_start() -> None:
    started = {row["id"]: row["startedOn"] for row in own("use_cases")}
    for row in own("outcomes"):
        assert started[row["outcomeOf"]] < row["date"], row["id"]


def test_points_lines_and_network_occur_in_good_numbers(structure: Structure) -> None:
    summary = summarise(structure)
    assert len(structure.projection.ids) < SMALL_RULE_BELOW
    counts = summary.illustrative
    assert 30 <= counts[Position.POINT] <= 60
    assert 30 <= counts[Position.LINE] <= 80
    assert 50 <= counts[Position.NETWORK] <= 100


def test_lines_are_short_and_long_free_and_hanging_off_a_block(structure: Structure) -> None:
    networked = {v for v, place in structure.position.items() if place is Position.NETWORK}
    assert sum(len(line.members) >= 3 for line in structure.lines) >= 5
    assert any(networked & set(line.members) for line in structure.lines)
    assert any(not networked & set(line.members) for line in structure.lines)


def test_one_block_is_large_and_some_stay_within_one_enterprise(structure: Structure) -> None:
    assert len(structure.blocks[0].members) >= 30
    assert not structure.blocks[0].spans.closed
    assert any(block.spans.closed for block in structure.blocks)
    assert any(line.spans.closed for line in structure.lines)


def test_each_chain_has_a_leader_and_stages_in_order() -> None:
    for chain in own("chains"):
        assert chain["ledBy"], chain["id"]
        stages = [row for row in own("stages") if row["partOf"] == chain["id"]]
        assert [row["order"] for row in stages] == [str(n + 1) for n in range(len(stages))]
        assert [row["precedes"] for row in stages] == [row["id"] for row in stages[1:]] + [""]
        assert sum(float(row["weight"]) for row in stages) == pytest.approx(1)


def test_one_stage_lacks_a_supplier_and_one_hangs_on_a_single_enterprise() -> None:
    suppliers = [
        [item for item in row["servedBy"].split("|") if item.startswith("ent:")]
        for row in own("stages")
    ]
    assert [] in suppliers
    assert any(len(items) == 1 for items in suppliers)
