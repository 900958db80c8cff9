"""Imports of a server that is killed go on when it is started again."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import CommandLine, command_line

ROWS = 130_000
PATIENCE = 120.0


@contextmanager
def serving(cli: CommandLine, *options: str) -> Iterator[tuple[httpx.Client, Any]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("pearlnet")), "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, *options],
        env=dict(cli.environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _wait(client, process)
            yield client, process
    finally:
        process.kill()
        process.wait()


def _wait(client: httpx.Client, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("the server did not answer")


def _count(client: httpx.Client) -> int:
    query = {"query": "{ demands { totalCount } }"}
    return int(client.post("/graphql", json=query).json()["data"]["demands"]["totalCount"])


def _until(client: httpx.Client, id_: str, *states: str, rows: int = 0) -> Any:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        seen = client.get(f"/imports/{id_}").json()
        if seen["state"] in states and seen["rows"] >= rows:
            return seen
        time.sleep(0.02)
    pytest.fail(f"the import did not come so far: {seen}")


def _send(client: httpx.Client, prefix: str, rows: int) -> str:
    lines = (f"demand:{prefix}{n},需求{n}\n" for n in range(rows))
    text = "id,name_zh\n" + "".join(lines)
    answer = client.post("/imports", files={"file": ("Demand.csv", text.encode())})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


@pytest.fixture
def home(starter: CommandLine, tmp_path: Path) -> CommandLine:
    shutil.copytree(starter.environment["PEARLNET_HOME"], tmp_path / "home")
    return command_line(tmp_path / "home")


def test_a_killed_server_goes_on_with_its_imports(home: CommandLine) -> None:
    with serving(home) as (client, process):
        before = _count(client)
        first, second = _send(client, "a", ROWS), _send(client, "b", 10)
        seen = _until(client, first, "running", rows=1)
        assert client.get(f"/imports/{second}").json()["state"] == "queued"
        process.kill()
        process.wait()
        assert seen["rows"] < ROWS
    with serving(home) as (client, _):
        done = _until(client, first, "finished", "failed", "stopped")
        assert (done["state"], done["rows"], done["batch"]) == ("finished", ROWS, first)
        assert done["entities"] == {"created": ROWS, "updated": 0, "unchanged": 0}
        assert _until(client, second, "finished")["rows"] == 10
        assert _count(client) == before + ROWS + 10


def test_a_server_for_everybody_takes_imports_from_those_who_sign_in(home: CommandLine) -> None:
    with serving(home, "--host", "0.0.0.0") as (client, _):
        answer = client.get("/imports")
        assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
        key = home.json("key", "create", "desk", "--role", "steward")["secret"]
        signed = {"authorization": f"Bearer {key}"}
        assert client.get("/imports", headers=signed).status_code == 200
