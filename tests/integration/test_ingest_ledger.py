"""The ledger: what was imported is passed over, and what was cut off goes on."""

import os
import socket
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

import ingest.tables.csv_table
from graph.memory import MemoryStore
from graph.sqlite import SqliteStore
from ingest import ImportRunning, Options, TooManyRejects, import_file, load_mapping
from ingest.runs.ledger import State, find_import, imports, priorities
from tests.ingest_world import COMPANIES, TIME, WORLD, new_store, run, write

TABLE = "id,name_zh,supplies\n" + "".join(f"c:{n},名{n},c:{(n + 7) % 40}\n" for n in range(40))
ONCE = Options(records=1)


def test_the_same_file_again_is_passed_over(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, TABLE, options=ONCE)
    revision = store.revision()
    again = run(store, tmp_path, TABLE, options=ONCE)
    assert (again.batch, again.rows, store.revision()) == ("", 0, revision)
    assert again.skipped == (str(tmp_path / "companies.csv"),)
    assert [item.batch for item in imports(store)] == ["b1"]


@pytest.mark.parametrize(
    ("table", "mapping"),
    [(TABLE.replace("名3", "新3"), COMPANIES), (TABLE, COMPANIES.replace("register", "other"))],
    ids=["content", "mapping"],
)
def test_another_content_or_mapping_is_another_import(
    tmp_path: Path, table: str, mapping: str
) -> None:
    store = new_store()
    run(store, tmp_path, TABLE, options=ONCE)
    assert run(store, tmp_path, table, mapping, options=ONCE).rows == 40


def test_a_stopped_import_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.tables.csv_table, "CHUNK_ROWS", 10)
    whole, store = new_store(), new_store()
    run(whole, tmp_path, TABLE, options=ONCE)
    first = run(store, tmp_path, TABLE, options=Options(stop=lambda: True, records=1))
    assert (first.state, first.rows, first.resumed) == ("stopped", 10, False)
    assert [item.state for item in imports(store)] == [State.STOPPED]
    second = run(store, tmp_path, TABLE, batch="later", options=ONCE)
    assert (second.batch, second.rows, second.resumed) == ("b1", 40, True)
    ids = [f"c:{n}" for n in range(40)]
    assert store.get(ids) == whole.get(ids)
    assert store.edges().source.tolist() == whole.edges().source.tolist()
    assert imports(store) == imports(whole)


def test_what_was_done_is_told(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, TABLE + "c:40,\n", options=ONCE)
    (record,) = imports(store)
    assert (record.state, record.time, record.sources) == (
        State.FINISHED,
        TIME,
        frozenset({"register"}),
    )
    assert (record.place.entities.created, record.place.relations.created) == (40, 40)
    assert record.place.rejected == 1
    assert find_import(store, "b2") is None
    assert priorities(store) == {"register": 50}


def test_a_wrong_file_is_stopped_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.tables.csv_table, "CHUNK_ROWS", 500)
    store = new_store()
    rows = "".join(f"c:{n},{'' if n > 400 else '名'}\n" for n in range(5_000))
    with pytest.raises(TooManyRejects, match=r"599 of the first 1000 rows .* correct the file"):
        run(store, tmp_path, "id,name_zh\n" + rows, options=ONCE)
    assert [item.state for item in imports(store)] == [State.STOPPED]
    assert len(store.get([f"c:{n}" for n in range(5_000)])) == 401
    options = Options(most_rejects=1)
    assert run(store, tmp_path, "id,name_zh\n" + rows, options=options).rejected == 4_599


def test_a_living_import_is_not_disturbed(tmp_path: Path) -> None:
    store = new_store()
    seen: list[type[Exception]] = []

    def second(_: object) -> None:
        with pytest.raises(ImportRunning, match=f"process {os.getpid()}") as caught:
            run(store, tmp_path, TABLE, name="other.csv", options=ONCE)
        seen.append(caught.type)

    run(store, tmp_path, TABLE, options=Options(progress=second))
    assert seen == [ImportRunning]


@pytest.mark.parametrize(
    ("host", "pid", "beat"),
    [(socket.gethostname(), 2**22 - 1, 9e9), ("elsewhere", 1, 0.0)],
    ids=["process is gone", "silent for long"],
)
def test_a_dead_import_gives_way(tmp_path: Path, host: str, pid: int, beat: float) -> None:
    store = new_store()
    lock = {"token": "t", "batch": "b", "host": host, "pid": pid, "beat": beat}
    store.write(lambda writer: writer.put_notes({"lock:import": orjson.dumps(lock).decode()}))
    assert run(store, tmp_path, TABLE, options=ONCE).rows == 40
    assert "lock:import" not in store.notes()


def test_an_import_that_was_taken_for_dead_writes_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.tables.csv_table, "CHUNK_ROWS", 10)
    store = new_store()

    def steal(_: object) -> None:
        store.write(lambda writer: writer.put_notes({"lock:import": None}))

    with pytest.raises(ImportRunning, match="took over"):
        run(store, tmp_path, TABLE, options=Options(progress=steal, records=1))
    assert len(store.get([f"c:{n}" for n in range(40)])) == 10


def test_a_store_on_disk_remembers(tmp_path: Path) -> None:
    mapping = load_mapping(write(tmp_path / "m.yaml", COMPANIES), WORLD)
    file = write(tmp_path / "a.csv", TABLE)
    rows = []
    for batch in ("b1", "b2"):
        with SqliteStore(tmp_path / "graph.db") as store:
            store.apply_schema(WORLD.graph_schema())
            rows.append(import_file(store, WORLD, file, mapping, batch_id=batch, time=TIME).rows)
    assert rows == [40, 0]


def test_a_batch_id_is_used_once(tmp_path: Path) -> None:
    store: MemoryStore = new_store()
    run(store, tmp_path, TABLE, batch="b", options=ONCE)
    with pytest.raises(ValueError, match="'b' is taken"):
        run(store, tmp_path, TABLE + "c:99,新,\n", batch="b", options=replace(ONCE))
