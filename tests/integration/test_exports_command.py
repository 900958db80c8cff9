"""``pearlnet export`` as a user meets it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import ontology
from graph.records import Entity, Relation
from graph.sqlite import SqliteStore
from ingest.exports import TargetExists
from pearlnet.cli.app import app
from pearlnet.settings import read_settings

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setenv("PEARLNET_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    monkeypatch.chdir(tmp_path)
    read_settings.cache_clear()
    (tmp_path / "home").mkdir()
    with SqliteStore(tmp_path / "home" / "graph.db") as store:
        store.apply_schema(ontology.load().graph_schema())
        nodes = [
            Entity("d1", "Demand", {"name_zh": "甲", "status": "open"}),
            Entity("d2", "Demand", {"name_zh": "乙", "status": "closed"}),
            Entity("t", "Technology", {"name_zh": "丙"}),
        ]
        store.write(lambda writer: writer.upsert_entities(nodes))
        edges = [Relation("requires", "d1", "t")]
        store.write(lambda writer: writer.upsert_relations(edges))
    runner = CliRunner()

    def invoke(*words: str) -> Result:
        return runner.invoke(app, words)

    yield invoke
    read_settings.cache_clear()


def test_a_selection_is_written_and_counted(run: Run, tmp_path: Path) -> None:
    words = ("export", "g.jsonl", "-c", "Demand", "-w", "status=征集中", "--json")
    result = run(*words)
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert (told["entities"], told["relations"], told["left_out"]) == (1, 1, 0)
    assert (told["format"], told["target"]) == ("jsonl", "g.jsonl")
    assert len((tmp_path / "g.jsonl").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "未写入的关系（一端不在所选范围内）: 1"), ("en", "relations left out, for one end")],
)
def test_relations_that_are_left_out_are_told_in_either_language(
    run: Run, language: str, words: str
) -> None:
    result = run("--lang", language, "export", "g.ttl", "--class", "Technology", "--inside")
    assert result.exit_code == 0, result.output
    assert words in result.output


def test_an_old_export_stays_unless_forced(run: Run) -> None:
    assert run("export", "g", "-f", "csv").exit_code == 0
    again = run("export", "g", "-f", "csv")
    assert isinstance(again.exception, TargetExists)
    assert run("export", "g", "-f", "csv", "--force").exit_code == 0
