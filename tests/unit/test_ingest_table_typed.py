"""Workbooks, Parquet and JSON Lines keep the types of their cells; moments become ISO text."""

import io
import json
import zipfile
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import InvalidMapping, UnreadableSource
from ingest.limits import LONGEST_CELL, Limits
from ingest.mapping.model import EntityBlock, Mapping, SourceRule, TableFormat, Template
from ingest.tables.chunks import CHUNK_ROWS, Cell
from ingest.tables.jsonl_table import JsonlTable
from ingest.tables.lines import TextContent
from ingest.tables.parquet_table import ParquetTable
from ingest.tables.sheets import OpenSheet, open_sheets
from tests.table_files import (
    bad_of,
    content_of,
    parquet,
    rows_of,
    sheet_xml,
    with_part,
    workbook,
)

SHEET = "xl/worksheets/sheet1.xml"


def sheets(
    book: bytes,
    mapping: Mapping | None = None,
    limits: Limits = Limits(),  # noqa: B008 - it is immutable
) -> tuple[list[OpenSheet], list[tuple[str, str]]]:
    found, notes = open_sheets(content_of("b.xlsx", book), mapping, limits)
    return list(found), [(note.file, note.text.get("en")) for note in notes]


def cells(book: bytes) -> list[tuple[int, list[Cell]]]:
    (sheet,), _ = sheets(book)
    return rows_of(sheet.table)


def of_sheet(title: str) -> Mapping:
    block = EntityBlock(3, "Company", Template.parse("{id}"), auto=True)
    return Mapping(Path("m.yaml"), SourceRule("s"), (block,), format=TableFormat(2, sheet=title))


def raw(rows: str) -> bytes:
    return with_part(workbook({"A": [["id"]]}), SHEET, sheet_xml(rows))


def jsonl(lines: str, ignored: Collection[str] = ()) -> JsonlTable:
    return JsonlTable(
        TextContent(content_of("a.jsonl", lines.encode()), "utf-8", Limits()), ignored
    )


def parquet_table(content: bytes, ignored: Collection[str] = ()) -> ParquetTable:
    return ParquetTable(content_of("a.parquet", content), Limits(), ignored)


