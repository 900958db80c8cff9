"""A path stands for one or many sources: any format, packed or not, in folders and archives."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.memory import MemoryStore
from graph.records import Provenance
from ingest import InvalidMapping, UnreadableSource, import_file, import_manifest, load_mapping
from ingest.sources import OpenSource, open_sources
from tests.ingest_world import TIME, WORLD, new_store, write
from tests.table_files import gzipped, parquet, workbook, zipped

BY = Provenance("s", "b", TIME, 1.0)

FORMATS: dict[str, bytes] = {
    ".csv": "id,name_zh,staff\nc:1,甲,3\n".encode(),
    ".tsv": "id\tname_zh\tstaff\nc:1\t甲\t3\n".encode(),
    ".jsonl": '{"id": "c:1", "name_zh": "甲", "staff": 3}\n'.encode(),
    ".ndjson": '{"id": "c:1", "name_zh": "甲", "staff": 3}\n'.encode(),
    ".xlsx": workbook({"数据": [["id", "name_zh", "staff"], ["c:1", "甲", 3]]}),
    ".parquet": parquet({"id": ["c:1"], "name_zh": ["甲"], "staff": [3]}),
    ".ttl": (
        "<urn:pearlnet:id:c:1> a <urn:pearlnet:ontology:Company> ;\n"
        '<urn:pearlnet:ontology:name> "甲"@zh ; <urn:pearlnet:ontology:staff> 3 .\n'
    ).encode(),
}

REGISTER = """\
source: {name: register}
entities:
  - class: Company
    id: "c:{code}"
    properties: {name_zh: {column: title}}
