"""``pearlnet key``: made, listed, taken back."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.access import ApiKeys, Role, Unauthenticated, UnknownKey
from graph.sqlite import SqliteStore
from pearlnet.cli.app import app
from pearlnet.settings import read_settings


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("PEARLNET_HOME", str(tmp_path))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    read_settings.cache_clear()
    yield
    read_settings.cache_clear()


def said(*command: str) -> str:
    answer = CliRunner().invoke(app, ["--lang", "en", *command], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_a_key_is_shown_once_and_ends_when_it_is_taken_back(tmp_path: Path) -> None:
    said("init")
    made = json.loads(
        said("key", "create", "港口门户", "--role", "analyst", "--days", "3", "--json")
    )
    assert made["secret"] not in said("key", "list")
    (listed,) = json.loads(said("key", "list", "--json"))
    assert listed == {key: value for key, value in made.items() if key != "secret"}
    with SqliteStore(tmp_path / "graph.db") as store:
        keys = ApiKeys(store)
        keys.refresh()
        viewer = keys.viewer(made["secret"])
        assert (viewer.role, viewer.name) == (Role.ANALYST, "港口门户")
        assert made["id"] in said("key", "revoke", made["id"])
        again = ApiKeys(store)
        again.refresh()
        with pytest.raises(Unauthenticated):
            again.viewer(made["secret"])


def test_a_key_for_people_is_printed_apart_from_the_table() -> None:
    said("init")
    assert any(line.startswith("pearl_") for line in said("key", "create", "me").splitlines())


def test_an_unknown_key_cannot_be_taken_back() -> None:
    said("init")
    with pytest.raises(UnknownKey, match="key list"):
        said("key", "revoke", "zzz")
