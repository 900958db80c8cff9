"""Several processes read one file while another writes it."""

import multiprocessing
import os
import signal
import time
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np
import pytest

from graph import Entity, GraphWriter, Query, Relation
from graph.sqlite import SqliteStore
from tests.contract.samples import SCHEMA, entity, put

SPAWN = multiprocessing.get_context("spawn")
SPACE = "space"
WRITES = 40


def write_pairs(path: Path, done: Event) -> None:
    """Every write adds two entities, a relation between them, and a vector."""
    with SqliteStore(path) as store:
        for number in range(WRITES):
            left, right = f"l{number:03}", f"r{number:03}"

            def work(writer: GraphWriter, left: str = left, right: str = right) -> None:
                writer.upsert_entities([entity(left), Entity(right, "Demand")])
                writer.upsert_relations([Relation("requires", left, right)])
                writer.put_vectors(SPACE, [left], np.ones((1, 4), np.float32))

            store.write(work)
    done.set()


def read_pairs(path: Path, done: Event, told: "Queue[tuple[bool, int]]") -> None:
    """Whether every answer was of one committed state, and how many states were seen."""
    sound, states = True, set()
    with SqliteStore(path) as store:
        while True:
            last = done.is_set()
            counts = store.group_count(Query(), "type")
            near = store.neighbours([f"l{n:03}" for n in range(WRITES)])
            sound &= counts.get("Demand", 0) == counts.get("Technology", 0)
            sound &= all(item.relation.type == "requires" for n in near.values() for item in n)
            store.nearest(SPACE, np.ones(4, np.float32))
            states.add(counts.get("Demand", 0))
            if last:
                break
        near_all = store.nearest(SPACE, np.ones(4, np.float32), first=1000)
        sound &= len(near_all) == WRITES and states >= {WRITES}
    told.put((sound, len(states)))


def test_two_processes_read_while_one_writes(tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    with SqliteStore(path) as store:
        store.apply_schema(SCHEMA)
    done, told = SPAWN.Event(), SPAWN.Queue()
    readers = [SPAWN.Process(target=read_pairs, args=(path, done, told)) for _ in range(2)]
    writer = SPAWN.Process(target=write_pairs, args=(path, done))
    for process in (*readers, writer):
        process.start()
    answers = [told.get(timeout=60) for _ in readers]
    for process in (*readers, writer):
        process.join(30)
        assert process.exitcode == 0
    assert all(sound for sound, _ in answers)
    told.close()


def test_a_vector_of_another_process_is_seen_at_once(tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    with SqliteStore(path) as store:
        store.apply_schema(SCHEMA)
        assert not store.nearest(SPACE, np.ones(4, np.float32))
        done = SPAWN.Event()
        writer = SPAWN.Process(target=write_pairs, args=(path, done))
        writer.start()
        writer.join(60)
        assert writer.exitcode == 0
        assert len(store.nearest(SPACE, np.ones(4, np.float32), first=1000)) == WRITES


def write_forever(path: Path, started: Event) -> None:
    with SqliteStore(path) as store:
        number = 0
        while True:
            put(store, entity(f"a{number}"), entity(f"b{number}"))
            started.set()
            number += 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_writer_leaves_whole_writes_alone(tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    with SqliteStore(path) as store:
        store.apply_schema(SCHEMA)
        started = SPAWN.Event()
        writer = SPAWN.Process(target=write_forever, args=(path, started))
        writer.start()
        assert started.wait(60)
        time.sleep(0.1)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join(30)
        ids = [item.id for batch in store.scan(Query()) for item in batch]
        numbers = range(len(ids) // 2)
        assert sorted(ids) == sorted(f"{side}{n}" for n in numbers for side in "ab")
        assert store.revision() == len(numbers)
        assert len(store.changes(first=len(ids) + 1)) == len(ids)
        put(store, entity("after"))
