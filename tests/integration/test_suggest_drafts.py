"""Drafted mappings are valid, import what they were drafted for, and tell their doubts."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from typer.testing import CliRunner

from graph.memory import MemoryStore
from graph.records import Entity, RelationKey
from ingest import (
    ImportSummary,
    Mapping,
    Options,
    UnreadableSource,
    import_file,
    load_mapping,
)
from ingest.suggestion import suggest_mapping
from ontology import Ontology
from pearlnet.cli.app import app
from pearlnet.settings import read_settings

TIME = "2026-01-01T00:00:00Z"
COMPANIES = """\
序号,企业名称,统一社会信用代码,所属行业,注册地,联系电话,成立时间,年产值（万元）,状况说明码
1,海河智造有限公司,91120116MA05XXXX1A,汽车制造业、电气机械,天津市,022-12345678,2015,3500,x1
2,视界股份有限公司,91320594MA1XXXXX2B,电气机械,苏州市,0512-8765432,2018,1200,x2
"""


@pytest.fixture
def store(ontology: Ontology) -> MemoryStore:
    made = MemoryStore()
    made.apply_schema(ontology.graph_schema())
    known = [
        Entity("ent:a", "Enterprise", {"name_zh": "甲公司"}),
        Entity("industry:C36", "Industry", {"name_zh": "汽车制造业"}),
        Entity("industry:C38", "Industry", {"name_zh": "电气机械", "alias_en": ("Electrical",)}),
        Entity("region:120000", "Region", {"name_zh": "天津市", "alias_zh": ("天津",)}),
        Entity("region:320500", "Region", {"name_zh": "苏州市"}),
    ]
    made.write(lambda writer: writer.upsert_entities(known))
    return made


def _write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding, newline="")
    return path


def _draft(path: Path, ontology: Ontology, store: MemoryStore | None) -> tuple[str, Mapping]:
    text = suggest_mapping(path, ontology, store)
    draft = path.with_name(f"{path.stem}.draft.yaml")
    draft.write_text(text, encoding="utf-8")
    return text, load_mapping(draft, ontology)


def _import(path: Path, mapping: Mapping, ontology: Ontology, store: MemoryStore) -> ImportSummary:
    return import_file(
        store,
        ontology,
        path,
        mapping,
        batch_id="b1",
        time=TIME,
        options=Options(rejects=None, most_rejects=1.0),
    )


def test_a_list_of_companies_imports_by_its_draft(
    tmp_path: Path, ontology: Ontology, store: MemoryStore
) -> None:
    path = _write(tmp_path, "企业名单.csv", COMPANIES)
    text, mapping = _draft(path, ontology, store)
    summary = _import(path, mapping, ontology, store)
    assert (summary.rows, summary.rejected, summary.rejected_relations) == (2, 0, 0)
    (block,) = mapping.entities
    assert (block.type, block.id.text) == ("Enterprise", "ent:{统一社会信用代码}")
    assert "其次 next:" in text
    stored = store.get(["ent:91120116MA05XXXX1A"])["ent:91120116MA05XXXX1A"]
    assert stored.properties == {
        "name_zh": "海河智造有限公司",
        "creditCode": "91120116MA05XXXX1A",
        "contactPhone": "022-12345678",
        "foundedYear": 2015,
    }
    keys = [
        RelationKey("operatesIn", stored.id, "industry:C36"),
        RelationKey("operatesIn", stored.id, "industry:C38"),
        RelationKey("locatedIn", stored.id, "region:120000"),
    ]
    assert set(store.get_relations(keys)) == set(keys)


def test_columns_that_are_not_understood_are_ignored_with_the_doubt(
    tmp_path: Path, ontology: Ontology, store: MemoryStore
) -> None:
    _, mapping = _draft(_write(tmp_path, "企业名单.csv", COMPANIES), ontology, store)
    assert set(mapping.ignored) == {"序号", "年产值（万元）", "状况说明码"}
    without, _ = _draft(_write(tmp_path, "名单.csv", COMPANIES), ontology, None)
    (line,) = [line for line in without.splitlines() if line.startswith('      - "注册地"')]
    assert "locatedIn?" in line
    assert "先导入" in line
    assert "import them first" in line


def test_numbers_in_another_unit_are_not_taken_for_the_property(
    tmp_path: Path, ontology: Ontology
) -> None:
    table = "编号,需求名称,预算（万元）,优先级\nd1,甲,12,3\nd2,乙,8.5,2\n"
    text, mapping = _draft(_write(tmp_path, "需求.csv", table), ontology, None)
    assert "budget" not in mapping.entities[0].properties
    assert "budget?" in text
    assert "单位不同" in text
    worded = table.replace("（万元）", "").replace(",12,", ",12万元,").replace("8.5", "8.5万元")
    assert "单位不同" in _draft(_write(tmp_path, "b.csv", worded), ontology, None)[0]
    same = table.replace("万元", "元")
    assert (
        "budget"
        in _draft(_write(tmp_path, "c.csv", same), ontology, None)[1].entities[0].properties
    )


def test_codes_of_what_the_store_holds_get_its_prefix(
    tmp_path: Path, ontology: Ontology, store: MemoryStore
) -> None:
    path = _write(tmp_path, "需求.csv", "需求标题,所属行业代码\n甲,C36\n乙,C38\n")
    _, mapping = _draft(path, ontology, store)
    rule = mapping.entities[0].relations["inIndustry"]
    assert rule.id is not None
    assert rule.id.text == "industry:{value}"
    assert _import(path, mapping, ontology, store).rejected_relations == 0


def test_rows_may_point_at_each_other_by_key_or_by_name(tmp_path: Path, ontology: Ontology) -> None:
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    table = (
        "技术代号,技术名称,上级技术,依赖技术\nt1,专网,,\nt2,切片,t1,专网\nt3,边缘,t1,专网、切片\n"
    )
    path = _write(tmp_path, "技术.csv", table.replace("技术代号", "编号"))
    _, mapping = _draft(path, ontology, None)
    summary = _import(path, mapping, ontology, store)
    assert (summary.rejected, summary.rejected_relations) == (0, 0)
    assert summary.relations.created == 5


def test_without_an_id_the_name_serves_and_running_numbers_do_not(
    tmp_path: Path, ontology: Ontology
) -> None:
    _, mapping = _draft(
        _write(tmp_path, "需求.csv", "编号,需求标题\n1,甲\n2,乙\n3,丙\n"), ontology, None
    )
    assert mapping.entities[0].id.text == "demand:{需求标题}"
    text, mapping = _draft(
        _write(tmp_path, "b.csv", "需求标题,截止时间\n甲,2026-01-01\n甲,2026-02-01\n"),
        ontology,
        None,
    )
    assert mapping.entities[0].id.fields == ("需求标题", "截止时间")
    text, _ = _draft(_write(tmp_path, "c.csv", "需求标题\n甲\n甲\n"), ontology, None)
    assert "存疑" in text
    assert "doubtful" in text


def test_classes_may_stand_in_a_column(tmp_path: Path, ontology: Ontology) -> None:
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    path = _write(tmp_path, "名录.csv", "编号,机构类型,名称\no1,企业,甲\no2,高校,乙\n")
    _, mapping = _draft(path, ontology, None)
    assert _import(path, mapping, ontology, store).entities.created == 2
    assert set(store.types_of(["organization:o1", "organization:o2"]).values()) == {
        "Enterprise",
        "University",
    }


def test_the_language_of_text_is_told_by_its_script(tmp_path: Path, ontology: Ontology) -> None:
    path = _write(
        tmp_path, "cases.csv", "case,title,summary\n1a,天津港,Smart port\n2b,电厂,Plant\n"
    )
    _, mapping = _draft(path, ontology, None)
    assert {"name_zh", "description_en"} <= set(mapping.entities[0].properties)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_other_encodings_are_recognised(tmp_path: Path, ontology: Ontology, encoding: str) -> None:
    path = _write(tmp_path, "企业名单.csv", COMPANIES, encoding)
    assert "creditCode" in suggest_mapping(path, ontology, None)


def test_json_lists_and_sheets_are_tables_too(tmp_path: Path, ontology: Ontology) -> None:
    rows = [{"title": "甲", "aliases": ["一", "二"]}, {"title": "乙", "aliases": []}]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    _, mapping = _draft(_write(tmp_path, "demands.jsonl", lines), ontology, None)
    assert {"name_zh", "alias_zh"} <= set(mapping.entities[0].properties)
    book = Workbook()
    first = book.worksheets[0]
    first.title = "需求"
    first.append(["需求标题", "优先级"])
    first.append(["甲", 3])
    book.create_sheet("别的").append(["x"])
    book.save(tmp_path / "b.xlsx")
    _, mapping = _draft(tmp_path / "b.xlsx", ontology, None)
    assert mapping.format.sheet == "需求"
    assert set(mapping.entities[0].properties) == {"name_zh", "priority"}


def test_a_table_of_nothing_known_still_gives_a_valid_draft(
    tmp_path: Path, ontology: Ontology
) -> None:
    text, mapping = _draft(_write(tmp_path, "x.csv", 'q{1},"a: b #"\n1,\n'), ontology, None)
    assert mapping.entities
    assert "没有找到" in text


_CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
_HEADERS = st.sampled_from(
    [
        "id",
        "名称",
        "类型",
        "name",
        "预算（万元）",
        "{x}",
        "a: b",
        "'q\"",
        "所属行业",
        "截止日期",
        "- x",
        "备注#",
    ]
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.one_of(_HEADERS, _CELLS), min_size=1, max_size=4).flatmap(
        lambda names: st.tuples(
            st.just(names),
            st.lists(st.lists(_CELLS, min_size=len(names), max_size=len(names)), max_size=4),
        )
    )
)
def test_any_table_that_can_be_read_gives_a_draft_that_fits_it(
    tmp_path: Path, ontology: Ontology, table: tuple[list[str], list[list[str]]]
) -> None:
    names, rows = table
    lines = [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in rows]
    path = _write(tmp_path, "t.jsonl", "\n".join(lines))
    try:
        text = suggest_mapping(path, ontology, None)
    except UnreadableSource:
        return
    assert text.startswith("# 由 pearlnet 起草")


def test_rdf_is_drafted_by_its_names_labels_and_ends(tmp_path: Path, ontology: Ontology) -> None:
    turtle = """\
