"""``pearlnet merge`` and ``pearlnet part``."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from pearlnet.cli.session import Json, opened, output


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(merge)
    app.command()(part)
    app.command(name="merges")(list_merges)


def merge(
    context: typer.Context,
    kept: Annotated[str, typer.Argument(help="Id of the record that stays. 保留的 id。")],
    gone: Annotated[str, typer.Argument(help="Id of the record that joins it. 并入的 id。")],
) -> None:
    """Make two records of one thing one; nothing is lost. 合并两条记录，可随时拆分。"""
    out = output(context)
    with opened() as (_, _ontology, store):
        import ingest.statements.merging

        ingest.statements.merging.merge(store, kept, gone, time=datetime.now(UTC).isoformat())
        out.line(f"{gone} → {kept}  (pearlnet part {gone})")


def part(
    context: typer.Context,
    gone: Annotated[str, typer.Argument(help="Id of the record that joined. 并入的 id。")],
) -> None:
    """Undo a merge for good: the two are not proposed again. 拆分已合并的记录，不再提示合并。"""
    out = output(context)
    with opened() as (_, _ontology, store):
        import ingest.statements.merging
        from ingest.resolution import remember_apart

        kept = ingest.statements.merging.part(store, gone)
        remember_apart(store, gone, kept, time=datetime.now(UTC).isoformat())
        out.line(f"{gone} ≠ {kept}")


def list_merges(context: typer.Context, json: Json = False) -> None:
    """Records that are part of others. 已合并的记录。"""
    out = output(context, json)
    with opened() as (_, _ontology, store):
        from ingest.statements.merging import merges

        found = list(merges(store).values())
        if out.json:
            out.value([asdict(item) for item in found])
            return
        out.table(
            "",
            ("number", "class", "kept", "started"),
            [(item.gone, item.type, item.kept, item.time) for item in found],
        )
