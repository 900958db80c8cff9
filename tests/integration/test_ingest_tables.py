"""Rows of CSV and JSON Lines become typed entities and relations by the mapping's rules."""

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.records import Provenance, RelationKey
from tests.ingest_world import TIME, new_store, run

HEAD = "source: {name: register, confidence: 0.9}\nentities:\n"


def test_auto_maps_every_column_that_is_named_like_a_property_or_relation(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, "id,name_zh,people\ncity:tj,天津,13640000\n", _auto("City"), name="a.csv")
    summary = run(
        store,
        tmp_path,
        "id,name_zh,name_en,alias_zh,staff,budget,listed,founded,size,locatedIn\n"
        "c:1,天津港,Tianjin Port,津港| 天港,1200,1.50,是,2004年6月9日,大型,city:tj\n"
        "c:2,小铺,,,,,no,2020/1/31,微型,\n",
    )
    assert (summary.rows, summary.entities.created, summary.relations.created) == (2, 2, 1)
    assert store.get(["c:1"])["c:1"].properties == {
        "name_zh": "天津港",
        "name_en": "Tianjin Port",
        "alias_zh": ("津港", "天港"),
        "staff": 1200,
        "budget": 1.5,
        "listed": True,
        "founded": "2004-06-09",
        "size": "large",
    }
    assert store.get(["c:2"])["c:2"].properties == {
        "name_zh": "小铺",
        "listed": False,
        "founded": "2020-01-31",
        "size": "small",
    }
    assert list(store.get_relations([RelationKey("locatedIn", "c:1", "city:tj")]))


def test_every_field_knows_its_source(tmp_path: Path) -> None:
    store = new_store()
    mapping = HEAD + "  - {class: City, id: '{id}', auto: true}\n"
    run(store, tmp_path, "id,name_zh\ncity:tj,天津\n", mapping, batch="b7")
    stored = store.get(["city:tj"])["city:tj"]
    assert stored.provenance == {"name_zh": Provenance("register", "b7", TIME, 0.9)}


def test_explicit_rules_rename_split_look_up_fill_in_and_combine(tmp_path: Path) -> None:
    store = new_store()
    mapping = (
        HEAD + "  - class: Company\n    id: 'c:{no}'\n    auto: true\n    properties:\n"
        "      name_zh: {column: title}\n"
        "      alias_zh: {column: others, split: ';'}\n"
        "      size: {column: scale, lookup: {L: large, S: small}, default: small}\n"
        "      listed: {constant: true}\n"
        "      homepage: {template: 'https://x.cn/{no}'}\n"
        "    ignore: [remark]\n"
    )
    run(store, tmp_path, "no,title,others,scale,remark\n1,甲,一; 二;,L,x\n2,乙,,,\n", mapping)
    found = store.get(["c:1", "c:2"])
    assert found["c:1"].properties == {
        "name_zh": "甲",
        "alias_zh": ("一", "二"),
        "size": "large",
        "listed": True,
        "homepage": "https://x.cn/1",
    }
    assert found["c:2"].properties["size"] == "small"


def test_one_row_may_hold_several_entities_and_relate_them_either_way(tmp_path: Path) -> None:
    store = new_store()
    mapping = (
        HEAD + "  - class: Company\n    id: 'c:{company}'\n"
        "    properties: {name_zh: {column: company}}\n"
        "    relations:\n"
        "      locatedIn: {column: city, id: 'city:{value}'}\n"
        "      supplies: {column: suppliers, id: 'c:{value}', split: '、', direction: in}\n"
        "  - class: City\n    id: 'city:{city}'\n    properties: {name_zh: {column: city}}\n"
    )
    summary = run(store, tmp_path, "company,city,suppliers\n甲,津,乙、丙\n乙,津,\n丙,,\n", mapping)
    assert summary.rejected == summary.rejected_relations == 0
    assert summary.entities.created == 4
    keys = [
        RelationKey("locatedIn", "c:甲", "city:津"),
        RelationKey("supplies", "c:乙", "c:甲"),
        RelationKey("supplies", "c:丙", "c:甲"),
    ]
    assert set(store.get_relations(keys)) == set(keys)


def test_the_class_may_stand_in_a_column(tmp_path: Path) -> None:
    store = new_store()
    summary = run(
        store,
        tmp_path,
        "id,kind,name_zh,people,staff\n"
        "x:1,City,津,5,\nx:2,Startup,甲,,7\nx:3,Citty,乙,,\nx:4,Company,丙,9,\n",
        HEAD + "  - {class: {column: kind}, id: '{id}', auto: true}\n",
    )
    assert {key: item.type for key, item in store.get(["x:1", "x:2", "x:3", "x:4"]).items()} == {
        "x:1": "City",
        "x:2": "Startup",
    }
    assert [(item.line, item.code, item.field) for item in summary.first_rejects] == [
        (4, "UNKNOWN_CLASS", "id"),
        (5, "UNKNOWN_PROPERTY", "people"),
    ]


def test_a_block_of_relations_alone_joins_entities_that_exist(tmp_path: Path) -> None:
    store = new_store()
    run(store, tmp_path, "id,name_zh\nc:1,甲\nc:2,乙\n")
    edges = HEAD + "  - {class: Company, id: '{a}', relations: {supplies: {column: b}}}\n"
    summary = run(store, tmp_path, "a,b\nc:1,c:2\nc:1,c:9\n", edges, name="edges.csv")
    assert (summary.relations.created, summary.rejected_relations) == (1, 1)
    assert summary.entities.total == 0


def test_json_lines_keep_numbers_truth_and_lists(tmp_path: Path) -> None:
    store = new_store()
    lines = [
        {"id": "c:1", "name_zh": "甲", "staff": 3, "listed": False, "alias_zh": ["一", "二|三"]},
        {"id": "c:2", "name_zh": "乙", "budget": 2, "staff": None},
        {"id": "c:3", "name_zh": {"zh": "丙"}},
    ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    summary = run(store, tmp_path, text + "\n[1]\n", name="companies.jsonl")
    found = store.get(["c:1", "c:2", "c:3"])
    assert found["c:1"].properties["alias_zh"] == ("一", "二|三")
    assert (found["c:1"].properties["staff"], found["c:1"].properties["listed"]) == (3, False)
    assert found["c:2"].properties["budget"] == 2.0
    assert [(item.line, item.code) for item in summary.first_rejects] == [
        (3, "NESTED_VALUE"),
        (5, "MALFORMED_ROW"),
    ]


PRINTABLE = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('",\n\t|'), min_size=1
).filter(lambda text: text == text.strip())


@settings(max_examples=40, deadline=None)
@given(names=st.lists(PRINTABLE, min_size=1, max_size=8))
def test_any_text_survives_csv(names: list[str]) -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["id", "name_zh"])
    writer.writerows((f"c:{place}", name) for place, name in enumerate(names))
    store = new_store()
    with TemporaryDirectory() as folder:
        summary = run(store, Path(folder), table.getvalue())
    assert summary.first_rejects == ()
    ids = [f"c:{place}" for place in range(len(names))]
    found = store.get(ids)
    assert [found[key].properties["name_zh"] for key in ids] == names


def _auto(class_name: str) -> str:
    return HEAD + f"  - {{class: {class_name}, id: '{{id}}', auto: true}}\n"
