"""``pearlnet init``, ``import``, ``validate`` and ``export``."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.port import GraphStore
from graph.query import Query
from ontology import Ontology, Violation, validate_entity, validate_relation
from pearlnet.bootstrap import starter_manifest
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output

if TYPE_CHECKING:
    from ingest import ImportSummary, Progress

_MANIFESTS = {".yaml", ".yml"}
_PROBLEMS_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(init)
    app.command(name="import")(import_)
    app.command()(validate)
    app.command()(export)


def init(context: typer.Context, json: Json = False) -> None:
    """Prepare the store: constraints and indexes from the ontology. 初始化存储。"""
    out = output(context, json)
    with opened() as (settings, ontology, store):
        schema = ontology.graph_schema()
        store.apply_schema(schema)
        made = {
            "store": settings.neo4j_uri or str(settings.database),
            "classes": len(schema.classes),
            "relations": len(schema.relations),
            "indexed": len(schema.indexed),
            "searchable": len(schema.searchable),
        }
        if out.json:
            out.value(made)
            return
        out.table("", ("property", "value"), list(made.items()))


def import_(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(help="CSV, JSONL, Turtle, or a manifest (YAML) of several. 文件。"),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", "-m", help="YAML mapping. 映射文件。")
    ] = None,
    starter: Annotated[
        bool, typer.Option("--starter", help="Import the starter data. 导入起步数据。")
    ] = False,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", help="Where refused rows go. 拒绝记录文件。")
    ] = None,
    json: Json = False,
) -> None:
    """Import a file, or a manifest of files. 批量导入。"""
    if (file is None) == (not starter):
        raise typer.BadParameter("give one file, or --starter 请给一个文件，或用 --starter")
    path = starter_manifest() if file is None else file
    if not path.is_file():
        raise typer.BadParameter(f"no such file: {path} 没有这个文件")
    out = output(context, json)
    with opened() as (settings, ontology, store):
        beside = settings.home / "starter" if file is None else file.with_suffix("")
        rejects = rejects or beside.with_name(f"{beside.name}.rejects.csv")
        store.apply_schema(ontology.graph_schema())
        with _progress(out) as progress:
            summary = _import(store, ontology, path, mapping, rejects, progress)
        if out.json:
            out.value(_summary_json(summary))
        else:
            _print_summary(out, summary)
    if summary.rejected or summary.rejected_relations:
        raise typer.Exit(1)


def validate(context: typer.Context, json: Json = False) -> None:
    """Check everything that is stored against the ontology. 校验已入库的数据。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        problems = list(_problems(store, ontology))
        if out.json:
            out.value([{"record": record, **asdict(found)} for record, found in problems])
        elif problems:
            out.table(
                f"{out.say('rejected')} ({len(problems)})",
                ("number", "property", "value", "fix"),
                [
                    (record, found.field, found.value, f"{found.message} {found.suggestion}")
                    for record, found in problems[:_PROBLEMS_SHOWN]
                ],
            )
        else:
            out.line("OK")
    if problems:
        raise typer.Exit(1)


def export(
    file: Annotated[Path, typer.Argument(help="Turtle file to write. 输出文件。")],
) -> None:
    """Write the whole graph as Turtle. 导出全图。"""
    with opened() as (_, ontology, store):
        from ontology import export_turtle

        entities = (entity for batch in store.scan(Query()) for entity in batch)
        relations = (relation for batch in store.scan_relations() for relation in batch)
        with file.open("xb") as target:
            for part in export_turtle(ontology, entities, relations):
                target.write(part)


def _import(
    store: GraphStore,
    ontology: Ontology,
    path: Path,
    mapping: Path | None,
    rejects: Path,
    progress: "Callable[[Progress], None] | None",
) -> "ImportSummary":
    import ingest

    now = datetime.now(UTC)
    how: dict[str, Any] = {
        "batch_id": f"{now:%Y%m%dT%H%M%S%fZ}",
        "time": now.isoformat(timespec="seconds"),
        "rejects": rejects,
        "progress": progress,
    }
    if path.suffix in _MANIFESTS:
        return ingest.import_manifest(store, ontology, path, **how)
    rules = ingest.load_mapping(mapping, ontology) if mapping else None
    return ingest.import_file(store, ontology, path, rules, **how)


@contextmanager
def _progress(out: Output) -> "Iterator[Callable[[Progress], None] | None]":
    """A bar on standard error where a person watches, else nothing."""
    if out.json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(out.say("progress"))

        def show(at: "Progress") -> None:
            bar.update(
                task,
                completed=at.bytes_read,
                total=at.bytes_total,
                description=f"{at.file} {at.rows:,}",
            )

        yield show


def _print_summary(out: Output, summary: "ImportSummary") -> None:
    kinds = ("entities", summary.entities), ("relations", summary.relations)
    out.table(
        "",
        ("name", "created", "updated", "unchanged", "rejected"),
        [
            (
                out.say(name),
                counts.created,
                counts.updated,
                counts.unchanged,
                summary.rejected if name == "entities" else summary.rejected_relations,
            )
            for name, counts in kinds
        ],
    )
    rate = summary.rows / summary.seconds if summary.seconds else 0.0
    out.line(
        f"{summary.files} {out.say('file')} · {summary.rows:,} · {summary.seconds:.1f} s "
        f"({rate:,.0f}/s) · {out.say('conflicts')} {summary.conflicts}"
    )
    if summary.first_rejects:
        out.table(
            str(summary.rejects_file),
            ("file", "line", "property", "value", "fix"),
            [
                (reject.file, reject.line, reject.field, reject.value, reject.suggestion)
                for reject in summary.first_rejects[:_PROBLEMS_SHOWN]
            ],
        )


def _summary_json(summary: "ImportSummary") -> dict[str, Any]:
    value = asdict(summary)
    value["rejects_file"] = str(summary.rejects_file) if summary.rejects_file else None
    return value


def _problems(store: GraphStore, ontology: Ontology) -> Iterator[tuple[str, Violation]]:
    classes: dict[str, str] = {}
    for batch in store.scan(Query()):
        for entity in batch:
            classes[entity.id] = entity.type
            for found in validate_entity(ontology, entity):
                yield entity.id, found
    for relations in store.scan_relations():
        for relation in relations:
            ends = classes[relation.source], classes[relation.target]
            for found in validate_relation(ontology, relation.type, *ends):
                yield f"{relation.source} {relation.type} {relation.target}", found
