"""Global ids are opaque, and stand for the entity's own id."""

from hypothesis import given
from hypothesis import strategies as st

from api.ids import entity_id, global_id

IDS = st.text(st.characters(codec="utf-8"), min_size=1)


@given(IDS)
def test_a_global_id_stands_for_its_entity(name: str) -> None:
    assert entity_id(global_id(name)) == name


@given(IDS.filter(lambda text: "pearlnet:" not in text))
def test_an_entitys_own_id_stands_for_itself(name: str) -> None:
    assert entity_id(name) == name


@given(IDS)
def test_a_global_id_does_not_show_the_id(name: str) -> None:
    assert global_id(name) != name
