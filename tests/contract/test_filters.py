"""What each condition means."""

from collections.abc import Callable

import pytest

from graph import Compare, GraphStore, In, Op, Query, Relation
from graph.errors import InvalidQuery
from graph.query import All, AnyOf, Exists, Filter, Not, Related
from graph.records import Scalar
from tests.contract.samples import entity, found, link, put


@pytest.fixture(autouse=True)
def _sample(store: GraphStore) -> None:
    put(
        store,
        entity("a", "Technology", name_en="Alpha", capacity=1, illustrative=True),
        entity("b", "Enterprise", name_en="Beta", capacity=2.5, category=("x", "y")),
        entity("c", "University", name_en="álpha", capacity=10, illustrative=False),
        entity("d", "Demand", name_en="alphabet", category=("y", "z"), scores=(1, 5)),
        entity("e", "Demand", capacity="10", category="x"),
    )


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        (Op.EQ, 1, "a"),
        (Op.EQ, 1.0, "a"),
        (Op.EQ, 10, "c"),
        (Op.EQ, "10", "e"),
        (Op.EQ, True, ""),
        (Op.NE, 1, "bce"),
        (Op.LT, 10, "ab"),
        (Op.LE, 2.5, "ab"),
        (Op.GT, 1, "bc"),
        (Op.GE, 2.5, "bc"),
        (Op.GT, "1", "e"),
        (Op.LT, "2", "e"),
    ],
)
def test_numbers_compare_as_numbers_and_never_with_text(
    store: GraphStore, op: Op, value: Scalar, expected: str
) -> None:
    assert found(store, Compare("capacity", op, value)) == list(expected)


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        (Op.EQ, "Alpha", "a"),
        (Op.EQ, "alpha", ""),
        (Op.NE, "Alpha", "bcd"),
        (Op.LT, "Beta", "a"),
        (Op.GE, "Beta", "bcd"),
        (Op.CONTAINS, "LPHA", "acd"),
        (Op.CONTAINS, "Á", "c"),
        (Op.CONTAINS, "", "abcd"),
        (Op.STARTS_WITH, "alpha", "d"),
        (Op.STARTS_WITH, "Al", "a"),
        (Op.STARTS_WITH, "", "abcd"),
    ],
)
def test_text_compares_by_code_point(store: GraphStore, op: Op, value: str, expected: str) -> None:
    assert found(store, Compare("name_en", op, value)) == list(expected)


def test_truth_values_are_no_numbers(store: GraphStore) -> None:
    assert found(store, Compare("illustrative", Op.EQ, True)) == ["a"]
    assert found(store, Compare("illustrative", Op.NE, True)) == ["c"]
    assert found(store, Compare("illustrative", Op.EQ, 1)) == []
    assert found(store, In("illustrative", (False, 5))) == ["c"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Compare("category", Op.EQ, "x"), "be"),
        (Compare("category", Op.EQ, "y"), "bd"),
        (Compare("category", Op.NE, "x"), "d"),
        (Compare("category", Op.STARTS_WITH, "z"), "d"),
        (Compare("category", Op.CONTAINS, "Y"), "bd"),
        (In("category", ("z", "x")), "bde"),
        (Compare("scores", Op.EQ, 5), "d"),
        (Compare("scores", Op.GT, 4), "d"),
        (Compare("scores", Op.LT, 1), ""),
        (Exists("category"), "bde"),
        (Exists("category", present=False), "ac"),
    ],
)
def test_a_list_fits_if_any_item_does(store: GraphStore, condition: Filter, expected: str) -> None:
    assert found(store, condition) == list(expected)


def test_in_is_a_choice_of_values(store: GraphStore) -> None:
    assert found(store, In("capacity", (1, 10, "10"))) == ["a", "c", "e"]
    assert found(store, In("capacity", ())) == []
    assert found(store, In("id", tuple("aXb"))) == ["a", "b"]
    assert found(store, In("type", ("Demand", "Organization"))) == ["d", "e"]


def test_id_and_class_are_fields(store: GraphStore) -> None:
    assert found(store, Compare("id", Op.GT, "c")) == ["d", "e"]
    assert found(store, Compare("id", Op.EQ, 1)) == []
    assert found(store, Compare("type", Op.EQ, "Organization")) == []
    assert found(store, Compare("type", Op.STARTS_WITH, "Uni")) == ["c"]
    assert found(store, Exists("id", present=False)) == []


