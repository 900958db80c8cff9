"""Which pairs are compared: all that could be exact, few of all that there are."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.records import Entity
from ingest.resolution.naming.places import Places
from ingest.resolution.naming.profiles import profile_of, reader
from ingest.resolution.pairing.blocking import candidate_pairs
from tests.resolution_world import code

READ = reader(Places())
NAMES = st.lists(st.text("海博电子科技", min_size=2, max_size=4), min_size=1, max_size=30)


def pairs(entities: Sequence[Entity]) -> list[tuple[int, int]]:
    profiles = [profile_of(item, READ) for item in entities]
    return [pair for chunk in candidate_pairs(profiles) for pair in chunk]


def named(names: Sequence[str], **more: str) -> list[Entity]:
    return [
        Entity(f"e:{at:04d}", "Enterprise", {"name_zh": name, **more})
        for at, name in enumerate(names)
    ]


@settings(max_examples=50, deadline=None)
@given(NAMES)
def test_equal_names_are_always_paired_and_each_pair_comes_once(names: list[str]) -> None:
    found = pairs(named(names))
    assert found == sorted(set(found))
    equal = {
        (one, two)
        for one in range(len(names))
        for two in range(one + 1, len(names))
        if names[one] == names[two]
    }
    assert equal <= set(found)


def test_one_code_is_paired_whatever_the_names() -> None:
    names = [*(f"公司{chr(0x4E00 + 7 * at)}" for at in range(200)), "海博电子", "宏达纺织"]
    entities = named(names)
    for at in (-2, -1):
        told = {**entities[at].properties, "creditCode": code(7)}
        entities[at] = Entity(entities[at].id, "Enterprise", told)
    assert (200, 201) in pairs(entities)


def test_a_crowd_of_one_name_and_domain_is_linked_and_not_multiplied() -> None:
    crowd = 1000
    found = pairs(named(["海博电子"] * crowd, homepage="https://haibo.example/"))
    assert len(found) < 30 * crowd
    reached = {0}
    for one, two in found:
        if one in reached:
            reached.add(two)
    assert len(reached) == crowd
