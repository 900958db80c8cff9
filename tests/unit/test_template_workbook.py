"""A template says in both languages what to fill in, and lets the sheet itself check it."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph.memory import MemoryStore
from graph.records import Entity
from ingest.template import find_class, write_template
from ingest.template.choices import MOST_ENTITIES
from ingest.template.classes import AbstractClass
from ontology import Ontology
from ontology.errors import UnknownClass


def _book(
    ontology: Ontology, name: str, language: str = "zh", store: MemoryStore | None = None
) -> Workbook:
    file = BytesIO()
    write_template(file, ontology, name, language, store)
    return load_workbook(file)


def _store(ontology: Ontology, *entities: Entity) -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    store.write(lambda writer: writer.upsert_entities(entities))
    return store


def _columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1] if cell.column is not None}


def _rule(sheet: Worksheet, key: str) -> DataValidation:
    cell = sheet.cell(4, _columns(sheet)[key]).coordinate
    rules: list[DataValidation] = sheet.data_validations.dataValidation
    (found,) = [rule for rule in rules if cell in rule.sqref]
    return found


def _offered(book: Workbook, key: str) -> list[object]:
    sheet = book.worksheets[0]
    rule = _rule(sheet, key)
    if rule.type != "list":
        return []
    title, place = str(rule.formula1).split("!")
    return [cell.value for row in book[title][place.replace("$", "")] for cell in row]


def test_every_class_that_has_records_has_a_template_with_all_it_may_hold(
    ontology: Ontology,
) -> None:
    concrete = [name for name, item in ontology.classes.items() if not item.abstract]
    for name in concrete:
        columns = _columns(_book(ontology, name).worksheets[0])
        properties = {key for item in ontology.properties(name).values() for key in item.keys}
        relations = {item.name for item in ontology.relations_from(name)}
        assert set(columns) == {"id"} | properties | relations
    assert len(concrete) > 20


def test_the_sheets_are_those_that_the_reader_knows(ontology: Ontology) -> None:
    book = _book(ontology, "Demand")
    assert book.sheetnames == ["需求", "_lists", "_pearlnet"]
    assert [sheet.sheet_state for sheet in book.worksheets] == [
        "visible",
        "veryHidden",
        "veryHidden",
    ]
    told = [cell.value for cell in book["_pearlnet"][2]]
    assert told[:4] == ["需求", "Demand", 1, 2]


def test_the_header_is_hidden_and_what_explains_it_stays_in_sight(ontology: Ontology) -> None:
    sheet = _book(ontology, "Demand").worksheets[0]
    assert sheet.row_dimensions[1].hidden
    assert sheet.freeze_panes == "B4"
    columns = _columns(sheet)
    required = {key for key, at in columns.items() if str(sheet.cell(2, at).value).endswith("*")}
    assert required == {"name_zh", "name_en"}
    colours = {sheet.cell(2, at).fill.fgColor.rgb for key, at in columns.items() if key in required}
    assert len(colours) == 1
    assert sheet.cell(2, columns["alias_zh"]).fill.fgColor.rgb not in colours


def test_labels_name_language_and_unit_and_hints_say_how_to_write(ontology: Ontology) -> None:
    sheet = _book(ontology, "Demand").worksheets[0]
    columns = _columns(sheet)
    assert sheet.cell(2, columns["budget"]).value == "预算（元） budget (yuan)"
    assert sheet.cell(2, columns["name_zh"]).value == "名称（中文） name (Chinese) *"
    zh, en = str(sheet.cell(3, columns["priority"]).value).split("\n")
    assert zh.endswith("整数，只写数字。1 至 5。")
    assert en.endswith("A whole number, digits alone. From 1 to 5.")
    zh, en = str(sheet.cell(3, columns["category"]).value).split("\n")
    assert zh.endswith("可填多个，以 | 分隔。")
    assert en.endswith("Several may stand here, separated by |.")


def test_hints_hold_for_every_column_in_both_languages(ontology: Ontology) -> None:
    for name in ("Enterprise", "UseCase", "Observation"):
        sheet = _book(ontology, name).worksheets[0]
        for cell in sheet[3]:
            zh, en = str(cell.value).split("\n")
            assert zh.endswith("。")
            assert en.endswith(".")


@pytest.mark.parametrize(
    ("language", "status", "truth"),
    [("zh", "征集中", ["是", "否"]), ("en", "Open", ["yes", "no"])],
)
def test_drop_downs_speak_the_language_of_the_user(
    ontology: Ontology, language: str, status: str, truth: list[str]
) -> None:
    book = _book(ontology, "Demand", language)
    assert status in _offered(book, "status")
    assert _offered(book, "illustrative") == truth


def test_a_cell_of_one_value_is_checked_and_one_of_several_only_helped(
    ontology: Ontology,
) -> None:
    sheet = _book(ontology, "Demand").worksheets[0]
    assert _rule(sheet, "status").showErrorMessage
    assert not _rule(sheet, "category").showErrorMessage
    rule = _rule(sheet, "priority")
    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == (
        "whole",
        "between",
        "1",
        "5",
    )
    assert _rule(sheet, "budget").formula1 == "0"
    assert _rule(sheet, "dueDate").type == "date"
    assert sheet.column_dimensions["A"].number_format == "@"


def test_relations_offer_what_the_store_holds_with_ids(ontology: Ontology) -> None:
    store = _store(
        ontology,
        Entity("tech:tsn", "Technology", {"name_zh": "时间敏感|网络", "name_en": "TSN"}),
        Entity("std:1", "Standard", {"name_en": "A standard", "illustrative": True}),
        Entity("skill:[odd]", "Skill", {"name_zh": "怪"}),
        Entity("region:1", "Region", {"name_zh": "天津"}),
    )
    assert _offered(_book(ontology, "Demand", "zh", store), "requires") == [
        "【示例】A standard [std:1]",
        "时间敏感／网络 [tech:tsn]",
    ]
    assert "TSN [tech:tsn]" in _offered(_book(ontology, "Demand", "en", store), "requires")


def test_beyond_some_hundreds_ids_are_typed_in(ontology: Ontology) -> None:
    def filled(count: int) -> MemoryStore:
        regions = [Entity(f"region:{n}", "Region", {"name_zh": "x"}) for n in range(count)]
        return _store(ontology, *regions)

    most = _book(ontology, "Park", "zh", filled(MOST_ENTITIES))
    assert len(_offered(most, "locatedIn")) == MOST_ENTITIES
    more = _book(ontology, "Park", "zh", filled(MOST_ENTITIES + 1)).worksheets[0]
    assert _rule(more, "locatedIn").type is None
    assert "下拉列表" not in str(more.cell(3, _columns(more)["locatedIn"]).value)


def test_a_store_without_schema_offers_nothing(ontology: Ontology) -> None:
    assert _offered(_book(ontology, "Park", "zh", MemoryStore()), "locatedIn") == []


@pytest.mark.parametrize(
    ("asked", "name"),
    [("demand", "Demand"), ("需求", "Demand"), ("USE-CASE", "UseCase"), ("policies", "Policy")],
)
def test_a_class_is_asked_for_by_name_or_label(ontology: Ontology, asked: str, name: str) -> None:
    assert find_class(asked, ontology) == name


def test_a_slip_names_the_nearest_class_and_an_abstract_one_its_subclasses(
    ontology: Ontology,
) -> None:
    with pytest.raises(UnknownClass, match="did you mean 'Demand'"):
        find_class("Dmeand", ontology)
    with pytest.raises(AbstractClass, match="University"):
        find_class("组织机构", ontology)
