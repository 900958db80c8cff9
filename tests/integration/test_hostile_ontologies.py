"""``pearlnet ontology add`` of hostile files: plain words with the place, and nothing half kept."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pearlnet.cli.app import app
from pearlnet.settings import read_settings
from tests.hostile_ontologies import REFUSED, SURVIVED
from tests.hostile_rdf import Case

pytestmark = pytest.mark.timeout(20)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PEARLNET_HOME", str(tmp_path / "home"))
    read_settings.cache_clear()
    return tmp_path


def add(folder: Path, case: Case) -> BaseException | None:
    content = case.content.encode() if isinstance(case.content, str) else case.content
    (folder / case.name).write_bytes(content)
    return CliRunner().invoke(app, ["ontology", "add", case.name]).exception


def kept(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.glob("home/ontologies/*"))


@pytest.mark.parametrize("case", REFUSED, ids=[case.name for case in REFUSED])
def test_it_is_refused_with_its_place_and_nothing_is_kept(home: Path, case: Case) -> None:
    error = add(home, case)
    assert getattr(error, "code", "").startswith("ONTOLOGY_"), repr(error)
    assert case.name in str(error)
    assert len(str(error)) < 800
    assert re.search(case.words, str(error)), str(error)
    assert kept(home) == []


@pytest.mark.parametrize("case", SURVIVED, ids=[case.name for case in SURVIVED])
def test_it_does_no_harm(home: Path, case: Case) -> None:
    error = add(home, case)
    if error is None:
        assert CliRunner().invoke(app, ["ontology", "list", "--json"]).exit_code == 0
        assert len(kept(home)) >= 1
    else:
        assert getattr(error, "code", "").startswith("ONTOLOGY_"), repr(error)
        assert kept(home) == []
