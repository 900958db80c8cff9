"""What stands in the tables of an export, for people and for other programs."""

import csv
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # the same
import pytest

from graph.memory import MemoryStore
from graph.records import Entity, PropertyValue, Relation
from ingest.exports import CannotWrite, Options, Selection, csv_tables, export_graph, xlsx_tables
from ontology import Ontology
from tests.exports_world import extended, plain, restored, store_of

DEMAND: Mapping[str, PropertyValue] = {
    "name_zh": "=SUM(A1)",
    "name_fr": "réseau",
    "alias_zh": ("甲|乙", "丙"),
    "priority": 3,
    "budget": 0.1,
    "illustrative": True,
    "dueDate": "2027-03-31",
}
NODES = (
    Entity("d", "Demand", DEMAND),
    Entity("t 1", "Technology", {"name_zh": "时间敏感网络"}),
    Entity("t|2", "Technology", {"name_zh": "切片"}),
    Entity("e1", "Enterprise", {"name_zh": "企业"}),
    Entity("e2", "Enterprise", {"name_zh": "企业二"}),
)
EDGES = (
    Relation("requires", "d", "t 1"),
    Relation("requires", "d", "t|2"),
    Relation("raises", "e1", "d"),
    Relation("suppliesTo", "e1", "e2", {"share": 0.25, "target": "x"}),
    Relation("suppliesTo", "e2", "e1"),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    return extended(tmp_path_factory.mktemp("ontology"))


@pytest.fixture
def store(world: Ontology) -> MemoryStore:
    return store_of(world, (NODES, EDGES))


def rows(path: Path) -> Sequence[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_a_table_for_each_class_with_native_headers(
    store: MemoryStore, world: Ontology, tmp_path: Path
) -> None:
    export_graph(store, world, tmp_path / "g.csv")
    (demand,) = rows(tmp_path / "g.csv" / "Demand.csv")
    assert demand == {
        "id": "d",
        "name_zh": "=SUM(A1)",
        "name_fr": "réseau",
        "alias_zh": r"甲\u007c乙|丙",
        "priority": "3",
        "budget": "0.1",
        "illustrative": "true",
        "dueDate": "2027-03-31",
        "requires": r"t 1|t\u007c2",
    }
    enterprises = rows(tmp_path / "g.csv" / "Enterprise.csv")
    assert [(item["raises"], item["suppliesTo"]) for item in enterprises] == [("d", ""), ("", "e1")]


def test_relations_with_properties_have_a_table_of_their_own(
    store: MemoryStore, world: Ontology, tmp_path: Path
) -> None:
    export_graph(store, world, tmp_path / "g.csv")
    (row,) = rows(tmp_path / "g.csv" / "relations.csv")
    assert row == {
        "type": "suppliesTo",
        "source": "e1",
        "target": "e2",
        "share": "0.25",
        "target_": "x",
    }


def test_relations_that_reach_the_selection_from_outside_are_not_lost(
    store: MemoryStore, world: Ontology, tmp_path: Path
) -> None:
    summary = export_graph(store, world, tmp_path / "g.csv", Selection(("Demand",)))
    assert (summary.entities, summary.relations, summary.left_out) == (1, 3, 0)
    (row,) = rows(tmp_path / "g.csv" / "relations.csv")
    assert (row["type"], row["source"], row["target"]) == ("raises", "e1", "d")
    back = restored(world, tmp_path / "g.csv", store)
    assert (back.rejected, back.rejected_relations) == (0, 0)
    assert (back.entities.created, back.relations.created) == (0, 0)


def test_a_selection_by_itself_comes_back_whole(
    store: MemoryStore, world: Ontology, tmp_path: Path
) -> None:
    chosen = Selection(("Demand", "Technology"), inside=True)
    summary = export_graph(store, world, tmp_path / "g.csv", chosen)
    assert (summary.entities, summary.relations, summary.left_out) == (3, 2, 1)
    again = MemoryStore()
    assert restored(world, tmp_path / "g.csv", again).first_rejects == ()
    assert set(plain(again)[0]) == {"d", "t 1", "t|2"}
    assert len(plain(again)[1]) == 2


def test_ids_that_no_cell_can_hold_go_to_the_table_of_relations(
    world: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_tables, "LONGEST_CELL", 20)
    many = [Entity(f"t{n}", "Technology", {"name_zh": "x"}) for n in range(10)]
    few = [Entity(id_, "Demand", {"name_zh": "x"}) for id_ in ("d1", "d2")]
    edges = [Relation("requires", "d1", item.id) for item in many]
    store = store_of(world, ([*many, *few], [*edges, Relation("requires", "d2", "t1")]))
    export_graph(store, world, tmp_path / "g.csv")
    assert [row["requires"] for row in rows(tmp_path / "g.csv" / "Demand.csv")] == ["", "t1"]
    assert len(rows(tmp_path / "g.csv" / "relations.csv")) == 10
    again = MemoryStore()
    assert restored(world, tmp_path / "g.csv", again).first_rejects == ()
    assert plain(again) == plain(store)


def test_a_relation_that_may_not_leave_its_class_is_not_lost_either(
    world: Ontology, tmp_path: Path
) -> None:
    store = store_of(world, (NODES, [Relation("requires", "t 1", "d")]))
    export_graph(store, world, tmp_path / "g.csv")
    summary = restored(world, tmp_path / "g.csv", MemoryStore())
    assert [reject.code for reject in summary.first_rejects] == ["WRONG_RELATION_END"]


def test_a_byte_order_mark_tells_excel_the_encoding(
    store: MemoryStore, world: Ontology, tmp_path: Path
) -> None:
    export_graph(store, world, tmp_path / "g.csv", options=Options(bom=True))
    assert (tmp_path / "g.csv" / "Demand.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    again = MemoryStore()
    assert restored(world, tmp_path / "g.csv", again).first_rejects == ()
    assert plain(again) == plain(store)


def test_an_archive_holds_what_the_folder_holds(
    store: MemoryStore, world: Ontology, tmp_path: Path
) -> None:
    export_graph(store, world, tmp_path / "g.csv")
    export_graph(store, world, tmp_path / "g.zip")
    with zipfile.ZipFile(tmp_path / "g.zip") as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {item.name: item.read_bytes() for item in (tmp_path / "g.csv").iterdir()}


def test_whole_and_other_numbers_stay_apart(world: Ontology, tmp_path: Path) -> None:
    whole = Entity("d", "Demand", {"name_zh": "x", "budget": 2**53 + 1, "weight": 2.0})
    store = store_of(world, ([whole], ()))
    for name in ("g.csv", "g.jsonl"):
        export_graph(store, world, tmp_path / name)
        again = MemoryStore()
        restored(world, tmp_path / name, again)
        assert plain(again) == plain(store)


def test_cells_of_a_workbook_are_typed_and_no_text_is_a_formula(
    store: MemoryStore, world: Ontology, tmp_path: Path
) -> None:
    export_graph(store, world, tmp_path / "g.xlsx")
    book = openpyxl.load_workbook(tmp_path / "g.xlsx")
    assert book.sheetnames == ["Demand", "Enterprise", "Technology", "relations", "_pearlnet"]
    assert book["_pearlnet"].sheet_state == "hidden"
    header, row = (list(cells) for cells in book["Demand"].iter_rows())
    cells = {title.value: cell for title, cell in zip(header, row, strict=True)}
    assert (cells["name_zh"].data_type, cells["name_zh"].value) == ("s", "=SUM(A1)")
    assert (cells["priority"].data_type, cells["priority"].value) == ("n", 3)
    assert cells["illustrative"].value is True
    assert cells["dueDate"].value == datetime(2027, 3, 31)  # noqa: DTZ001 - sheets know no zones
    assert cells["budget"].value == 0.1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "<r><t>x</t></r>", "{=A1}", "http://x"])
def test_nothing_in_a_workbook_is_more_than_text(
    world: Ontology, tmp_path: Path, text: str
) -> None:
    export_graph(
        store_of(world, ([Entity("d", "Demand", {"name_zh": text})], ())),
        world,
        tmp_path / "g.xlsx",
    )
    with zipfile.ZipFile(tmp_path / "g.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    again = MemoryStore()
    restored(world, tmp_path / "g.xlsx", again)
    assert plain(again)[0]["d"][1]["name_zh"] == repr(text)


def test_numbers_that_a_sheet_would_round_are_text(world: Ontology, tmp_path: Path) -> None:
    values: dict[str, PropertyValue] = {"name_zh": "x", "budget": 0.1 + 0.2, "weight": 1e300}
    store = store_of(world, ([Entity("d", "Demand", values)], ()))
    export_graph(store, world, tmp_path / "g.xlsx")
    row = list(openpyxl.load_workbook(tmp_path / "g.xlsx")["Demand"].values)[1]
    assert set(row) == {"d", "x", "0.30000000000000004", "1e+300"}


def test_a_table_with_more_rows_than_a_sheet_is_cut(
    world: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_tables, "ROWS", 2)
    nodes = [Entity(f"t{n}", "Technology", {"name_zh": f"{n}"}) for n in range(5)]
    store = store_of(world, (nodes, ()))
    export_graph(store, world, tmp_path / "g.xlsx")
    book = openpyxl.load_workbook(tmp_path / "g.xlsx")
    titles = ["Technology", "Technology 2", "Technology 3", "_pearlnet"]
    assert book.sheetnames == titles
    assert [book[title].max_row for title in titles[:3]] == [3, 3, 2]
    again = MemoryStore()
    assert restored(world, tmp_path / "g.xlsx", again).first_rejects == ()
    assert plain(again) == plain(store)


def test_a_text_too_long_for_a_workbook_is_told_with_its_place(
    world: Ontology, tmp_path: Path
) -> None:
    longest = "😀" * (32_767 // 2)
    fits = store_of(world, ([Entity("d", "Demand", {"name_zh": longest})], ()))
    export_graph(fits, world, tmp_path / "g.xlsx")
    store = store_of(world, ([Entity("d", "Demand", {"name_zh": longest + "ab"})], ()))
    with pytest.raises(CannotWrite, match=r"^d: name_zh is longer than the 32,767 characters"):
        export_graph(store, world, tmp_path / "h.xlsx")


def test_columns_of_parquet_are_typed(store: MemoryStore, world: Ontology, tmp_path: Path) -> None:
    export_graph(store, world, tmp_path / "g.parquet")
    table = pq.read_table(tmp_path / "g.parquet" / "Demand.parquet")
    assert dict(zip(table.schema.names, table.schema.types, strict=True)) == {
        "id": pa.string(),
        "name_zh": pa.string(),
        "alias_zh": pa.list_(pa.string()),
        "illustrative": pa.bool_(),
        "priority": pa.int64(),
        "budget": pa.float64(),
        "dueDate": pa.date32(),
        "name_fr": pa.string(),
        "requires": pa.list_(pa.string()),
    }
    assert table.column("requires").to_pylist() == [["t 1", "t|2"]]
    related = pq.read_table(tmp_path / "g.parquet" / "relations.parquet").to_pylist()
    ends = {"type": "suppliesTo", "source": "e1", "target": "e2"}
    assert related == [{**ends, "share": 0.25, "target_": "x"}]


def test_a_value_of_the_wrong_kind_is_told(world: Ontology, tmp_path: Path) -> None:
    wrong = Entity("d", "Demand", {"name_zh": "x", "priority": "high"})
    with pytest.raises(CannotWrite, match="column priority has a value that is no int64"):
        export_graph(store_of(world, ([wrong], ())), world, tmp_path / "g.parquet")
