"""Properties of relations: who says what of them, what stands, and what is left when one goes."""

from collections.abc import Mapping
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from graph.records import PropertyValue, Provenance, Relation
from ingest.statements.reconcile import Origin, describe, join
from ingest.statements.standing import Priorities, relation_without

RANKS = Priorities({"low": 10, "mid": 50, "high": 90})
SOURCES = ("low", "mid", "high")
LOW = Provenance("low", "b1", "2026-01-01")
HIGH = Provenance("high", "b2", "2026-01-02")
Values = Mapping[str, PropertyValue]


def stated(*said: tuple[Provenance, Values]) -> Relation | None:
    """The relation after those stated it, one after the other."""
    stored: Relation | None = None
    for by, values in said:
        if stored is None:
            stored = Relation("supplies", "a", "b", dict(values), by)
        else:
            stored, _ = describe(stored, values, 1, Origin("f", by), RANKS)
    return stored


def relation(*said: tuple[Provenance, Values]) -> Relation:
    found = stated(*said)
    assert found is not None
    return found


def test_the_higher_priority_stands_and_the_conflict_is_told() -> None:
    first = relation((LOW, {"share": 1.5}))
    second, conflicts = describe(first, {"share": 2.5}, 7, Origin("f", HIGH), RANKS)
    assert second.properties == {"share": 2.5}
    assert second.provenance == HIGH
    (told,) = conflicts
    assert (told.id, told.kept, told.lost, told.line) == ("a supplies b", 2.5, 1.5, 7)


def test_a_source_that_says_nothing_of_a_property_leaves_it() -> None:
    joined = join(relation((LOW, {"share": 1.5})), Origin("f", HIGH), RANKS)
    assert joined.properties == {"share": 1.5}
    assert joined.provenance == HIGH
    assert relation_without(joined, lambda by: by.source == "low", RANKS) == Relation(
        "supplies", "a", "b", {}, HIGH
    )


def test_the_same_word_again_changes_nothing() -> None:
    once = relation((LOW, {"share": 1.5}))
    again = Provenance("low", "b9", "2026-09-09")
    assert relation((LOW, {"share": 1.5}), (again, {"share": 1.5})) == once


def test_a_property_that_came_later_goes_with_its_batch() -> None:
    later = Provenance("low", "b9", "2026-09-09")
    found = relation((LOW, {}), (later, {"share": 1.5}))
    assert found.properties == {"share": 1.5}
    assert relation_without(found, lambda by: by.batch == "b9", RANKS) == relation((LOW, {}))


def is_of(source: str, by: Provenance) -> bool:
    return by.source == source


SAYINGS = st.lists(
    st.tuples(
        st.sampled_from(SOURCES),
        st.dictionaries(st.sampled_from(["share", "note"]), st.sampled_from([1, 1.0, "甲", True])),
    ),
    min_size=1,
    max_size=6,
)


@given(SAYINGS)
def test_a_source_taken_back_is_as_if_it_had_never_spoken(
    sayings: list[tuple[str, Values]],
) -> None:
    said = [
        (Provenance(source, f"b{number}", f"2026-01-0{number}"), values)
        for number, (source, values) in enumerate(sayings, start=1)
    ]
    for source in SOURCES:
        left = relation_without(relation(*said), partial(is_of, source), RANKS)
        assert left == stated(*(item for item in said if item[0].source != source))
