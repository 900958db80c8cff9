"""Importing again changes nothing; of two sources that differ, the higher priority wins."""

from dataclasses import replace
from pathlib import Path

import pytest

import ingest.tables.csv_table
from graph.records import Entity, Provenance, Relation, RelationKey
from ingest import Conflict, Options, import_file, load_mapping
from tests.ingest_world import TIME, WORLD, new_store, run, write

TABLE = "id,name_zh,alias_zh,budget,supplies\nc:1,甲,一|二,1.5,c:2\nc:2,乙,,,\n"


def mapping(source: str, priority: int = 50) -> str:
    return (
        f"source: {{name: {source}, priority: {priority}}}\n"
        "entities: [{class: Company, id: '{id}', auto: true}]\n"
    )


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, TABLE)
    revision = store.revision()
    again = run(store, tmp_path, TABLE, batch="b2")
    assert (again.entities.created, again.entities.updated, again.entities.unchanged) == (0, 0, 2)
    assert (again.relations.created, again.relations.unchanged) == (0, 1)
    assert (again.conflicts, store.revision()) == (0, revision)


def test_a_source_may_change_its_own_values(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, TABLE)
    again = run(store, tmp_path, TABLE.replace("乙", "丙"), batch="b2")
    assert (again.entities.updated, again.conflicts) == (1, 0)
    stored = store.get(["c:2"])["c:2"]
    assert stored.properties["name_zh"] == "丙"
    assert stored.provenance["name_zh"].batch == "b2"


def test_a_higher_priority_wins_and_the_conflict_is_told(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, "id,name_zh\nc:1,甲\n", mapping("low", 10))
    summary = run(store, tmp_path, "id,name_zh\nc:1,子\n", mapping("high", 90))
    assert store.get(["c:1"])["c:1"].properties["name_zh"] == "子"
    assert summary.first_conflicts == (
        Conflict("c:1", "name_zh", "子", "high", "甲", "low", str(tmp_path / "companies.csv"), 2),
    )


def test_an_equal_or_lower_priority_yields_and_is_told(tmp_path: Path) -> None:
    for priority in (10, 50):
        store = new_store()
        run(store, tmp_path, "id,name_zh\nc:1,甲\n", mapping("first", 50))
        table = "id,name_zh,staff\nc:1,子,3\n"
        summary = run(store, tmp_path, table, mapping("second", priority))
        stored = store.get(["c:1"])["c:1"]
        assert (stored.properties["name_zh"], stored.properties["staff"]) == ("甲", 3)
        assert {name: item.source for name, item in stored.provenance.items()} == {
            "name_zh": "first",
            "staff": "second",
        }
        (conflict,) = summary.first_conflicts
        assert (conflict.kept, conflict.lost) == ("甲", "子")


def test_what_no_import_said_is_never_overwritten(tmp_path: Path) -> None:
    store = new_store()
    by_hand = Entity("c:1", "Company", {"name_zh": "甲"}, {"name_zh": Provenance("x", "-", TIME)})
    store.write(
        lambda writer: writer.upsert_entities([by_hand, replace(by_hand, id="c:2", provenance={})])
    )
    summary = run(store, tmp_path, "id,name_zh\nc:1,子\nc:2,丑\n", mapping("second", 99))
    assert {item.properties["name_zh"] for item in store.get(["c:1", "c:2"]).values()} == {"甲"}
    assert summary.conflicts == 2


def test_of_two_sources_that_agree_both_are_kept(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, TABLE, mapping("first"))
    summary = run(store, tmp_path, TABLE, mapping("second"))
    assert summary.conflicts == 0
    (relation,) = store.get_relations([RelationKey("supplies", "c:1", "c:2")]).values()
    stored = store.get(["c:1"])["c:1"]
    for standing, claims in (
        (relation.provenance, relation.claims),
        (stored.provenance["name_zh"], [c for c in stored.claims if c.field == "name_zh"]),
    ):
        assert standing is not None
        assert standing.source == "first"
        assert [claim.provenance.source for claim in claims] == ["first", "second"]
    revision = store.revision()
    run(store, tmp_path, TABLE, mapping("second"))
    assert store.revision() == revision


def test_what_somebody_else_writes_during_an_import_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.tables.csv_table, "CHUNK_ROWS", 1)
    store = new_store()
    other = Provenance("other", "b0", TIME)
    relation = Relation("supplies", "c:1", "c:2", {}, other)
    theirs = Entity("c:2", "Company", {"name_zh": "丑"}, {"name_zh": other})

    def interfere(_: object) -> None:
        store.write(lambda writer: writer.upsert_entities([theirs]))
        store.write(lambda writer: writer.upsert_relations([relation]))

    table = "id,name_zh,supplies\nc:1,甲,\nc:2,乙,\nc:1,,c:2\n"
    file = write(tmp_path / "a.csv", table)
    rules = load_mapping(write(tmp_path / "a.yaml", mapping("own")), WORLD)
    options = Options(progress=interfere, records=1)
    summary = import_file(store, WORLD, file, rules, batch_id="b", time=TIME, options=options)
    assert store.get(["c:2"])["c:2"].properties == {"name_zh": "丑"}
    assert summary.conflicts == 1
    assert store.get_relations([relation.key])[relation.key].provenance == other


def test_what_one_file_says_twice_in_two_ways_stays_as_first_said(tmp_path: Path) -> None:
    store = new_store()
    table = "id,name_zh,staff\nc:1,甲,\nc:1,乙,5\n"
    for batch in ("b1", "b2"):
        summary = run(store, tmp_path, table, batch=batch)
        assert summary.conflicts == 1
        assert store.get(["c:1"])["c:1"].properties == {"name_zh": "甲", "staff": 5}
    run(store, tmp_path, "id,name_zh\nc:1,乙\n", batch="b3")
    assert store.get(["c:1"])["c:1"].properties["name_zh"] == "乙"


def test_a_second_source_may_add_a_field_without_repeating_what_is_required(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, "id,name_zh\nc:1,甲\n", mapping("first"))
    summary = run(store, tmp_path, "id,staff\nc:1,3\nc:2,4\n", mapping("second"))
    assert store.get(["c:1"])["c:1"].properties == {"name_zh": "甲", "staff": 3}
    assert [(item.line, item.field) for item in summary.first_rejects] == [(3, "name_zh")]
