"""Whether the rate falls as the graph grows: 2,000,000 relations, first and last tenth compared.

The peer is the same import's own first tenth, so a ratio of 1 means that it does not fall. For
SQLite the bare database is measured too: ``executemany`` of the same rows, each transaction's
sorted, into a table and an index like ours, whose own fall no importer can undercut.
"""

import argparse
import csv
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import ingest
import ontology
from benchmarks.figures import Figure, show
from benchmarks.transactions import FILE, SERVER
from graph.neo4j import Neo4jStore
from graph.port import GraphStore
from graph.sqlite import SqliteStore, queries
from tests.neo4j_server import LTS, USUAL, Neo4jServer

ENTITIES, RELATIONS = 200_000, 2_000_000
_HEAD = "source: {name: made}\nentities:\n  - class: Enterprise\n"


def make(folder: Path, relations: int) -> None:
    """Write the CSV files and their mappings, the same on every run."""
    chance = random.Random(2)
    with (folder / "entities.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "name_zh"))
        rows.writerows((f"ent:{i}", f"企业{i}") for i in range(ENTITIES))
    with (folder / "relations.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("from", "to"))
        rows.writerows(
            (f"ent:{chance.randrange(ENTITIES)}", f"ent:{chance.randrange(ENTITIES)}")
            for _ in range(relations)
        )
    (folder / "entities.yaml").write_text(_HEAD + '    id: "{id}"\n    auto: true\n')
    (folder / "relations.yaml").write_text(
        _HEAD + '    id: "{from}"\n    relations: {suppliesTo: {column: to}}\n'
    )


def rates(store: GraphStore, folder: Path, relations: int) -> tuple[float, float]:
    """Relations a second in the first and in the last tenth."""
    known = ontology.load()
    store.apply_schema(known.graph_schema())
    marks = [(0, 0.0)]
    for name in ("entities", "relations"):
        mapping = ingest.load_mapping(folder / f"{name}.yaml", known)
        marks = [(0, time.perf_counter())]
        ingest.import_file(
            store,
            known,
            folder / f"{name}.csv",
            mapping,
            batch_id=name,
            time="2026-01-01T00:00:00+00:00",
            options=ingest.Options(
                progress=partial(_mark, marks),
                **(SERVER if isinstance(store, Neo4jStore) else FILE),
            ),
        )
    return _tenths(marks, relations)


def bare(path: Path, relations: int) -> tuple[float, float]:
    """Rows a second of the first and of the last tenth, by the database alone."""
    chance = random.Random(2)
    size = FILE["records"]
    marks = [(0, time.perf_counter())]
    with closing(sqlite3.connect(path, isolation_level=None)) as target:
        for pragma in (*queries.PRAGMAS, queries.SET_JOURNAL, *queries.WRITER_PRAGMAS):
            target.execute(pragma)
        for statement in queries.LAYOUT:
            if "relations" in statement:
                target.execute(statement)
        spent = 0.0
        while marks[-1][0] < relations:
            rows = sorted(
                (chance.randrange(ENTITIES), "suppliesTo", chance.randrange(ENTITIES), "{}", 1, "")
                for _ in range(size)
            )
            started = time.perf_counter()
            target.execute(queries.BEGIN_WRITE)
            target.executemany(queries.PUT_RELATION, rows)
            target.execute(queries.COMMIT)
            spent += time.perf_counter() - started
            marks.append((marks[-1][0] + size, marks[0][1] + spent))
    return _tenths(marks, relations)


def _tenths(marks: Sequence[tuple[int, float]], relations: int) -> tuple[float, float]:
    tenth = relations // 10
    first = next(mark for mark in marks if mark[0] >= tenth)
    last = next(mark for mark in marks if mark[0] >= relations - tenth)
    return _rate(marks[0], first), _rate(last, marks[-1])


def _mark(marks: list[tuple[int, float]], at: ingest.Progress) -> None:
    marks.append((at.rows, time.perf_counter()))


def _rate(start: tuple[int, float], end: tuple[int, float]) -> float:
    return (end[0] - start[0]) / (end[1] - start[1])


def _on_sqlite(folder: Path, relations: int) -> list[Figure]:
    with SqliteStore(folder / "graph.db") as store:
        first, last = rates(store, folder, relations)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    alone = bare(folder / "bare.db", relations)
    peer = "the bare database"
    return [
        Figure("SQLite: last tenth", last, first, "first tenth", "rows/s"),
        Figure("SQLite: last by first tenth", last / first, alone[1] / alone[0], peer, "share"),
        Figure("SQLite: last tenth", last, alone[1], peer, "rows/s"),
        Figure("SQLite: peak memory", peak, 512, "limit", "MB", more_is_better=False),
    ]


def _on_neo4j(folder: Path, relations: int) -> list[Figure]:
    server = Neo4jServer(LTS, USUAL)
    server.start()
    try:
        address = server.address
        with Neo4jStore(address.uri, address.user, address.password) as store:
            first, last = rates(store, folder, relations)
    finally:
        server.close()
    return [Figure("Neo4j: last tenth", last, first, "first tenth", "rows/s")]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--relations", type=int, default=RELATIONS)
    arguments.add_argument("--store", choices=("sqlite", "neo4j", "both"), default="both")
    given = arguments.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, given.relations)
        if given.store != "neo4j":
            figures += _on_sqlite(folder, given.relations)
        if given.store != "sqlite":
            figures += _on_neo4j(folder, given.relations)
    show(figures)


if __name__ == "__main__":
    main()
