"""Import of made data, beside the bare driver on the same rows.

100,000 entities with 8 properties in two languages and 300,000 relations go in from CSV by the
importer (reading, conversion, validation, provenance, ledger, change feed), and then the rows
that it stored go in again by ``executemany`` into the same SQLite tables with the same indexes
and full text, and by ``UNWIND ... MERGE`` with the Neo4j driver and a unique constraint. Each
part runs in a process of its own, so that its peak memory is its own, and each has a Neo4j server
of its own, warmed by as many other rows of the same kind: what runs second on one server, or late
on a cold one, is faster for that alone.
"""

import argparse
import csv
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import neo4j

import ingest
import ontology
from benchmarks.figures import Figure, show
from benchmarks.transactions import FILE, SERVER
from graph import text
from graph.neo4j import Neo4jStore
from graph.port import GraphStore
from graph.query import Query
from graph.records import Entity
from graph.sqlite import SqliteStore, queries
from tests.neo4j_server import LTS, USUAL, Neo4jServer

ENTITIES, RELATIONS = 100_000, 300_000
_BATCH = 10_000
_COLUMNS = (
    "id",
    "name_zh",
    "name_en",
    "alias_zh",
    "description_zh",
    "description_en",
    "reference",
    "employees",
    "lifecycle",
)


