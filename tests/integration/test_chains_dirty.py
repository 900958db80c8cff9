"""An industry chain with duplicates, self-loops, dangling ends, cycles and a hub."""

import csv
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

import ingest
from chains import ChainAnalysis, FindingKind, Position, summarise
from graph.memory import MemoryStore
from graph.port import GraphStore
from graph.sqlite import SqliteStore
from ontology import Ontology

PRODUCTS = 2000
HUB = "prod:0"
Edge = tuple[str, str]


def edges() -> list[Edge]:
    """Down a chain with a hub, and what is amiss at the end."""
    chance = random.Random(4)
    ids = [f"prod:{n}" for n in range(PRODUCTS)]
    found = [(HUB, item) for item in ids[1:400]]
    found += [(ids[chance.randrange(n)], ids[n]) for n in range(400, PRODUCTS - 100)]
    circle = [(ids[10], ids[11]), (ids[11], ids[12]), (ids[12], ids[10])]
    loops = [(item, item) for item in ids[:20]]
    back = [(target, source) for source, target in found[:5]]
    dangling = [(item, f"prod:missing-{item}") for item in ids[:30]]
    return [*found, *found[:50], *circle, *loops, *back, *dangling]


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path, ontology: Ontology) -> GraphStore:
    store: GraphStore = (
        MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "graph.db")
    )
    store.apply_schema(ontology.graph_schema())
    return store


def imported(
    store: GraphStore, ontology: Ontology, folder: Path, name: str, rows: Sequence[Sequence[str]]
) -> ingest.ImportSummary:
    head = "source: {name: made}\nentities:\n  - class: Product\n    id: '{id}'\n"
    tail = {
        "products": "    auto: true\n",
        "edges": "    relations: {upstreamOf: {column: to}}\n",
    }
    (folder / f"{name}.yaml").write_text(head + tail[name], encoding="utf-8")
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    mapping = ingest.load_mapping(folder / f"{name}.yaml", ontology)
    return ingest.import_file(
        store,
        ontology,
        folder / f"{name}.csv",
        mapping,
        batch_id=name,
        time="2026-01-01T00:00:00+00:00",
    )


def test_nothing_stops_it_and_each_oddity_is_reported(
    store: GraphStore, tmp_path: Path, ontology: Ontology
) -> None:
    names = [(f"prod:{n}", f"产品{n}") for n in range(PRODUCTS)]
    assert (
        imported(store, ontology, tmp_path, "products", [("id", "name_zh"), *names]).rejected == 0
    )
    summary = imported(store, ontology, tmp_path, "edges", [("id", "to"), *edges()])
    # what leads nowhere never enters the store, with line and reason
    assert summary.rejected_relations == 30
    analysis = ChainAnalysis(store, ontology)
    structure = analysis.structure("Product")
    found = {item.kind: item for item in structure.projection.findings}
    assert found[FindingKind.SELF_LOOP].count == 20
    assert found[FindingKind.DUPLICATE].count == 5
    # the hub with five it supplies that supply it, and three that supply each other round
    assert found[FindingKind.CYCLE].count == 2
    assert "prod:10, prod:11, prod:12" in found[FindingKind.CYCLE].examples[1]
    counted = summarise(structure)
    assert sum(counted.counts.values()) == PRODUCTS
    assert counted.counts[Position.POINT] == 100
    assert analysis.resilience("Product").point_count > 0
    hub = analysis.trace("Product", HUB)
    assert len(hub.links) >= 399
    assert list(analysis.lose("Product", HUB).gone) == [HUB]
    store.close()
