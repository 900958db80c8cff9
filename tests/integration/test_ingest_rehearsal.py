"""A dry run tells exactly what an import would change, and changes nothing."""

from pathlib import Path

from graph.memory import MemoryStore
from graph.records import RelationKey
from graph.sqlite import SqliteStore
from ingest.runs.rehearsal import Difference, Rehearsal
from tests.ingest_world import WORLD, new_store, run
from tests.integration.test_ingest_undo import FIRST, SECOND, content, mapping


def rehearsed(store: MemoryStore, folder: Path, table: str, rules: str) -> list[Difference]:
    with SqliteStore(folder / "scratch.db") as scratch:
        scratch.apply_schema(WORLD.graph_schema())
        rehearsal = Rehearsal(store, scratch)
        run(rehearsal, folder, table, rules)  # type: ignore[arg-type]  # an import needs no more
        return list(rehearsal.differences())


def test_the_difference_is_what_the_import_then_changes(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, FIRST, mapping("low", 10))
    before, revision, notes = content(store), store.revision(), store.notes()
    told = rehearsed(store, tmp_path, SECOND, mapping("high", 90))
    assert (content(store), store.revision(), store.notes()) == (before, revision, notes)
    assert [(item.operation, item.key, dict(item.fields), dict(item.sources)) for item in told] == [
        ("updated", "c:1", {"name_zh": ("甲", "子"), "staff": (1, 9)}, {}),
        ("updated", "c:2", {}, {"name_zh": ("low", "high")}),
        ("created", "c:3", {"name_zh": (None, "丙"), "staff": (None, 3)}, {}),
        ("updated", RelationKey("supplies", "c:1", "c:2"), {}, {}),
        ("created", RelationKey("supplies", "c:2", "c:1"), {}, {}),
        ("created", RelationKey("supplies", "c:3", "c:1"), {}, {}),
    ]
    run(store, tmp_path, SECOND, mapping("high", 90))
    after = store.get(["c:1", "c:2", "c:3"])
    assert {key: item.properties["name_zh"] for key, item in after.items()} == {
        "c:1": "子",
        "c:2": "乙",
        "c:3": "丙",
    }


def test_nothing_new_is_no_difference(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, FIRST, mapping("low", 10))
    assert rehearsed(store, tmp_path, FIRST, mapping("low", 10)) == []


def test_a_rehearsal_refuses_what_the_import_would(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, FIRST, mapping("low", 10))
    with SqliteStore(tmp_path / "scratch.db") as scratch:
        scratch.apply_schema(WORLD.graph_schema())
        rehearsal = Rehearsal(store, scratch)
        table = "id,name_zh,supplies\nc:5,,c:1\nc:6,己,c:404\nc:7,庚,c:1\n"
        summary = run(rehearsal, tmp_path, table, mapping("two"))  # type: ignore[arg-type]  # as above
        assert [item.code for item in summary.first_rejects] == ["MISSING_VALUE", "DANGLING"]
        assert [item.key for item in rehearsal.differences()] == [
            "c:6",
            "c:7",
            RelationKey("supplies", "c:7", "c:1"),
        ]
