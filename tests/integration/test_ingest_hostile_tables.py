"""Hostile and broken tables: each is refused with its place before anything is written, or costs
just the rows that are broken; none crashes, hangs or fills the memory."""

import codecs
import io
import os
import random
import resource
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # the same
import pytest

from graph.records import Provenance
from graph.sqlite import SqliteStore
from ingest import UnreadableSource, import_file
from ingest.limits import Limits
from ingest.sources import open_sources
from tests.ingest_world import TIME, WORLD
from tests.table_files import gzipped, parquet, sheet_xml, with_part, workbook, zipped

pytestmark = pytest.mark.timeout(20)

GOOD = "id,name_zh\nc:1,甲\n".encode()
JSON = '{"id": "c:1", "name_zh": "甲"}\n'.encode()
SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
MEGABYTE = 1_000_000
BY = Provenance("s", "b", TIME, 1.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "store.db")
    made.apply_schema(WORLD.graph_schema())
    yield made
    made.close()


def book() -> bytes:
    return workbook({"Company": [["id", "name_zh"], ["c:1", "甲"]]})


def sheet(rows: str, **how: str) -> bytes:
    return with_part(book(), SHEET, sheet_xml(rows, **how))


def columns() -> bytes:
    return parquet({"id": ["c:1", "c:2"], "name_zh": ["甲", "乙"]})


def flipped(content: bytes, place: int) -> bytes:
    """The content with one byte changed."""
    changed = bytearray(content)
    changed[place] ^= 0xFF
    return bytes(changed)


def in_directory(archive: bytes, offset: int, value: bytes) -> bytes:
    """The archive with a field of its first member changed, in both of its headers."""
    changed = bytearray(archive)
    central = archive.index(b"PK\x01\x02")
    changed[central + offset : central + offset + len(value)] = value
    changed[offset - 2 : offset - 2 + len(value)] = value
    return bytes(changed)


def twice(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, GOOD)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(name, GOOD)
    return file.getvalue()


def nameless() -> bytes:
    file, member = io.BytesIO(), zipfile.ZipInfo("x")
    member.filename = ""
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, GOOD)
    return file.getvalue()


def bad_utf8_column() -> bytes:
    names = pa.array([b"\xff\xfe", b"ok"], pa.binary()).view(pa.string())
    file = io.BytesIO()
    pq.write_table(pa.table({"id": ["c:1", "c:2"], "name_zh": names}), file)
    return file.getvalue()


def named_twice() -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([pa.array(["a"])] * 2, names=["id", "id"]), file)
    return file.getvalue()