def test_cells_of_a_sheet_are_typed() -> None:
    book = workbook(
        {
            "A": [
                ["id", "n", "x", "yes", "day", "at", "hour", "span", "sum"],
                [
                    "a",
                    3,
                    1.5,
                    True,
                    date(2026, 3, 1),
                    datetime.fromisoformat("2026-03-01T08:30:00"),
                    time(9, 5),
                    timedelta(hours=30),
                    "=1+1",
                ],
                ["b", 123456789012345, 3.0, False, None, None, None, None, None],
            ]
        }
    )
    book = with_part(book, SHEET, _part(book).replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"))
    assert cells(book) == [
        (
            2,
            [
                "a",
                3,
                1.5,
                True,
                "2026-03-01",
                "2026-03-01T08:30:00",
                "09:05:00",
                "1 day, 6:00:00",
                2,
            ],
        ),
        (3, ["b", 123456789012345, 3, False, None, None, None, None, None]),
    ]


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    book = workbook({"A": [["id", "day"], ["a", date(2026, 3, 1)]]})
    part = _part(book, "xl/workbook.xml")
    from_1904 = part.replace(b"<workbookPr />", b'<workbookPr date1904="1"/>')
    assert from_1904 != part
    assert cells(with_part(book, "xl/workbook.xml", from_1904)) == [(2, ["a", "2030-03-02"])]


def test_empty_rows_unnamed_columns_and_a_late_header_do_no_harm() -> None:
    rows: list[list[object]] = [
        [],
        ["id", None, "b", None],
        ["a", None, 1, None, None],
        [],
        [None, " "],
        ["c"],
        [],
    ]
    assert cells(workbook({"A": rows})) == [(3, ["a", 1]), (6, ["c", None])]


def test_shared_strings_are_read_without_their_phonetic_guides() -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = (
        f'<sst xmlns="{space}"><si><t>id</t></si><si><r><t>東</t></r><r><t>京</t></r>'
        "<rPh><t>とうきょう</t></rPh></si></sst>"
    ).encode()
    types = _part(workbook({"A": [["id"]]}), "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    book = raw('<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>')
    book = with_part(with_part(book, "xl/sharedStrings.xml", strings), "[Content_Types].xml", types)
    assert cells(book) == [(2, ["東京"])]


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ('<row r="2"><c r="A2"><f>B1</f></c></row>', "FORMULA_WITHOUT_RESULT", "id"),
        ('<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>', "CELL_ERROR", "id"),
        ('<row r="2"><c r="B2"><v>7</v></c></row>', "RAGGED_ROW", "B"),
        ('<row r="2"><c r="A2"><v>seven</v></c></row>', "MALFORMED_CELL", "id"),
        ('<row r="2"><c r="A2"><v>9.1330108745983E+17</v></c></row>', "INEXACT_NUMBER", "id"),
        ('<row r="2"><c r="A2"><v>nan</v></c></row>', "MALFORMED_CELL", "id"),
        ('<row r="2"><c r="A2"><v>1e999</v></c></row>', "MALFORMED_CELL", "id"),
        ('<row r="2"><c r="A2" t="s"><v>-1</v></c></row>', "MALFORMED_CELL", "id"),
        ('<row r="2"><c r="A2" t="s"><v>99</v></c></row>', "MALFORMED_CELL", "id"),
        ('<row r="2"><c r="A2" t="b"><v>2</v></c></row>', "MALFORMED_CELL", "id"),
        ('<row r="2"><c r="A2" t="q"><v>2</v></c></row>', "MALFORMED_CELL", "id"),
        ('<row r="2"><c r="2"><v>2</v></c></row>', "MALFORMED_CELL", ""),
        ('<row r="2"><c r="ZZZZ2"><v>2</v></c></row>', "MALFORMED_CELL", ""),
        ('<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>', "MALFORMED_CELL", "id"),
        (
            f'<row r="2"><c r="A2" t="str"><v>{"y" * (LONGEST_CELL + 1)}</v></c></row>',
            "CELL_TOO_LONG",
            "id",
        ),
    ],
)
def test_a_bad_cell_costs_its_row_alone(row: str, code: str, field: str) -> None:
    names = '<row r="1"><c r="A1" t="str"><v>id</v></c></row>'
    good = '<row r="5"><c r="A5" t="str"><v>a</v></c></row>'
    (sheet,), _ = sheets(raw(names + row + good))
    assert [(bad.line, bad.code, bad.field) for bad in bad_of(sheet.table)] == [(2, code, field)]
    assert rows_of(sheet.table) == [(5, ["a"])]


def test_every_visible_sheet_is_a_table_and_the_others_are_told() -> None:
    rows = [["id"], ["a"]]
    book = workbook({"A": rows, "B": rows, "C": [], "D": rows}, hidden=["D"])
    found, notes = sheets(book)
    assert [(sheet.name, sheet.class_name) for sheet in found] == [
        ("b.xlsx[A]", ""),
        ("b.xlsx[B]", ""),
    ]
    assert notes == [
        ("b.xlsx[C]", "not read: an empty sheet"),
        ("b.xlsx[D]", "not read: a hidden sheet"),
    ]


def test_a_mapping_may_choose_one_sheet_even_a_hidden_one() -> None:
    book = workbook({"A": [["id"]], "B": [["id"], ["b"]]}, hidden=["B"])
    (sheet,), notes = sheets(book, of_sheet("B"))
    assert (sheet.title, rows_of(sheet.table), notes) == ("B", [(2, ["b"])], [])
    with pytest.raises(
        InvalidMapping, match=r"m\.yaml:2: b\.xlsx has no sheet 'b'; did you mean 'B'"
    ):
        sheets(book, of_sheet("b"))


