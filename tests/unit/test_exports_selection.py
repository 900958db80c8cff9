"""Conditions as people write them."""

import pytest

import ontology
from graph.memory import MemoryStore
from graph.query import All, AnyOf, Compare, Filter, In, Op, Query, Related
from graph.records import Entity
from ingest.exports import InvalidSelection, Selection, selection
from ingest.exports.selection import parse_condition, query_of

CORE = ontology.load()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status=open", Compare("status", Op.EQ, "open")),
        ("status = 征集中", Compare("status", Op.EQ, "open")),
        ("priority>=3", Compare("priority", Op.GE, 3)),
        ("budget<1e6", Compare("budget", Op.LT, 1e6)),
        ("dueDate<=2027-03-31", Compare("dueDate", Op.LE, "2027-03-31")),
        ("illustrative!=是", Compare("illustrative", Op.NE, True)),
        ("name_zh~港口", Compare("name_zh", Op.CONTAINS, "港口")),
        ("id=demand:d1", Compare("id", Op.EQ, "demand:d1")),
        ("requires=tech:a=b", Related("requires", where=Compare("id", Op.EQ, "tech:a=b"))),
        ("name_fr=x", Compare("name_fr", Op.EQ, "x")),
    ],
)
def test_a_condition_is_read_by_the_ontology(text: str, expected: Filter) -> None:
    found = parse_condition(text, ("Demand",), CORE)
    assert found in {expected, AnyOf((expected,))}


def test_text_without_a_language_is_looked_for_in_both() -> None:
    both = Compare("name_zh", Op.CONTAINS, "5G"), Compare("name_en", Op.CONTAINS, "5G")
    assert parse_condition("name~5G", ("Demand",), CORE) == AnyOf(both)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("status", "no condition; write field=value"),
        ("status=", "no condition"),
        ("statuss=open", "did you mean 'status'?"),
        ("status=opne", "did you mean 'open'?"),
        ("priority=many", "is not a whole number"),
        ("requires>tech:a", "a relation takes ="),
        ("leads=chain:a", "no such property or relation"),
    ],
)
def test_a_wrong_condition_says_what_to_do(text: str, told: str) -> None:
    with pytest.raises(InvalidSelection, match=told.replace("?", r"\?")):
        parse_condition(text, ("Demand",), CORE)


def test_classes_bring_their_subclasses_and_all_conditions_hold() -> None:
    found = query_of(Selection(("Organization",), ("contactName=x",)), MemoryStore(), CORE)
    organizations = ("Organization", *CORE.descendants("Organization"))
    contact = AnyOf((Compare("contactName", Op.EQ, "x"),))
    assert found == Query(where=All((In("type", tuple(sorted(organizations))), contact)))


def test_an_unknown_class_is_told_with_the_nearest() -> None:
    with pytest.raises(InvalidSelection, match="did you mean 'Demand'"):
        query_of(Selection(("Demands",)), MemoryStore(), CORE)


def test_a_search_chooses_its_hits_among_what_the_conditions_leave() -> None:
    store = MemoryStore()
    store.apply_schema(CORE.graph_schema())
    store.write(
        lambda writer: writer.upsert_entities(
            [
                Entity("a", "Demand", {"name_zh": "港口 5G", "priority": 5}),
                Entity("b", "Demand", {"name_zh": "港口", "priority": 1}),
                Entity("c", "Park", {"name_zh": "港口"}),
            ]
        )
    )
    found = query_of(Selection(("Demand",), ("priority>2",), "港口"), store, CORE)
    assert found == Query(where=All((In("id", ("a",)),)))


def test_a_search_that_finds_too_much_is_not_cut_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selection, "MOST_HITS", 1)
    store = MemoryStore()
    store.apply_schema(CORE.graph_schema())
    parks = [Entity(id_, "Park", {"name_zh": "港口"}) for id_ in ("a", "b")]
    store.write(lambda writer: writer.upsert_entities(parks))
    with pytest.raises(InvalidSelection, match="more than 1 hits"):
        query_of(Selection(text="港口"), store, CORE)


def test_no_selection_is_the_whole_graph() -> None:
    assert query_of(Selection(), MemoryStore(), CORE) == Query()