"""


def named(sources: Sequence[OpenSource], root: Path) -> list[str]:
    return [source.name.removeprefix(f"{root}/") for source in sources]


def notes(sources: Sequence[OpenSource], root: Path) -> list[tuple[str, str, str]]:
    return [
        (note.file.removeprefix(f"{root}/"), note.code, note.text.get("en"))
        for source in sources
        for note in source.notes
    ]


def import_path(path: Path, mapping: Path | None = None) -> MemoryStore:
    store = new_store()
    loaded = None if mapping is None else load_mapping(mapping, WORLD)
    summary = import_file(store, WORLD, path, loaded, batch_id="b", time=TIME)
    assert summary.first_rejects == ()
    return store


@pytest.mark.parametrize("pack", ["plain", "gzip", "zip"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_read_plain_and_packed_without_a_mapping(
    tmp_path: Path, suffix: str, pack: str
) -> None:
    content, path = FORMATS[suffix], tmp_path / f"companies{suffix}"
    if pack == "gzip":
        path, content = path.with_name(f"{path.name}.gz"), gzipped(content)
    elif pack == "zip":
        path, content = tmp_path / "a.zip", zipped({f"companies{suffix}": content})
    path.write_bytes(content)
    stored = import_path(path).get(["c:1"])["c:1"]
    assert (stored.type, stored.properties) == ("Company", {"name_zh": "甲", "staff": 3})
    assert stored.provenance["staff"].source == f"companies{suffix}"


@pytest.fixture
def mixed(tmp_path: Path) -> dict[str, bytes]:
    return {
        "b/cities.csv": b"id,name_zh\ncity:1,x\n",
        "b/a.csv": b"code,title\n1,x\n",
        "b/a.yaml": REGISTER.encode(),
        "company.parquet": parquet({"id": ["c:2"], "name_zh": ["x"]}),
        "people.docx": b"x",
        "lonely.yaml": REGISTER.encode(),
        ".hidden.csv": b"x",
        "~$book.xlsx": b"x",
        "__MACOSX/b/._a.csv": b"x",
    }


NOT_READ = [
    (".hidden.csv", "NOT_READ", "not read: a hidden file"),
    ("__MACOSX/b/._a.csv", "NOT_READ", "not read: a hidden file"),
    ("lonely.yaml", "NOT_READ", "not read: no file of data of this name beside it"),
    ("people.docx", "NOT_READ", "not read: unknown format .docx"),
    ("~$book.xlsx", "NOT_READ", "not read: a hidden file"),
]


def test_a_folder_is_all_its_files_by_name_and_tells_what_it_leaves_out(
    tmp_path: Path, mixed: dict[str, bytes]
) -> None:
    root = tmp_path / "data"
    for name, content in mixed.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    sources = open_sources(root, None, WORLD)
    assert named(sources, root) == ["b/a.csv", "b/cities.csv", "company.parquet"]
    assert [source.mapping.source.name for source in sources] == [
        "register",
        "cities.csv",
        "company.parquet",
    ]
    assert sorted(notes(sources, root)) == NOT_READ
    assert sorted(import_path(root).get(["c:1", "c:2", "city:1"])) == ["c:1", "c:2", "city:1"]


def test_an_archive_is_like_a_folder(tmp_path: Path, mixed: dict[str, bytes]) -> None:
    path = tmp_path / "data.zip"
    path.write_bytes(zipped(mixed))
    sources = open_sources(path, None, WORLD)
    assert named(sources, path) == ["b/a.csv", "b/cities.csv", "company.parquet"]
    assert {source.path for source in sources} == {path}
    assert sorted(notes(sources, path)) == NOT_READ
    assert sorted(import_path(path).get(["c:1", "c:2", "city:1"])) == ["c:1", "c:2", "city:1"]


def test_an_archive_in_a_folder_shares_the_mapping_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(
        zipped({"1.csv": b"code,title\n1,x\n", "2.csv": b"code,title\n2,x\n"})
    )
    write(tmp_path / "a.yaml", REGISTER)
    sources = open_sources(tmp_path, None, WORLD)
    assert named(sources, tmp_path) == ["a.zip/1.csv", "a.zip/2.csv"]
    assert notes(sources, tmp_path) == []


def test_a_mapping_given_is_for_the_files_that_have_none_of_their_own(tmp_path: Path) -> None:
    root = tmp_path / "data"
    root.mkdir()
    write(root / "a.csv", "code,title\n1,x\n")
    write(root / "b.csv", "code,title\n1,x\n")
    write(root / "b.yaml", REGISTER.replace("register", "own"))
    given = load_mapping(
        write(tmp_path / "given.yaml", REGISTER.replace("register", "given")), WORLD
    )
    sources = open_sources(root, given, WORLD)
    assert [source.mapping.source.name for source in sources] == ["given", "own"]
    (single,) = open_sources(root / "b.csv", given, WORLD)
    assert single.mapping.source.name == "given"
    (alone,) = open_sources(root / "b.csv", None, WORLD)
    assert alone.mapping.source.name == "own"


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / f"{name}.csv", "code,titel\n1,x\n")
        write(tmp_path / f"{name}.yaml", REGISTER)
    with pytest.raises(InvalidMapping) as caught:
        open_sources(tmp_path, None, WORLD)
    assert [(Path(fault.file).name, fault.line) for fault in caught.value.faults] == [
        ("a.yaml", 5),
        ("b.yaml", 5),
    ]
    assert "did you mean 'titel'" in caught.value.faults[0].message


def test_names_in_archives_of_chinese_windows_are_read(tmp_path: Path) -> None:
    name = "数据\\城市.csv".encode("gbk")
    content = zipped({"x" * len(name): b"id,type,name_zh\ncity:1,City,x\n"})
    (tmp_path / "a.zip").write_bytes(content.replace(b"x" * len(name), name))
    (source,) = open_sources(tmp_path / "a.zip", None, WORLD)
    assert source.name == f"{tmp_path}/a.zip/数据/城市.csv"


def test_a_path_in_an_archive_leads_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped({"../../out/cities.csv": b"id,name_zh\ncity:1,x\n"}))
    assert import_path(folder / "a.zip").get(["city:1"])
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_a_guess_is_told_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "companies.csv"
    path.write_bytes("id;name_zh\nc:1;天津港集团有限公司\n".encode("gbk"))
    (source,) = open_sources(path, None, WORLD)
    assert [(note.code, note.text.get("zh")[:12]) for note in source.notes] == [
        ("READ_AS", "按 GB18030 读取"),
        ("DELIMITED_BY", "按分隔符 ; 读取；若不"),
    ]
    assert import_path(path).get(["c:1"])["c:1"].properties["name_zh"] == "天津港集团有限公司"


@pytest.mark.parametrize(
    ("told", "content"),
    [
        ("{encoding: gbk}", "code,title\n1,镕\n".encode("gbk")),
        ("{encoding: big5}", "code,title\n1,臺灣\n".encode("big5")),
        ("{encoding: utf-16-le}", "code,title\n1,甲\n".encode("utf-16-le")),
        ('{delimiter: "|"}', "code|title\n1|甲\n".encode()),
        ('{delimiter: "\\t"}', "code\ttitle\n1\t甲\n".encode()),
        ('{delimiter: ";", encoding: UTF-8}', "code;title\n1;甲\n".encode()),
    ],
)
def test_what_a_mapping_tells_is_believed_without_a_word(
    tmp_path: Path, told: str, content: bytes
) -> None:
    write(tmp_path / "a.yaml", REGISTER + f"format: {told}\n")
    (tmp_path / "a.csv").write_bytes(content)
    (source,) = open_sources(tmp_path / "a.csv", None, WORLD)
    assert source.notes == ()
    assert import_path(tmp_path / "a.csv").get(["c:1"])


@pytest.mark.parametrize(
    ("told", "line", "words"),
    [
        ("format: {delimiter: ';;'}", 6, "delimiter must be a single character"),
        ("format:\n  encoding: klingon", 7, "unknown encoding 'klingon'; known are utf-8, gb18030"),
        ("format: {sheets: A}", 6, "unknown key 'sheets' of format; did you mean 'sheet'"),
        ("format: [x]", 6, "format must be written as `key: value` pairs"),
        ("format: {sheet: B}", 6, r"a\.xlsx has no sheet 'B'; it has Register"),
    ],
)
def test_a_faulty_format_is_told_with_its_line(
    tmp_path: Path, told: str, line: int, words: str
) -> None:
    write(tmp_path / "a.yaml", REGISTER + told + "\n")
    (tmp_path / "a.xlsx").write_bytes(workbook({"Register": [["code", "title"]]}))
    with pytest.raises(InvalidMapping, match=words) as caught:
        open_sources(tmp_path / "a.xlsx", None, WORLD)
    assert [fault.line for fault in caught.value.faults] == [line]


def test_what_is_told_wrongly_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", REGISTER + "format: {encoding: utf-8}\n")
    (tmp_path / "a.csv").write_bytes("code,title\n1,天津\n".encode("gbk"))
    with pytest.raises(UnreadableSource, match=r"a\.csv:2: is not UTF-8 text"):
        open_sources(tmp_path / "a.csv", None, WORLD)


def test_a_workbook_is_as_many_sources_as_it_has_tables(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows = [["id", "name_zh"], ["city:1", "x"]]
    path.write_bytes(
        workbook({"Companies": [["id", "name_zh"], ["c:1", "x"]], "城市": [], "City": rows})
    )
    sources = open_sources(path, None, WORLD)
    assert named(sources, tmp_path) == ["book.xlsx[Companies]", "book.xlsx[City]"]
    assert notes(sources, tmp_path) == [("book.xlsx[城市]", "NOT_READ", "not read: an empty sheet")]
    assert {key: found.type for key, found in import_path(path).get(["c:1", "city:1"]).items()} == {
        "c:1": "Company",
        "city:1": "City",
    }


def test_a_mapping_that_fits_one_sheet_of_several_is_told_how_to_choose(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook({"A": [["code", "title"], [1, "x"]], "B": [["other"], ["x"]]}))
    mapping = write(tmp_path / "m.yaml", REGISTER)
    with pytest.raises(InvalidMapping, match=r"book\.xlsx\[B\] has no column.*") as caught:
        open_sources(path, load_mapping(mapping, WORLD), WORLD)
    assert "name one as `format: {sheet: ...}`" in str(caught.value)
    write(mapping, REGISTER + "format: {sheet: A}\n")
    assert import_path(path, mapping).get(["c:1"])


def test_a_manifest_may_name_folders_and_archives(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write(tmp_path / "data" / "cities.csv", "id,name_zh\ncity:1,x\n")
    (tmp_path / "a.zip").write_bytes(zipped({"1.csv": b"code,title\n1,x\n"}))
    write(tmp_path / "m.yaml", REGISTER)
    manifest = write(tmp_path / "all.yaml", "- {file: data}\n- {file: a.zip, mapping: m.yaml}\n")
    store = new_store()
    summary = import_manifest(store, WORLD, manifest, batch_id="b", time=TIME)
    assert summary.files == 2
    assert sorted(store.get(["c:1", "city:1"])) == ["c:1", "city:1"]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx", ".parquet"])
def test_rows_keep_their_places_however_they_are_packed(tmp_path: Path, suffix: str) -> None:
    rows = [("c:1", "x"), ("", "y"), ("c:3", "z")]
    content = {
        ".csv": "id,name_zh\n" + "".join(f"{a},{b}\n" for a, b in rows),
        ".jsonl": "".join(f'{{"id": "{a}", "name_zh": "{b}"}}\n' for a, b in rows),
    }
    table = (
        content[suffix].encode()
        if suffix in content
        else (
            workbook({"Company": [["id", "name_zh"], *rows]})
            if suffix == ".xlsx"
            else parquet({"id": [a for a, _ in rows], "name_zh": [b for _, b in rows]})
        )
    )
    (tmp_path / f"company{suffix}").write_bytes(table)
    (tmp_path / f"company{suffix}.gz").write_bytes(gzipped(table))
    (tmp_path / "a.zip").write_bytes(zipped({f"company{suffix}": table}))
    line = 3 if suffix in {".csv", ".xlsx"} else 2
    for name in (f"company{suffix}", f"company{suffix}.gz", "a.zip"):
        (source,) = open_sources(tmp_path / name, None, WORLD)
        batches = list(source.batches(BY))
        assert [reject.line for batch in batches for reject in batch.rejects] == [line]
        assert list(source.rows_at({line})[line])[1] == "y"
        assert 0 < batches[-1].position <= source.size
