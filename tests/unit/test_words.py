"""Every word that a command prints by its key is there in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pearlnet.cli
from pearlnet.words import word

FOLDER = Path(pearlnet.cli.__path__[0])
FILES = sorted(FOLDER.rglob("*.py"))


def keys(file: Path) -> Iterator[str]:
    """What is said by a literal key, and the literal headings of tables."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "say" and node.args:
            yield from _literals(node.args[0])
        if node.func.attr == "table" and len(node.args) > 1:
            yield from _literals(node.args[1])


def _literals(node: ast.expr) -> Iterator[str]:
    items = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    for item in items:
        if isinstance(item, ast.Constant) and isinstance(item.value, str):
            yield item.value


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_key_has_its_words(file: Path) -> None:
    for key in keys(file):
        assert word(key, "zh")
        assert word(key, "en")


def test_keys_are_found_at_all() -> None:
    assert sum(len(list(keys(file))) for file in FILES) > 100