@prefix ex: <http://example.org/onto#> .
@prefix d: <http://example.org/data/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:hasHQ a owl:ObjectProperty ; rdfs:label "所在地区"@zh .
d:c1 a ex:Company, foaf:Agent ; rdfs:label "天津港"@zh, "Tianjin Port"@en ;
  ex:headcount 120 ; ex:hasHQ d:r1 ; foaf:homepage <https://a.cn/> ; ex:colour "red" .
d:c2 a ex:Company ; rdfs:label "小铺"@zh ; ex:headcount 3 ; ex:hasHQ d:r1 ; ex:supplies d:c1 .
d:r1 a ex:Region ; rdfs:label "天津" ; ex:areaCode "120000" .
d:w a ex:Weather ; ex:t 4 .
"""
    path = _write(tmp_path, "x.ttl", turtle)
    _, mapping = _draft(path, ontology, None)
    assert mapping.rdf.language == "zh"
    assert "http://example.org/onto#colour" in mapping.rdf.ignore
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    summary = _import(path, mapping, ontology, store)
    assert (summary.entities.created, summary.relations.created) == (3, 3)
    assert (summary.rejected, summary.rejected_relations) == (0, 0)
    first = store.get(["enterprise:c1"])["enterprise:c1"]
    assert first.properties == {
        "name_zh": "天津港",
        "name_en": "Tianjin Port",
        "employees": 120,
        "homepage": "https://a.cn/",
    }
    key = RelationKey("suppliesTo", "enterprise:c2", "enterprise:c1")
    assert list(store.get_relations([key])) == [key]


def test_the_command_prints_a_draft_or_writes_it_to_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEARLNET_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    read_settings.cache_clear()
    path = _write(tmp_path, "需求.csv", "编号,需求标题\nx1,甲\n")
    runner = CliRunner()
    try:
        printed = runner.invoke(app, ["import", "--suggest-mapping", str(path)])
        assert (printed.exit_code, "class: Demand" in printed.stdout) == (0, True)
        written = runner.invoke(app, ["import", "--suggest-mapping", str(path), "-o", "需求.yaml"])
        assert (written.exit_code, written.stdout) == (0, "")
        assert (tmp_path / "需求.yaml").read_text(encoding="utf-8") == printed.stdout
        again = runner.invoke(app, ["import", "--suggest-mapping", str(path), "-o", "需求.yaml"])
        assert again.exit_code == 2
        done = runner.invoke(app, ["import", str(path), "--json"])
        assert (done.exit_code, '"created": 1' in done.stdout) == (0, True)
    finally:
        read_settings.cache_clear()