def make(folder: Path, prefix: str) -> None:
    """Write the CSV files and their mappings, the same on every run; ids begin with the prefix."""
    folder.mkdir()
    chance = random.Random(1)
    phases = ("incubation", "growth", "expansion")
    with (folder / "entities.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        for i in range(ENTITIES):
            rows.writerow(
                (
                    f"{prefix}:{i}",
                    f"第{i}号装备制造有限公司",
                    f"Equipment {i} Co., Ltd.",
                    f"装{i}|装备{i}",
                    f"生产第{i}类工业网关与机器视觉设备，服务港口和矿山。",
                    f"Makes industrial gateways of kind {i} for ports and mines.",
                    f"register {i % 50}",
                    i % 5000,
                    phases[i % 3],
                )
            )
    with (folder / "relations.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("from", "to"))
        for _ in range(RELATIONS):
            rows.writerow(f"{prefix}:{chance.randrange(ENTITIES)}" for _ in range(2))
    head = "source: {name: made}\nentities:\n  - class: Enterprise\n"
    (folder / "entities.yaml").write_text(head + '    id: "{id}"\n    auto: true\n')
    (folder / "relations.yaml").write_text(
        head + '    id: "{from}"\n    relations: {suppliesTo: {column: to}}\n'
    )


def ours(store: GraphStore, folder: Path) -> dict[str, float]:
    """Import both files of a folder; rows a second of each."""
    known = ontology.load()
    store.apply_schema(known.graph_schema())
    rates = {}
    for name, count in (("entities", ENTITIES), ("relations", RELATIONS)):
        mapping = ingest.load_mapping(folder / f"{name}.yaml", known)
        started = time.perf_counter()
        summary = ingest.import_file(
            store,
            known,
            folder / f"{name}.csv",
            mapping,
            batch_id=f"{folder.name}-{name}",
            time="2026-01-01T00:00:00+00:00",
            options=ingest.Options(**(SERVER if isinstance(store, Neo4jStore) else FILE)),
        )
        rates[name] = count / (time.perf_counter() - started)
        assert summary.rejected == summary.rejected_relations == 0, summary.first_rejects[:3]
    return rates


def bare_sqlite(folder: Path) -> dict[str, float]:
    """The stored rows by ``executemany`` into the same tables."""
    kept = sqlite3.connect(folder / "ours.db")
    known = ontology.load()
    path = folder / "bare.db"
    with SqliteStore(path) as empty, SqliteStore(folder / "ours.db") as store:
        empty.apply_schema(known.graph_schema())
        searchable = next(
            item.searchable for item in known.graph_schema().classes if item.name == "Enterprise"
        )
        documents = {
            entity.id: text.document(entity, searchable)
            for batch in store.scan(Query())
            for entity in batch
        }
    tables = {
        name: kept.execute(f"SELECT * FROM {name}").fetchall()
        for name in ("entities", "items", "relations", "changes")
    }
    target = sqlite3.connect(path, isolation_level=None)
    for pragma in queries.PRAGMAS:
        target.execute(pragma)
    feed: dict[str, list[Any]] = {"entities": [], "relations": []}
    for row in tables["changes"]:
        feed["entities" if row[-1] is None else "relations"].append(row)
    tables["relations"] = _in_file_order(tables, folder)
    texts = [(row[0], documents[row[1]]) for row in tables["entities"]]
    seconds = {
        "entities": _timed(
            target,
            [
                (queries.INSERT_ENTITY, tables["entities"]),
                (queries.INSERT_ITEM, tables["items"]),
                (queries.INSERT_DOCUMENT, texts),
                (queries.INSERT_CHANGES, feed["entities"]),
            ],
        ),
        "relations": _timed(
            target,
            [
                (queries.PUT_RELATION, tables["relations"]),
                (queries.INSERT_CHANGES, feed["relations"]),
            ],
        ),
    }
    return {
        "entities": ENTITIES / seconds["entities"],
        "relations": RELATIONS / seconds["relations"],
    }


def _in_file_order(tables: dict[str, list[Any]], folder: Path) -> list[Any]:
    """The relations as the file has them; the table gives them in its own, kinder order."""
    keys = {row[1]: row[0] for row in tables["entities"]}
    stored = {(row[0], row[2]): row for row in tables["relations"]}
    with (folder / "measured" / "relations.csv").open(encoding="utf-8", newline="") as file:
        pairs = ((keys[row["from"]], keys[row["to"]]) for row in csv.DictReader(file))
        return [stored[pair] for pair in dict.fromkeys(pairs)]


def bare_neo4j(folder: Path, address: tuple[str, str, str]) -> dict[str, float]:
    """The same rows by ``UNWIND ... MERGE`` in batches of 10,000, with one unique constraint."""
    uri, user, password = address
    with neo4j.GraphDatabase.driver(uri, auth=(user, password)) as driver:
        driver.execute_query(
            "CREATE CONSTRAINT bare IF NOT EXISTS FOR (n:Bare) REQUIRE n.id IS UNIQUE"
        )
        _merge(driver, "Bare", _nodes(folder / "warming"), folder / "warming")
        return _merge(driver, "Bare", _nodes(folder / "measured"), folder / "measured")


def indexed_neo4j(folder: Path, address: tuple[str, str, str]) -> dict[str, float]:
    """The same with the indexes and the full text that ours has."""
    uri, user, password = address
    schema = ontology.load().graph_schema()
    with Neo4jStore(*address) as store:
        store.apply_schema(schema)
    searchable = {item.name: item.searchable for item in schema.classes}
    rates: dict[str, float] = {}
    with neo4j.GraphDatabase.driver(uri, auth=(user, password)) as driver:
        for part in ("warming", "measured"):
            rows = _nodes(folder / part)
            entities = [Entity(str(row["id"]), "Enterprise", row) for row in rows]
            documents = text.documents(entities, searchable)
            for row, document in zip(rows, documents, strict=True):
                row |= {"type": "Enterprise", "_text": document}
            rates = _merge(driver, "_Entity", rows, folder / part)
    return rates


def _nodes(folder: Path) -> list[dict[str, Any]]:
    with (folder / "entities.csv").open(encoding="utf-8", newline="") as file:
        rows = [{**row, "employees": int(row["employees"])} for row in csv.DictReader(file)]
    return [{**row, "alias_zh": tuple(str(row["alias_zh"]).split("|"))} for row in rows]


def _merge(
    driver: neo4j.Driver, label: str, nodes: Sequence[dict[str, Any]], folder: Path
) -> dict[str, float]:
    with (folder / "relations.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))
    node_seconds = _unwind(
        driver, f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row", nodes
    )
    edge_seconds = _unwind(
        driver,
        f"UNWIND $rows AS row MATCH (a:{label} {{id: row.from}}) MATCH (b:{label} {{id: row.to}}) "
        "MERGE (a)-[:SUPPLIES]->(b)",
        edges,
    )
    return {"entities": ENTITIES / node_seconds, "relations": RELATIONS / edge_seconds}


def _timed(target: sqlite3.Connection, work: Sequence[tuple[str, Sequence[Any]]]) -> float:
    started = time.perf_counter()
    batches = max(len(rows) for _, rows in work) // _BATCH + 1
    parts = [(sql, iter(rows), len(rows) // batches + 1) for sql, rows in work]
    for _ in range(batches):
        target.execute("BEGIN IMMEDIATE")
        for sql, rows, size in parts:
            target.executemany(sql, list(islice(rows, size)))
        target.execute("COMMIT")
    return time.perf_counter() - started


def _unwind(driver: neo4j.Driver, cypher: str, rows: Sequence[dict[str, Any]]) -> float:
    started = time.perf_counter()
    with driver.session() as session:
        for batch in _batched(rows):
            session.execute_write(_write, cypher, batch)
    return time.perf_counter() - started


def _write(
    transaction: neo4j.ManagedTransaction, cypher: str, rows: Sequence[dict[str, Any]]
) -> None:
    transaction.run(cypher, rows=rows).consume()


def _batched(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]


def _part(name: str, folder: Path, address: tuple[str, str, str]) -> dict[str, float]:
    if name == "ours-sqlite":
        with SqliteStore(folder / "ours.db") as store:
            rates = ours(store, folder / "measured")
    elif name == "ours-neo4j":
        with Neo4jStore(*address) as store:
            ours(store, folder / "warming")
            rates = ours(store, folder / "measured")
    elif name == "bare-sqlite":
        rates = bare_sqlite(folder)
    elif name == "indexed-neo4j":
        rates = indexed_neo4j(folder, address)
    else:
        rates = bare_neo4j(folder, address)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**rates, "memory": peak}


def _run(name: str, folder: Path, address: tuple[str, str, str]) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.imports", "--part", name, "--folder", str(folder)],
        input=json.dumps(address),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _run_on_server(name: str, folder: Path) -> dict[str, float]:
    server = Neo4jServer(LTS, USUAL)
    server.start()
    try:
        address = server.address
        return _run(name, folder, (address.uri, address.user, address.password))
    finally:
        server.close()


def _figures(store: str, mine: dict[str, float], peer: dict[str, float], how: str) -> list[Figure]:
    return [
        Figure(f"{store}: entities", mine["entities"], peer["entities"], how, "rows/s"),
        Figure(f"{store}: relations", mine["relations"], peer["relations"], how, "rows/s"),
        Figure(
            f"{store}: peak memory",
            mine["memory"],
            peer["memory"],
            how,
            "MB",
            more_is_better=False,
        ),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--part")
    arguments.add_argument("--folder", type=Path)
    given = arguments.parse_args()
    if given.part:
        print(json.dumps(_part(given.part, given.folder, tuple(json.loads(sys.stdin.read())))))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("warming", "measured"):
            make(folder / part, part)
        nowhere = ("", "", "")
        mine, peer = _run("ours-sqlite", folder, nowhere), _run("bare-sqlite", folder, nowhere)
        figures = _figures("SQLite", mine, peer, "executemany, same tables, indexes and text")
        mine, peer = _run_on_server("ours-neo4j", folder), _run_on_server("bare-neo4j", folder)
        figures += _figures("Neo4j", mine, peer, "UNWIND MERGE by the driver, unique constraint")
        peer = _run_on_server("indexed-neo4j", folder)
        figures += _figures("Neo4j", mine, peer, "the same with our indexes and full text")
    show(figures)


if __name__ == "__main__":
    main()
