"""``pearlnet audit``: what was written, and who read what is confidential."""

from dataclasses import asdict
from typing import Annotated

import typer

from pearlnet.bootstrap import open_audit
from pearlnet.cli.session import First, Json, opened, output

app = typer.Typer(no_args_is_help=True, help="Audit log. 审计日志。")


@app.command()
def verify(
    context: typer.Context,
    anchor: Annotated[
        str | None,
        typer.Option("--anchor", help="NUMBER:SEAL of an earlier check. 此前核验所得的锚点。"),
    ] = None,
    json: Json = False,
) -> None:
    """Check that nothing was changed, left out or cut off. 核验日志未被改动。"""
    from api.audit import parse_anchor

    out = output(context, json)
    noted = parse_anchor(anchor) if anchor else None
    with opened() as (settings, _, store):
        found = open_audit(settings).verify(store, noted)
    if out.json:
        out.value({**asdict(found), "anchor": found.anchor})
    else:
        out.table(
            "",
            ("count", "status", "audit-anchor"),
            [(found.entries, found.fault or out.say("audit-holds"), found.anchor)],
        )
    if found.fault:
        raise typer.Exit(1)


@app.command()
def show(context: typer.Context, first: First = 20, json: Json = False) -> None:
    """Show the latest entries. 查看最近的记录。"""
    from api.audit.log import latest

    out = output(context, json)
    with opened() as (settings, _, store):
        entries = latest(open_audit(settings), store, first)
    if out.json:
        out.value([asdict(entry) for entry in entries])
        return
    out.table(
        "",
        ("number", "time", "audit-who", "role", "audit-action", "audit-about", "audit-detail"),
        [
            (
                entry.number,
                entry.time,
                entry.who,
                entry.role,
                entry.action,
                out.few(entry.about),
                "; ".join(f"{name}: {value}" for name, value in entry.detail.items() if value),
            )
            for entry in entries
        ],
    )
