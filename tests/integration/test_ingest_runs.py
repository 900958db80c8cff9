"""Runs over several files: forward relations, progress, manifests, and bounded batches."""

from pathlib import Path

import pytest

import ingest.tables.csv_table
from graph.records import RelationKey
from ingest import (
    InvalidManifest,
    InvalidMapping,
    Options,
    Progress,
    UnreadableSource,
    import_file,
    import_manifest,
    load_mapping,
)
from tests.ingest_world import COMPANIES, TIME, WORLD, new_store, run, write

CITIES = "source: {name: map}\nentities: [{class: City, id: '{id}', auto: true}]\n"


def manifest(folder: Path) -> Path:
    write(folder / "companies.yaml", COMPANIES)
    write(folder / "cities.yaml", CITIES)
    write(folder / "companies.csv", "id,name_zh,locatedIn\nc:1,甲,city:1\nc:2,乙,city:9\n")
    write(folder / "cities.csv", "id,name_zh\ncity:1,津\n")
    return write(
        folder / "manifest.yaml",
        "- {file: companies.csv, mapping: companies.yaml}\n"
        "- {file: cities.csv, mapping: cities.yaml}\n",
    )


def test_relations_may_lead_to_entities_of_later_files(tmp_path: Path) -> None:
    store = new_store()
    summary = import_manifest(store, WORLD, manifest(tmp_path), batch_id="b", time=TIME)
    assert list(store.get_relations([RelationKey("locatedIn", "c:1", "city:1")]))
    assert (summary.files, summary.rows, summary.entities.created) == (2, 3, 3)
    (reject,) = summary.first_rejects
    assert (reject.file, reject.line) == (str(tmp_path / "companies.csv"), 3)
    assert (reject.code, reject.value) == ("DANGLING", "city:9")


def test_a_manifest_twice_changes_nothing(tmp_path: Path) -> None:
    store = new_store()
    path = manifest(tmp_path)
    import_manifest(store, WORLD, path, batch_id="b1", time=TIME)
    revision = store.revision()
    again = import_manifest(store, WORLD, path, batch_id="b2", time=TIME)
    assert (again.batch, again.files, again.rows) == ("", 0, 0)
    assert again.skipped == (str(tmp_path / "companies.csv"), str(tmp_path / "cities.csv"))
    options = Options(again=True)
    read = import_manifest(store, WORLD, path, batch_id="b3", time=TIME, options=options)
    assert (read.entities.unchanged, read.relations.unchanged) == (3, 1)
    assert store.revision() == revision


def test_every_mapping_of_a_manifest_is_checked_before_the_first_row(tmp_path: Path) -> None:
    store = new_store()
    path = manifest(tmp_path)
    write(tmp_path / "cities.yaml", CITIES.replace("City", "Town"))
    write(tmp_path / "companies.csv", "id,name_zh,where\nc:1,甲,city:1\n")
    with pytest.raises(InvalidMapping) as caught:
        import_manifest(store, WORLD, path, batch_id="b", time=TIME)
    assert len(caught.value.faults) == 2
    assert store.revision() == 0


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- {file: none.csv, mapping: companies.yaml}\n", 1, "there is no file"),
        ("- {file: companies.csv, maping: companies.yaml}\n", 1, "unknown key 'maping'"),
        ("\n- companies.csv\n", 2, "must be `{file:"),
        ("file: companies.csv\n", 1, "must be a list"),
    ],
)
def test_a_faulty_manifest_is_told_by_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    manifest(tmp_path)
    path = write(tmp_path / "manifest.yaml", text)
    with pytest.raises(InvalidManifest) as caught:
        import_manifest(new_store(), WORLD, path, batch_id="b", time=TIME)
    fault = caught.value.faults[0]
    assert (fault.file, fault.line) == (str(path), line)
    assert words in fault.message


def test_small_batches_give_the_same_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"c:{n},名{n},c:{(n * 7) % 40}\n" for n in range(40))
    whole, small = new_store(), new_store()
    run(whole, tmp_path, "id,name_zh,supplies\n" + rows)
    monkeypatch.setattr(ingest.tables.csv_table, "CHUNK_ROWS", 5)
    summary = run(small, tmp_path, "id,name_zh,supplies\n" + rows)
    assert (summary.entities.created, summary.relations.created) == (40, 40)
    ids = [f"c:{n}" for n in range(40)]
    assert whole.get(ids) == small.get(ids)
    assert whole.edges().ids == small.edges().ids
    assert whole.edges().source.tolist() == small.edges().source.tolist()
    assert whole.edges().target.tolist() == small.edges().target.tolist()


def test_a_later_malformed_file_leaves_the_earlier_ones_whole(tmp_path: Path) -> None:
    store = new_store()
    path = manifest(tmp_path)
    write(tmp_path / "more.ttl", "<a> <b>")
    write(path, path.read_text("utf-8") + "- {file: more.ttl}\n")
    with pytest.raises(UnreadableSource):
        import_manifest(store, WORLD, path, batch_id="b", time=TIME)
    repaired = write(tmp_path / "more.ttl", "# nothing yet\n")
    assert repaired.exists()
    again = import_manifest(store, WORLD, path, batch_id="b2", time=TIME)
    assert again.entities.unchanged == 3
    assert list(store.get_relations([RelationKey("locatedIn", "c:1", "city:1")]))


def test_progress_tells_rows_and_bytes_up_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.tables.csv_table, "CHUNK_ROWS", 500)
    mapping = load_mapping(write(tmp_path / "m.yaml", COMPANIES), WORLD)
    rows = "".join(f"c:{n},{'名' * 200}\n" for n in range(5_000))
    file = write(tmp_path / "a.csv", "id,name_zh\n" + rows)
    seen: list[Progress] = []
    options = Options(progress=seen.append, records=1)
    import_file(new_store(), WORLD, file, mapping, batch_id="b", time=TIME, options=options)
    size = file.stat().st_size
    assert [step.rows for step in seen] == sorted(step.rows for step in seen)
    assert seen[-1] == Progress(str(file), 5_000, size, size)
    assert 0 < seen[0].bytes_read < size
