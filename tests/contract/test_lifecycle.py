"""Closing, using again, and several threads."""

from concurrent.futures import ThreadPoolExecutor

from graph import GraphStore, GraphWriter, Query
from tests.contract.samples import SCHEMA, entity, found, put, stored


def test_a_closed_store_opens_again_on_use(store: GraphStore) -> None:
    put(store, entity("a", name_zh="港口"))
    store.close()
    assert store.schema() == SCHEMA
    assert stored(store, "a").properties == {"name_zh": "港口"}
    store.close()
    put(store, entity("b"))
    assert store.revision() == 2
    store.close()
    store.close()


def test_threads_read_and_write_side_by_side(store: GraphStore) -> None:
    def write(number: int) -> None:
        put(store, entity(f"t{number:02}", capacity=number), entity("shared", capacity=number))

    def read(_: int) -> int:
        return store.count(Query("Technology"))

    with ThreadPoolExecutor(4) as pool:
        writes = [pool.submit(write, number) for number in range(12)]
        counts = list(pool.map(read, range(12)))
        for done in writes:
            done.result()
    assert len(found(store)) == 13
    assert all(count in {0, *range(2, 14)} for count in counts)
    assert store.revision() == 12


def test_no_write_is_lost_between_read_and_write(store: GraphStore) -> None:
    put(store, entity("counter", capacity=0))

    def increment(writer: GraphWriter) -> None:
        before = writer.get(["counter"])["counter"].properties["capacity"]
        assert isinstance(before, int)
        writer.upsert_entities([entity("counter", capacity=before + 1)])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: store.write(increment), range(20)))
    assert stored(store, "counter").properties == {"capacity": 20}
