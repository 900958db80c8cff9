"""``pearlnet import``, ``pearlnet batch`` and ``pearlnet source``."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.port import GraphStore
from graph.records import RelationKey
from ontology import Ontology
from pearlnet.bootstrap import open_scratch, starter_manifest, transactions
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output
from pearlnet.cli.suggestion import write_suggestion
from pearlnet.settings import Settings

if TYPE_CHECKING:
    from ingest import ImportSummary, Options, Progress, Wait
    from ingest.limits import Limits
    from ingest.ports import ImportStore
    from ingest.runs.ledger import ImportRecord
    from ingest.runs.rehearsal import Difference
    from ingest.statements.undo import Undone

_MANIFESTS = {".yaml", ".yml"}
_PROBLEMS_SHOWN = 20

batch = typer.Typer(help="Imports done so far. 导入批次。", no_args_is_help=True)
source = typer.Typer(help="Who said what is stored. 数据来源。", no_args_is_help=True)
Cascade = Annotated[
    bool,
    typer.Option("--cascade", help="Also remove what others link to. 连带删除他源关系。"),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="import")(import_)
    app.add_typer(batch, name="batch")
    app.add_typer(source, name="source")


def import_(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A table, RDF, folder, archive, or a manifest (YAML) of several. 文件或目录。"
        ),
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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would change. 只显示将有的变化。")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read an imported file once more. 重新导入。")
    ] = False,
    keep_going: Annotated[
        bool,
        typer.Option("--keep-going", "-k", help="Pass over unreadable files. 跳过读不了的文件。"),
    ] = False,
    most_rejects: Annotated[
        float,
        typer.Option(
            "--most-rejects", min=0, max=1, help="Stop above this share of rejects. 拒绝比例上限。"
        ),
    ] = 0.5,
    limit: Annotated[
        list[str] | None,
        typer.Option("--limit", help="Raise a limit, such as ratio=1000. 放宽读取上限。"),
    ] = None,
    suggest_mapping: Annotated[
        bool, typer.Option("--suggest-mapping", help="Only draft a mapping. 只起草映射。")
    ] = False,
    draft: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where the draft goes. 映射草稿。")
    ] = None,
    json: Json = False,
) -> None:
    """Import data; what was imported is passed over, what was cut off goes on. 批量导入。"""
    if (file is None) == (not starter):
        raise typer.BadParameter("give one file, or --starter 请给一个文件，或用 --starter")
    path = starter_manifest() if file is None else file
    if not path.exists():
        raise typer.BadParameter(f"no such file: {path} 没有这个文件")
    if suggest_mapping:
        write_suggestion(path, draft)
        return
    out = output(context, json)
    with opened() as (settings, ontology, store), _progress(out) as progress:
        from ingest import Options

        beside = settings.home / "starter" if file is None else file.with_suffix("")
        store.apply_schema(ontology.graph_schema())
        options = Options(
            rejects=None if dry_run else rejects or beside.with_name(f"{beside.name}.rejects.csv"),
            progress=progress,
            waiting=partial(tell_wait, out),
            again=again,
            keep_going=keep_going,
            most_rejects=most_rejects,
            **transactions(settings),
            limits=_limits(limit or []),
        )
        if dry_run:
            summary = _rehearse(out, store, ontology, path, mapping, options)
        else:
            summary = _run(store, ontology, path, mapping, options)
            _show(out, summary)
    if summary.rejected or summary.rejected_relations or summary.unread:
        raise typer.Exit(1)


@batch.command(name="list")
def list_batches(context: typer.Context, json: Json = False) -> None:
    """Imports, oldest first. 导入批次列表。"""
    out = output(context, json)
    with opened() as (_, _ontology, store):
        from ingest.runs.ledger import imports

        found = imports(store)
        if out.json:
            out.value([_record_json(item) for item in found])
            return
        out.table(
            "",
            ("batch", "state", "from", "file", "entities", "relations", "rejected"),
            [
                (
                    item.batch,
                    out.say(f"state-{item.state}"),
                    out.few(sorted(item.sources)),
                    len(item.files),
                    item.place.entities.total,
                    item.place.relations.total,
                    item.place.rejected,
                )
                for item in found
            ],
        )


@batch.command()
def rollback(
    context: typer.Context,
    batch: Annotated[str, typer.Argument(help="Identifier of the import. 批次号。")],
    cascade: Cascade = False,
    json: Json = False,
) -> None:
    """Take an import back, as if it had never been. 撤回一次导入。"""
    out = output(context, json)
    with opened() as (_, _ontology, store):
        from ingest.statements.undo import roll_back

        _show_undone(out, roll_back(store, batch, cascade=cascade))


@source.command(name="list")
def list_sources(context: typer.Context, json: Json = False) -> None:
    """Sources and their priorities. 数据来源与优先级。"""
    out = output(context, json)
    with opened() as (_, _ontology, store):
        from ingest.runs.ledger import priorities

        found = priorities(store)
        if out.json:
            out.value(found)
            return
        out.table("", ("from", "priority"), sorted(found.items()))


@source.command(name="remove")
def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the source. 来源名称。")],
    cascade: Cascade = False,
    json: Json = False,
) -> None:
    """Take away what only this source says. 移除一个来源。"""
    out = output(context, json)
    with opened() as (_, _ontology, store):
        from ingest.statements.undo import remove_source

        _show_undone(out, remove_source(store, name, cascade=cascade))


def _run(
    store: "ImportStore",
    ontology: Ontology,
    path: Path,
    mapping: Path | None,
    options: "Options",
) -> "ImportSummary":
    import ingest

    now = datetime.now(UTC)
    how: dict[str, Any] = {
        "batch_id": f"{now:%Y%m%dT%H%M%S%fZ}",
        "time": now.isoformat(timespec="microseconds"),
        "options": options,
    }
    if path.suffix in _MANIFESTS:
        return ingest.import_manifest(store, ontology, path, **how)
    rules = ingest.load_mapping(mapping, ontology) if mapping else None
    return ingest.import_file(store, ontology, path, rules, **how)


def rehearse(
    settings: Settings,
    ontology: Ontology,
    store: GraphStore,
    scratch: GraphStore,
    path: Path,
    mapping: Path | None,
) -> "ImportSummary":
    """Import into a scratch store laid over the real one, whatever was imported before."""
    from ingest import Options
    from ingest.runs.rehearsal import Rehearsal

    store.apply_schema(ontology.graph_schema())
    options = Options(again=True, **transactions(settings))
    return _run(Rehearsal(store, scratch), ontology, path, mapping, options)


def _rehearse(
    out: Output,
    store: GraphStore,
    ontology: Ontology,
    path: Path,
    mapping: Path | None,
    options: "Options",
) -> "ImportSummary":
    """Import into a scratch store laid over the real one, and print the difference."""
    from ingest.runs.rehearsal import Rehearsal

    with open_scratch(store.schema()) as scratch:
        rehearsal = Rehearsal(store, scratch)
        summary = _run(rehearsal, ontology, path, mapping, options)
        if out.json:
            changes = [_difference_json(item) for item in rehearsal.differences()]
            out.value({"summary": _summary_json(summary), "changes": changes})
        else:
            for item in rehearsal.differences():
                for line in _difference_lines(item):
                    out.line(line)
            _print_summary(out, summary)
            out.line(out.say("dry-run"))
    return summary


def _difference_lines(item: "Difference") -> Iterator[str]:
    sign = "+" if item.operation == "created" else "~"
    if isinstance(item.key, RelationKey):
        yield f"{sign} {item.key.source} -{item.type}-> {item.key.target}"
    else:
        yield f"{sign} {item.key} ({item.type})"
    for name, (before, after) in item.fields.items():
        yield f"    {name}: {after}" if before is None else f"    {name}: {before} -> {after}"
    for name, (before, after) in item.sources.items():
        yield f"    {name}: [{before}] -> [{after}]"


def _difference_json(item: "Difference") -> dict[str, Any]:
    key = asdict(item.key) if isinstance(item.key, RelationKey) else item.key
    return {**asdict(item), "key": key}


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
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = f" {at.rows / elapsed:,.0f}/s" if elapsed else ""
            bar.update(
                task,
                completed=at.bytes_read,
                total=at.bytes_total,
                description=f"{at.file} {at.rows:,}{rate}",
            )

        yield show


def tell_wait(out: Output, wait: "Wait") -> None:
    """Tell once for each time that the store is away, whoever watches."""
    if wait.seconds == 0:
        told = out.say("import-waits").format(most=wait.most, reason=wait.reason)
        sys.stderr.write(f"{told}\n")


def _show(out: Output, summary: "ImportSummary") -> None:
    if out.json:
        out.value(_summary_json(summary))
    else:
        _print_summary(out, summary)


def _print_summary(out: Output, summary: "ImportSummary") -> None:
    for note in summary.notes:
        out.line(f"{note.file}: {note.text.get(out.language)}")
    for fault in summary.unread:
        out.line(f"{out.say('unread')}: {fault}")
    for name in summary.skipped:
        out.line(f"{name}: {out.say('imported-before')}")
    if not summary.batch:
        return
    if summary.resumed:
        out.line(out.say("resumed"))
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
        f"({rate:,.0f}/s) · {out.say('conflicts')} {summary.conflicts} · "
        f"{out.say('batch')} {summary.batch} · {out.say(f'state-{summary.state}')}"
    )
    if summary.first_rejects:
        out.table(
            out.listed(map(str, summary.reject_files)),
            ("file", "line", "property", "value", "fix"),
            [
                (reject.file, reject.line, reject.field, reject.value, reject.suggestion)
                for reject in summary.first_rejects[:_PROBLEMS_SHOWN]
            ],
        )


def _limits(given: list[str]) -> "Limits":
    from ingest.limits import DEFAULT_LIMITS, Limits

    known = {item.name for item in fields(Limits)}
    chosen: dict[str, int] = {}
    for item in given:
        name, _, value = item.partition("=")
        if name not in known or not value.isdigit():
            choice = ", ".join(sorted(known))
            raise typer.BadParameter(f"{item!r}: write NAME=NUMBER; limits are {choice} 上限名称")
        chosen[name] = int(value)
    return replace(DEFAULT_LIMITS, **chosen)


def _summary_json(summary: "ImportSummary") -> dict[str, Any]:
    return {**asdict(summary), "reject_files": list(map(str, summary.reject_files))}


def _record_json(record: "ImportRecord") -> dict[str, Any]:
    value = asdict(record)
    value["place"].pop("pending")
    return value


def _show_undone(out: Output, undone: "Undone") -> None:
    if out.json:
        out.value(asdict(undone))
        return
    out.table(
        "",
        ("name", "removed", "changed"),
        [
            (out.say("entities"), undone.entities_removed, undone.entities_changed),
            (out.say("relations"), undone.relations_removed, undone.relations_changed),
        ],
    )
