"""``pearlnet export``."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output

if TYPE_CHECKING:
    from ingest.exports import ExportProgress, ExportSummary


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    context: typer.Context,
    target: Annotated[
        Path,
        typer.Argument(
            help="File or folder: .ttl .nt .jsonld .jsonl .graphml .csv .zip .xlsx .parquet. 目标。"
        ),
    ],
    format: Annotated[
        str | None,
        typer.Option("--format", "-f", help="Format where the suffix tells none. 格式。"),
    ] = None,
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", "-c", help="Only this class; may be repeated. 仅此类。"),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", "-w", help="Only where status=open, say; all hold. 条件。"),
    ] = None,
    query: Annotated[
        str | None, typer.Option("--query", "-q", help="Only what a search finds. 检索词。")
    ] = None,
    inside: Annotated[
        bool, typer.Option("--inside", help="Only relations within the selection. 仅内部关系。")
    ] = False,
    provenance: Annotated[
        bool, typer.Option("--provenance", help="With where each value is from. 含来源。")
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="CSV that Excel knows as UTF-8. 带 BOM 的 CSV。")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace an export that is there. 覆盖旧导出。")
    ] = False,
    json: Json = False,
) -> None:
    """Write the graph, or a part of it, so that it can be imported again. 导出。"""
    out = output(context, json)
    with opened() as (_, ontology, store), _progress(out) as report:
        from ingest.exports import Options, Selection, export_graph

        summary = export_graph(
            store,
            ontology,
            target,
            Selection(tuple(classes or ()), tuple(where or ()), query, inside),
            Options(provenance=provenance, bom=bom),
            format=format,
            force=force,
            report=report,
        )
    _show(out, summary)


@contextmanager
def _progress(out: Output) -> "Iterator[Callable[[ExportProgress], None] | None]":
    """A bar on standard error where a person watches, else nothing."""
    if out.json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(at: "ExportProgress") -> None:
            if at.stage not in tasks:
                tasks[at.stage] = bar.add_task(out.say(f"export-{at.stage}"))
            said = f"{out.say(f'export-{at.stage}')} {at.done:,}"
            bar.update(tasks[at.stage], completed=at.done, total=at.total, description=said)

        yield show


def _show(out: Output, summary: "ExportSummary") -> None:
    if out.json:
        out.value({**asdict(summary), "target": str(summary.target)})
        return
    rate = (summary.entities + summary.relations) / max(summary.seconds, 1e-9)
    out.table(
        "",
        ("file", "format", "entities", "relations"),
        [(summary.target, summary.format, summary.entities, summary.relations)],
    )
    out.line(f"{summary.seconds:.1f} s ({rate:,.0f}/s)")
    if summary.left_out:
        out.line(f"{out.say('export-left-out')}: {summary.left_out:,}", style="yellow")
    if summary.changed:
        out.line(out.say("export-changed"), style="yellow")