MARKER = ["sheet", "class", "header row", "first row"]


def test_a_marker_tells_sheets_classes_and_rows() -> None:
    book = workbook(
        {
            "需求": [["id", "name_zh"], ["编号", "名称"], ["(text)", "(text)"], ["a", "甲"]],
            "说明": [["how to fill it in"]],
            "_lists": [["x"]],
            "_pearlnet": [MARKER, ["需求", "Company", 1, 4]],
        },
        hidden=["_pearlnet", "_lists"],
    )
    (sheet,), notes = sheets(book)
    assert (sheet.title, sheet.class_name) == ("需求", "Company")
    assert sheet.table.header == ("id", "name_zh")
    assert rows_of(sheet.table) == [(4, ["a", "甲"])]
    assert notes == [("b.xlsx[说明]", "not read: _pearlnet does not name it")]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["B", "Company", 1, 2], "names the sheet 'B', which is not there"),
        (["A", "Company", 2, 2], "is no sheet title, class, header row and first row"),
        (["A", "Company", "1", 2], "is no sheet title"),
        (["A", "Company"], "is no sheet title"),
    ],
)
def test_a_damaged_marker_is_told_with_its_row(row: list[object], words: str) -> None:
    book = workbook({"A": [["id"]], "_pearlnet": [MARKER, row]}, hidden=["_pearlnet"])
    with pytest.raises(UnreadableSource, match=rf"b\.xlsx\[_pearlnet\]:2: {words}"):
        sheets(book)


def test_a_sheet_comes_in_chunks() -> None:
    rows = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(CHUNK_ROWS + 7))
    (sheet,), _ = sheets(raw('<row><c t="str"><v>id</v></c></row>' + rows))
    sizes = [(len(chunk.rows), chunk.lines[0]) for chunk in sheet.table.chunks()]
    assert sizes == [(CHUNK_ROWS, 2), (7, CHUNK_ROWS + 2)]


def test_columns_of_parquet_are_typed() -> None:
    moment = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    found = parquet_table(
        parquet(
            {
                "id": ["a", None],
                "n": [3, None],
                "x": [1.5, None],
                "yes": [True, None],
                "day": [date(2026, 3, 1), None],
                "ns": pa.array([1, 3_600_000_000_000], pa.timestamp("ns")),
                "ms": pa.array([0, 1500], pa.timestamp("ms")),
                "at": pa.array([moment, None], pa.timestamp("s", "Asia/Shanghai")),
                "hour": [time(9, 5), None],
                "price": [Decimal("1.50"), None],
                "tags": [["x", None, "y"], None],
                "days": [[date(2026, 3, 1)], []],
                "kind": pa.array(["u", "u"]).dictionary_encode(),
                "pair": pa.array([[1, 2], None], pa.list_(pa.int64(), 2)),
                "void": pa.nulls(2),
            }
        )
    )
    assert [row for _, row in rows_of(found)] == [
        [
            "a",
            3,
            1.5,
            True,
            "2026-03-01",
            "1970-01-01T00:00:00.000000001",
            "1970-01-01",
            "2026-03-01T16:30:00+0800",
            "09:05:00",
            "1.50",
            ["x", "y"],
            ["2026-03-01"],
            "u",
            [1, 2],
            None,
        ],
        [
            None,
            None,
            None,
            None,
            None,
            "1970-01-01T01:00:00",
            "1970-01-01T00:00:01.5",
            None,
            None,
            None,
            None,
            [],
            "u",
            None,
            None,
        ],
    ]


def test_rows_of_parquet_are_numbered_across_row_groups() -> None:
    count = 2 * CHUNK_ROWS + 3
    content = parquet({"id": list(range(count))}, row_group_size=7_000)
    found = rows_of(parquet_table(content))
    assert [line for line, _ in found] == list(range(1, count + 1))
    assert [row for _, row in found] == [[n] for n in range(count)]


