"""The audit log shows where it was changed, cut off, or made anew."""

import json

from hypothesis import given
from hypothesis import strategies as st

from api.access import Role, Viewer
from api.audit import AuditLog, parse_anchor
from graph.memory import MemoryStore

LI = Viewer(Role.STEWARD, "李")


def filled(count: int, secret: str = "") -> tuple[MemoryStore, AuditLog]:
    store, log = MemoryStore(), AuditLog(secret)
    for number in range(count):
        enter(store, log, "upsert", number)
    return store, log


def enter(store: MemoryStore, log: AuditLog, action: str, number: int) -> None:
    store.write(lambda writer: log.append(writer, LI, action, (f"e:{number}",)))


def key(number: int) -> str:
    return f"audit:entry:{number:012}"


def test_an_untouched_log_holds_over_more_than_one_page() -> None:
    store, log = filled(1003)
    found = log.verify(store)
    assert (found.entries, found.fault) == (1003, None)
    assert [item.number for item in log.entries(store, after=998)] == [999, 1000, 1001, 1002, 1003]
    assert log.verify(store, parse_anchor(found.anchor)) == found


def test_an_empty_log_holds() -> None:
    assert AuditLog().verify(MemoryStore()).fault is None


@given(st.integers(1, 6), st.sampled_from(["who", "action", "about", "time"]))
def test_a_changed_entry_is_found(number: int, field: str) -> None:
    store, log = filled(6)
    text, seal = json.loads(store.notes()[key(number)])
    entry = json.loads(text)
    changed = json.dumps([json.dumps({**entry, field: "x"}, sort_keys=True), seal])
    store.write(lambda writer: writer.put_notes({key(number): changed}))
    assert log.verify(store).fault == f"entry {number} is not as it was written"


@given(st.integers(1, 5))
def test_a_removed_entry_is_found(number: int) -> None:
    store, log = filled(6)
    store.write(lambda writer: writer.put_notes({key(number): None}))
    assert log.verify(store).fault == f"entry {number} is missing"


def test_entries_that_were_cut_off_are_found() -> None:
    store, log = filled(6)
    noted = parse_anchor(log.verify(store).anchor)
    store.write(lambda writer: writer.put_notes({key(6): None}))
    assert log.verify(store).fault == "entries after 5 are missing"
    shorter, _ = filled(5)
    head = shorter.notes()["audit:head"]
    seal = json.loads(store.notes()[key(5)])[1]
    head = json.dumps([5, seal])
    store.write(lambda writer: writer.put_notes({"audit:head": head}))
    assert log.verify(store).fault is None
    assert log.verify(store, noted).fault == "entry 6 was noted, and is missing"


def test_a_log_made_anew_does_not_meet_the_anchor() -> None:
    store, log = filled(4)
    noted = parse_anchor(log.verify(store).anchor)
    other = MemoryStore()
    for number in range(4):
        enter(other, log, "delete", number)
    assert log.verify(other).fault is None
    assert log.verify(other, noted).fault == "entry 4 is not the one that was noted"


def test_entries_cannot_be_forged_without_the_key() -> None:
    store, _ = filled(2)
    assert AuditLog("a key").verify(store).fault == "entry 1 is not as it was written"
