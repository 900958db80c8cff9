"""Text of every language and plane survives in ids, property names and values."""

import pytest

from graph import Compare, Entity, GraphStore, Op, Relation
from tests.contract.samples import entity, found, link, put, stored

TEXTS = [
    "中文，全角！",
    "emoji 🏭👩‍🔧",
    "𠮷野家 𪚥",
    "Ünïcode ǅ ß İ",
    "\u200bzero\u2028width",
    "a\tb\nc\r\nd",
    " ",
]


@pytest.mark.parametrize("text", TEXTS)
def test_values_survive(store: GraphStore, text: str) -> None:
    put(store, entity("a", name_zh=text, alias_zh=(text, "x")))
    assert stored(store, "a").properties == {"name_zh": text, "alias_zh": (text, "x")}
    assert found(store, Compare("name_zh", Op.EQ, text)) == ["a"]
    assert found(store, Compare("alias_zh", Op.EQ, text)) == ["a"]


def test_ids_survive_and_stay_distinct(store: GraphStore) -> None:
    ids = ["企业:天津港", "ent:🏭", "ent:𠮷", "Ent:a", "ent:a", "é", "e\u0301", "x" * 512]
    put(store, *(entity(key) for key in ids))
    assert list(store.get(ids)) == ids
    link(store, Relation("requires", "企业:天津港", "ent:🏭"))
    assert [n.entity.id for n in store.neighbours(["企业:天津港"])["企业:天津港"]] == ["ent:🏭"]


def test_property_names_may_be_chinese(store: GraphStore) -> None:
    put(store, Entity("a", "Technology", {"规模": 3, "名称_zh": "甲"}))
    assert stored(store, "a").properties == {"规模": 3, "名称_zh": "甲"}
    assert found(store, Compare("规模", Op.GE, 3)) == ["a"]


def test_languages_stand_side_by_side(store: GraphStore) -> None:
    put(store, entity("a", name_zh="网络切片", name_en="Network slicing"))
    put(store, entity("a", name_en="Slicing"))
    assert stored(store, "a").properties == {"name_zh": "网络切片", "name_en": "Slicing"}
