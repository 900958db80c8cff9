"""Subscriptions over a WebSocket: in order, from a cursor, by role, and never restricted fields."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from api import Services, create_app
from api.access import ApiKeys, Role, SignIn
from chains.analysis import ChainAnalysis
from graph.memory import MemoryStore
from graph.query import Filter
from graph.records import Entity, Relation
from matcher.conditions import AS_STATED, Terms
from matcher.errors import UnknownSubject
from matcher.model import MatchResult
from tests.api_world import OneMatch, core, world

CHANGES = """
subscription ($after: String, $types: [ClassName!], $ids: [ID!], $relations: Boolean! = false) {
  entityChanged(after: $after, types: $types, ids: $ids, relations: $relations) {
    cursor operation type
    entity { entityId ... on Enterprise { name contactPhone } ... on Demand { budget } }
    relation { type }
  }
}
"""


class Changing(OneMatch):
    """A matcher whose answer can be changed."""

    def __init__(self, store: MemoryStore) -> None:
        super().__init__(store)
        self.found = threading.Event()
        self.gone = False

    def match_demand(
        self,
        id: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        if self.gone:
            raise UnknownSubject(id, "Demand", ())
        result = super().match_demand(id, first, where, terms)
        if self.found.is_set():
            return result
        return MatchResult(result.query, result.text, (), 0, "static", 1)


class Portal:
    """A server, and who listens to it."""

    def __init__(self, http: TestClient, store: MemoryStore, matcher: Changing) -> None:
        self.http = http
        self.store = store
        self.matcher = matcher

    def put(self, *entities: Entity) -> None:
        self.store.write(lambda writer: writer.upsert_entities(entities))

    @contextmanager
    def listening(
        self, query: str = CHANGES, shown: dict[str, str] | None = None, **variables: Any
    ) -> Iterator["Ear"]:
        with self.http.websocket_connect("/graphql", ["graphql-transport-ws"]) as socket:
            socket.send_json({"type": "connection_init", "payload": shown or {}})
            assert socket.receive_json()["type"] == "connection_ack"
            payload = {"query": query, "variables": variables}
            socket.send_json({"id": "1", "type": "subscribe", "payload": payload})
            yield Ear(socket)


class Ear:
    """One subscription."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self.socket = socket

    def next(self) -> Any:
        told = self.socket.receive_json()
        assert told["type"] == "next", told
        payload = told["payload"]
        assert not payload.get("errors"), payload
        return next(iter(payload["data"].values()))

    def code(self) -> str:
        told = self.socket.receive_json()
        errors = told["payload"] if told["type"] == "error" else told["payload"]["errors"]
        return str(errors[0]["extensions"]["code"])


@pytest.fixture
def portal() -> Iterator[Portal]:
    store = world()
    matcher = Changing(store)
    services = Services(
        store, core(), matcher, ChainAnalysis(store, core()), sign_in=SignIn(ApiKeys(store))
    )
    with TestClient(create_app(services)) as http:
        yield Portal(http, store, matcher)


def tech(id: str, name: str = "名") -> Entity:
    return Entity(id, "Technology", {"name_zh": name})


def test_changes_come_in_order_and_each_says_where_to_go_on(portal: Portal) -> None:
    start = str(portal.store.last_change())
    with portal.listening(after=start) as ear:
        portal.put(tech("tech:a"), tech("tech:b"))
        portal.put(tech("tech:a", "新"))
        portal.store.write(lambda writer: writer.delete_entities(["tech:b"]))
        told = [ear.next() for _ in range(4)]
    assert [(item["operation"], item["type"]) for item in told] == [
        ("CREATED", "Technology"),
        ("CREATED", "Technology"),
        ("UPDATED", "Technology"),
        ("DELETED", "Technology"),
    ]
    assert told[3]["entity"] is None
    cursors = [int(item["cursor"]) for item in told]
    assert cursors == [int(start) + 1 + step for step in range(4)]
    with portal.listening(after=str(cursors[1])) as ear:
        assert [ear.next()["cursor"] for _ in range(2)] == [str(item) for item in cursors[2:]]


