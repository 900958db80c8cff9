"""Jobs of imports: in order, one at a time, stopped when told, and taken up after a restart."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ingest.runs.run
import ingest.tables.csv_table
from api.access import Role
from api.imports import worker
from graph.errors import StoreUnavailable
from graph.sqlite import SqliteStore
from ingest.runs.batch import write_batch
from ingest.runs.ledger import State, find_import
from ingest.statements import undo
from tests.imports_world import Caller, Gate, hold_lock, serving, table
from tests.ingest_world import WORLD, run


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Batches of ten rows, the second of which waits to be let through."""
    monkeypatch.setattr(ingest.tables.csv_table, "CHUNK_ROWS", 10)
    monkeypatch.setattr(worker, "RETRY", 0.05)
    found = Gate(write_batch)
    monkeypatch.setattr(ingest.runs.run, "write_batch", found)
    yield found
    found.open.set()


def test_a_running_import_tells_how_far_it_is(tmp_path: Path, gate: Gate) -> None:
    with serving(tmp_path) as caller:
        id_ = caller.sent(table(50))
        assert gate.reached.wait(10)
        seen = caller.see(id_)
        assert (seen["state"], seen["rows"], seen["progress"]["rows"]) == ("running", 10, 10)
        assert seen["progress"]["bytesTotal"] == len(table(50).encode())
        assert seen["entities"]["created"] == 10
        gate.open.set()
        assert (caller.ended(id_)["rows"], caller.see(id_)["progress"]) == (50, None)


def test_a_running_import_is_cancelled_after_its_batch(tmp_path: Path, gate: Gate) -> None:
    with serving(tmp_path) as caller:
        id_ = caller.sent(table(50))
        assert gate.reached.wait(10)
        assert caller.http.post(f"/imports/{id_}/cancel").status_code == 202
        gate.open.set()
        done = caller.ended(id_)
        assert (done["state"], done["rows"], caller.count()) == ("stopped", 20, 20)
        late = caller.http.post(f"/imports/{id_}/cancel")
        assert (late.status_code, late.json()["code"]) == (409, "IMPORT_WRONG_STATE")
    with serving(tmp_path) as caller:
        assert caller.see(id_)["state"] == "stopped"
        again = caller.ended(caller.sent(table(50)))
        assert (again["batch"], again["rows"], caller.count()) == (id_, 50, 50)
        assert caller.see(id_)["state"] == "finished"


def test_uploads_are_imported_one_after_another(tmp_path: Path, gate: Gate) -> None:
    with serving(tmp_path) as caller:
        first = caller.sent(table(20))
        assert gate.reached.wait(10)
        second, third = (caller.sent(table(20, first=n)) for n in (100, 200))
        assert [caller.see(id_)["state"] for id_ in (first, second, third)] == [
            "running",
            "queued",
            "queued",
        ]
        busy = caller.http.post(f"/imports/{second}/rollback")
        assert (busy.status_code, busy.json()["code"]) == (409, "IMPORT_WRONG_STATE")
        caller.http.post(f"/imports/{second}/cancel")
        gate.open.set()
        assert [caller.ended(id_)["state"] for id_ in (first, second, third)] == [
            "finished",
            "stopped",
            "finished",
        ]
        assert caller.count() == 40
        assert find_import(caller.store, second) is None


def test_a_dry_run_can_be_cancelled(tmp_path: Path, gate: Gate) -> None:
    with serving(tmp_path) as caller:
        id_ = caller.sent(table(50), dryRun=True)
        assert gate.reached.wait(10)
        early = caller.http.get(f"/imports/{id_}/difference")
        assert (early.status_code, early.json()["code"]) == (409, "IMPORT_WRONG_STATE")
        caller.http.post(f"/imports/{id_}/cancel")
        gate.open.set()
        assert (caller.ended(id_)["state"], caller.count()) == ("stopped", 0)


def test_a_server_that_stops_goes_on_after_its_next_start(tmp_path: Path, gate: Gate) -> None:
    with serving(tmp_path) as caller:
        first = caller.sent(table(50))
        assert gate.reached.wait(10)
        second = caller.sent(table(20, first=100))
        threading.Timer(0.3, gate.open.set).start()
    with SqliteStore(tmp_path / "graph.db") as store:
        record = find_import(store, first)
        assert record is not None
        assert (record.state, record.place.rows) == (State.STOPPED, 20)
    with serving(tmp_path) as caller:
        assert (caller.ended(first)["rows"], caller.ended(second)["rows"]) == (50, 20)
        assert (caller.see(first)["batch"], caller.count()) == (first, 70)


