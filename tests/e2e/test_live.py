"""Two servers on one store both tell what changes, over WebSocket and server-sent events."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from tests.e2e.conftest import CommandLine, command_line
from tests.e2e.test_serving_imports import serving

CHANGES = """
subscription ($after: String) {
  entityChanged(after: $after) { cursor operation entity { entityId ... on Demand { name } } }
}
"""
UPSERT = """
mutation ($id: ID!, $zh: String!) {
  upsertDemand(input: {id: $id, name: {zh: $zh}, status: "open"}) { changed problems { message } }
}
"""
WRITES = 40


@pytest.fixture
def home(tmp_path: Path) -> CommandLine:
    cli = command_line(tmp_path / "home")
    cli.run("init")
    cli.run("import", "--starter")
    cli.run("model", "train")
    return cli


def write(client: httpx.Client, number: int) -> None:
    variables = {"id": f"demand:live{number:03}", "zh": f"需求{number}"}
    answer = client.post("/graphql", json={"query": UPSERT, "variables": variables}).json()
    assert answer["data"]["upsertDemand"] == {"changed": True, "problems": []}, answer


def sent_events(client: httpx.Client, after: str) -> Iterator[Any]:
    """What comes over server-sent events."""
    asked = {"query": CHANGES, "variables": {"after": after}}
    headers = {"accept": "text/event-stream"}
    with client.stream("POST", "/graphql", json=asked, headers=headers, timeout=30) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        event = ""
        for line in answer.iter_lines():
            if line.startswith("event:"):
                event = line.removeprefix("event:").strip()
            elif line.startswith("data:") and event == "next":
                yield json.loads(line.removeprefix("data:"))["data"]["entityChanged"]


def socket_events(client: httpx.Client, after: str) -> Iterator[Any]:
    """What comes over a WebSocket."""
    address = str(client.base_url.copy_with(scheme="ws", path="/graphql"))
    with connect(address, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        socket.send(json.dumps({"type": "connection_init"}))
        assert json.loads(socket.recv(30))["type"] == "connection_ack"
        payload = {"query": CHANGES, "variables": {"after": after}}
        socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        while True:
            told = json.loads(socket.recv(30))
            assert told["type"] == "next", told
            yield told["payload"]["data"]["entityChanged"]


def test_two_servers_on_one_store_tell_every_change_of_both(home: CommandLine) -> None:
    other = CommandLine({**home.environment})
    with serving(home) as (first, _), serving(other) as (second, _):
        write(first, 999)
        (_, *_), end = _all(socket_events(first, "0"), "demand:live999")
        for number in range(WRITES):
            write((first, second)[number % 2], number)
        last = f"demand:live{WRITES - 1:03}"
        wanted = [f"demand:live{number:03}" for number in range(WRITES)]
        for events in (sent_events(first, end), socket_events(second, end)):
            found, _ = _all(events, last)
            assert [item["entity"]["entityId"] for item in found] == wanted
            assert found[3]["entity"]["name"] == "需求3"


def _all(events: Iterator[Any], last: str) -> tuple[list[Any], str]:
    """Events up to that of the entity, and the cursor after it."""
    found = []
    for item in events:
        found.append(item)
        if item["entity"] and item["entity"]["entityId"] == last:
            return found, str(item["cursor"])
    raise AssertionError("the events ended")
