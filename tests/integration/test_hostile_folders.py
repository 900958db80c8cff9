"""Hostile folders, archives and hierarchies: nothing beyond them is touched, nothing goes round."""

import gzip
import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from graph.records import Provenance
from ingest import UnreadableSource, import_file
from ingest.sources import open_sources
from tests.hostile_rdf import ENTITY, GOOD, PN, RDF, stored
from tests.ingest_world import TIME, WORLD, new_store, run, write
from tests.table_files import zipped

pytestmark = pytest.mark.timeout(20)
TABLE = "id,name_zh\nc:1,甲\n"
BY = Provenance("s", "b", TIME, 1.0)


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize(
    "name",
    [
        "../../company.csv",
        "/company.csv",
        "C:\\company.csv",
        "..\\company.csv",
        "a/../../company.csv",
        "company.csv/../company.csv",
    ],
)
def test_a_zip_that_climbs_out_is_read_where_it_lies_and_writes_nothing(
    tmp_path: Path, name: str
) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "a.zip").write_bytes(zipped({name: TABLE.encode()}))
    before = files_below(tmp_path)
    store = new_store()
    import_file(store, WORLD, inner / "a.zip", batch_id="b", time=TIME)
    assert stored(store) == ["c:1"]
    assert files_below(tmp_path) == before


def test_a_link_in_a_zip_is_text_and_followed_nowhere(tmp_path: Path) -> None:
    write(tmp_path / "secret.csv", "id,name_zh\nc:9,密\n")
    link = zipfile.ZipInfo("company.csv")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(link, str(tmp_path / "secret.csv"))
    (tmp_path / "a.zip").write_bytes(packed.getvalue())
    with pytest.raises(UnreadableSource, match=r"a\.zip/company\.csv: a table needs a mapping"):
        import_file(new_store(), WORLD, tmp_path / "a.zip", batch_id="b", time=TIME)


def test_a_folder_that_holds_itself_ends(tmp_path: Path) -> None:
    write(tmp_path / "company.csv", TABLE)
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.csv").symlink_to("self.csv")
    (tmp_path / "one").symlink_to("other")
    (tmp_path / "other").symlink_to("one")
    (source,) = open_sources(tmp_path, None, WORLD)
    assert len(source.notes) == 4
    assert all(note.text.get("en") == "not read: no regular file" for note in source.notes)


def test_a_file_one_may_not_read_is_told(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        (tmp_path / "company.csv").symlink_to("/proc/self/mem")
    else:
        write(tmp_path / "company.csv", TABLE).chmod(0)
    with pytest.raises(UnreadableSource, match=r"company\.csv: cannot be read: "):
        import_file(new_store(), WORLD, tmp_path / "company.csv", batch_id="b", time=TIME)


def test_very_many_folders_in_each_other_are_searched_to_the_bottom(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    write(deep / "company.csv", TABLE)
    store = new_store()
    import_file(store, WORLD, tmp_path, batch_id="b", time=TIME)
    assert stored(store) == ["c:1"]


def test_gzip_members_one_after_another_are_one_file(tmp_path: Path) -> None:
    members = [gzip.compress(line.encode()) for line in TABLE.splitlines(keepends=True)]
    (tmp_path / "company.csv.gz").write_bytes(b"".join(members) + b"\0" * 512)
    store = new_store()
    import_file(store, WORLD, tmp_path / "company.csv.gz", batch_id="b", time=TIME)
    assert stored(store) == ["c:1"]


@pytest.mark.parametrize("length", [1, 2, 500])
def test_a_hierarchy_that_goes_round_is_data_like_any_other(tmp_path: Path, length: int) -> None:
    turtle = "".join(
        f'<{ENTITY}c{n}> <{RDF}type> <{PN}City> ; <{PN}name> "城"@zh ;'
        f" <{PN}twinOf> <{ENTITY}c{(n + 1) % length}> .\n"
        for n in range(length)
    )
    store = new_store()
    path = write(tmp_path / "round.ttl", turtle)
    summary = import_file(store, WORLD, path, batch_id="b", time=TIME)
    assert (summary.relations.created, summary.first_rejects) == (length, ())


def test_a_table_of_records_that_each_supply_the_other_ends(tmp_path: Path) -> None:
    rows = "".join(f"c:{n},甲,c:{(n + 1) % 300}\n" for n in range(300))
    store = new_store()
    summary = run(store, tmp_path, "id,name_zh,supplies\n" + rows)
    assert (summary.entities.created, summary.relations.created) == (300, 300)


def test_names_that_are_commands_or_markup_are_only_shown(tmp_path: Path) -> None:
    for name in ("$(touch x).csv", "[red]company.csv", "-rf.csv", "\u202ecompany.csv"):
        (tmp_path / name).write_bytes(b"id,\xff\n")
        with pytest.raises(UnreadableSource) as caught:
            import_file(new_store(), WORLD, tmp_path / name, batch_id="b", time=TIME)
        assert str(caught.value).startswith(str(tmp_path / name))
    assert not (tmp_path / "x").exists()


def test_good_data_beside_hostile_data_are_still_good(tmp_path: Path) -> None:
    write(tmp_path / "good.ttl", GOOD)
    store = new_store()
    import_file(store, WORLD, tmp_path / "good.ttl", batch_id="b", time=TIME)
    assert stored(store) == ["good"]
