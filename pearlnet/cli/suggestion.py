"""``pearlnet import --suggest-mapping``: the draft of a mapping."""

import sys
from pathlib import Path

import typer

from pearlnet.cli.session import opened


def write_suggestion(file: Path, target: Path | None) -> None:
    """Draft the mapping of a file, to a new file or to standard output."""
    if target is not None and target.exists():
        message = f"{target} is there already; name another with -o 文件已存在，请用 -o 另取名"
        raise typer.BadParameter(message)
    with opened() as (_, ontology, store):
        from ingest.suggestion import suggest_mapping

        draft = suggest_mapping(file, ontology, store)
    if target is None:
        sys.stdout.write(draft)
        return
    with target.open("x", encoding="utf-8", newline="\n") as opened_file:
        opened_file.write(draft)
