"""A batch or a source is taken back as if it had never spoken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import GraphStore
from graph.memory import MemoryStore
from graph.query import Query
from graph.records import Entity, RelationKey
from graph.sqlite import SqliteStore
from ingest import CannotUndo, Options, UnknownImport
from ingest.runs.ledger import State, imports
from ingest.statements.undo import Undone, remove_source, roll_back
from tests.ingest_world import WORLD, run


def mapping(source: str, priority: int = 50) -> str:
    return (
        f"source: {{name: {source}, priority: {priority}}}\n"
        "entities: [{class: Company, id: '{id}', auto: true}]\n"
    )


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    opened: GraphStore = (
        MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "graph.db")
    )
    with opened:
        opened.apply_schema(WORLD.graph_schema())
        yield opened


def content(store: GraphStore) -> list[object]:
    entities = [item for batch in store.scan(Query()) for item in batch]
    return [*entities, *(item for batch in store.scan_relations() for item in batch)]


FIRST = "id,name_zh,staff,supplies\nc:1,甲,1,c:2\nc:2,乙,2,\n"
SECOND = "id,name_zh,staff,supplies\nc:1,子,9,c:2\nc:2,乙,,c:1\nc:3,丙,3,c:1\n"


def test_the_batch_is_forgotten_and_what_it_replaced_stands_again(
    store: GraphStore, tmp_path: Path
) -> None:
    run(store, tmp_path, FIRST, mapping("low", 10))
    before = content(store)
    run(store, tmp_path, SECOND, mapping("high", 90))
    assert store.get(["c:1"])["c:1"].properties["name_zh"] == "子"
    undone = roll_back(store, "b2")
    assert content(store) == before
    assert undone == Undone(
        entities_removed=1, entities_changed=2, relations_removed=2, relations_changed=1
    )
    assert [item.state for item in imports(store)] == [State.FINISHED, State.ROLLED_BACK]


def test_the_first_of_two_sources_can_be_taken_back_too(store: GraphStore, tmp_path: Path) -> None:
    run(store, tmp_path, FIRST, mapping("low", 10))
    run(store, tmp_path, SECOND, mapping("high", 90))
    roll_back(store, "b1")
    assert store.get(["c:1"])["c:1"].properties == {"name_zh": "子", "staff": 9}
    assert store.get(["c:1"])["c:1"].claims == ()
    relation = store.get_relations([RelationKey("supplies", "c:1", "c:2")])
    assert [item.provenance.source for item in relation.values() if item.provenance] == ["high"]


def test_a_file_rolled_back_can_be_imported_again(store: GraphStore, tmp_path: Path) -> None:
    run(store, tmp_path, FIRST, mapping("low"))
    roll_back(store, "b1")
    assert content(store) == []
    assert run(store, tmp_path, FIRST, mapping("low"), options=Options()).entities.created == 2


def test_batches_of_one_source_are_taken_back_last_first(store: GraphStore, tmp_path: Path) -> None:
    run(store, tmp_path, FIRST, mapping("one"))
    run(store, tmp_path, SECOND, mapping("one"))
    with pytest.raises(CannotUndo, match="roll back b2 first"):
        roll_back(store, "b1")
    roll_back(store, "b2")
    assert store.get(["c:1"])["c:1"].properties == {"name_zh": "甲", "staff": 1}
    roll_back(store, "b1")
    assert content(store) == []


def test_what_others_link_to_is_not_cut_off_unasked(store: GraphStore, tmp_path: Path) -> None:
    run(store, tmp_path, FIRST, mapping("one"))
    run(store, tmp_path, "id,name_zh,supplies\nc:9,壬,c:1\n", mapping("two"))
    before = content(store)
    with pytest.raises(CannotUndo, match=r"1 relations .* c:9 supplies c:1 \(by two\)"):
        roll_back(store, "b1")
    assert content(store) == before
    roll_back(store, "b1", cascade=True)
    assert [item.id for item in content(store) if isinstance(item, Entity)] == ["c:9"]


def test_a_source_takes_away_just_what_only_it_said(store: GraphStore, tmp_path: Path) -> None:
    run(store, tmp_path, FIRST, mapping("one"))
    run(store, tmp_path, SECOND, mapping("two"))
    run(store, tmp_path, "id,staff\nc:2,5\n", mapping("one"))
    remove_source(store, "one")
    found = {item.id: item.properties for item in content(store) if isinstance(item, Entity)}
    assert found == {
        "c:1": {"name_zh": "子", "staff": 9},
        "c:2": {"name_zh": "乙"},
        "c:3": {"name_zh": "丙", "staff": 3},
    }
    again = run(store, tmp_path, FIRST, mapping("one"), options=Options())
    assert (again.rows, again.skipped) == (2, ())


def test_what_nobody_knows_is_told(store: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(UnknownImport, match="no import 'b7'"):
        roll_back(store, "b7")
    run(store, tmp_path, FIRST, mapping("one"))
    roll_back(store, "b1")
    with pytest.raises(UnknownImport, match="rolled back before"):
        roll_back(store, "b1")
    with pytest.raises(UnknownImport, match="no source 'two'; known are: one"):
        remove_source(store, "two")
