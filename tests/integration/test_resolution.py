"""Duplicates through SQLite: found, merged, parted, decided, and what was decided remembered."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph.memory import MemoryStore
from graph.records import Relation
from graph.sqlite import SqliteStore
from ingest import CannotMerge, import_manifest
from ingest.resolution import (
    Applied,
    Decision,
    Verdict,
    apply_duplicates,
    classes_of,
    decide,
    decisions,
    find_duplicates,
    queue,
)
from ingest.statements.merging import merges, part
from pearlnet.bootstrap import open_store, starter_manifest
from pearlnet.cli.app import app
from pearlnet.settings import read_settings
from tests.resolution_world import KNOWN, TIME, code, enterprise, fill

FULL = "天津海博电子科技有限公司"
RECORDS = [
    enterprise("e:1", FULL),
    enterprise("e:2", FULL, foundedYear=2001, homepage="https://haibo.example/"),
    enterprise("e:3", "天津海搏电子科技公司"),
    enterprise("e:4", "上海宏达纺织有限公司"),
]
PLACES = [Relation("locatedIn", f"e:{number}", "region:tj") for number in (1, 2, 3)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "graph.db") as opened:
        fill(opened, RECORDS, PLACES)
        yield opened


def pairs(store: SqliteStore) -> set[str]:
    return {f"{item.first} {item.second}" for item in find_duplicates(store, KNOWN)}


def apply(store: SqliteStore) -> Applied:
    found = find_duplicates(store, KNOWN)
    return apply_duplicates(store, found, classes_of(store, KNOWN), time=TIME)


def test_the_sure_are_merged_into_the_fuller_and_the_others_wait(store: SqliteStore) -> None:
    applied = apply(store)
    assert applied.merged == {"e:1": "e:2"}
    assert [(item.first, item.second) for item in queue(store)] == [("e:2", "e:3")]
    assert list(queue(store)) == list(applied.waiting)
    assert store.get(["e:2"])["e:2"].properties["foundedYear"] == 2001


def test_what_was_merged_can_be_parted_with_all_that_it_had(store: SqliteStore) -> None:
    before = store.get(["e:1", "e:2"])
    apply(store)
    assert part(store, "e:1") == "e:2"
    after = store.get(["e:1", "e:2"])
    assert {id_: item.properties for id_, item in after.items()} == {
        id_: item.properties for id_, item in before.items()
    }


def test_a_second_run_proposes_what_waits_and_merges_nothing(store: SqliteStore) -> None:
    first = apply(store)
    second = apply(store)
    assert second.merged == {}
    assert [item.first for item in second.waiting] == [item.first for item in first.waiting]


def test_what_was_decided_to_be_two_is_never_proposed_again(store: SqliteStore) -> None:
    assert pairs(store) == {"e:1 e:2", "e:1 e:3", "e:2 e:3"}
    decide(store, "e:2", "e:1", Decision.APART, time=TIME)
    assert pairs(store) == {"e:1 e:3", "e:2 e:3"}
    assert [(item.first, item.second) for item in decisions(store)] == [("e:1", "e:2")]


def test_a_decision_holds_for_what_a_record_became_part_of(store: SqliteStore) -> None:
    decide(store, "e:1", "e:3", Decision.APART, time=TIME)
    decide(store, "e:2", "e:1", Decision.MERGE, time=TIME)
    assert pairs(store) == set()


def test_a_decision_parts_what_was_merged(store: SqliteStore) -> None:
    apply(store)
    decide(store, "e:1", "e:2", Decision.APART, time=TIME)
    assert merges(store) == {}
    assert pairs(store) == {"e:1 e:3", "e:2 e:3"}
    assert apply(store).merged == {}


def test_a_decision_to_merge_takes_back_that_they_are_two(store: SqliteStore) -> None:
    decide(store, "e:1", "e:2", Decision.APART, time=TIME)
    decide(store, "e:1", "e:2", Decision.MERGE, time=TIME)
    assert (list(decisions(store)), list(merges(store))) == ([], ["e:2"])


def test_what_waits_and_is_decided_waits_no_more(store: SqliteStore) -> None:
    apply(store)
    decide(store, "e:2", "e:3", Decision.MERGE, time=TIME)
    assert list(queue(store)) == []


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("e:1", "e:9", "there is no entity 'e:9'"),
        ("e:1", "e:1", "'e:1' is one record; name two"),
        ("e:1", "e:2", "both part of 'e:4'; first part one of them: `pearlnet part e:1`"),
    ],
)
def test_what_cannot_be_decided_says_why(
    store: SqliteStore, one: str, other: str, message: str
) -> None:
    for gone in ("e:1", "e:2"):
        if other not in {one, "e:9"}:
            decide(store, "e:4", gone, Decision.MERGE, time=TIME)
    with pytest.raises(CannotMerge, match=message):
        decide(store, one, other, Decision.APART, time=TIME)


def test_two_codes_are_not_brought_together_by_a_record_between(tmp_path: Path) -> None:
    records = [
        enterprise("e:1", FULL, creditCode=code(1)),
        enterprise("e:2", FULL),
        enterprise("e:3", FULL, creditCode=code(2)),
    ]
    with SqliteStore(tmp_path / "codes.db") as store:
        fill(store, records, PLACES)
        applied = apply(store)
        assert len(applied.merged) == 1
        standing = store.get(["e:1", "e:2", "e:3"]).values()
        assert {item.properties.get("creditCode") for item in standing} >= {code(1), code(2)}
        assert len(applied.waiting) == 1


def test_every_store_proposes_the_same(store: SqliteStore) -> None:
    memory = MemoryStore()
    fill(memory, RECORDS, PLACES)
    assert list(find_duplicates(memory, KNOWN)) == list(find_duplicates(store, KNOWN))


def test_no_two_of_the_starters_records_are_merged_unasked() -> None:
    store = MemoryStore()
    store.apply_schema(KNOWN.graph_schema())
    import_manifest(store, KNOWN, starter_manifest(), batch_id="starter", time=TIME)
    found = list(find_duplicates(store, KNOWN))
    assert [item for item in found if item.verdict is Verdict.MERGE] == []
    assert len(found) <= 10


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a command line whose store holds the records."""
    read_settings.cache_clear()
    monkeypatch.setenv("PEARLNET_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    with open_store(read_settings()) as opened:
        fill(opened, RECORDS, PLACES)
    yield tmp_path
    read_settings.cache_clear()


def call(*words: str, language: str = "en", expect: int = 0) -> str:
    done = CliRunner().invoke(app, ["--lang", language, *words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == expect, done.output
    return done.output


def listed(*words: str) -> list[str]:
    return [f"{item['first']} {item['second']}" for item in json.loads(call(*words, "--json"))]


@pytest.mark.parametrize(("language", "told"), [("zh", "名称相同"), ("en", "same name")])
def test_people_see_the_pairs_and_why(home: Path, language: str, told: str) -> None:
    assert told in call("duplicates", language=language)


def test_the_command_lists_applies_and_decides(home: Path) -> None:
    assert listed("duplicates")[0] == "e:1 e:2"
    assert listed("duplicates", "--class", "University") == []
    assert "1 records merged" in call("duplicates", "--apply")
    assert listed("duplicates", "queue") == ["e:2 e:3"]
    call("duplicates", "decide", "e:2", "e:3", "apart")
    assert listed("duplicates", "queue") == listed("duplicates") == []
    assert listed("duplicates", "decided") == ["e:2 e:3"]
    assert "e:3 → e:2" in call("duplicates", "decide", "e:2", "e:3", "merge")


def test_what_is_parted_is_not_merged_again(home: Path) -> None:
    call("duplicates", "--apply")
    call("part", "e:1")
    assert json.loads(call("duplicates", "--apply", "--json"))["merged"] == {}


def test_a_wrong_decision_is_refused(home: Path) -> None:
    assert "merge nor apart" in call("duplicates", "decide", "e:1", "e:2", "maybe", expect=2)


def test_the_quality_report_counts_them_where_that_is_asked(home: Path) -> None:
    assert json.loads(call("quality", "--json"))["probable"] is None
    found = json.loads(call("quality", "--json", "--probable"))["probable"]
    assert [(item["type"], item["merge"], item["review"]) for item in found] == [
        ("Enterprise", 1, 2)
    ]
    assert found[0]["examples"][0] == ["e:1", "e:2"]