def test_a_cancelled_import_of_a_dead_server_is_not_taken_up(tmp_path: Path, gate: Gate) -> None:
    with serving(tmp_path) as caller:
        id_ = caller.sent(table(50))
        assert gate.reached.wait(10)
        caller.http.post(f"/imports/{id_}/cancel")
        entry = (caller.uploads / id_ / "job.json").read_bytes()
        gate.open.set()
        caller.ended(id_)
    (tmp_path / "uploads" / id_ / "job.json").write_bytes(entry)
    (tmp_path / "uploads" / ".incoming-20260101T000000000000Z").mkdir()
    with serving(tmp_path) as caller:
        assert (caller.see(id_)["state"], caller.count()) == ("stopped", 20)
        assert {path.name for path in caller.uploads.iterdir()} == {id_}


def test_an_import_of_another_process_is_waited_for(tmp_path: Path, gate: Gate) -> None:
    gate.open.set()
    with serving(tmp_path) as caller:
        hold_lock(caller.store, os.getppid(), socket.gethostname())
        id_ = caller.sent(table(20))
        while not (seen := caller.see(id_, "zh"))["stateLabel"].startswith("等待"):
            assert seen["state"] in {"queued", "running"}
        assert caller.count() == 0
        caller.store.write(lambda writer: writer.put_notes({"lock:import": None}))
        assert (caller.ended(id_)["state"], caller.count()) == ("finished", 20)


def test_a_waiting_import_is_cancelled_at_once(tmp_path: Path, gate: Gate) -> None:
    with serving(tmp_path) as caller:
        hold_lock(caller.store, os.getppid(), socket.gethostname())
        id_ = caller.sent(table(20))
        caller.http.post(f"/imports/{id_}/cancel")
        assert (caller.ended(id_)["state"], caller.count()) == ("stopped", 0)


def test_a_dead_server_of_the_same_process_id_is_not_waited_for(tmp_path: Path) -> None:
    with serving(tmp_path) as caller:
        hold_lock(caller.store, os.getpid(), socket.gethostname())
        assert caller.ended(caller.sent(table(5)))["state"] == "finished"


def test_imports_of_the_command_line_are_seen_and_taken_back(tmp_path: Path) -> None:
    with serving(tmp_path) as caller:
        run(caller.store, tmp_path, table(5), batch="theirs")
        own = caller.sent(table(5, first=10))
        caller.ended(own)
        listed = caller.http.get("/imports").json()["imports"]
        assert [item["id"] for item in listed] == [own, "theirs"]
        seen = caller.see("theirs")
        assert (seen["state"], seen["rows"], "rejects" in seen["links"]) == ("finished", 5, False)
        refused = caller.http.post("/imports/theirs/cancel")
        assert (refused.status_code, refused.json()["code"]) == (409, "IMPORT_WRONG_STATE")
        caller.taken_back(own)
        assert caller.taken_back("theirs")["undone"]["entitiesRemoved"] == 5
        record = find_import(caller.store, "theirs")
        assert record is not None
        assert record.state is State.ROLLED_BACK


def test_a_store_without_the_schema_fails_the_job_and_not_the_server(tmp_path: Path) -> None:
    with serving(tmp_path) as caller:
        caller.store.apply_schema(type(WORLD.graph_schema())((), ()))
        done = caller.ended(caller.sent(table(5)))
        assert (done["state"], bool(done["error"]["message"])) == ("failed", True)
        caller.store.apply_schema(WORLD.graph_schema())
        assert caller.ended(caller.sent(table(5)))["state"] == "finished"


def test_an_unforeseen_fault_is_told_by_an_id_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(worker, "import_file", broken)
    with serving(tmp_path) as caller:
        error = caller.ended(caller.sent(table(5)))["error"]
        assert (error["code"], "secret" in error["message"]) == ("INTERNAL", False)


def _code(caller: Caller, **headers: str) -> str | None:
    answer = caller.http.get("/imports", headers=headers)
    return None if answer.status_code == 200 else f"{answer.status_code} {answer.json()['code']}"


def test_only_callers_for_whom_the_server_was_opened_import(tmp_path: Path) -> None:
    with serving(tmp_path) as caller:
        assert _code(caller, origin="http://127.0.0.1:8000") is None
        assert _code(caller, host="localhost:9") is None
        assert _code(caller, host="[::1]:9") is None
        assert _code(caller, origin="http://elsewhere.example") == "401 UNAUTHENTICATED"
        assert _code(caller, host="elsewhere.example:8000") == "401 UNAUTHENTICATED"
    with serving(tmp_path, anonymous=Role.STEWARD) as caller:
        assert _code(caller, host="portal.example") is None
        foreign = _code(caller, host="portal.example", origin="https://e.example")
        assert foreign == "401 UNAUTHENTICATED"


