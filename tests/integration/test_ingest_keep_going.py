"""Files that cannot be read hold up the others, unless one asks to go on without them."""

import gzip
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph.memory import MemoryStore
from ingest import (
    ImportSummary,
    InvalidMapping,
    Options,
    UnreadableSource,
    import_file,
    import_manifest,
)
from pearlnet.cli.app import app
from pearlnet.settings import read_settings
from tests.hostile_rdf import GOOD, stored
from tests.ingest_world import COMPANIES, TIME, WORLD, new_store, write
from tests.table_files import zipped

ONWARDS = Options(keep_going=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good files, and one of each kind that is not."""
    made = tmp_path / "data"
    made.mkdir()
    write(made / "company.csv", "id,name_zh\nc:1,甲\n")
    write(made / "good.ttl", GOOD)
    (made / "latin.csv").write_bytes(b"id,name_zh\nc:2,\xff\n")
    write(made / "broken.ttl", GOOD.replace("good", "broken") + "<urn:a")
    (made / "cut.zip").write_bytes(zipped({"city.csv": b"id,name_zh\n"})[:-9])
    (made / "city.csv.gz").write_bytes(gzip.compress(b"id,name_zh\nx:1,y\n")[:-9])
    write(made / "unmapped.csv", "a,b\n1,2\n")
    write(made / "mapped.csv", "id,other\nc:3,x\n")
    write(made / "mapped.yaml", COMPANIES)
    return made


def bring(store: MemoryStore, path: Path, options: Options, batch: str = "b") -> ImportSummary:
    return import_file(store, WORLD, path, batch_id=batch, time=TIME, options=options)


def test_without_asking_nothing_of_a_folder_is_imported(folder: Path) -> None:
    store = new_store()
    with pytest.raises((UnreadableSource, InvalidMapping)):
        bring(store, folder, Options())
    assert stored(store) == []


def test_the_readable_files_are_imported_and_the_others_told(folder: Path) -> None:
    store = new_store()
    summary = bring(store, folder, ONWARDS)
    assert stored(store) == ["c:1", "good"]
    told = {Path(fault.file).name: fault for fault in summary.unread}
    assert sorted(told) == [
        "broken.ttl",
        "city.csv.gz",
        "cut.zip",
        "latin.csv",
        "mapped.yaml",
        "unmapped.csv",
    ]
    assert (told["latin.csv"].line, told["broken.ttl"].line) == (2, 3)
    assert all(fault.message for fault in summary.unread)


def test_a_file_that_was_mended_is_read_by_the_same_command(folder: Path) -> None:
    store = new_store()
    bring(store, folder, ONWARDS)
    again = bring(store, folder, ONWARDS, "b2")
    assert {Path(name).name for name in again.skipped} == {"company.csv", "good.ttl"}
    assert len(again.unread) == 6
    write(folder / "broken.ttl", GOOD.replace("good", "mended"))
    assert len(bring(store, folder, ONWARDS, "b3").unread) == 5
    assert stored(store) == ["c:1", "good", "mended"]


def test_if_nothing_can_be_read_nothing_is_imported_and_all_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "latin.csv").write_bytes(b"id,name_zh\nc:2,\xff\n")
    summary = bring(new_store(), tmp_path / "data", ONWARDS)
    assert (summary.batch, len(summary.unread)) == ("", 1)


def test_a_manifest_goes_on_too(folder: Path) -> None:
    store = new_store()
    manifest = write(folder / "m.yaml", "- {file: latin.csv}\n- {file: company.csv}\n")
    summary = import_manifest(store, WORLD, manifest, batch_id="b", time=TIME, options=ONWARDS)
    assert stored(store) == ["c:1"]
    assert [Path(fault.file).name for fault in summary.unread] == ["latin.csv"]


def test_the_command_tells_and_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PEARLNET_HOME", str(tmp_path / "home"))
    read_settings.cache_clear()
    Path("data").mkdir()
    write(tmp_path / "data" / "Park.csv", "id,name_zh\np:1,甲\n")
    (tmp_path / "data" / "latin.csv").write_bytes(b"id,name_zh\nc:2,\xff\n")
    assert CliRunner().invoke(app, ["import", "data"]).exit_code == 1
    done = CliRunner().invoke(app, ["--lang", "zh", "import", "data", "--keep-going"])
    assert done.exit_code == 1
    assert "未读取: data/latin.csv:2: " in done.stdout
    assert CliRunner().invoke(app, ["show", "p:1"]).exit_code == 0
