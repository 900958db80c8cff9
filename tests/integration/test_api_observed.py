"""Logs by request and metrics: what an operator sees, and nothing of the data."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from starlette.testclient import TestClient

from api import Services, create_app
from api.access import ApiKeys, Role, SignIn
from api.observe import set_up_logs
from chains.analysis import ChainAnalysis
from tests.api_world import OneMatch, core, world


@pytest.fixture
def _logging() -> Iterator[None]:
    """Logging as it was, afterwards."""
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    access = logging.getLogger("uvicorn.access")
    yield
    root.handlers = before[0]
    root.setLevel(before[1])
    access.disabled = False
    structlog.reset_defaults()


@pytest.fixture
def caller() -> TestClient:
    store = world()
    keys = ApiKeys(store)
    services = Services(
        store, core(), OneMatch(store), ChainAnalysis(store, core()), sign_in=SignIn(keys)
    )
    secret = keys.create("prometheus", Role.ANALYST).secret
    http = TestClient(create_app(services), raise_server_exceptions=False)
    http.headers["authorization"] = f"Bearer {secret}"
    return http


@pytest.mark.usefixtures("_logging")
def test_each_request_is_a_json_line_with_its_id(
    caller: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("json", "info")
    answer = caller.get("/healthz", headers={"x-request-id": "order-1"})
    assert answer.headers["x-request-id"] == "order-1"
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (line,) = [item for item in lines if item["event"] == "request"]
    assert (line["request"], line["status"], line["path"]) == ("order-1", 200, "/healthz")
    assert line["milliseconds"] >= 0


@pytest.mark.usefixtures("_logging")
def test_logs_for_people_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("text", "warning")
    logging.getLogger("pearlnet").info("left out")
    logging.getLogger("pearlnet").warning("数据不足")
    said = capsys.readouterr().err
    assert "数据不足" in said
    assert "left out" not in said
    assert not said.startswith("{")


def test_an_id_that_could_forge_lines_is_not_taken_over(caller: TestClient) -> None:
    answer = caller.get("/healthz", headers={"x-request-id": 'a" b{}'})
    assert len(answer.headers["x-request-id"]) == 32


def test_metrics_count_requests_and_errors_and_tell_nothing_of_the_data(
    caller: TestClient,
) -> None:
    caller.post("/graphql", json={"query": "{demands {totalCount}}"})
    caller.post("/graphql", json={"query": '{trace(id: "case:nobody") {position}}'})
    caller.get("/whatever/demand:d001")
    text = caller.get("/metrics").text
    assert 'pearlnet_requests_total{method="POST",path="/graphql",status="200"} 2.0' in text
    assert 'pearlnet_requests_total{method="GET",path="other",status="404"} 1.0' in text
    assert 'pearlnet_graphql_errors_total{code="CHAIN_UNKNOWN_VERTEX"} 1.0' in text
    assert "pearlnet_subscriptions 0.0" in text
    assert "demand:d001" not in text


def test_metrics_are_for_those_who_look_after_the_server(caller: TestClient) -> None:
    answer = caller.get("/metrics", headers={"authorization": ""})
    assert answer.status_code == 401
    del caller.headers["authorization"]
    assert caller.get("/metrics").status_code == 401
