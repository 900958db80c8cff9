"""Imports that are killed at random points, and gone on with, until they are through."""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import ingest.runs.run
import ingest.tables.csv_table
from graph import GraphStore
from graph.query import Query
from ingest import ImportSummary, Options, import_manifest
from ingest.runs.gathering import gathered
from ingest.runs.rejects import RejectFile
from ingest.runs.run import Run
from tests.ingest_world import TIME, WORLD, write

PHASES = ("starting", "reading", "writing", "committing", "rejects", "settling", "finishing")
_FORK = multiprocessing.get_context("fork")
_CHUNK = 40
_MOST_KILLS = 5

OpenStore = Callable[[], GraphStore]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that an import leaves behind."""

    entities: list[Any]
    relations: list[Any]
    notes: dict[str, str]
    rejects: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: after so many seconds, or where a phase begins for the so-and-so-many time."""

    seconds: float | None = None
    phase: str = ""
    number: int = 0


class Watch:
    """Knows in which phase an import is, and ends its process at the moment that was chosen."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self._phase = _FORK.RawValue("b", 0)  # no lock, for who holds it may be killed
        self._begun: Counter[str] = Counter()

    @property
    def phase(self) -> str:
        """The last that began, in whichever process."""
        return PHASES[self._phase.value]

    def begin(self, phase: str, last: Callable[[], None] = lambda: None) -> None:
        """A phase begins; ``last`` is done before the process is killed here."""
        self._phase.value = PHASES.index(phase)
        self._begun[phase] += 1
        if (self.moment.phase, self.moment.number) == (phase, self._begun[phase]):
            last()
            os.kill(os.getpid(), signal.SIGKILL)


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


def run(open_store: OpenStore, manifest: Path, rejects: Path, **how: Any) -> ImportSummary:
    """The import, or what is left of it."""
    with patch.object(ingest.tables.csv_table, "CHUNK_ROWS", _CHUNK), open_store() as store:
        options = Options(rejects=rejects, records=1, **how)
        return import_manifest(
            store, WORLD, manifest, batch_id="killed", time=TIME, options=options
        )


def run_whole(open_store: OpenStore, manifest: Path, rejects: Path) -> float:
    """The import in a process that nobody disturbs; the seconds it took."""
    begun = time.perf_counter()
    if _attempt(open_store, manifest, rejects, Moment()) is not None:
        raise AssertionError("nobody killed it")
    return time.perf_counter() - begun


def run_killed(
    open_store: OpenStore, manifest: Path, rejects: Path, chance: random.Random, seconds: float
) -> list[str]:
    """Kill the import some times and let it end; the phases in which it was killed.

    Args:
        open_store: Opens the store.
        manifest: What to import.
        rejects: Where refused rows go.
        chance: Chooses the moments.
        seconds: What it takes undisturbed.
    """
    killed: list[str] = []
    for _ in range(chance.randint(1, _MOST_KILLS)):
        phase = _attempt(open_store, manifest, rejects, _moment(chance, seconds))
        if phase is None:
            return killed
        killed.append(phase)
    run_whole(open_store, manifest, rejects)
    return killed


def snapshot(store: GraphStore, rejects: Path) -> Snapshot:
    """What the store and the reject files hold now."""
    folder = rejects.with_suffix("")
    return Snapshot(
        entities=[item for batch in store.scan(Query()) for item in batch],
        relations=[item for batch in store.scan_relations() for item in batch],
        notes={key: text.replace(str(rejects.parent), "") for key, text in store.notes().items()},
        rejects={path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))},
    )


def _moment(chance: random.Random, seconds: float) -> Moment:
    if chance.random() < 0.5:
        return Moment(seconds=chance.uniform(0, seconds))
    return Moment(phase=chance.choice(PHASES[1:]), number=1 + int(chance.expovariate(0.3)))


def _attempt(open_store: OpenStore, manifest: Path, rejects: Path, moment: Moment) -> str | None:
    """Run what is left in a process of its own; the phase in which it was killed, if it was."""
    watch = Watch(moment)
    process = _FORK.Process(target=_watched_run, args=(watch, open_store, manifest, rejects))
    process.start()
    process.join(moment.seconds)
    if process.exitcode is None:
        process.kill()
        process.join()
    code = process.exitcode
    process.close()
    if code not in {0, -signal.SIGKILL}:
        raise RuntimeError(f"the import ended with {code}")
    return watch.phase if code else None


def _watched_run(watch: Watch, open_store: OpenStore, manifest: Path, rejects: Path) -> None:
    with open_store() as store:
        kind = type(store)
    with _watching(kind, watch):
        run(open_store, manifest, rejects)


@contextmanager
def _watching(kind: type[GraphStore], watch: Watch) -> Iterator[None]:
    """Tell the watch of each phase of the imports that this process does."""
    write_to, append = kind.write, RejectFile.append
    settle, end = Run._settle_chunk, Run._end

    def watched_write(store: Any, work: Callable[[Any], Any]) -> Any:
        def watched_work(writer: Any) -> Any:
            watch.begin("writing")
            result = work(writer)
            watch.begin("committing")
            return result

        result = write_to(store, watched_work)
        watch.begin("reading")
        return result

    def watched_append(file: RejectFile, text: str) -> None:
        watch.begin("rejects", lambda: append(file, text[: len(text) // 2]))
        append(file, text)

    def watched_settling(*given: Any, **named: Any) -> Any:
        watch.begin("settling")
        return settle(*given, **named)

    def watched_end(*given: Any) -> Any:
        watch.begin("finishing")
        return end(*given)

    def watched_reading(*given: Any) -> Iterator[Any]:
        for item in gathered(*given):
            watch.begin("reading")
            yield item

    with ExitStack() as patches:
        for place, name, watched in (
            (kind, "write", watched_write),
            (RejectFile, "append", watched_append),
            (Run, "_settle_chunk", watched_settling),
            (Run, "_end", watched_end),
            (ingest.runs.run, "gathered", watched_reading),
        ):
            patches.enter_context(patch.object(place, name, watched))
        yield
