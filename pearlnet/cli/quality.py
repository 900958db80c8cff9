"""``pearlnet quality``."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ontology import Ontology
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output, require_data

if TYPE_CHECKING:
    from ingest.quality import QualityReport


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(quality)


def quality(
    context: typer.Context,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Write the whole report as a page. 写出完整报告（网页）。"),
    ] = None,
    class_name: Annotated[
        str | None,
        typer.Option("--class", "-c", help="Only this class and its subclasses. 仅此类。"),
    ] = None,
    today: Annotated[
        datetime | None,
        typer.Option(
            "--today", formats=["%Y-%m-%d"], help="Ages count from this day. 以此日计算时龄。"
        ),
    ] = None,
    illustrative: Annotated[
        bool, typer.Option("--illustrative", help="Count examples as others. 计入示例。")
    ] = False,
    probable: Annotated[
        bool,
        typer.Option("--probable", help="Look for probable duplicates too. 同时查找疑似重复。"),
    ] = False,
    json: Json = False,
) -> None:
    """Report on the quality of the data. 数据质量报告。"""
    out = output(context, json)
    with opened() as (_, ontology, store), _progress(out) as report:
        from ingest.quality import Scope, as_json, assess, render

        if class_name is not None:
            ontology.class_(class_name)
        require_data(store)
        found = assess(
            store, ontology, _day(today), Scope(class_name, illustrative, probable), report
        )
    if html is not None:
        _write(html, render(found, ontology, out.language))
    if out.json:
        out.value(as_json(found))
        return
    _show(out, ontology, found)
    if html is not None:
        out.line(f"{out.say('quality-written')}: {html}")


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as why:
        message = f"cannot write 无法写入 {file}: {why.strerror}; name another file 请另选文件"
        raise typer.BadParameter(message, param_hint="--html") from why


def _day(given: datetime | None) -> date:
    return (given or datetime.now(UTC)).date()


@contextmanager
def _progress(out: Output) -> Iterator[Callable[[int], None] | None]:
    """A count on standard error where a person watches, else nothing."""
    if out.json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status(out.say("quality-reading")) as status:
        yield lambda read: status.update(f"{out.say('quality-reading')} {read:,}")


def _show(out: Output, ontology: Ontology, report: "QualityReport") -> None:
    rows = [
        (
            ontology.classes[item.name].label.get(out.language)
            if item.name in ontology.classes
            else item.name,
            item.entities,
            item.illustrative,
            _percent(item.completeness),
            _percent(item.required),
            item.orphans.count,
            *_found(report, item.name),
        )
        for item in report.classes
    ]
    columns = ("class", "entities", "illustrative", "quality-completeness", "quality-required")
    out.table(
        f"{out.say('quality')} {report.today}", (*columns, "quality-orphans", *_COLUMNS), rows
    )
    if report.changed:
        out.line(out.say("quality-changed"))
    if report.probable is not None:
        merge = sum(item.merge for item in report.probable)
        review = sum(item.review for item in report.probable)
        out.line(out.say("quality-probable").format(merge=merge, review=review))
    if not report.with_illustrative and report.illustrative:
        out.line(out.say("quality-illustrative"))
    _show_sources(out, report)


_COLUMNS = ("conflicts", "quality-duplicates", "quality-overdue", "quality-violations")


def _found(report: "QualityReport", name: str) -> tuple[int, int, int, int]:
    """Conflicts, records of one name or code, dates passed and violations of a class."""
    return (
        sum(item.count for item in report.conflicts if item.type == name),
        max((item.surplus for item in report.duplicates if item.type == name), default=0),
        sum(item.overdue.count for item in report.overdue if item.type == name),
        sum(item.count for item in report.violations if item.type == name),
    )


def _show_sources(out: Output, report: "QualityReport") -> None:
    newest = {item.source: item for item in sorted(report.freshness, key=lambda x: x.newest or "")}
    rows = [
        (
            item.name or out.say("quality-unknown"),
            item.entities,
            item.fields,
            _percent(item.only_fields.share),
            item.relations,
            item.won,
            item.lost,
            (newest[item.name].newest or "–") if item.name in newest else "–",
        )
        for item in report.sources
    ]
    columns = ("from", "entities", "quality-values", "quality-only", "relations")
    out.table("", (*columns, "quality-won", "quality-lost", "quality-newest"), rows)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
