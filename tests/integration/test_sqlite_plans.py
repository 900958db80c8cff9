"""Filters and keyset sorts on indexed properties seek in SQLite and never scan."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import Compare, Entity, In, Op, Query, Relation, Sort
from graph.query import Filter, Related
from graph.sqlite import SqliteStore
from graph.sqlite.connection import Parameters, Row, Session
from tests.contract.samples import SCHEMA, entity, put


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "graph.db") as opened:
        opened.apply_schema(SCHEMA)
        put(opened, *(entity(f"t{n}", capacity=n, name_zh=f"名{n % 7}") for n in range(50)))
        put(opened, *(Entity(f"d{n}", "Demand", {"category": ("x", "y")}) for n in range(5)))
        opened.write(lambda w: w.upsert_relations([Relation("requires", "d0", "t1")]))
        yield opened


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Steps of the plans of all queries on entities, as they run."""
    seen: list[str] = []
    plain = Session.rows

    def explained(self: Session, statement: str, parameters: Parameters = ()) -> list[Row]:
        if "entities AS e" in statement:
            seen.extend(
                row[3] for row in plain(self, f"EXPLAIN QUERY PLAN {statement}", parameters)
            )
        return plain(self, statement, parameters)

    monkeypatch.setattr(Session, "rows", explained)
    return seen


def scans(plans: list[str]) -> list[str]:
    """Steps that read a whole table; the merged pages of the classes and JSON lists are none."""
    tables = ("SCAN e", "SCAN r", "SCAN items", "SCAN o")
    return [step for step in plans if step.startswith(tables)]


def index_of(name: str) -> str:
    return f"by_{name.encode().hex()}"


@pytest.mark.parametrize("type_", ["Technology", "Thing", None])
@pytest.mark.parametrize("descending", [False, True])
def test_sorted_pages_seek(
    store: SqliteStore, plans: list[str], type_: str | None, descending: bool
) -> None:
    query = Query(type_, sort=Sort("name_zh", descending))
    page = store.find(query, first=5)
    store.find(query, first=5, after=page.cursors[-1])
    assert any(index_of("name_zh") in step for step in plans)
    assert any(index_of("name_zh") in step and "<expr>=? AND id>?" in step for step in plans)
    assert scans(plans) == []


@pytest.mark.parametrize(
    ("where", "step"),
    [
        (Compare("capacity", Op.EQ, 7), "type=? AND <expr>=?"),
        (Compare("capacity", Op.GE, 7), "type=? AND <expr>>? AND <expr><?"),
        (Compare("name_zh", Op.STARTS_WITH, "名"), "type=? AND <expr>>? AND <expr><?"),
        (In("name_zh", ("名1", "名2")), "type=? AND <expr>=?"),
        (Compare("category", Op.EQ, "x"), "type=? AND <expr>=?"),
        (Related("requires", where=Compare("capacity", Op.EQ, 1)), "type=? AND <expr>=?"),
    ],
)
def test_filters_seek(store: SqliteStore, plans: list[str], where: Filter, step: str) -> None:
    store.find(Query("Thing", where))
    store.count(Query("Thing", where))
    assert any(step in line and "by_" in line for line in plans), plans
    assert scans(plans) == []


def test_pages_in_order_of_id_seek_without_sorting_a_class(
    store: SqliteStore, plans: list[str]
) -> None:
    page = store.find(Query("Technology"), first=5)
    store.find(Query("Technology"), first=5, after=page.cursors[-1])
    assert any("entities_by_type (type=? AND id>?)" in step for step in plans)
    assert scans(plans) == []