def test_a_server_without_a_place_for_uploads_says_so(tmp_path: Path) -> None:
    with serving(tmp_path, on=False) as caller:
        answer = caller.send(table(1))
        assert (answer.status_code, answer.json()["code"]) == (403, "IMPORTS_OFF")
        assert "no place for uploads" in answer.json()["message"]
        assert not caller.uploads.exists()


class Pages:
    """Holds a rollback before its second page until it is opened."""

    def __init__(self, take: Any) -> None:
        self._take = take
        self.reached = threading.Event()
        self.open = threading.Event()
        self._seen = 0

    def __call__(self, *given: Any, **named: Any) -> Any:
        self._seen += 1
        if self._seen == 2:
            self.reached.set()
            assert self.open.wait(10)
        return self._take(*given, **named)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    monkeypatch.setattr(undo, "_PAGE", 10)
    found = Pages(undo._entities)
    monkeypatch.setattr(undo, "_entities", found)
    yield found
    found.open.set()


def test_a_rollback_does_not_keep_its_caller_waiting(tmp_path: Path, pages: Pages) -> None:
    with serving(tmp_path) as caller:
        id_ = caller.sent(table(50))
        caller.ended(id_)
        job = caller.http.post(f"/imports/{id_}/rollback").json()
        assert job["state"] == "queued"
        assert pages.reached.wait(10)
        assert (caller.see(job["id"])["state"], caller.count()) == ("running", 40)
        busy = caller.http.post(f"/imports/{id_}/rollback")
        assert (busy.status_code, busy.json()["code"]) == (409, "IMPORT_WRONG_STATE")
        assert job["id"] in busy.json()["message"]
        later = caller.sent(table(5, first=100))
        assert caller.see(later)["state"] == "queued"
        pages.open.set()
        assert caller.ended(job["id"])["undone"]["entitiesRemoved"] == 50
        assert (caller.ended(later)["state"], caller.count()) == ("finished", 5)


def test_a_rollback_that_is_cancelled_goes_on_when_asked_again(
    tmp_path: Path, pages: Pages
) -> None:
    with serving(tmp_path) as caller:
        id_ = caller.sent(table(50))
        caller.ended(id_)
        job = caller.http.post(f"/imports/{id_}/rollback").json()["id"]
        assert pages.reached.wait(10)
        assert caller.http.post(f"/imports/{job}/cancel").status_code == 202
        pages.open.set()
        assert (caller.ended(job)["state"], caller.count()) == ("stopped", 30)
        assert caller.taken_back(id_)["undone"]["entitiesRemoved"] == 30
        assert (caller.see(id_)["state"], caller.count()) == ("rolled back", 0)


def test_a_rollback_of_a_server_that_stops_goes_on_after_its_next_start(
    tmp_path: Path, pages: Pages
) -> None:
    with serving(tmp_path) as caller:
        id_ = caller.sent(table(50))
        caller.ended(id_)
        job = caller.http.post(f"/imports/{id_}/rollback").json()["id"]
        assert pages.reached.wait(10)
        threading.Timer(0.3, pages.open.set).start()
    with serving(tmp_path) as caller:
        assert caller.ended(job)["state"] == "finished"
        assert (caller.see(id_)["state"], caller.count()) == ("rolled back", 0)


def test_a_store_that_does_not_come_back_fails_the_job_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path) as caller:
        with monkeypatch.context() as away:
            away.setattr(worker, "import_file", _away)
            done = caller.ended(caller.sent(table(5)))
        assert (done["state"], done["error"]["code"]) == ("failed", "STORE_UNAVAILABLE")
        assert caller.ended(caller.sent(table(5)))["state"] == "finished"


def test_an_import_cancelled_while_it_waits_for_the_store_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, goes_on = threading.Event(), threading.Event()

    def wait(*given: Any, **named: Any) -> None:
        waiting.set()
        assert goes_on.wait(10)
        assert named["options"].stop()
        _away(*given, **named)

    with serving(tmp_path) as caller:
        monkeypatch.setattr(worker, "import_file", wait)
        id_ = caller.sent(table(5))
        assert waiting.wait(10)
        assert caller.http.post(f"/imports/{id_}/cancel").status_code == 202
        goes_on.set()
        assert (caller.ended(id_)["state"], caller.see(id_)["error"]) == ("stopped", None)


def _away(*_: object, **__: object) -> None:
    raise StoreUnavailable("the server is away")
