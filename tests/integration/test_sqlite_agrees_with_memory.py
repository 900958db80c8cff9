"""Whatever is asked of the SQLite store, it answers as the memory store does."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import Compare, Entity, GraphStore, In, Op, Query, Relation, Sort
from graph.memory import MemoryStore
from graph.query import All, AnyOf, Exists, Filter, Not, Related
from graph.records import PropertyValue
from graph.sqlite import SqliteStore
from tests.contract.samples import SCHEMA

NUMBERS = (0, 1, -5, 2.5, 1.0, 0.1, 2**63 - 1)
WORDS = ("", "a", "A", "ab", "É", "é", "港", "港口", "𠮷", "\ud7ff", "\ue000", "\U0010ffff", "1")
VALUES = (*NUMBERS, True, False, *WORDS)
TUPLES = ((1, 2), ("a", "港口"), (True, False), (2.5,), ("", "B"), (False,))
SCALARS = st.sampled_from(VALUES)
LISTS = st.sampled_from(TUPLES)
TEXTUAL = (Op.CONTAINS, Op.STARTS_WITH)
FIELDS = st.sampled_from(["category", "name_zh", "unindexed"])
TYPES = st.sampled_from(["Demand", "Enterprise", "University", "Technology"])
ENTITIES = st.dictionaries(
    st.sampled_from([f"e{number}" for number in range(12)]),
    st.tuples(TYPES, st.dictionaries(FIELDS, SCALARS | LISTS, min_size=1)),
    min_size=5,
    max_size=12,
)
RELATIONS = st.lists(
    st.tuples(st.sampled_from(SCHEMA.relations), st.integers(0, 11), st.integers(0, 11)),
    max_size=12,
)
ASKED = st.one_of(FIELDS, FIELDS, st.sampled_from(["id", "type"]))
FAMILIES = st.none() | st.sampled_from(["Thing", "Organization", "Demand"])
ORDER_OPS = st.sampled_from([op for op in Op if op not in TEXTUAL])
LEAVES = st.one_of(
    st.builds(Compare, ASKED, ORDER_OPS, SCALARS),
    st.builds(Compare, ASKED, st.sampled_from(TEXTUAL), st.sampled_from(WORDS)),
    st.builds(In, ASKED, st.lists(SCALARS, max_size=3).map(tuple)),
    st.builds(Exists, ASKED, st.booleans()),
)


def _wider(parts: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    several = st.lists(parts, max_size=3).map(tuple)
    relations, directions = st.sampled_from(SCHEMA.relations), st.sampled_from(["out", "in"])
    return st.one_of(
        st.builds(Not, parts),
        st.builds(All, several),
        st.builds(AnyOf, several),
        st.builds(Related, relations, directions, FAMILIES, st.none() | parts),
    )


FILTERS: st.SearchStrategy[Filter] = st.recursive(LEAVES, _wider, max_leaves=5)
SORTS = st.none() | st.builds(Sort, ASKED, st.booleans())


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


def filled(store: GraphStore, entities: list[Entity], relations: list[Relation]) -> GraphStore:
    store.apply_schema(SCHEMA)
    store.write(lambda writer: writer.upsert_entities(entities))
    store.write(lambda writer: writer.upsert_relations(relations))
    return store


def paged(store: GraphStore, query: Query) -> list[str]:
    ids: list[str] = []
    page = store.find(query, first=3)
    ids += (item.id for item in page.entities)
    while page.has_next:
        page = store.find(query, first=3, after=page.cursors[-1])
        ids += (item.id for item in page.entities)
    return ids


@settings(max_examples=60, deadline=None)
@given(
    entities=ENTITIES,
    relations=RELATIONS,
    queries=st.lists(st.builds(Query, FAMILIES, FILTERS, SORTS), min_size=4, max_size=12),
    by=ASKED,
)
def test_filters_orders_pages_and_counts(
    folder: Path,
    entities: dict[str, tuple[str, dict[str, str]]],
    relations: list[tuple[str, int, int]],
    queries: list[Query],
    by: str,
) -> None:
    records = [Entity(key, type_, properties) for key, (type_, properties) in entities.items()]
    links = [Relation(name, f"e{source}", f"e{target}") for name, source, target in relations]
    path = folder / "graph.db"
    for old in folder.glob("graph.db*"):
        old.unlink()
    memory = filled(MemoryStore(), records, links)
    with SqliteStore(path) as opened:
        sqlite = filled(opened, records, links)
        assert sqlite.changes() == memory.changes()
        for query in queries:
            assert paged(sqlite, query) == paged(memory, query)
            assert sqlite.count(query) == memory.count(query)
            assert sqlite.group_count(query, by) == memory.group_count(query, by)


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("field", ["category", "unindexed"])
def test_every_comparison_with_every_value(tmp_path: Path, field: str, listed: bool) -> None:
    held: tuple[PropertyValue, ...] = (*VALUES, *TUPLES) if listed else VALUES
    records = [
        Entity(f"e{place:02}", "Demand" if place % 2 else "University", {field: value})
        for place, value in enumerate(held)
    ]
    records.append(Entity("without", "Technology"))
    memory = filled(MemoryStore(), records, [])
    leaves: list[Filter] = [
        Compare(field, op, value) for op in Op for value in (WORDS if op in TEXTUAL else VALUES)
    ]
    leaves += [In(field, (one, other)) for one in VALUES for other in ("a", 1)]
    with SqliteStore(tmp_path / "graph.db") as opened:
        sqlite = filled(opened, records, [])
        for where in leaves:
            for query in (Query("Thing", where), Query(None, Not(where))):
                ids = [item.id for item in memory.find(query).entities]
                assert [item.id for item in sqlite.find(query).entities] == ids, query
