"""An application keeps small texts beside the graph, in the same transaction."""

import pytest

from graph import GraphStore, GraphWriter
from graph.errors import InvalidName, InvalidRecord
from tests.contract.samples import entity, put


def note(store: GraphStore, **notes: str | None) -> None:
    store.write(lambda writer: writer.put_notes(notes))


def test_notes_are_read_by_prefix_in_order(store: GraphStore) -> None:
    note(store, **{"import:b": "2", "import:a": "1", "merge:a": "3", "import%": "4"})
    assert list(store.notes("import:").items()) == [("import:a", "1"), ("import:b", "2")]
    assert list(store.notes()) == ["import%", "import:a", "import:b", "merge:a"]
    assert store.notes("nothing") == {}


def test_a_note_is_replaced_and_removed(store: GraphStore) -> None:
    note(store, a="1", b="2")
    note(store, a="一", b=None, c=None)
    assert store.notes() == {"a": "一"}


def test_notes_raise_no_revision(store: GraphStore) -> None:
    put(store, entity("a"))
    before = (store.revision(), store.changes())
    note(store, a="1")
    assert (store.revision(), store.changes()) == before


def test_a_note_is_committed_with_the_records_or_not_at_all(store: GraphStore) -> None:
    def work(writer: GraphWriter) -> None:
        writer.put_notes({"a": "1"})
        writer.upsert_entities([entity("a")])
        assert writer.notes() == {"a": "1"}
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(work)
    assert store.notes() == {}
    assert store.get(["a"]) == {}


def test_a_long_note_is_kept_whole(store: GraphStore) -> None:
    text = '"网`\\' * 200_000
    note(store, long=text)
    assert store.notes("long") == {"long": text}


def test_what_cannot_be_kept_is_refused(store: GraphStore) -> None:
    with pytest.raises(InvalidName):
        note(store, **{"a\n": "1"})
    with pytest.raises(InvalidRecord):
        note(store, a="\x00")
