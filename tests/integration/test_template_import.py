"""A steward fills in a template as people do, and imports it without a mapping."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from graph.memory import MemoryStore
from graph.records import Entity, RelationKey
from ingest import ImportSummary, Options, import_file
from ingest.template import write_template
from ontology import Ontology
from ontology.errors import UnknownClass
from pearlnet.cli.app import app
from pearlnet.settings import read_settings

TIME = "2026-01-01T00:00:00Z"
FIRST = 5


@pytest.fixture
def store(ontology: Ontology) -> MemoryStore:
    made = MemoryStore()
    made.apply_schema(ontology.graph_schema())
    known = [
        Entity("industry:C38", "Industry", {"name_zh": "电气机械"}),
        Entity("tech:tsn", "Technology", {"name_zh": "时间敏感网络"}),
        Entity("tech:mec", "Technology", {"name_zh": "边缘计算"}),
    ]
    made.write(lambda writer: writer.upsert_entities(known))
    return made


def _fill(path: Path, rows: dict[int, dict[str, object]]) -> None:
    """Write cells by row and column, as a person does who sees labels and lists alone."""
    book = load_workbook(path)
    sheet: Worksheet = book.worksheets[0]
    places = {str(cell.value): cell.column for cell in sheet[1] if cell.column}
    for row, cells in rows.items():
        for key, value in cells.items():
            sheet.cell(row, places[key]).value = value  # type: ignore[assignment]  # any cell value
    book.save(path)


def _import(store: MemoryStore, ontology: Ontology, path: Path, batch: str = "b1") -> ImportSummary:
    return import_file(
        store,
        ontology,
        path,
        batch_id=batch,
        time=TIME,
        options=Options(rejects=path.with_suffix(".rejects.csv"), most_rejects=1.0),
    )


def _template(folder: Path, ontology: Ontology, store: MemoryStore, language: str = "zh") -> Path:
    path = folder / "需求.xlsx"
    with path.open("xb") as file:
        write_template(file, ontology, "Demand", language, store)
    return path


def test_an_untouched_template_imports_as_nothing(
    tmp_path: Path, ontology: Ontology, store: MemoryStore
) -> None:
    summary = _import(store, ontology, _template(tmp_path, ontology, store))
    assert (summary.rows, summary.rejected, summary.entities.created) == (0, 0, 0)


def test_what_people_fill_in_becomes_entities_and_relations(
    tmp_path: Path, ontology: Ontology, store: MemoryStore
) -> None:
    path = _template(tmp_path, ontology, store)
    _fill(
        path,
        {
            FIRST: {
                "name_zh": " 产线要无线控制 ",
                "status": "征集中",
                "category": "经济效益提升|生产方式转型",
                "priority": 4,
                "budget": 1200000.5,
                "dueDate": date(2027, 3, 31),
                "illustrative": "否",
                "inIndustry": "电气机械 [industry:C38]",
                "requires": "时间敏感网络 [tech:tsn]|tech:mec ",
            },
            FIRST + 3: {"id": "demand:own", "name_en": "Count stock ", "status": "Open"},
        },
    )
    summary = _import(store, ontology, path)
    assert (summary.rows, summary.rejected, summary.rejected_relations) == (2, 0, 0)
    found = store.get(["demand:产线要无线控制", "demand:own"])
    assert found["demand:产线要无线控制"].properties == {
        "name_zh": "产线要无线控制",
        "status": "open",
        "category": ("economic-benefit", "production-transformation"),
        "priority": 4,
        "budget": 1200000.5,
        "dueDate": "2027-03-31",
        "illustrative": False,
    }
    assert found["demand:own"].properties == {"name_en": "Count stock", "status": "open"}
    keys = [
        RelationKey("inIndustry", "demand:产线要无线控制", "industry:C38"),
        RelationKey("requires", "demand:产线要无线控制", "tech:tsn"),
        RelationKey("requires", "demand:产线要无线控制", "tech:mec"),
    ]
    assert set(store.get_relations(keys)) == set(keys)


def test_what_is_wrong_is_refused_with_the_row_of_the_sheet(
    tmp_path: Path, ontology: Ontology, store: MemoryStore
) -> None:
    path = _template(tmp_path, ontology, store)
    _fill(
        path,
        {
            4: {"name_zh": "写在示例行上"},
            6: {"name_zh": "甲", "status": "征集种"},
            7: {"name_zh": "乙"},
            8: {"name_zh": "乙", "priority": 3},
            9: {"priority": 3},
            11: {"name_zh": "丙", "priority": 9},
            12: {"name_zh": "丁", "requires": "不存在 [tech:none]"},
        },
    )
    summary = _import(store, ontology, path)
    told = [(item.line, item.field, item.code) for item in summary.first_rejects]
    assert sorted(told) == [
        (4, "id", "EXAMPLE_CHANGED"),
        (6, "status", "UNKNOWN_TERM"),
        (8, "id", "SAME_NAME"),
        (9, "id", "MISSING_ID"),
        (11, "priority", "OUT_OF_RANGE"),
        (12, "requires", "DANGLING"),
    ]
    (wrong,) = [item for item in summary.first_rejects if item.line == 6]
    assert wrong.value == "征集种"
    assert "open" in wrong.suggestion
    assert set(store.get(["demand:甲", "demand:乙", "demand:丁"])) == {"demand:乙", "demand:丁"}


def test_refused_rows_are_mended_and_imported_by_themselves(
    tmp_path: Path, ontology: Ontology, store: MemoryStore
) -> None:
    path = _template(tmp_path, ontology, store)
    _fill(
        path,
        {
            4: {"name_zh": "示例行上"},
            6: {"name_zh": "甲", "status": "征集种", "requires": "时间敏感网络 [tech:tsn]"},
        },
    )
    (rejects,) = _import(store, ontology, path).reject_files
    text = rejects.read_text(encoding="utf-8").replace("征集种", "征集中")
    rejects.write_text(text, encoding="utf-8")
    summary = _import(store, ontology, rejects, "b2")
    assert [item.code for item in summary.first_rejects] == ["MISSING_ID"]
    assert store.get(["demand:甲"])["demand:甲"].properties["status"] == "open"
    key = RelationKey("requires", "demand:甲", "tech:tsn")
    assert list(store.get_relations([key])) == [key]


def test_the_same_rows_in_another_file_change_nothing(
    tmp_path: Path, ontology: Ontology, store: MemoryStore
) -> None:
    path = _template(tmp_path, ontology, store)
    _fill(path, {FIRST: {"name_zh": "甲", "status": "Open"}})
    _import(store, ontology, path)
    (tmp_path / "again").mkdir()
    again = _template(tmp_path / "again", ontology, store, "en")
    _fill(again, {FIRST + 9: {"name_zh": "甲 ", "status": "open"}})
    summary = _import(store, ontology, again, "b2")
    assert (summary.entities.created, summary.entities.unchanged) == (0, 1)


def test_the_command_writes_a_template_that_the_import_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEARLNET_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    read_settings.cache_clear()
    runner = CliRunner()
    try:
        assert isinstance(runner.invoke(app, ["template", "应用按例"]).exception, UnknownClass)
        made = runner.invoke(app, ["--lang", "zh", "template", "应用案例"])
        assert (made.exit_code, made.output.startswith("use-case.xlsx")) == (0, True)
        _fill(tmp_path / "use-case.xlsx", {FIRST: {"name_zh": "港口", "startedOn": "2024.5.1"}})
        done = runner.invoke(app, ["import", "use-case.xlsx", "--json"])
        assert (done.exit_code, '"created": 1' in done.output) == (0, True)
        shown = runner.invoke(app, ["show", "use-case:港口", "--json"])
        assert '"startedOn": "2024-05-01"' in shown.output
        taken = runner.invoke(app, ["template", "use-case"])
        assert (taken.exit_code, "-o" in taken.output) == (2, True)
    finally:
        read_settings.cache_clear()
