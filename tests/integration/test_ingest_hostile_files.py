"""Damaged and foreign files are told for what they are; rows beside the damage still go in."""

from pathlib import Path

import pytest

from graph.memory import MemoryStore
from ingest import ImportSummary, UnreadableSource, import_file, load_mapping
from tests.ingest_world import COMPANIES, TIME, WORLD, new_store, run, write


def import_bytes(
    folder: Path, content: bytes, name: str = "companies.csv"
) -> tuple[MemoryStore, ImportSummary]:
    mapping = load_mapping(write(folder / "mapping.yaml", COMPANIES), WORLD)
    (folder / name).write_bytes(content)
    store = new_store()
    return store, import_file(store, WORLD, folder / name, mapping, batch_id="b", time=TIME)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("id,name_zh\nc:1,甲\n".encode("utf-32"), r":1: is UTF-32.*iconv"),
        ("id,name_zh\nc:1,甲".encode()[:-1], r":2: .*cut off"),
        (b"id,name_zh\nc:1,\xff\xff\xff\n", r":2: is not UTF-8"),
        (b"PK\x03\x04rest", "XLSX"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"", "has no header"),
        (b"id,name_zh,name_zh,id\n", "names id, name_zh more than once"),
        (b"id,,name_zh\n", "column 2 of the header has no name"),
        (b'id,"name_zh\n', "header cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(
    tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(UnreadableSource, match=words):
        import_bytes(tmp_path, content)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    store, _ = import_bytes(tmp_path, "\ufeffid,name_zh\nc:1,甲\n".encode())
    assert store.get(["c:1"])["c:1"].properties == {"name_zh": "甲"}
    store, _ = import_bytes(tmp_path, '\ufeff{"id":"c:1","name_zh":"甲"}\n'.encode(), "a.jsonl")
    assert "c:1" in store.get(["c:1"])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(tmp_path: Path, end: str) -> None:
    _, summary = import_bytes(
        tmp_path, end.join(["id,name_zh,staff", "c:1,甲,1", "c:2,乙,x"]).encode()
    )
    assert summary.entities.created == 1
    assert [item.line for item in summary.first_rejects] == [3]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("c:2,乙", "RAGGED_ROW"),
        ("c:2,乙,1,2", "RAGGED_ROW"),
        ('c:2,"乙"x,1', "MALFORMED_ROW"),
        ("c:2,乙\x00,1", "CONTROL_CHARACTER"),
        ("c:2\x00,乙,1", "INVALID_ID"),
        ("c:2,乙," + "9" * 40, "NOT_AN_INTEGER"),
        ("c:2,乙," + "9" * 19, "NOT_AN_INTEGER"),
        (f"{'c' * 600},乙,1", "INVALID_ID"),
        (f"c:2,{'乙' * 200_000},1", "CELL_TOO_LONG"),
    ],
)
def test_a_damaged_row_is_refused_alone(tmp_path: Path, row: str, code: str) -> None:
    table = f"id,name_zh,staff\nc:1,甲,1\n{row}\nc:3,丙,3\n"
    store = new_store()
    summary = run(store, tmp_path, table)
    assert [(item.line, item.code) for item in summary.first_rejects] == [(3, code)]
    assert sorted(store.get(["c:1", "c:2", "c:3"])) == ["c:1", "c:3"]


def test_a_quote_that_nothing_closes_is_told_with_the_lines_it_swallows(tmp_path: Path) -> None:
    store = new_store()
    summary = run(store, tmp_path, 'id,name_zh\nc:1,甲\nc:2,"乙\nc:3,丙\n')
    (reject,) = summary.first_rejects
    assert (reject.line, reject.code, reject.value) == (3, "UNCLOSED_QUOTE", "lines 3 to 4")
    assert list(store.get(["c:1"]))


def test_a_truncated_json_line_is_refused_alone(tmp_path: Path) -> None:
    store, summary = import_bytes(
        tmp_path, b'{"id": "c:1", "name_zh": "A"}\n{"id": "c:2", "na', "companies.jsonl"
    )
    assert list(store.get(["c:1"]))
    assert [(item.line, item.code) for item in summary.first_rejects] == [(2, "MALFORMED_ROW")]


def test_json_lines_without_an_object_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="holds no JSON object"):
        import_bytes(tmp_path, b"[1]\n", "companies.jsonl")


def test_other_formats_and_missing_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"unknown format"):
        import_bytes(tmp_path, b"x", "companies.xls")
    with pytest.raises(UnreadableSource, match="no such file"):
        import_file(new_store(), WORLD, tmp_path / "none.csv", batch_id="b", time=TIME)
    with pytest.raises(UnreadableSource, match="needs a mapping"):
        import_file(new_store(), WORLD, write(tmp_path / "a.csv", "id\n"), batch_id="b", time=TIME)


def test_hostile_names_do_no_harm(tmp_path: Path) -> None:
    store = new_store()
    names = ["Robert'); DROP TABLE entities;--", "`}) DETACH DELETE n //", "{id}", "=1+1"]
    rows = "".join(f'"c:{name}","{name}"\n' for name in names)
    summary = run(store, tmp_path, "id,name_zh\n" + rows)
    assert summary.first_rejects == ()
    found = store.get([f"c:{name}" for name in names])
    assert [found[f"c:{name}"].properties["name_zh"] for name in names] == names
