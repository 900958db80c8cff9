"""What stands follows from what was said: taking a batch back is as if it had never spoken."""

from functools import partial
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Claim, Entity, PropertyValue, Provenance, Relation
from ingest.statements.reconcile import Origin, join, reconcile
from ingest.statements.standing import Priorities, relation_without, said_of, without

RANKS = Priorities({"low": 10, "mid": 50, "also mid": 50, "high": 90})
SOURCES = sorted(RANKS.by_source)
VALUES = st.sampled_from(["甲", "乙", "丙", 1, 1.0, True, ("a", "b")])
SAYINGS = st.lists(
    st.tuples(
        st.sampled_from(SOURCES),
        st.lists(st.tuples(st.sampled_from(["name_zh", "size"]), VALUES), min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=6,
)


def _is_of(source: str, by: Provenance) -> bool:
    return by.source == source


def entity(*said: tuple[Provenance, dict[str, PropertyValue]]) -> Entity | None:
    """What stands after those said that, one after the other."""
    stored: Entity | None = None
    for by, values in said:
        patch = Entity("e", "Company", values, dict.fromkeys(values, by))
        if stored is None:
            stored = patch
        else:
            stored, _ = reconcile(stored, patch, 1, Origin("f", by), RANKS)
    return stored


def spoken(
    sayings: list[tuple[str, list[tuple[str, PropertyValue]]]],
) -> list[tuple[Provenance, dict[str, PropertyValue]]]:
    """Each saying as a batch of its own, field by field, so that one may contradict itself."""
    said: list[tuple[Provenance, dict[str, PropertyValue]]] = []
    for number, (source, fields) in zip(count(), sayings):
        by = Provenance(source, f"b{number}", f"2026-01-{number + 1:02}")
        said += [(by, {name: value}) for name, value in fields]
    return said


@given(SAYINGS)
def test_a_source_taken_back_is_as_if_it_had_never_spoken(
    sayings: list[tuple[str, list[tuple[str, PropertyValue]]]],
) -> None:
    said = spoken(sayings)
    for source in SOURCES:
        found = entity(*said)
        assert found is not None
        left = without(found, partial(_is_of, source), RANKS)
        assert left == entity(*((by, values) for by, values in said if by.source != source))


@given(SAYINGS)
def test_the_last_batch_of_a_source_taken_back_is_as_if_it_had_never_been(
    sayings: list[tuple[str, list[tuple[str, PropertyValue]]]],
) -> None:
    said = spoken(sayings)
    last = said[-1][0]
    found = entity(*said)
    assert found is not None
    left = without(found, lambda by: by.batch == last.batch, RANKS)
    assert left == entity(*((by, values) for by, values in said if by.batch != last.batch))


@given(SAYINGS)
def test_saying_it_all_again_changes_no_value(
    sayings: list[tuple[str, list[tuple[str, PropertyValue]]]],
) -> None:
    said = spoken(sayings)[:3]
    once = entity(*said)
    assert once is not None
    by, values = said[-1]
    again, _ = reconcile(once, Entity("e", "Company", values), 1, Origin("f", by), RANKS)
    assert again is once


@pytest.mark.parametrize(
    ("order", "standing"),
    [
        (("low", "high"), "high"),
        (("high", "low"), "high"),
        (("mid", "also mid"), "mid"),
        (("also mid", "mid"), "also mid"),
    ],
)
def test_the_higher_priority_stands_and_of_equals_the_first(
    order: tuple[str, str], standing: str
) -> None:
    said: list[tuple[Provenance, dict[str, PropertyValue]]] = [
        (Provenance(name, name, "t"), {"name_zh": name}) for name in order
    ]
    found = entity(*said)
    assert found is not None
    assert found.properties == {"name_zh": standing}
    assert [claim.value for claim in said_of(found, "name_zh")] == list(order)


def test_a_relation_stays_while_anybody_states_it() -> None:
    first, second = (Provenance(name, name, "t") for name in ("low", "high"))
    stored = join(Relation("supplies", "a", "b", {}, first), Origin("f", second), RANKS)
    assert stored.provenance == second
    assert stored.claims == (Claim("", None, first), Claim("", None, second))
    left = relation_without(stored, lambda by: by.source == "high", RANKS)
    assert left == Relation("supplies", "a", "b", {}, first)
    assert relation_without(stored, lambda by: True, RANKS) is None  # noqa: ARG005 - all of them