def test_a_column_of_parquet_that_is_no_column_may_be_ignored() -> None:
    content = parquet({"id": ["a"], "place": [{"x": 1}], "raw": [b"\xff"]})
    with pytest.raises(UnreadableSource, match=r"column place holds struct<x: int64>.*`ignore`"):
        parquet_table(content, ["raw"])
    found = parquet_table(content, ["place", "raw"])
    assert (found.header, rows_of(found)) == (("id", "place", "raw"), [(1, ["a", None, None])])


def test_a_value_beyond_the_limit_costs_its_row_alone() -> None:
    found = parquet_table(
        parquet({"id": ["a", "b", "c"], "x": ["1", "y" * (LONGEST_CELL + 1), "3"]})
    )
    assert [(bad.line, bad.code, bad.field) for bad in bad_of(found)] == [(2, "CELL_TOO_LONG", "x")]
    assert [line for line, _ in rows_of(found)] == [1, 3]


def test_long_values_make_chunks_shorter() -> None:
    found = parquet_table(parquet({"x": ["y" * 100_000] * 1_500}))
    sizes = [len(chunk.rows) for chunk in found.chunks()]
    assert sum(sizes) == 1_500
    assert max(sizes) * 100_000 <= Limits().row


SCALAR = (
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.text(max_size=5)
    | st.floats(-1e9, 1e9)
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["a", 'b"', "c:"]),
            SCALAR | st.lists(SCALAR.filter(lambda x: x is not None)),
            min_size=1,
        ),
        min_size=1,
    )
)
def test_json_lines_are_what_the_json_module_makes_of_them(objects: list[dict[str, Cell]]) -> None:
    found = jsonl("\n".join(json.dumps(item) for item in objects))
    names = list(dict.fromkeys(key for item in objects for key in item))
    assert list(found.header) == names
    expected = [(n, [item.get(name) for name in names]) for n, item in enumerate(objects, start=1)]
    assert rows_of(found) == expected


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ('{"id": 1, "id": 2}', "DUPLICATE_KEY", "id"),
        ('{"id": "a:b\\":", "x" : 1, "x": 2}', "DUPLICATE_KEY", "x"),
        ('{"id": {"x": 1}}', "NESTED_VALUE", "id"),
        ('{"id": [[1]]}', "NESTED_VALUE", "id"),
        ('{"id": [null]}', "NESTED_VALUE", "id"),
        ('{"id": 18446744073709551616}', "INEXACT_NUMBER", "id"),
        ('{"id": NaN}', "MALFORMED_ROW", ""),
        ('{"id": 1', "MALFORMED_ROW", ""),
        ("[1]", "MALFORMED_ROW", ""),
        ("null", "MALFORMED_ROW", ""),
        ('{"id": 1} {"id": 2}', "MALFORMED_ROW", ""),
        ('{"id": ' + "[" * 5_000 + "]" * 5_000 + "}", "MALFORMED_ROW", ""),
        ('{"id": "\\ud800"}', "MALFORMED_ROW", ""),
        ('{"id": "' + "y" * (LONGEST_CELL + 1) + '"}', "CELL_TOO_LONG", "id"),
    ],
)
def test_a_bad_line_of_json_costs_itself_alone(line: str, code: str, field: str) -> None:
    found = jsonl('{"id": "a"}\n' + line + '\n\n{"id": "b", "x": 1}\n')
    assert [(bad.line, bad.code, bad.field) for bad in bad_of(found)] == [(2, code, field)]
    assert [(at, row[0]) for at, row in rows_of(found)] == [(1, "a"), (4, "b")]


def test_what_is_ignored_may_be_nested() -> None:
    found = jsonl('{"id": "a", "geo": {"x": [1, {"y": 2}]}}\n', ["geo"])
    assert rows_of(found) == [(1, ["a", None])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_json_may_end_in_any_way(end: str) -> None:
    found = jsonl(end.join(['{"id": 1}', "", '{"id": 3}']))
    assert rows_of(found) == [(1, [1]), (3, [3])]


def _part(book: bytes, name: str = SHEET) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name)
