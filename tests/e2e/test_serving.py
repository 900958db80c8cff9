"""``pearlnet serve`` as an operator runs it, and the demo on both stores."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests import neo4j_server as servers
from tests.e2e.conftest import ROOT, CommandLine, command_line

BIN = Path(sys.executable).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _get(url: str, query: str | None = None) -> tuple[int, Any]:
    body = None if query is None else json.dumps({"query": query}).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


@pytest.fixture
def serving(starter: CommandLine) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = _free_port()
    process = subprocess.Popen(
        [str(BIN / "pearlnet"), "serve", "--port", str(port)],
        env=dict(starter.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base, process)
        yield base, process
    finally:
        process.kill()
        process.communicate()


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[0]
        try:
            if _get(f"{base}/healthz")[0] == 200:
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail("the server did not answer within a minute")


def test_it_answers_and_stops_when_told(serving: tuple[str, subprocess.Popen[bytes]]) -> None:
    base, process = serving
    assert _get(f"{base}/readyz")[0] == 200
    status, answer = _get(f"{base}/graphql", "{ useCases { totalCount } }")
    assert (status, "errors" in answer) == (200, False)
    assert answer["data"]["useCases"]["totalCount"] >= 150
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) in {0, -signal.SIGTERM}


def test_it_listens_on_loopback_only(serving: tuple[str, subprocess.Popen[bytes]]) -> None:
    base, process = serving
    port = int(base.rpartition(":")[2])
    listening = {
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
    }
    assert listening == {f"0100007F:{port:04X}"}
    assert process.poll() is None


def _demo(environment: Mapping[str, str], folder: Path) -> str:
    done = subprocess.run(
        ["sh", str(ROOT / "starter" / "demo.sh")],
        env={**environment, "BIN": str(BIN), "DEMO_SERVE": "0"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_demo_prints_a_match_and_a_trace_on_sqlite(tmp_path: Path) -> None:
    shown = _demo(command_line(tmp_path / "home").environment, tmp_path)
    assert "匹配依据" in shown
    assert "下一步行动" in shown


@pytest.mark.neo4j
def test_the_demo_runs_on_neo4j(neo4j_server: servers.Address, tmp_path: Path) -> None:
    servers.empty(neo4j_server)
    environment = command_line(
        tmp_path / "home",
        NEO4J_URI=neo4j_server.uri,
        NEO4J_USER=neo4j_server.user,
        NEO4J_PASSWORD=neo4j_server.password,
    ).environment
    shown = _demo(environment, tmp_path)
    servers.empty(neo4j_server)
    assert neo4j_server.uri in shown
    assert "匹配依据" in shown
    assert not (tmp_path / "home" / "graph.db").exists()
    kept = sorted(item.name for item in (tmp_path / "home").iterdir())
    assert kept == ["indexes", "models"]
