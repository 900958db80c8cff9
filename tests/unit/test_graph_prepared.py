"""Entities prepared beforehand, and documents made together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Entity
from graph.errors import InvalidRecord
from graph.memory import MemoryStore
from graph.prepared import Prepared, checked, prepare
from graph.query import Query
from graph.schema import ClassSchema, GraphSchema
from graph.text import document, documents

SCHEMA = GraphSchema((ClassSchema("A", searchable=("x", "y")), ClassSchema("B")), ())
WITHOUT_TEXT = GraphSchema((ClassSchema("A"), ClassSchema("B")), ())
TEXTS = st.text(st.sampled_from("网5a_§¶ ，é\u0301Ａ\n"), max_size=6)


@given(st.lists(st.dictionaries(st.sampled_from("xyz"), TEXTS | st.tuples(TEXTS, TEXTS))))
def test_documents_made_together_are_those_made_alone(records: list[dict[str, str]]) -> None:
    entities = [Entity(f"e{i}", "AB"[i % 2], record) for i, record in enumerate(records)]
    searchable = {"A": ("x", "y")}
    alone = [document(item, searchable.get(item.type, ())) for item in entities]
    assert documents(entities, searchable) == alone


def test_a_store_takes_what_was_prepared_as_it_takes_the_entities() -> None:
    store = MemoryStore()
    store.apply_schema(SCHEMA)
    entities = [Entity("a", "A", {"x": "网络"}), Entity("b", "B", {})]
    ready = prepare(entities, SCHEMA)
    assert store.write(lambda writer: writer.upsert_entities(ready)).created == 2
    assert [item for batch in store.scan(Query()) for item in batch] == entities


def test_a_document_is_made_anew_for_an_entity_that_was_not_prepared() -> None:
    entities = [Entity("a", "A", {"x": "网络"})]
    ready = prepare(entities, SCHEMA)
    other = Entity("a", "A", {"x": "切片"})
    assert ready.documents([other, entities[0]]) == ["切 片", "网 络"]


def test_what_cannot_be_stored_is_refused_beforehand() -> None:
    with pytest.raises(InvalidRecord, match="1 to 512 characters"):
        prepare([Entity("", "A", {})], SCHEMA)


def test_what_was_prepared_for_another_schema_counts_as_not_prepared() -> None:
    ready = prepare([Entity("a", "A", {"x": "网络"})], SCHEMA)
    assert checked(ready, SCHEMA) is ready
    again = checked(ready, WITHOUT_TEXT)
    assert isinstance(again, Prepared)
    assert again.documents(ready.entities) == [""]
