"""Nearest vectors by Neo4j's vector index, whose syntax differs between the two lines."""

import time
from collections.abc import Iterator

import numpy as np
import pytest

from graph import Compare, Entity, Op
from graph.neo4j import Neo4jSettings, Neo4jStore, queries
from tests.contract.samples import SCHEMA, put
from tests.neo4j_server import Address

pytestmark = pytest.mark.neo4j
SPACE = "encoder `v1` / 字"
MANY, WIDTH = 400, 16


@pytest.fixture(params=["neo4j", "neo4j_2026"])
def indexed(request: pytest.FixtureRequest) -> Iterator[Neo4jStore]:
    """A store that asks the index beyond ten entities, with an index that is ready."""
    request.getfixturevalue(f"{request.param}_store")
    address: Address = request.getfixturevalue(f"{request.param}_server")
    settings = Neo4jSettings(exact_vectors=10)
    with Neo4jStore(address.uri, address.user, address.password, settings=settings) as store:
        store.apply_schema(SCHEMA)
        put(store, *(Entity(f"t{n:03}", "Technology", {"capacity": n}) for n in range(MANY)))
        store.write(lambda writer: writer.put_vectors(SPACE, _ids(), _vectors()))
        store._connection.read(lambda tx: tx.run(queries.AWAIT_INDEXES))
        yield store


def _ids() -> list[str]:
    return [f"t{n:03}" for n in range(MANY)]


def _vectors() -> np.ndarray:
    return np.random.default_rng(7).normal(size=(MANY, WIDTH)).astype(np.float32)


def _exact(vector: np.ndarray, among: range) -> list[tuple[str, float]]:
    matrix = _vectors()[list(among)]
    scores = matrix @ vector / np.linalg.norm(matrix, axis=1) / np.linalg.norm(vector)
    ranked = sorted(zip((_ids()[n] for n in among), scores, strict=True), key=lambda x: -x[1])
    return [(id_, float(score)) for id_, score in ranked]


def _asked_index(store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []
    real = queries.nearest_indexed

    def spied(space: str, where: str, *, by_clause: bool) -> str:
        asked.append("clause" if by_clause else "procedure")
        return real(space, where, by_clause=by_clause)

    monkeypatch.setattr(queries, "nearest_indexed", spied)
    return asked


def test_the_index_answers_as_the_exact_search_does(
    indexed: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _asked_index(indexed, monkeypatch)
    vector = _vectors()[3] + 0.1
    found = indexed.nearest(SPACE, vector, first=5)
    assert asked
    wanted = _exact(vector, range(MANY))[:5]
    assert [item.entity.id for item in found] == [id_ for id_, _ in wanted]
    assert [item.score for item in found] == pytest.approx([score for _, score in wanted], abs=1e-4)


def test_a_narrow_filter_widens_the_index_until_enough_survive(
    indexed: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _asked_index(indexed, monkeypatch)
    vector = -_vectors()[390]
    where = Compare("capacity", Op.GE, 388)
    found = indexed.nearest(SPACE, vector, first=5, type="Thing", where=where)
    assert asked
    wanted = _exact(vector, range(388, MANY))[:5]
    assert [item.entity.id for item in found] == [id_ for id_, _ in wanted]


def test_few_that_fit_are_compared_exactly(
    indexed: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _asked_index(indexed, monkeypatch)
    found = indexed.nearest(SPACE, _vectors()[1], where=Compare("capacity", Op.LT, 4))
    assert [item.entity.id for item in found] == [id_ for id_, _ in _exact(_vectors()[1], range(4))]
    assert not asked


def test_a_dropped_space_may_come_back_with_another_dimension(indexed: Neo4jStore) -> None:
    indexed.write(lambda writer: writer.drop_vectors(SPACE))
    wider = np.hstack([_vectors(), _vectors()[::-1]])
    indexed.write(lambda writer: writer.put_vectors(SPACE, _ids(), wider))
    deadline = time.monotonic() + 20
    indexed._connection.read(lambda tx: tx.run(queries.AWAIT_INDEXES))
    assert time.monotonic() < deadline
    assert indexed.nearest(SPACE, wider[7], first=1)[0].entity.id == "t007"
