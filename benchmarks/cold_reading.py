"""All relations of a store read by a new process, by ours or by the bare driver."""

import argparse
import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import neo4j

from graph.neo4j import Neo4jStore
from graph.sqlite import SqliteStore

_ROWS_SQLITE = (
    "SELECT s.id, r.type, t.id FROM relations r "
    "JOIN entities s ON s.key = r.source JOIN entities t ON t.key = r.target"
)
_ROWS_NEO4J = "MATCH (s)-[r]->(t) RETURN s.id, type(r), t.id"
_STATUS = Path("/proc/self/status")

Address = tuple[str, str, str]
"""Where a Neo4j server is, with user and password."""


def run(name: str, path: str, address: Address) -> dict[str, float]:
    """Rows, seconds and peak memory (MB) of a process of its own.

    Args:
        name: ``ours`` or ``bare``, a hyphen, ``sqlite`` or ``neo4j``.
        path: Of the SQLite file.
        address: Of the Neo4j server.
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cold_reading", "--part", name, "--path", path],
        input=json.dumps(address),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def rows(name: str, path: str, address: Address) -> int:
    """Read everything; how much it was."""
    if name == "bare-sqlite":
        return len(sqlite3.connect(path).execute(_ROWS_SQLITE).fetchall())
    if name == "bare-neo4j":
        with neo4j.GraphDatabase.driver(address[0], auth=address[1:]) as driver:
            return len(driver.execute_query(_ROWS_NEO4J).records)
    if name == "ours-neo4j":
        with Neo4jStore(*address) as server:
            return len(server.edges().type)
    with SqliteStore(Path(path)) as file:
        return len(file.edges().type)


def _peak() -> float:
    """Peak memory of this process since it began, MB; of its parent nothing is counted."""
    line = next(x for x in _STATUS.read_text().splitlines() if x.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--part", required=True)
    arguments.add_argument("--path", required=True)
    given = arguments.parse_args()
    address = tuple(json.loads(sys.stdin.read()))
    started = time.perf_counter()
    count = rows(given.part, given.path, address)
    seconds = time.perf_counter() - started
    print(json.dumps({"rows": count, "seconds": seconds, "memory": _peak()}))


if __name__ == "__main__":
    main()
