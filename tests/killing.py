"""Imports that are killed at random points, and gone on with, until they are through."""

import multiprocessing
import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ingest.tables.csv_table
from graph import GraphStore
from graph.query import Query
from ingest import ImportSummary, Options, import_manifest
from tests.ingest_world import TIME, WORLD, write

_FORK = multiprocessing.get_context("fork")
_CHUNK = 40


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that an import leaves behind."""

    entities: list[Any]
    relations: list[Any]
    notes: dict[str, str]
    rejects: dict[str, bytes]


def prepare(folder: Path, rows: int = 600) -> Path:
    """Two sources that disagree, relations to what comes later, and rows that are refused."""
    head = "entities: [{class: Company, id: '{id}', auto: true}]\n"
    write(folder / "one.yaml", "source: {name: one, priority: 10}\n" + head)
    write(folder / "two.yaml", "source: {name: two, priority: 90}\n" + head)
    one = [
        f"c:{n},公司{n},{'many' if n % 97 == 5 else n},c:{(n * 7 + 13) % rows}" for n in range(rows)
    ]
    two = [f"c:{n},企业{n},c:{n + 900 if n % 50 == 3 else n + 1}" for n in range(0, rows, 2)]
    two.insert(rows // 4, "c:2,又名,")
    write(folder / "one.csv", "id,name_zh,staff,supplies\n" + "\n".join(one) + "\n")
    write(folder / "two.csv", "id,name_zh,supplies\n" + "\n".join(two) + "\n")
    return write(
        folder / "manifest.yaml",
        "- {file: one.csv, mapping: one.yaml}\n- {file: two.csv, mapping: two.yaml}\n",
    )


def run(open_store: Callable[[], GraphStore], manifest: Path, rejects: Path) -> ImportSummary:
    """The import, or what is left of it."""
    vars(ingest.tables.csv_table)["CHUNK_ROWS"] = _CHUNK
    with open_store() as store:
        return import_manifest(
            store,
            WORLD,
            manifest,
            batch_id="killed",
            time=TIME,
            options=Options(rejects=rejects, records=1),
        )


def run_whole(open_store: Callable[[], GraphStore], manifest: Path, rejects: Path) -> None:
    """The import in a process that nobody disturbs."""
    process = _FORK.Process(target=run, args=(open_store, manifest, rejects))
    process.start()
    process.join()
    if process.exitcode != 0:
        raise RuntimeError(f"the import ended with {process.exitcode}")


def run_killed(
    open_store: Callable[[], GraphStore],
    manifest: Path,
    rejects: Path,
    chance: random.Random,
    patience: float = 0.05,
) -> int:
    """Start it again and again, killing it ever later; how often it was killed."""
    kills = 0
    while True:
        process = _FORK.Process(target=run, args=(open_store, manifest, rejects))
        process.start()
        process.join(chance.uniform(0, patience))
        if process.exitcode is None and process.pid is not None:
            os.kill(process.pid, signal.SIGKILL)
            process.join()
        if process.exitcode == 0:
            return kills
        if process.exitcode != -signal.SIGKILL:
            raise RuntimeError(f"the import ended with {process.exitcode}")
        kills += 1
        patience *= 1.15


def snapshot(store: GraphStore, rejects: Path) -> Snapshot:
    """What the store and the reject files hold now."""
    folder = rejects.with_suffix("")
    return Snapshot(
        entities=[item for batch in store.scan(Query()) for item in batch],
        relations=[item for batch in store.scan_relations() for item in batch],
        notes={key: text.replace(str(rejects.parent), "") for key, text in store.notes().items()},
        rejects={path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))},
    )
