"""Records that no store can hold are refused, by name and field, and leave nothing behind."""

from typing import cast

import pytest

from graph import Entity, GraphStore, Provenance, Relation
from graph.errors import InvalidRecord
from graph.records import PropertyValue
from tests.contract.samples import entity, found, link, put


@pytest.mark.parametrize("id", ["", "x" * 513, "a\0", "a\nb", "a\x7f", "\ud800"])
def test_impossible_ids(store: GraphStore, id: str) -> None:
    with pytest.raises(InvalidRecord, match="id must have 1 to 512 characters"):
        put(store, entity("fine"), entity(id))
    put(store, entity("a"))
    with pytest.raises(InvalidRecord):
        link(store, Relation("requires", "a", id))
    assert found(store) == ["a"]


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**63,
        -(2**63) - 1,
        "nul\0",
        "lone \udfff",
        ("a", 1),
        (1, True),
        (1, 2.0),
        ("fine", "nul\0"),
        (None,),
        ["a"],
        {"a": 1},
        b"bytes",
        (("nested",),),
    ],
)
def test_impossible_values_are_named(store: GraphStore, value: object) -> None:
    impossible = cast("PropertyValue", value)
    with pytest.raises(InvalidRecord, match=r"'tech:x'.*'weight'"):
        put(store, entity("tech:x", weight=impossible))
    put(store, entity("a"))
    with pytest.raises(InvalidRecord, match="'weight'"):
        link(store, Relation("requires", "a", "a", {"weight": impossible}))


@pytest.mark.parametrize(
    "provenance",
    [
        Provenance("a\0", "b", "c"),
        Provenance("a", "b", "c", 1.5),
        Provenance("a", "b", "c", float("nan")),
    ],
)
def test_impossible_provenance(store: GraphStore, provenance: Provenance) -> None:
    with pytest.raises(InvalidRecord, match="code"):
        put(store, Entity("a", "Technology", {"code": "x"}, {"code": provenance}))
