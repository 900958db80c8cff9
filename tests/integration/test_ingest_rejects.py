"""A bad row never holds up the others, and every refusal says where, why and what to do."""

import csv
from pathlib import Path

from graph.records import RelationKey
from ingest import Options, import_file
from ingest.runs.rejects import COLUMNS
from tests.ingest_world import TIME, WORLD, new_store, run, write

TABLE = """\
id,name_zh,staff,listed,founded,size,supplies
c:1,甲,many,,,,
c:2,乙,,perhaps,,,
c:3,丙,,,31/12/2020,,
c:4,丁,,,,giant,
,戊,,,,,
c:6,己,-5,,,,
c:7,,,,,,
c:8,辛,,,,,c:1
c:9,壬,,,,,c:8|c:404
"""


def test_each_bad_row_is_told_and_the_good_ones_go_in(tmp_path: Path) -> None:
    store = new_store()
    summary = run(store, tmp_path, TABLE)
    assert sorted(store.get([f"c:{n}" for n in range(10)])) == ["c:8", "c:9"]
    found = {(item.line, item.field): item for item in summary.first_rejects}
    assert {place: item.code for place, item in found.items() if item.line < 7} == {
        (2, "staff"): "NOT_AN_INTEGER",
        (3, "listed"): "NOT_A_BOOLEAN",
        (4, "founded"): "NOT_A_DATE",
        (5, "size"): "UNKNOWN_TERM",
        (6, "id"): "MISSING_ID",
    }
    assert {item.line for item in summary.first_rejects if item.whole_row} == set(range(2, 9))
    assert (summary.rejected, summary.rejected_relations) == (7, 2)
    assert all(item.reason and item.suggestion for item in found.values() if item.line < 7)


def test_a_bad_relation_is_refused_alone(tmp_path: Path) -> None:
    store = new_store()
    summary = run(store, tmp_path, TABLE)
    assert list(store.get_relations([RelationKey("supplies", "c:9", "c:8")]))
    assert [
        (item.line, item.field, item.value, item.code)
        for item in summary.first_rejects
        if not item.whole_row
    ] == [(9, "supplies", "c:1", "DANGLING"), (10, "supplies", "c:404", "DANGLING")]


def test_a_relation_to_the_wrong_class_is_refused_alone(tmp_path: Path) -> None:
    store = new_store()
    run(
        store,
        tmp_path,
        "id,name_zh\ncity:1,津\n",
        "source: {name: r}\nentities: [{class: City, id: '{id}', auto: true}]\n",
    )
    summary = run(store, tmp_path, "id,name_zh,supplies\nc:1,甲,city:1\n")
    assert summary.entities.created == 1
    (reject,) = summary.first_rejects
    assert (reject.line, reject.field, reject.whole_row) == (2, "supplies", False)
    assert "City" in reject.reason


def test_the_reject_file_has_the_row_beside_what_is_wrong(tmp_path: Path) -> None:
    summary = run(
        new_store(), tmp_path, TABLE, options=Options(rejects=tmp_path / "out" / "rejects.csv")
    )
    assert summary.reject_files == (tmp_path / "out" / "rejects.csv",)
    with summary.reject_files[0].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [*COLUMNS, *TABLE.splitlines()[0].split(",")]
    assert [row["_line"] for row in rows] == ["2", "3", "4", "5", "6", "7", "8", "9", "10"]
    assert (rows[0]["_field"], rows[0]["_value"], rows[0]["staff"]) == ("staff", "many", "many")
    assert (rows[8]["_code"], rows[8]["supplies"]) == ("DANGLING", "c:8|c:404")
    assert rows[0]["_file"] == str(tmp_path / "companies.csv")


def test_a_mended_reject_file_is_imported_by_the_same_mapping(tmp_path: Path) -> None:
    store = new_store()
    summary = run(store, tmp_path, TABLE, options=Options(rejects=tmp_path / "rejects.csv"))
    mended = summary.reject_files[0].read_text("utf-8")
    for wrong, right in (
        ("c:1,甲,many", "c:1,甲,7"),
        ("perhaps", "yes"),
        ("31/12/2020", "2020-12-31"),
        ("giant", ""),
        (",,戊", ",c:5,戊"),
        ("c:6,己,-5", "c:6,己,5"),
        ("c:7,,", "c:7,庚,"),
        ("c:8|c:404", "c:8"),
    ):
        mended = mended.replace(wrong, right)
    again = run(store, tmp_path, mended, name="mended.csv")
    assert (again.rejected, again.rejected_relations) == (0, 0), again.first_rejects
    assert sorted(store.get([f"c:{n}" for n in range(10)])) == [f"c:{n}" for n in range(1, 10)]


def test_an_existing_reject_file_is_never_overwritten(tmp_path: Path) -> None:
    wanted = tmp_path / "rejects.csv"
    first = run(new_store(), tmp_path, TABLE, options=Options(rejects=wanted))
    before = wanted.read_bytes()
    second = run(new_store(), tmp_path, TABLE, options=Options(rejects=wanted))
    assert first.reject_files + second.reject_files == (wanted, tmp_path / "rejects-1.csv")
    assert wanted.read_bytes() == before


def test_without_rejects_no_file_is_made(tmp_path: Path) -> None:
    options = Options(rejects=tmp_path / "rejects.csv")
    summary = run(new_store(), tmp_path, "id,name_zh\nc:1,甲\n", options=options)
    assert summary.reject_files == ()
    assert not (tmp_path / "rejects.csv").exists()


def test_the_line_is_the_physical_one_where_the_row_begins(tmp_path: Path) -> None:
    table = 'id,name_zh,staff\nc:1,"甲\n\n乙",1\n\nc:2,丙,x\nc:3,丁,y\n'
    summary = run(new_store(), tmp_path, table)
    assert [item.line for item in summary.first_rejects] == [6, 7]


def test_an_id_of_another_class_is_refused(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, "id,name_zh\nx:1,甲\n")
    cities = "source: {name: r}\nentities: [{class: City, id: '{id}', auto: true}]\n"
    summary = run(store, tmp_path, "id,name_zh\nx:1,津\nx:2,京\n", cities)
    assert [(item.line, item.code) for item in summary.first_rejects] == [(2, "TYPE_CONFLICT")]
    assert summary.entities.created == 1


def test_the_mended_rejects_of_a_native_table_need_no_mapping_either(tmp_path: Path) -> None:
    store = new_store()
    table = write(tmp_path / "Company.csv", "id,name_zh,staff\nc:1,甲,many\n")
    options = Options(rejects=tmp_path / "Company.rejects.csv")
    summary = import_file(store, WORLD, table, batch_id="b1", time=TIME, options=options)
    (rejects,) = summary.reject_files
    write(rejects, rejects.read_text("utf-8").replace("甲,many", "甲,7"))
    again = import_file(store, WORLD, rejects, batch_id="b2", time=TIME)
    assert again.rejected == 0, again.first_rejects
    assert store.get(["c:1"])["c:1"].provenance["staff"].source == "Company.csv"