def test_without_a_cursor_it_begins_with_what_changes_from_now_on(portal: Portal) -> None:
    with portal.listening() as ear:
        done = threading.Event()

        def write() -> None:
            number = 0
            while not done.wait(0.05):
                number += 1
                portal.put(tech("tech:now", str(number)))

        writing = threading.Thread(target=write)
        writing.start()
        try:
            assert ear.next()["entity"]["entityId"] == "tech:now"
        finally:
            done.set()
            writing.join()


def test_only_what_was_asked_for_is_told(portal: Portal) -> None:
    start = str(portal.store.last_change())
    portal.put(tech("tech:a"), Entity("org:v", "University", {"name_zh": "大学"}))
    portal.put(tech("tech:c"))
    portal.store.write(
        lambda writer: writer.upsert_relations([Relation("governedBy", "tech:a", "std:s1")])
    )
    portal.put(tech("tech:end"))
    with portal.listening(after=start, types=["Organization"]) as ear:
        assert ear.next()["entity"]["entityId"] == "org:v"
    with portal.listening(after=start, ids=["tech:c", "tech:end"]) as ear:
        assert [ear.next()["entity"]["entityId"] for _ in range(2)] == ["tech:c", "tech:end"]
    with portal.listening(after=start, ids=["std:s1"], relations=True) as ear:
        assert ear.next()["relation"] == {"type": "governedBy"}


def test_what_is_restricted_is_never_told_and_what_is_internal_by_role(portal: Portal) -> None:
    start = str(portal.store.last_change())
    portal.put(
        Entity("ent:e0", "Enterprise", {"contactPhone": "555-0199"}),
        Entity("demand:d001", "Demand", {"budget": 77.0}),
    )
    keys = ApiKeys(portal.store)
    for role, budget in ((Role.PUBLIC, None), (Role.ANALYST, 77.0), (Role.ADMIN, 77.0)):
        secret = keys.create("someone", role).secret
        shown = {"authorization": f"Bearer {secret}"}
        with portal.listening(shown=shown, after=start) as ear:
            assert ear.next()["entity"]["contactPhone"] is None
            assert ear.next()["entity"]["budget"] == budget


def test_who_shows_what_does_not_hold_is_not_connected(portal: Portal) -> None:
    with portal.http.websocket_connect("/graphql", ["graphql-transport-ws"]) as socket:
        payload = {"authorization": "Bearer pearl_x_y"}
        socket.send_json({"type": "connection_init", "payload": payload})
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4403


@pytest.mark.parametrize(
    ("after", "code"),
    [("99999999", "INVALID_CURSOR"), ("x", "INVALID_CURSOR"), ("-1", "INVALID_CURSOR")],
)
def test_a_cursor_that_is_none_is_refused(portal: Portal, after: str, code: str) -> None:
    with portal.listening(after=after) as ear:
        assert ear.code() == code


def test_who_was_away_longer_than_the_store_remembers_is_told_so(portal: Portal) -> None:
    portal.put(tech("tech:a"))
    del portal.store._state.changes[:3]
    with portal.listening(after="1") as ear:
        assert ear.code() == "CURSOR_EXPIRED"


MATCHES = """
subscription ($after: String) {
  matchFound(demandId: "demand:d001", after: $after) { cursor match { entity { entityId } score } }
}
"""


def test_a_new_match_is_told_once(portal: Portal) -> None:
    start = str(portal.store.last_change())
    with portal.listening(MATCHES, after=start) as ear:
        portal.matcher.found.set()
        portal.put(tech("tech:a"))
        first = ear.next()
        assert first["match"]["entity"]["entityId"] == "supply:a"
        portal.put(tech("tech:b"))
        portal.matcher.gone = True
        portal.put(tech("tech:c"))
        assert ear.socket.receive_json()["type"] == "complete"
    portal.matcher.gone = False
    with portal.listening(MATCHES, after=first["cursor"]) as ear:
        assert ear.next()["match"]["entity"]["entityId"] == "supply:a"