def checked_pages() -> bytes:
    content = parquet(
        {"id": [f"c:{n}" for n in range(5_000)]}, compression="none", write_page_checksum=True
    )
    return flipped(content, content.index(b"c:77"))


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    # text
    "empty": ("a.csv", lambda: b"", r"a\.csv:1: has no header"),
    "only a byte order mark": ("a.csv", lambda: codecs.BOM_UTF8, r":1: has no header"),
    "only line ends": ("a.csv", lambda: b"\n\r\n\n", r":1: has no header"),
    "blank header": ("a.csv", lambda: b" , ,\nc:1,x,\n", r":1: has no header"),
    "only NUL": ("a.csv", lambda: b"\0" * 5000, r":1: column 1 of the header holds control"),
    "NUL in the header": ("a.csv", lambda: b"id,na\0me\nc:1,x\n", r":1: column 2 .*control"),
    "noise": ("a.csv", lambda: random.Random(1).randbytes(5000), r":1: is not UTF-8 text"),
    "UTF-32": ("a.csv", lambda: GOOD.decode().encode("utf-32"), r":1: is UTF-32.*iconv"),
    "UTF-16 without mark": (
        "a.csv",
        lambda: b"id,name_zh\nc:1,x\n".decode().encode("utf-16-le"),
        r":1: column 1 .*control characters.*another encoding",
    ),
    "UTF-16 cut off": (
        "a.csv",
        lambda: GOOD.decode().encode("utf-16")[:-1],
        r":2: ends in the middle of a character",
    ),
    "Latin-1": ("a.csv", lambda: "id,name_zh\nc:1,Müller\n".encode("latin-1"), r":2: is not UTF-8"),
    "one bad byte": (
        "a.csv",
        lambda: GOOD + b"c:2,x\n" * 200_000 + b"c:3,\xff\n" + GOOD,
        r":200003: is not UTF-8",
    ),
    "UTF-8 cut off": ("a.csv", lambda: GOOD[:-2], r":2: ends in the middle of a character"),
    "surrogates": ("a.csv", lambda: GOOD + b"c:2,\xed\xa0\x80\n", r":3: is not UTF-8"),
    "overlong UTF-8": ("a.csv", lambda: GOOD + b"c:2,\xc0\xaf\n", r":3: is not UTF-8"),
    "GBK cut off": ("a.csv", lambda: "id\n天津港集团".encode("gbk")[:-1], r":2: is not UTF-8"),
    "quote open in the header": ("a.csv", lambda: b'id,"name\nc:1,x\n', r":1: the header cannot"),
    "line end in the header": ("a.csv", lambda: b'id,"na\nme"\nc:1,x\n', r":1: column 2 .*line"),
    "columns named twice": ("a.csv", lambda: b"id,name_zh, id\n", r":1: .* names id more than"),
    "column without name": ("a.csv", lambda: b"id,,name_zh\n", r":1: column 2 .*no name"),
    "a million columns": (
        "a.csv",
        lambda: b",".join(b"c%d" % n for n in range(MEGABYTE)) + b"\n",
        r":1: has 1,000,000 columns \(limit `columns`: 16,384\).*raise the limit `columns`",
    ),
    "a header of 10 MB": ("a.csv", lambda: b"x" * 10 * MEGABYTE, r":1: the header cannot be read"),
    "a line without end": (
        "a.csv",
        lambda: GOOD + b"x" * 66 * MEGABYTE,
        r":3: has a line of more than 64,000,000 characters.*`row`",
    ),
    "a zip archive": ("a.csv", lambda: zipped({"a.csv": GOOD}), r"is a zip archive or XLSX"),
    "a gzip file": ("a.csv", lambda: gzipped(GOOD), r"is a gzip file, not text"),
    "an old Excel file": ("a.csv", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"\.xls"),
    "a PDF": ("a.csv", lambda: b"%PDF-1.7\n", r"is a PDF document"),
    "a Parquet file": ("a.csv", columns, r"is a Parquet file, not text"),
    "no class": ("a.csv", lambda: GOOD, r"needs a mapping that says which class"),
    "no id": ("companies.csv", lambda: b"code,name_zh\n1,x\n", r"needs a mapping"),
    "no format": ("a.doc", lambda: b"x", r"unknown format '\.doc'; readable are \.csv"),
    "no suffix": ("a", lambda: b"x", r"unknown format ''"),
    # JSON Lines
    "empty JSON": ("a.jsonl", lambda: b"", r":1: holds no JSON object"),
    "JSON arrays": ("a.jsonl", lambda: b"[1]\n[2]\n", r":1: holds no JSON object"),
    "JSON laid out": ("a.jsonl", lambda: b'[\n  {\n    "id": 1\n  }\n]\n', r"holds no JSON object"),
    "JSON nested deeply": ("a.jsonl", lambda: b'{"a":' * 100_000, r"holds no JSON object"),
    "JSON noise": ("a.jsonl", lambda: b"\xfe\xfd" * 100, r":1: is not UTF-8"),
    "JSON with endless keys": (
        "a.jsonl",
        lambda: b"".join(b'{"k%d": 1}\n' % n for n in range(20_000)),
        r":16385: has 16,385 columns",
    ),
    # gzip
    "gzip cut off": ("a.csv.gz", lambda: gzipped(GOOD * 9)[:-9], r"cannot be unpacked.*cut off"),
    "gzip damaged": ("a.csv.gz", lambda: flipped(gzipped(GOOD), -6), r"cannot be unpacked"),
    "no gzip": ("a.csv.gz", lambda: GOOD, r"cannot be unpacked \(Not a gzipped file"),
    "gzip with a tail": ("a.csv.gz", lambda: gzipped(GOOD) + b"tail", r"cannot be unpacked"),
    "empty gzip": ("a.csv.gz", lambda: b"", r":1: has no header"),
    "gzip in gzip": ("a.csv.gz", lambda: gzipped(gzipped(GOOD)), r"is a gzip file, not text"),
    "gzip of anything": ("a.doc.gz", lambda: gzipped(b"x"), r"unknown format '\.doc'"),
    "gzip of an archive": ("a.zip.gz", lambda: gzipped(zipped({})), r"an archive in an archive"),
    "a gzip bomb": (
        "a.csv.gz",
        lambda: gzipped(b"0,0\n" * 28 * MEGABYTE),
        r"more than 200 times its size.*`ratio`: 200\).*raise the limit `ratio`",
    ),
    # zip
    "zip cut off": ("a.zip", lambda: zipped({"a.csv": GOOD})[:-30], r"cannot be unpacked"),
    "no zip": ("a.zip", lambda: GOOD, r"cannot be unpacked \(File is not a zip file"),
    "empty zip": ("a.zip", lambda: zipped({}), r"a\.zip: holds no file that can be read"),
    "zip of anything": (
        "a.zip",
        lambda: zipped({"a.doc": b"x", ".csv": b"x"}),
        r"holds no file.*hidden file.*a\.zip/a\.doc: not read: unknown format \.doc",
    ),
    "zip in zip": (
        "a.zip",
        lambda: zipped({"good.csv": GOOD, "b/c.zip": zipped({"a.csv": GOOD})}),
        r"a\.zip/b/c\.zip: is an archive in an archive; unpack the outer one",
    ),
    "gzip in zip": ("a.zip", lambda: zipped({"a.csv.gz": gzipped(GOOD)}), r"an archive in an"),
    "zip with a nameless file": (
        "a.zip",
        nameless,
        r"a\.zip: cannot be unpacked",
    ),
    "encrypted zip": (
        "a.zip",
        lambda: in_directory(zipped({"a.csv": GOOD}), 8, b"\x01\x00"),
        r"a\.csv in it is encrypted; unpack it with its password",
    ),
    "zip packed strangely": (
        "a.zip",
        lambda: in_directory(zipped({"a.csv": GOOD}), 10, b"\x61\x00"),
        r"a\.zip/a\.csv: cannot be unpacked",
    ),
    "zip damaged": (
        "a.zip",
        lambda: in_directory(zipped({"a.csv": GOOD}), 16, b"\0\0\0\0"),
        r"a\.zip/a\.csv: cannot be unpacked \(Bad CRC-32",
    ),
    "zip that lies of sizes": (
        "a.zip",
        lambda: in_directory(zipped({"a.csv": GOOD}), 24, b"\x05\0\0\0"),
        r"a\.zip/a\.csv: cannot be unpacked",
    ),
    "zip with one name twice": ("a.zip", lambda: twice("a.csv"), r"two files named a\.csv"),
    "zip of very many": (
        "a.zip",
        lambda: zipped({f"{n}.csv": b"" for n in range(1_001)}),
        r"holds 1,001 files \(limit `members`: 1,000\)",
    ),
    "a zip bomb": (
        "a.zip",
        lambda: zipped({"a.csv": b"0" * 110 * MEGABYTE}),
        r"a\.zip: unpacks to more than 200 times its size.*zip bomb.*`ratio`",
    ),
    "a bad file in a zip": (
        "a.zip",
        lambda: zipped({"companies.csv": GOOD, "cities.csv": b"id,\xff\n"}),
        r"a\.zip/cities\.csv:1: is not UTF-8",
    ),
    # XLSX
    "no workbook": ("a.xlsx", lambda: GOOD, r"is no XLSX workbook.*not a zip file"),
    "workbook cut off": ("a.xlsx", lambda: book()[:-50], r"is no XLSX workbook"),
    "old workbook": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0" * 99, r"old Excel.*password"),
    "zip as workbook": ("a.xlsx", lambda: zipped({"a.csv": GOOD}), r"is no XLSX workbook"),
    "workbook without sheet": ("a.xlsx", lambda: with_part(book(), SHEET, None), r"no XLSX work"),
    "workbook without parts list": (
        "a.xlsx",
        lambda: with_part(book(), "[Content_Types].xml", b"<x/>"),
        r"is no XLSX workbook",
    ),
    "sheet cut off": (
        "a.xlsx",
        lambda: with_part(book(), SHEET, sheet_xml("<row/>")[:-9]),
        r"a\.xlsx\[Company\]: is no XLSX workbook",
    ),
    "sheet with a bomb": ("a.xlsx", lambda: sheet("", head=BOMB.decode()), r"document type"),
    "sheet that opens files": (
        "a.xlsx",
        lambda: sheet("", head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        r"a\.xlsx\[Company\]: .*document type",
    ),
    "workbook with a bomb": (
        "a.xlsx",
        lambda: with_part(book(), "xl/workbook.xml", BOMB + b"<workbook>&b;</workbook>"),
        r"is no XLSX workbook.*Entit",
    ),
    "styles with a bomb": (
        "a.xlsx",
        lambda: with_part(book(), "xl/styles.xml", BOMB + b"<styleSheet>&b;</styleSheet>"),
        r"is no XLSX workbook.*Entit",
    ),
    "row beyond the end": (
        "a.xlsx",
        lambda: sheet('<row r="99999999999"><c><v>1</v></c></row>'),
        r"\[Company\]: .*after row 0 it has a row numbered '99999999999'",
    ),
    "rows out of order": (
        "a.xlsx",
        lambda: sheet('<row r="5"/><row r="4"/>'),
        r"after row 5 it has a row numbered '4'",
    ),
    "row without end": (
        "a.xlsx",
        lambda: sheet("<row>" + "<c><v>1</v></c>" * 1_200_000 + "</row>"),
        r"\[Company\]:1: has a row of more than 16,000,000 bytes \(limit `part`",
    ),
    "a workbook bomb": (
        "a.xlsx",
        lambda: with_part(book(), SHEET, b" " * 110 * MEGABYTE),
        r"a\.xlsx: unpacks to more than 200 times its size",
    ),
    "styles of 17 MB": (
        "a.xlsx",
        lambda: with_part(book(), "xl/styles.xml", b" " * 17 * MEGABYTE),
        r"its part xl/styles\.xml has 17,000,000 bytes \(limit `part`: 16,000,000\)",
    ),
    "nothing but empty sheets": ("a.xlsx", lambda: workbook({"A": []}), r"no visible sheet"),
    "sheet that names columns twice": (
        "a.xlsx",
        lambda: workbook({"A": [[], ["id", "id"]]}),
        r"a\.xlsx\[A\]:2: the header names id more than once",
    ),
    "sheet of no class": (
        "a.xlsx",
        lambda: workbook({"Company": [["id"]], "A": [["id"]]}),
        r"a\.xlsx\[A\]: a table needs a mapping",
    ),
    "sheet of an unknown class": (
        "a.xlsx",
        lambda: workbook({"A": [["id"]], "_pearlnet": [["x"], ["A", "Compony", 1, 2]]}),
        r"a\.xlsx\[A\]: .*unknown class 'Compony'; did you mean 'Company'",
    ),
    "gzip of no workbook": ("a.xlsx.gz", lambda: gzipped(GOOD), r"a\.xlsx\.gz: is no XLSX"),
    # Parquet
    "no Parquet": ("a.parquet", lambda: GOOD, r"is no Parquet file"),
    "empty Parquet": ("a.parquet", lambda: b"", r"is no Parquet file"),
    "Parquet cut off": ("a.parquet", lambda: columns()[:-20], r"is no Parquet file.*cut off"),
    "Parquet without data": ("a.parquet", lambda: b"PAR1" + columns()[-600:], r"no Parquet"),
    "Parquet damaged": ("companies.parquet", checked_pages, r"is no Parquet file.*(?i:crc|check)"),
    "Parquet that lies of its end": (
        "a.parquet",
        lambda: columns()[:-8] + b"\xff\xff\xff\x7fPAR1",
        r"is no Parquet file",
    ),
    "Parquet of no text": ("companies.parquet", bad_utf8_column, r"is no Parquet file.*UTF8"),
    "Parquet of structures": (
        "companies.parquet",
        lambda: parquet({"id": ["a"], "geo": [{"x": 1}]}),
        r"column geo holds struct<x: int64>, which is no cell; flatten it",
    ),
    "Parquet of bytes": (
        "companies.parquet",
        lambda: parquet({"id": ["a"], "raw": [b"\xff"]}),
        r"column raw holds binary",
    ),
    "Parquet that names columns twice": ("a.parquet", named_twice, r"names id more than once"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_its_place_and_nothing_is_written(
    tmp_path: Path, store: SqliteStore, case: str
) -> None:
    name, content, words = REFUSED[case]
    (tmp_path / name).write_bytes(content())
    with pytest.raises(UnreadableSource, match=words) as caught:
        import_file(store, WORLD, tmp_path / name, batch_id="b", time=TIME)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert (store.revision(), dict(store.notes())) == (0, {})


def test_there_are_as_many_hostile_files_as_were_promised() -> None:
    assert len(REFUSED) + len(ROWS) >= 110


# rows

ROWS: dict[str, tuple[str, bytes, list[tuple[int, str]]]] = {
    "a cell of 10 MB": ("c.csv", b"c:2," + b"x" * 10 * MEGABYTE, [(3, "CELL_TOO_LONG")]),
    "NUL in a name": ("c.csv", b"c:2,a\0b", [(3, "CONTROL_CHARACTER")]),
    "NUL in an id": ("c.csv", b"c:2\0,b", [(3, "INVALID_ID")]),
    "escape codes": ("c.csv", b"c:2,\x1b[2J", [(3, "CONTROL_CHARACTER")]),
    "too few cells": ("c.csv", b"c:2", [(3, "RAGGED_ROW")]),
    "too many cells": ("c.csv", b"c:2,x,y", [(3, "RAGGED_ROW")]),
    "a million cells": ("c.csv", b"c:2" + b"," * MEGABYTE, [(3, "RAGGED_ROW")]),
    "another delimiter": ("c.csv", b"c:2;x", [(3, "RAGGED_ROW")]),
    "a quote in a quoted cell": ("c.csv", b'c:2,"x"y', [(3, "MALFORMED_ROW")]),
    "an empty id": ("c.csv", b",x", [(3, "MISSING_ID")]),
    "an id of 600 letters": ("c.csv", b"c" * 600 + b",x", [(3, "INVALID_ID")]),
    "nothing but blanks": ("c.csv", b"   ", [(3, "RAGGED_ROW")]),
    "malformed JSON": ("c.jsonl", b'{"id": "c:2",', [(2, "MALFORMED_ROW")]),
    "deep JSON": ("c.jsonl", b'{"id": ' + b"[" * MEGABYTE, [(2, "MALFORMED_ROW")]),
    "no JSON object": ("c.jsonl", b'"c:2"', [(2, "MALFORMED_ROW")]),
    "a repeated key": ("c.jsonl", b'{"id": "c:2", "id": "c:3"}', [(2, "DUPLICATE_KEY")]),
    "nested JSON": ("c.jsonl", b'{"id": "c:2", "name_zh": {"a": 1}}', [(2, "NESTED_VALUE")]),
    "a JSON text of 10 MB": (
        "c.jsonl",
        b'{"id": "c:2", "name_zh": "' + b"x" * 10 * MEGABYTE + b'"}',
        [(2, "CELL_TOO_LONG")],
    ),
    "half a character in JSON": (
        "c.jsonl",
        b'{"id": "c:2", "name_zh": "\\ud83d"}',
        [(2, "MALFORMED_ROW")],
    ),
    "an object cut off and one behind it": (
        "c.jsonl",
        b'{"id": "c:2", {"id": "c:3"}',
        [(2, "MALFORMED_ROW")],
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_bad_row_is_refused_alone(tmp_path: Path, store: SqliteStore, case: str) -> None:
    name, row, told = ROWS[case]
    first, last = (
        (GOOD, b"c:9,x") if name.endswith(".csv") else (JSON, b'{"id": "c:9", "name_zh": "x"}')
    )
    path = tmp_path / f"companies{Path(name).suffix}"
    path.write_bytes(first + row + b"\n" + last + b"\n")
    summary = import_file(store, WORLD, path, batch_id="b", time=TIME)
    assert [(reject.line, reject.code) for reject in summary.first_rejects] == told
    assert sorted(store.get(["c:1", "c:2", "c:3", "c:9"])) == ["c:1", "c:9"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\r\r\n", b"\n\r"])
def test_mixed_and_odd_line_ends_do_no_harm(tmp_path: Path, store: SqliteStore, end: bytes) -> None:
    rows = [b"id,name_zh", b"c:1,x", b"c:2,y"]
    path = tmp_path / "companies.csv"
    path.write_bytes(end.join(rows) + b"\n" + b"c:3,z\r" + b"c:4,z\r\n" + b"c:5,z")
    summary = import_file(store, WORLD, path, batch_id="b", time=TIME)
    assert summary.first_rejects == ()
    assert len(store.get([f"c:{n}" for n in range(1, 6)])) == 5


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(unpacked=1_000), r"unpacks to more than 1,000 bytes \(limit `unpacked`: 1,000\)"),
        (Limits(harmless=1_000, ratio=3), r"more than 3 times its size.*`ratio`: 3\)"),
    ],
)
@pytest.mark.parametrize("name", ["companies.csv.gz", "a.zip", "company.xlsx", "company.xlsx.gz"])
def test_limits_hold_for_whatever_is_packed_and_can_be_raised(
    tmp_path: Path, name: str, limits: Limits, words: str
) -> None:
    table = GOOD + b"".join(b"c:%d,x\n" % n for n in range(5_000))
    rows = [["id", "name_zh"], *([f"c:{n}", "x"] for n in range(500))]
    content = {
        "companies.csv.gz": gzipped(table),
        "a.zip": zipped({"companies.csv": table}),
        "company.xlsx": workbook({"Company": rows}),
        "company.xlsx.gz": gzipped(workbook({"Company": rows})),
    }[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableSource, match=words):
        open_sources(tmp_path / name, None, WORLD, limits)
    assert open_sources(tmp_path / name, None, WORLD)


def test_equal_values_of_parquet_take_no_room_and_are_limited_by_their_number(
    tmp_path: Path,
) -> None:
    (tmp_path / "companies.parquet").write_bytes(parquet({"id": ["c:1"] * 100_000}))
    with pytest.raises(UnreadableSource, match="more than 50,000 bytes or rows"):
        open_sources(tmp_path / "companies.parquet", None, WORLD, Limits(unpacked=50_000))


def test_one_long_value_shared_by_many_rows_of_parquet_is_never_copied(tmp_path: Path) -> None:
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 200), ["x" * 4 * MEGABYTE])
    (tmp_path / "companies.parquet").write_bytes(
        parquet({"id": [f"c:{n}" for n in range(200)], "name_zh": long})
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (source,) = open_sources(tmp_path / "companies.parquet", None, WORLD)
    found = [reject for batch in source.batches(BY) for reject in batch.rejects]
    assert {(reject.field, reject.code) for reject in found} == {("name_zh", "CELL_TOO_LONG")}
    assert len(found) == 200
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_what_is_no_regular_file_in_a_folder_is_told_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "companies.csv").write_bytes(GOOD)
    (tmp_path / ".gz").write_bytes(gzipped(GOOD))
    os.mkfifo(tmp_path / "cities.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    (tmp_path / "again").symlink_to(tmp_path)
    (source,) = open_sources(tmp_path, None, WORLD)
    assert sorted(
        (Path(note.file).name, note.text.get("en").removeprefix("not read: "))
        for note in source.notes
    ) == [
        (".gz", "a hidden file"),
        ("again", "no regular file"),
        ("cities.csv", "no regular file"),
        ("gone.csv", "no regular file"),
    ]


def test_what_is_no_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(UnreadableSource, match="is neither a file nor a folder"):
        open_sources(tmp_path / "a.csv", None, WORLD)
    with pytest.raises(UnreadableSource, match=r"no-such\.csv: there is no such file"):
        open_sources(tmp_path / "no-such.csv", None, WORLD)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableSource, match="holds no file that can be read"):
        open_sources(tmp_path / "empty", None, WORLD)


@pytest.mark.parametrize("name", ["company.xlsx", "company.parquet", "a.zip", "company.csv.gz"])
def test_a_file_cut_off_anywhere_is_refused_before_a_row_is_used(tmp_path: Path, name: str) -> None:
    whole = {
        "company.xlsx": book(),
        "company.parquet": columns(),
        "a.zip": zipped({"company.csv": GOOD * 50}),
        "company.csv.gz": gzipped(GOOD * 50),
    }[name]
    path = tmp_path / name
    for size in range(1, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:size])
        with pytest.raises(UnreadableSource, match=r"cut off|has no header|is no "):
            open_sources(path, None, WORLD)
