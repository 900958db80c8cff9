"""Where exports go: all of it or nothing, and never over what is not an export."""

import errno
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import ontology
from graph.errors import StoreUnavailable
from graph.memory import MemoryStore
from graph.query import Query
from graph.records import Entity
from ingest.exports import (
    FORMATS,
    CannotWrite,
    ExportProgress,
    NothingChosen,
    Options,
    Selection,
    TargetExists,
    UnknownFormat,
    export_graph,
)
from ontology.errors import OntologyError
from tests.exports_world import store_of

CORE = ontology.load()
PARKS = [Entity(f"park:{n}", "Park", {"name_zh": f"园{n}"}) for n in range(3)]
TARGETS = [f"g{item.suffix}" for item in FORMATS if item.suffix]


@pytest.fixture
def store() -> MemoryStore:
    return store_of(CORE, (PARKS, ()))


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


@pytest.mark.parametrize("name", TARGETS)
def test_what_stands_there_is_replaced_by_force_alone(
    store: MemoryStore, tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    export_graph(store, CORE, target)
    before = names(tmp_path)
    with pytest.raises(TargetExists, match="--force"):
        export_graph(store, CORE, target)
    store.write(lambda writer: writer.upsert_entities([Entity("new", "Park", {"name_zh": "新"})]))
    summary = export_graph(store, CORE, target, force=True)
    assert summary.entities == 4
    assert names(tmp_path) == before


def test_force_does_not_replace_a_folder_that_holds_anything_else(
    store: MemoryStore, tmp_path: Path
) -> None:
    target = tmp_path / "g.csv"
    export_graph(store, CORE, target)
    (target / "thesis.docx").write_text("years of work")
    with pytest.raises(TargetExists, match="other things"):
        export_graph(store, CORE, target, force=True)
    other = tmp_path / "mine"
    other.mkdir()
    (other / "a.csv").write_text("id\n1\n")
    with pytest.raises(TargetExists, match="other things"):
        export_graph(store, CORE, other, format="csv", force=True)
    assert names(other) == ["a.csv"]
    assert "thesis.docx" in names(target)


def test_a_file_does_not_replace_a_folder_nor_a_folder_a_file(
    store: MemoryStore, tmp_path: Path
) -> None:
    (tmp_path / "g.ttl").mkdir()
    (tmp_path / "g.csv").write_text("")
    for name in ("g.ttl", "g.csv"):
        with pytest.raises(TargetExists, match="name another target"):
            export_graph(store, CORE, tmp_path / name, force=True)


def test_a_mapping_that_stands_beside_is_not_overwritten(
    store: MemoryStore, tmp_path: Path
) -> None:
    (tmp_path / "g.yaml").write_text("mine")
    with pytest.raises(TargetExists, match=r"g\.yaml"):
        export_graph(store, CORE, tmp_path / "g.jsonl")
    assert names(tmp_path) == ["g.yaml"]


def test_an_empty_folder_may_be_filled(store: MemoryStore, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export_graph(store, CORE, tmp_path / "out", format="parquet")
    assert names(tmp_path / "out") == ["Park.parquet", "Park.yaml", "manifest.yaml"]


class Failing(MemoryStore):
    """A store that fails in the middle."""

    def scan(self, query: Query, batch: int = 5000) -> Iterator[Sequence[Entity]]:
        yield next(iter(super().scan(query, batch)))
        raise StoreUnavailable("gone")


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_left_of_an_export_that_fails(tmp_path: Path, name: str) -> None:
    store = Failing()
    store.apply_schema(CORE.graph_schema())
    store.write(lambda writer: writer.upsert_entities(PARKS))
    with pytest.raises(StoreUnavailable):
        export_graph(store, CORE, tmp_path / name)
    assert names(tmp_path) == []


FULL = """
import resource, sys
from pathlib import Path
import ontology
from graph.records import Entity
from ingest.exports import CannotWrite, export_graph
from tests.exports_world import store_of
core = ontology.load()
parks = [Entity(f"park:{n}", "Park", {"name_zh": f"{n}" * 40}) for n in range(2000)]
store = store_of(core, (parks, ()))
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
for name in sys.argv[2:]:
    try:
        export_graph(store, core, Path(sys.argv[1]) / name)
    except CannotWrite as error:
        print(error)
"""


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    """The limit of a process on the size of files stands for the end of a disk."""
    command = [sys.executable, "-c", FULL, str(tmp_path), *TARGETS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    told = done.stdout.splitlines()
    assert len(told) == len(TARGETS)
    assert all("cannot be written (File too large)" in line for line in told)
    assert names(tmp_path) == []


def test_a_workbook_that_cannot_be_packed_is_told(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.write", full)
    with pytest.raises(CannotWrite, match="No space left on device"):
        export_graph(store, CORE, tmp_path / "g.xlsx")
    assert names(tmp_path) == []


def test_a_missing_folder_is_told(store: MemoryStore, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="No such file or directory"):
        export_graph(store, CORE, tmp_path / "nowhere" / "g.ttl")


@pytest.mark.parametrize(
    ("target", "format", "told"),
    [
        ("g", None, "the suffix tells no format; known are .ttl"),
        ("g.doc", None, "name one with --format"),
        ("g.ttl", "turtl", "did you mean 'turtle'"),
    ],
)
def test_an_unknown_format_is_told(
    store: MemoryStore, tmp_path: Path, target: str, format: str | None, told: str
) -> None:
    with pytest.raises(UnknownFormat, match=told):
        export_graph(store, CORE, tmp_path / target, format=format)


def test_provenance_is_refused_where_it_has_no_room(store: MemoryStore, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="turtle, n-triples, json-ld, jsonl"):
        export_graph(store, CORE, tmp_path / "g.csv", options=Options(provenance=True))


def test_nothing_chosen_writes_nothing(store: MemoryStore, tmp_path: Path) -> None:
    with pytest.raises(NothingChosen):
        export_graph(store, CORE, tmp_path / "g.ttl", Selection(("Demand",)))
    assert names(tmp_path) == []


def test_progress_is_told_by_stages(store: MemoryStore, tmp_path: Path) -> None:
    told: list[ExportProgress] = []
    export_graph(store, CORE, tmp_path / "g.csv", report=told.append)
    assert told == [ExportProgress("entities", 3, 3), ExportProgress("writing", 0, 3)]


def test_a_write_meanwhile_is_told(tmp_path: Path) -> None:
    class Written(MemoryStore):
        def scan(self, query: Query, batch: int = 5000) -> Iterator[Sequence[Entity]]:
            yield from super().scan(query, batch)
            late = Entity("late", "Park", {"name_zh": "晚"})
            self.write(lambda writer: writer.upsert_entities([late]))

    store = Written()
    store.apply_schema(CORE.graph_schema())
    store.write(lambda writer: writer.upsert_entities(PARKS))
    assert export_graph(store, CORE, tmp_path / "g.ttl").changed
    assert not export_graph(store_of(CORE, (PARKS, ())), CORE, tmp_path / "h.ttl").changed


@pytest.mark.parametrize("name", ["g.ttl", "g.csv", "g.xlsx", "g.parquet"])
def test_what_the_ontology_does_not_know_is_told(tmp_path: Path, name: str) -> None:
    store = store_of(CORE, ([Entity("a", "Park", {"name_zh": "园", "nonsense": 1})], ()))
    with pytest.raises(OntologyError, match="nonsense"):
        export_graph(store, CORE, tmp_path / name)
    assert names(tmp_path) == []
