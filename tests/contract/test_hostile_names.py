"""Text that looks like a query is text, and names that look like one are refused."""

import pytest

from graph import Compare, Entity, GraphStore, In, Op, Query, Relation, Sort
from graph.errors import InvalidName
from graph.query import Exists, Related
from tests.contract.samples import drop, entity, found, link, put, stored

HOSTILE = [
    "Robert'); DROP TABLE entities;--",
    "`}) DETACH DELETE n //",
    "\\u0060}) MATCH (n) DETACH DELETE n //",
    "$id",
    "{id: 1}",
    '"; --',
    "%_*?",
    "' OR '1'='1",
    "\\",
    "$.name",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_in_ids_and_values_it_is_text(store: GraphStore, text: str) -> None:
    put(store, entity("bystander", name_en="fine"), entity(text, name_en=text, alias_en=(text,)))
    link(store, Relation("requires", text, "bystander", {"note": text}))
    assert stored(store, text) == entity(text, name_en=text, alias_en=(text,))
    for field in ("name_en", "alias_en", "id"):
        for op in (Op.EQ, Op.CONTAINS, Op.STARTS_WITH):
            assert found(store, Compare(field, op, text)) == [text]
        assert found(store, In(field, (text,))) == [text]
    assert store.group_count(Query(), "name_en") == {"fine": 1, text: 1}
    assert [item.relation.properties for item in store.neighbours([text])[text]] == [{"note": text}]
    page = store.find(Query(sort=Sort("name_en")), first=1)
    assert len(store.find(Query(sort=Sort("name_en")), after=page.cursors[0]).entities) == 1
    store.search(text)
    assert drop(store, text) == 1
    assert found(store) == ["bystander"]


@pytest.mark.parametrize("name", [*HOSTILE, "", "a b", "a.b", "1a", "_a", "id", "type", "a`b"])
def test_as_a_property_name_it_is_refused(store: GraphStore, name: str) -> None:
    put(store, entity("bystander"))
    with pytest.raises(InvalidName):
        put(store, Entity("x", "Technology", {name: 1}))
    with pytest.raises(InvalidName):
        link(store, Relation("requires", "bystander", "bystander", {name: 1}))
    assert found(store) == ["bystander"]


@pytest.mark.parametrize("name", [*HOSTILE, "", "a b", "_a"])
def test_as_a_field_or_relation_of_a_query_it_is_refused(store: GraphStore, name: str) -> None:
    for where in (Compare(name, Op.EQ, 1), In(name, (1,)), Exists(name), Related(name)):
        with pytest.raises(InvalidName):
            store.count(Query(where=where))
    with pytest.raises(InvalidName):
        store.find(Query(sort=Sort(name)))
    with pytest.raises(InvalidName):
        store.group_count(Query(), name)
    for relations in ([name], ["requires", name]):
        with pytest.raises(InvalidName):
            store.neighbours(["a"], relations=relations)
        with pytest.raises(InvalidName):
            store.degrees(["a"], relations=relations)
        with pytest.raises(InvalidName):
            store.edges(relations)
        with pytest.raises(InvalidName):
            store.scan_relations(relations)


@pytest.mark.parametrize("id", ["", "a\0b", "lone \ud800", "a\nb", "x" * 513])
def test_looking_up_an_impossible_id_finds_nothing(store: GraphStore, id: str) -> None:
    put(store, entity("a"))
    assert store.get([id, "a"]).keys() == {"a"}
    assert not store.neighbours([id])[id]
    assert store.degrees([id])[id] == {}
    assert store.get_relations([Relation("requires", id, "a").key]) == {}
    assert drop(store, id) == 0


@pytest.mark.parametrize("text", ["a\0b", "lone \ud800", "網\0"])
def test_searching_for_impossible_text_does_no_harm(store: GraphStore, text: str) -> None:
    put(store, entity("x", name_en="zzz"))
    assert not store.search(text)
