"""The commands, files and queries of README and docs/ work as they stand."""

import re
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from graphql import parse, validate
from starlette.testclient import TestClient

from api import create_app
from api.root import graphql_schema
from pearlnet.bootstrap import compose
from pearlnet.settings import Settings
from tests.e2e.conftest import ROOT, CommandLine, command_line

DOCUMENTS = [
    "README.md",
    "README.zh-CN.md",
    "docs/ontology.md",
    "docs/import.md",
    "docs/quality.md",
    "docs/templates.md",
    "docs/export.md",
    "docs/graphql.md",
    "docs/solutions.md",
    "docs/models.md",
    "docs/chains.md",
    "docs/completeness.md",
    "docs/actions.md",
    "docs/leaders.md",
    "docs/replication.md",
    "docs/resolution.md",
    "docs/assignment.md",
    "docs/standards.md",
    "docs/wheels.md",
    "docs/plots.md",
    "docs/indicators.md",
]
_FENCE = re.compile(r"^```(\w+)(?: title=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACEHOLDERS = ("FILE", "FOLDER", "manifest.yaml", "mine.csv", "my-first", "--starter")


@dataclass(frozen=True)
class Block:
    kind: str
    title: str | None
    text: str


def blocks(document: str) -> Sequence[Block]:
    found = _FENCE.findall((ROOT / document).read_text(encoding="utf-8"))
    return [Block(kind, title or None, text) for kind, title, text in found]


def commands(text: str) -> Sequence[Sequence[str]]:
    lines = [shlex.split(line, comments=True) for line in text.splitlines()]
    return [line for line in lines if line and not any(p in " ".join(line) for p in _PLACEHOLDERS)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_does_what_it_says(
    document: str, starter: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(starter.environment["PEARLNET_HOME"], home)
    monkeypatch.chdir(tmp_path)
    variables: dict[str, str] = {}
    ran = 0
    for block in blocks(document):
        if block.title:
            (tmp_path / block.title).write_text(block.text, encoding="utf-8")
        elif block.kind == "sh":
            for words in commands(block.text):
                ran += _run(words, home, variables)
        elif block.kind == "graphql":
            ran += _ask(block.text, home, variables, monkeypatch)
    assert ran > 0


def _run(words: Sequence[str], home: Path, variables: dict[str, str]) -> int:
    if words[0] == "export":
        name, _, value = words[1].partition("=")
        variables[name] = value
        return 0
    if not words[0].endswith("pearlnet"):
        return 0
    command_line(home, **variables).run(*words[1:], folder=Path.cwd())
    return 1


def _ask(query: str, home: Path, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> int:
    for name, value in {"PEARLNET_HOME": str(home), **variables}.items():
        monkeypatch.setenv(name, value)
    for name in ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    with compose(Settings()) as services:
        if query.startswith("subscription"):
            assert not validate(graphql_schema(services.ontology), parse(query))
            return 1
        client = TestClient(create_app(services), "http://127.0.0.1:8000")
        answer = client.post("/graphql", json={"query": query}).json()
    assert "errors" not in answer, (query, answer["errors"])
    assert all(value not in (None, []) for value in answer["data"].values()), (query, answer)
    return 1
