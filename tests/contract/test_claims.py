"""Beside what stands, a store keeps what else was said, and finds it by source and by batch."""

import pytest

from graph import GraphStore, Relation, RelationKey
from graph.query import Query, UpsertResult
from graph.records import Claim, Entity, PropertyValue, Provenance
from tests.contract.samples import PAPER, REGISTER, link, put, stored

WEB = Provenance("web", "batch-3", "2026-03-01T00:00:00Z", 0.5)
CLAIMS = (
    Claim("name_zh", "旧名", REGISTER),
    Claim("alias_zh", ("甲", "乙"), WEB),
    Claim("capacity", 1, WEB),
)


def named(id: str, *claims: Claim, by: Provenance | None = PAPER) -> Entity:
    properties: dict[str, PropertyValue] = {"name_zh": f"名{id}", "capacity": 3}
    return Entity(id, "Technology", properties, dict.fromkeys(properties, by) if by else {}, claims)


def test_claims_are_read_back(store: GraphStore) -> None:
    assert put(store, named("a", *CLAIMS)) == UpsertResult(created=1)
    assert stored(store, "a") == named("a", *CLAIMS)
    assert [item for batch in store.scan(Query()) for item in batch] == [named("a", *CLAIMS)]
    assert store.find(Query()).entities == (named("a", *CLAIMS),)


def test_a_patch_without_claims_leaves_them_alone(store: GraphStore) -> None:
    put(store, named("a", *CLAIMS))
    assert put(store, Entity("a", "Technology", {"capacity": 4}, {"capacity": WEB})) == (
        UpsertResult(updated=1)
    )
    assert stored(store, "a").claims == CLAIMS


def test_a_patch_with_claims_replaces_them(store: GraphStore) -> None:
    put(store, named("a", *CLAIMS))
    assert put(store, named("a", CLAIMS[0])) == UpsertResult(updated=1)
    assert put(store, named("a", CLAIMS[0])) == UpsertResult(unchanged=1)
    assert stored(store, "a").claims == CLAIMS[:1]


def test_claims_that_differ_in_kind_alone_differ(store: GraphStore) -> None:
    put(store, named("a", Claim("capacity", 1, WEB)))
    assert put(store, named("a", Claim("capacity", True, WEB))) == UpsertResult(updated=1)
    assert stored(store, "a").claims[0].value is True


def test_a_whole_record_replaces_everything(store: GraphStore) -> None:
    put(store, named("a", *CLAIMS))
    record = Entity("a", "Technology", {"name_en": "A"}, {"name_en": WEB})
    assert store.write(lambda w: w.upsert_entities([record], whole=True)).updated == 1
    assert stored(store, "a") == record
    assert store.write(lambda w: w.upsert_entities([record], whole=True)).unchanged == 1


def test_a_whole_record_may_be_new(store: GraphStore) -> None:
    assert store.write(lambda w: w.upsert_entities([named("b")], whole=True)).created == 1
    assert stored(store, "b") == named("b")


def test_what_is_known_to_be_stored_need_not_be_read_again(store: GraphStore) -> None:
    put(store, named("a"))
    patch = Entity("a", "Technology", {"capacity": 9}, {"capacity": PAPER})
    result = store.write(lambda w: w.upsert_entities([patch, named("b")], stored=w.get(["a", "b"])))
    assert result == UpsertResult(created=1, updated=1)
    assert stored(store, "a").properties == {"name_zh": "名a", "capacity": 9}


def test_the_text_of_a_replaced_record_is_searched_no_more(store: GraphStore) -> None:
    put(store, named("a"))
    record = Entity("a", "Technology", {"name_zh": "新称"})
    store.write(lambda w: w.upsert_entities([record], whole=True))
    assert store.search("名a") == ()
    assert [hit.entity.id for hit in store.search("新称")] == ["a"]


def test_relations_keep_who_else_says_so(store: GraphStore) -> None:
    put(store, named("a"), named("b"))
    told = Relation("requires", "a", "b", {}, PAPER, (Claim("", None, WEB),))
    assert link(store, told) == UpsertResult(created=1)
    assert store.get_relations([told.key]) == {told.key: told}
    alone = Relation("requires", "a", "b", {}, PAPER)
    assert link(store, alone) == UpsertResult(unchanged=1)
    assert store.write(lambda w: w.upsert_relations([alone], whole=True)).updated == 1
    assert store.get_relations([told.key]) == {told.key: alone}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"source": "paper"}, ["a", "c"]),
        ({"source": "web"}, ["a", "b"]),
        ({"batch": "batch-2"}, ["a"]),
        ({"source": "paper", "batch": "batch-3"}, []),
        ({"source": "nobody"}, []),
        ({}, ["a", "b", "c"]),
    ],
)
def test_entities_are_found_by_who_says_something_of_them(
    store: GraphStore, asked: dict[str, str], found: list[str]
) -> None:
    put(store, named("a", *CLAIMS), named("b", by=WEB), named("c"), named("d", by=None))
    assert [item.id for item in store.said_entities(first=10, **asked)] == found
    page = store.said_entities(first=1, **asked)
    assert [item.id for item in page] == found[:1]
    rest = store.said_entities(after=found[0] if found else "", first=9, **asked)
    assert [item.id for item in rest] == found[1:]


def test_fields_of_several_origins_are_found_by_each(store: GraphStore) -> None:
    mixed = {"name_zh": PAPER, "capacity": REGISTER}
    put(store, Entity("m", "Technology", {"name_zh": "名", "capacity": 1}, mixed))
    assert stored(store, "m").provenance == mixed
    for source in ("paper", "register"):
        assert [item.id for item in store.said_entities(source=source, first=5)] == ["m"]


def test_relations_are_found_by_who_states_them(store: GraphStore) -> None:
    put(store, *(named(key) for key in "abc"))
    first = Relation("requires", "a", "b", {}, PAPER, (Claim("", None, WEB),))
    second = Relation("requires", "b", "c", {}, WEB)
    third = Relation("suppliesTo", "a", "c", {}, PAPER)
    link(store, first, second, third, Relation("suppliesTo", "c", "a"))
    assert store.said_relations(source="web", first=10) == (first, second)
    assert store.said_relations(batch="batch-1", first=10) == (first, third)
    assert store.said_relations(source="paper", first=1) == (first,)
    key = RelationKey("requires", "a", "b")
    assert store.said_relations(source="paper", after=key, first=9) == (third,)


def test_deleting_an_entity_deletes_its_claims(store: GraphStore) -> None:
    put(store, named("a", *CLAIMS))
    store.write(lambda w: w.delete_entities(["a"]))
    put(store, named("a"))
    assert stored(store, "a").claims == ()


def test_a_claim_keeps_of_which_record_it_was_said(store: GraphStore) -> None:
    merged = Claim("name_zh", "并入者", WEB, "old:a")
    put(store, named("a", merged, *CLAIMS), named("b"))
    assert stored(store, "a").claims == (merged, *CLAIMS)
    told = Relation("requires", "a", "b", {}, PAPER, (Claim("", None, WEB, "old:a\tb"),))
    link(store, told)
    assert store.get_relations([told.key]) == {told.key: told}
