"""CSV comes in chunks whose lines are exact, whatever its cells hold and however lines end."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnreadableSource
from ingest.limits import LONGEST_CELL, Limits
from ingest.tables import lines
from ingest.tables.chunks import CHUNK_ROWS, Table
from ingest.tables.csv_table import CsvTable
from ingest.tables.formats import open_tables
from ingest.tables.lines import TextContent
from tests.table_files import bad_of, content_of, rows_of

CELL = st.text(st.sampled_from('ab,"\n\r中 ;'), max_size=6)
ROW = st.lists(CELL, min_size=2, max_size=3)


def table(text: str, *, delimiter: str = ",", limits: Limits = Limits()) -> CsvTable:  # noqa: B008 - it is immutable
    content = TextContent(content_of("a.csv", text.encode()), "utf-8", limits)
    return CsvTable(content, delimiter)


def opened(content: bytes, name: str = "a.csv") -> tuple[Table, list[str]]:
    tables, notes = open_tables(content_of(name, content), None, Limits())
    return tables[0].table, [note.code for note in notes]


@given(rows=st.lists(ROW, max_size=12), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_lines_are_those_that_the_csv_module_counts(rows: list[list[str]], end: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["x", "y"], *rows])
    text = written.getvalue()
    expected = []
    reader = csv.reader(io.StringIO(text, newline=""))
    next(reader)
    begin = reader.line_num + 1
    for row in reader:
        if len(row) == 2:
            expected.append((begin, row))
        begin = reader.line_num + 1
    assert rows_of(table(text)) == expected
    assert len(bad_of(table(text))) == len([row for row in rows if len(row) == 3])


@given(
    pieces=st.lists(
        st.sampled_from(["1,2\n", "\n", "1\n", '"a\nb",2\n', '"a"b,2\n', '1,"x\r\ny"\n']),
        max_size=30,
    )
)
def test_lines_stay_exact_behind_rows_that_are_blank_ragged_or_malformed(pieces: list[str]) -> None:
    good, bad, line = [], [], 2
    for piece in pieces:
        if piece == "1\n":
            bad.append((line, "RAGGED_ROW"))
        elif piece.startswith('"a"b'):
            bad.append((line, "MALFORMED_ROW"))
        elif piece != "\n":
            good.append(line)
        line += piece.count("\n")
    found = table("x,y\n" + "".join(pieces))
    assert [place for place, _ in rows_of(found)] == good
    assert sorted((row.line, row.code) for row in bad_of(found)) == bad


def test_a_chunk_has_at_most_so_many_rows_and_reading_anew_gives_the_same() -> None:
    found = table("x\n" + "1\n" * (2 * CHUNK_ROWS + 5))
    sizes = [len(chunk.rows) for chunk in found.chunks()]
    assert sizes == [CHUNK_ROWS, CHUNK_ROWS, 5]
    assert list(found.chunks()) == list(found.chunks())
    assert [chunk.lines[0] for chunk in found.chunks()] == [2, CHUNK_ROWS + 2, 2 * CHUNK_ROWS + 2]


def test_a_chunk_of_long_rows_ends_before_it_takes_too_much_memory() -> None:
    row = ",".join(["y" * 100_000] * 5) + "\n"
    found = table("a,b,c,d,e\n" + row * 40)
    sizes = [len(chunk.rows) for chunk in found.chunks()]
    assert sum(sizes) == 40
    assert max(sizes) * len(row) < 2 * lines.CHUNK_TEXT


@pytest.mark.parametrize("before", [0, 1, 3, CHUNK_ROWS - 1, CHUNK_ROWS])
def test_nothing_behind_a_very_long_row_is_lost(before: int) -> None:
    short, long = "1," * 99 + "1\n", ("y" * 60_000 + ",") * 99 + "1\n"
    found = table(",".join(f"c{n}" for n in range(100)) + "\n" + short * before + long + short * 3)
    assert [line for line, _ in rows_of(found)] == list(range(2, before + 6))


def test_the_longest_cell_does_not_depend_on_other_libraries() -> None:
    found = table(f"x\n{'a' * (LONGEST_CELL + 1)}\n")
    csv.field_size_limit(2**40)
    assert [row.code for row in bad_of(found)] == ["CELL_TOO_LONG"]


def test_positions_rise_to_the_size_of_the_file() -> None:
    text = "x\n" + "1" * 50 + "\n" + ("2" * 50 + "\n") * (3 * CHUNK_ROWS)
    positions = [chunk.position for chunk in table(text).chunks()]
    assert positions == sorted(positions)
    assert positions[0] < positions[-1] == len(text)


def test_a_cell_may_be_as_long_as_the_limit_and_no_longer() -> None:
    found = table(f"x,y\n1,{'a' * LONGEST_CELL}\n2,{'a' * (LONGEST_CELL + 1)}\n3,c\n")
    assert [line for line, _ in rows_of(found)] == [2, 4]
    assert [(row.line, row.code) for row in bad_of(found)] == [(3, "CELL_TOO_LONG")]


def test_a_row_of_endless_lines_is_refused_with_the_line_where_it_begins() -> None:
    text = "x,y\n1,2\n" + '"a\n",' * 2_000_000
    with pytest.raises(UnreadableSource, match=r"a\.csv:3: .*begins here") as caught:
        rows_of(table(text, limits=Limits(row=1_000_000)))
    assert "`row`: 1,000,000" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("id,b;c\n1,2\n", []),
        ("id;b\n1;2\n", ["DELIMITED_BY"]),
        ("id\tb\n1\t2\n", ["DELIMITED_BY"]),
        ("id\n1\n", []),
    ],
)
def test_a_header_without_commas_tells_its_delimiter(text: str, notes: list[str]) -> None:
    found, told = opened(text.encode())
    assert told == notes
    assert rows_of(found)[0][1][0] == "1"
    assert len(found.header) == (1 if text.startswith("id\n") else 2)


def test_tsv_is_delimited_by_tabs_even_if_its_header_has_commas() -> None:
    found, told = opened(b"id\ta,b\n1\t2\n", "a.tsv")
    assert (found.header, told) == (("id", "a,b"), [])