def test_an_entity_without_the_field_fits_only_its_negation(store: GraphStore) -> None:
    assert found(store, Compare("unknown", Op.NE, 1)) == []
    assert found(store, Not(Compare("capacity", Op.EQ, 1))) == list("bcde")
    assert found(store, Not(Compare("name_en", Op.CONTAINS, "a"))) == ["e"]
    assert found(store, Not(In("category", ("x",)))) == ["a", "c", "d"]
    assert found(store, Not(Compare("capacity", Op.LT, 5))) == ["c", "d", "e"]
    assert found(store, Exists("capacity")) == ["a", "b", "c", "e"]


def test_all_any_and_not_combine(store: GraphStore) -> None:
    low = Compare("capacity", Op.LT, 5)
    lists = Exists("category")
    assert found(store, All((low, lists))) == ["b"]
    assert found(store, AnyOf((low, lists))) == ["a", "b", "d", "e"]
    assert found(store, Not(AnyOf((low, lists)))) == ["c"]
    assert found(store, All(())) == list("abcde")
    assert found(store, AnyOf(())) == []
    assert found(store, Not(Not(low))) == ["a", "b"]
    assert found(store, Not(All((low, AnyOf((lists, Not(lists))))))) == ["c", "d", "e"]


def test_a_class_includes_its_subclasses(store: GraphStore) -> None:
    assert found(store, type="Organization") == ["b", "c"]
    assert found(store, type="Thing") == list("abcde")
    assert found(store, type="Enterprise") == ["b"]
    assert found(store, Compare("capacity", Op.GT, 5), type="Organization") == ["c"]


@pytest.fixture
def _linked(store: GraphStore) -> None:
    link(
        store,
        Relation("usesTechnology", "b", "a"),
        Relation("usesTechnology", "c", "a"),
        Relation("suppliesTo", "b", "c"),
        Relation("requires", "d", "a"),
        Relation("requires", "d", "c"),
    )


@pytest.mark.usefixtures("_linked")
@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Related("usesTechnology"), "bc"),
        (Related("usesTechnology", "in"), "a"),
        (Not(Related("usesTechnology")), "ade"),
        (Related("requires", type="Organization"), "d"),
        (Related("requires", type="Demand"), ""),
        (Related("suppliesTo", where=Compare("capacity", Op.EQ, 10)), "b"),
        (Related("suppliesTo", where=Compare("capacity", Op.EQ, 11)), ""),
        (Related("requires", where=Related("usesTechnology")), "d"),
        (Related("usesTechnology", "in", where=Related("suppliesTo", "in")), "a"),
        (Related("requires", where=Not(Exists("capacity"))), ""),
        (All((Related("usesTechnology"), Related("suppliesTo"))), "b"),
        (AnyOf((Related("requires"), Compare("id", Op.EQ, "e"))), "de"),
        (Related("noSuchRelation"), ""),
    ],
)
def test_related_asks_for_the_other_end(
    store: GraphStore, condition: Filter, expected: str
) -> None:
    assert found(store, condition) == list(expected)


@pytest.mark.parametrize(
    "condition",
    [
        Compare("capacity", Op.CONTAINS, 1),
        Compare("capacity", Op.STARTS_WITH, True),
        Compare("capacity", Op.EQ, float("nan")),
        Compare("capacity", Op.EQ, 2**63),
        Not(In("name_en", ("lone \ud800",))),
    ],
)
def test_values_that_cannot_be_compared_are_refused(store: GraphStore, condition: Filter) -> None:
    with pytest.raises(InvalidQuery):
        store.count(Query(where=condition))


NESTING: dict[str, tuple[int, Callable[[Filter], Filter]]] = {
    "related": (6, lambda part: Related("suppliesTo", where=part)),
    "both": (10, lambda part: AnyOf((Exists("code"), Not(part)))),
}


@pytest.mark.parametrize("kind", sorted(NESTING))
def test_conditions_nest_as_deeply_as_is_said_and_no_deeper(store: GraphStore, kind: str) -> None:
    deepest, wrap = NESTING[kind]
    condition: Filter = Compare("code", Op.EQ, "1")
    for _ in range(deepest):
        condition = wrap(condition)
    assert store.count(Query(where=condition)) >= 0
    with pytest.raises(InvalidQuery, match="nests too deeply"):
        store.count(Query(where=wrap(condition)))
