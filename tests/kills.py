"""How often can an import be killed? ``python -m tests.kills --store neo4j --runs 100``.

Each run imports into an empty store, is killed at least once by SIGKILL, at a moment that is
random in time or in the work (half of a reject line written, a transaction not yet committed),
and goes on until it is through. Its graph, notes and reject files must be those of an import
that nobody disturbed.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path

from graph.neo4j import Neo4jStore
from graph.sqlite import SqliteStore
from tests import killing
from tests import neo4j_server as servers
from tests.ingest_world import WORLD

OpenEmpty = Callable[[int], killing.OpenStore]
"""Opens the store of a run, empty at first."""


class Trial:
    """Imports of the same files, whole and killed.

    Args:
        folder: Where files and reject files lie.
        rows: Of the larger table.
    """

    def __init__(self, folder: Path, rows: int) -> None:
        self._folder = folder
        self._manifest = killing.prepare(folder, rows)
        self._expected: killing.Snapshot | None = None
        self._seconds = 0.0
        self._numbers = count()

    def whole(self, open_store: killing.OpenStore) -> None:
        """Import undisturbed: what every other import is measured by."""
        rejects = self._started(open_store)
        self._seconds = killing.run_whole(open_store, self._manifest, rejects)
        with open_store() as store:
            self._expected = killing.snapshot(store, rejects)
        if not self._expected.rejects:
            raise AssertionError("no row was refused, so no reject file is tried")

    def killed(self, open_store: killing.OpenStore, seed: int) -> list[str]:
        """Import with kills; the phases in which they came, none if it was too fast for them.

        Raises:
            AssertionError: It ended otherwise than undisturbed.
        """
        rejects = self._started(open_store)
        chance = random.Random(seed)
        phases = killing.run_killed(open_store, self._manifest, rejects, chance, self._seconds)
        with open_store() as store:
            if killing.snapshot(store, rejects) != self._expected:
                raise AssertionError(f"seed {seed}: killed in {phases}, it ended otherwise")
        return phases

    def _started(self, open_store: killing.OpenStore) -> Path:
        with open_store() as store:
            store.apply_schema(WORLD.graph_schema())
        folder = self._folder / f"{next(self._numbers)}"
        folder.mkdir()
        return folder / "rejects.csv"


@contextmanager
def _sqlite(folder: Path) -> Iterator[OpenEmpty]:
    yield lambda number: partial(SqliteStore, folder / f"{number}.db")


@contextmanager
def _neo4j(_: Path) -> Iterator[OpenEmpty]:
    server = servers.Neo4jServer()
    address = server.start().address

    def opening(_: int) -> killing.OpenStore:
        servers.empty(address)
        return partial(Neo4jStore, address.uri, address.user, address.password)

    try:
        yield opening
    finally:
        server.close()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _phases(killed: Counter[str]) -> str:
    return ", ".join(f"{phase} {killed[phase]}" for phase in killing.PHASES if killed[phase])


def main() -> int:
    """Run the trial of the command line; 1 if an import ended otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills")
    parser.add_argument("--store", choices=("sqlite", "neo4j"), default="sqlite")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    stores = {"sqlite": _sqlite, "neo4j": _neo4j}[given.store]
    total: Counter[str] = Counter()
    begun, alike, seed = time.perf_counter(), 0, given.seed
    with tempfile.TemporaryDirectory() as scratch, stores(Path(scratch)) as opening:
        trial = Trial(Path(scratch), given.rows)
        trial.whole(opening(-1))
        for number in range(given.runs):
            phases: list[str] = []
            while not phases:
                phases = trial.killed(opening(seed), seed)
                seed += 1
            alike += 1
            total.update(phases)
            found = _phases(Counter(phases))
            _say(f"run {number + 1}: killed {len(phases)} times ({found}), as undisturbed")
    seconds = time.perf_counter() - begun
    _say(
        f"{given.store}: {alike} of {given.runs} runs as undisturbed, "
        f"{total.total()} kills ({_phases(total)}), {seconds:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
