"""``/healthz`` tells that the process lives, ``/readyz`` whether it can answer."""

from graph.errors import StoreUnavailable
from graph.memory import MemoryStore
from graph.schema import GraphSchema
from tests.api_world import Client, FailingStore, world


def test_a_process_is_alive_without_its_store() -> None:
    store = FailingStore(lambda: StoreUnavailable("at 10.0.0.7"))
    assert Client(store.as_store()).http.get("/healthz").json() == {"status": "ok"}


def test_it_is_ready_when_the_store_answers() -> None:
    answer = Client(world()).http.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_it_is_not_ready_without_its_store_and_does_not_tell_where_that_is() -> None:
    store = FailingStore(lambda: StoreUnavailable("at 10.0.0.7"))
    answer = Client(store.as_store()).http.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"
    assert "10.0.0.7" not in answer.text


def test_it_is_not_ready_before_a_schema_is_applied() -> None:
    answer = Client(MemoryStore()).http.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reason"]


def test_it_is_not_ready_with_the_schema_of_another_ontology() -> None:
    store = world()
    store.apply_schema(GraphSchema((), ()))
    answer = Client(store).http.get("/readyz")
    assert answer.status_code == 503
    assert "pearlnet init" in answer.json()["reason"]
