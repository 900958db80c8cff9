"""One imported starter graph for all end-to-end tests, made by the commands that a user types."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
_NEO4J = {"NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD", "NEO4J_DATABASE"}


@dataclass(frozen=True)
class CommandLine:
    """The installed command with a home of its own."""

    environment: Mapping[str, str]

    def run(
        self, *arguments: str, expect: int = 0, folder: Path = ROOT
    ) -> subprocess.CompletedProcess[str]:
        """Run ``pearlnet`` with the arguments; fail unless it exits as expected."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name("pearlnet")), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=dict(self.environment),
            cwd=folder,
            timeout=240,
            check=False,
        )
        assert done.returncode == expect, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done

    def json(self, *arguments: str, expect: int = 0) -> Any:
        """Run it with ``--json`` and read what it prints."""
        return json.loads(self.run(*arguments, "--json", expect=expect).stdout)


def command_line(home: Path, **variables: str) -> CommandLine:
    kept = {key: value for key, value in os.environ.items() if key not in _NEO4J}
    return CommandLine({**kept, "PEARLNET_HOME": str(home), "PEARLNET_LANGUAGE": "en", **variables})


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The starter data imported into SQLite, with a trained model."""
    cli = command_line(tmp_path_factory.mktemp("home"))
    cli.run("init")
    cli.run("import", "--starter")
    cli.run("model", "train")
    return cli
