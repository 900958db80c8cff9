"""Reading of RDF, beside pyoxigraph's and rdflib's parsers alone on the same file.

Made data are 100,000 entities with 8 texts in two languages and 300,000 relations, 1,200,000
triples, as N-Triples and as Turtle; a file of one's own may be named instead, with a mapping.
``read_rdf`` parses, gathers by subject, converts and checks; it writes nothing. The last row is
a whole import into SQLite. Each part runs in a process of its own, so that its peak memory is its
own.
"""

import argparse
import collections
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib

import ingest
import ontology
from benchmarks.figures import Figure, show
from graph.sqlite import SqliteStore
from ingest.contents.content import file_content
from ingest.mapping.model import RdfRules
from ingest.rdf import FORMATS, open_text, read_rdf
from ontology.namespaces import ENTITY, PN, RDF

ENTITIES, RELATIONS = 100_000, 300_000
_TEXTS = (
    ("name", "第{}号装备制造有限公司", "zh"),
    ("name", "Equipment {} Co., Ltd.", "en"),
    ("alias", "装{}", "zh"),
    ("alias", "装备{}", "zh"),
    ("alias", "Equip {}", "en"),
    ("alias", "Equipment maker {}", "en"),
    ("description", "生产第{}类工业网关与机器视觉设备，服务港口和矿山。", "zh"),
    ("description", "Makes industrial gateways of kind {} for ports and mines.", "en"),
)


def make(folder: Path) -> tuple[Path, Path]:
    """Write the data in N-Triples and in Turtle, the same on every run."""
    chance = random.Random(1)
    lines, turtle = folder / "made.nt", folder / "made.ttl"
    with lines.open("w", encoding="utf-8") as file:
        for i in range(ENTITIES):
            subject = f"<{ENTITY}ent:{i}>"
            file.write(f"{subject} <{RDF}type> <{PN}Enterprise> .\n")
            for name, text, tag in _TEXTS:
                file.write(f'{subject} <{PN}{name}> "{text.format(i)}"@{tag} .\n')
        for _ in range(RELATIONS):
            ends = (chance.randrange(ENTITIES), chance.randrange(ENTITIES))
            file.write(f"<{ENTITY}ent:{ends[0]}> <{PN}suppliesTo> <{ENTITY}ent:{ends[1]}> .\n")
    with turtle.open("wb") as file:
        prefixes = {"pn": PN, "id": ENTITY}
        ox.serialize(ox.parse(path=lines), file, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return lines, turtle


def ours(file: Path, rules: RdfRules) -> None:
    """Parse, gather and convert."""
    known = ontology.load()
    collections.deque(read_rdf(open_text(file_content(file), None), rules, known), maxlen=0)


def whole(file: Path, mapping: ingest.Mapping | None) -> None:
    """A whole import."""
    known = ontology.load()
    with tempfile.TemporaryDirectory() as folder, SqliteStore(Path(folder) / "graph.db") as store:
        store.apply_schema(known.graph_schema())
        ingest.import_file(store, known, file, mapping, batch_id="b", time="2026-01-01T00:00:00Z")


def pyoxigraph_alone(file: Path) -> None:
    """The parser that ours is built on, its statements thrown away."""
    collections.deque(ox.parse(path=file, format=FORMATS[file.suffix]), maxlen=0)


def rdflib_alone(file: Path) -> None:
    """Its parser into its own store in memory."""
    rdflib.Graph().parse(file)


def _part(name: str, file: Path, mapping: ingest.Mapping | None) -> dict[str, float]:
    parts: dict[str, Callable[[], None]] = {
        "ours": lambda: ours(file, mapping.rdf if mapping else RdfRules()),
        "whole": lambda: whole(file, mapping),
        "pyoxigraph": lambda: pyoxigraph_alone(file),
        "rdflib": lambda: rdflib_alone(file),
    }
    started = time.perf_counter()
    parts[name]()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "memory": peak}


def _run(name: str, file: Path, mapping: Path | None) -> dict[str, float]:
    given = ["--file", str(file)] + (["--mapping", str(mapping)] if mapping else [])
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.rdf", "--part", name, *given],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(file: Path, mapping: Path | None) -> list[Figure]:
    """All figures of one file."""
    triples = sum(1 for _ in ox.parse(path=file, format=FORMATS[file.suffix]))
    mine, import_, fast, slow = (
        _run(name, file, mapping) for name in ("ours", "whole", "pyoxigraph", "rdflib")
    )
    rows = (
        ("read", mine, fast, "pyoxigraph parsing alone"),
        ("read", mine, slow, "rdflib parsing alone"),
        ("import into SQLite", import_, slow, "rdflib parsing alone"),
    )
    figures = [
        Figure(
            f"{file.suffix}: {what}",
            triples / a["seconds"],
            triples / b["seconds"],
            how,
            "triples/s",
        )
        for what, a, b, how in rows
    ]
    return [
        *figures,
        Figure(
            f"{file.suffix}: import, seconds",
            import_["seconds"],
            slow["seconds"],
            "rdflib parsing alone",
            "s",
            more_is_better=False,
        ),
        Figure(
            f"{file.suffix}: read, peak memory",
            mine["memory"],
            slow["memory"],
            "rdflib parsing alone",
            "MB",
            more_is_better=False,
        ),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--part")
    arguments.add_argument("--file", type=Path)
    arguments.add_argument("--mapping", type=Path)
    given = arguments.parse_args()
    if given.part:
        mapping = ingest.load_mapping(given.mapping, ontology.load()) if given.mapping else None
        print(json.dumps(_part(given.part, given.file, mapping)))
    elif given.file:
        show(measure(given.file, given.mapping))
    else:
        with tempfile.TemporaryDirectory() as folder:
            show([figure for file in make(Path(folder)) for figure in measure(file, None)])


if __name__ == "__main__":
    main()
