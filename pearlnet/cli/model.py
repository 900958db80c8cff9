"""``pearlnet model``: versions of the matching model, from training to rollback."""

import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pearlnet import __version__
from pearlnet.bootstrap import open_encoder, open_matcher_with, open_registry, train_encoder
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output, require_data
from pearlnet.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.port import GraphStore
    from matcher.evaluation import Evaluation, Interval, Report
    from matcher.feedback import Judgement
    from matcher.registry import Comparison, Kept, Version

app = typer.Typer(no_args_is_help=True, help="The matching model. 匹配模型。")

Illustrative = Annotated[
    bool, typer.Option("--illustrative", help="Count examples as well. 示例数据也计入。")
]
Judged = Annotated[
    Path | None,
    typer.Option(
        "--judged",
        help="A table of judged pairs in place of the feedback. 用判定表代替库内反馈。",
    ),
]
Complete = Annotated[
    bool,
    typer.Option(
        "--complete", help="Pairs that are not listed do not answer. 未列出的一律视为不相配。"
    ),
]
Named = Annotated[str, typer.Argument(help="A version, or how it begins. 版本或其开头。")]
Some = Annotated[
    str | None, typer.Argument(help="A version; the one in use unless given. 版本，默认在用的。")
]


@app.command()
def train(
    context: typer.Context,
    illustrative: Illustrative = False,
    judged: Judged = None,
    complete: Complete = False,
    precision: Annotated[
        float,
        typer.Option(
            "--precision",
            min=0.01,
            max=0.99,
            help="Share of confident answers that should be right. 可靠匹配应有的正确率。",
        ),
    ] = 0.7,
    promote: Annotated[
        bool, typer.Option("--promote", help="Use it at once, unless it is worse. 不差则立即启用。")
    ] = False,
    json: Json = False,
) -> None:
    """Train the encoder, learn from feedback, and keep it as a version. 训练新版本。"""
    from matcher.registry.training import Training, make_version

    out = output(context, json)
    with opened() as (settings, ontology, store):
        require_data(store)
        started = time.perf_counter()
        encoder = train_encoder(settings, store, ontology)
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        kept = make_version(
            store,
            open_matcher_with(settings, store, ontology, encoder),
            encoder,
            _judgements(store, judged, illustrative),
            Training(now, __version__, complete, precision),
        )
        seconds = round(time.perf_counter() - started, 1)
    registry = open_registry(settings)
    version = registry.add(kept)
    if promote or registry.current() is None:
        registry.promote(version.id)
    used = registry.current() == version.id
    if out.json:
        out.value({**_as_json(version, kept.report, used=used), "seconds": seconds})
        return
    _print_versions(out, [(version, kept.report, used)])
    for line in (kept.version.note, "" if used else out.say("model-promote-hint")):
        if line:
            out.line(line.format(version=version.id))


@app.command()
def evaluate(
    context: typer.Context,
    version: Some = None,
    illustrative: Illustrative = False,
    judged: Judged = None,
    complete: Complete = False,
    folder: Annotated[
        Path | None, typer.Option("--out", help="Where to write the plots. 图表输出目录。")
    ] = None,
    json: Json = False,
) -> None:
    """How good a version is, and on demands judged since. 评估一个版本。"""
    from matcher.registry.training import evaluate_version

    out = output(context, json)
    with opened() as (settings, ontology, store):
        kept = _kept(version)
        pairs = _judgements(store, judged, illustrative)
        encoder = open_encoder(settings, kept.version.encoder)
        matcher = open_matcher_with(settings, store, ontology, encoder)
        since = evaluate_version(store, matcher, kept, pairs, complete=complete)
    if folder:
        _write_plots(folder, kept.report)
    if out.json:
        reports = {"trained": kept.report, "since": since}
        found = {name: asdict(report) if report else None for name, report in reports.items()}
        out.value({"version": kept.version.id, **found})
        return
    out.line(f"{out.say('model')}: {kept.version.id}")
    for heading, report in (("model-held-out", kept.report), ("model-since", since)):
        out.line(out.say(heading if report else f"{heading}-none"))
        if report:
            _print_report(out, report)


@app.command("list")
def list_versions(context: typer.Context, json: Json = False) -> None:
    """List all versions, oldest first. 列出各版本。"""
    from matcher.errors import InvalidModel

    out = output(context, json)
    registry = open_registry(read_settings())
    current = registry.current()
    found, damaged = [], {}
    for name in registry.ids():
        try:
            kept = registry.read(name)
        except InvalidModel as error:
            damaged[name] = str(error)
        else:
            found.append((kept.version, kept.report, name == current))
    found.sort(key=lambda item: (item[0].time, item[0].id))
    if out.json:
        rows = [_as_json(version, report, used=used) for version, report, used in found]
        out.value([*rows, *({"id": name, "damaged": said} for name, said in damaged.items())])
        return
    _print_versions(out, found)
    for said in damaged.values():
        out.line(said, style="bold")


@app.command()
def show(context: typer.Context, version: Some = None, json: Json = False) -> None:
    """Show a version: how it was made. 查看一个版本。"""
    out = output(context, json)
    kept = _kept(version)
    found = asdict(kept.version) | {"demands_taught": len(kept.taught)}
    if out.json:
        out.value(found)
    else:
        rows = [(name, "" if value is None else str(value)) for name, value in found.items()]
        out.table(out.say("model"), ("property", "value"), rows)


@app.command()
def compare(
    context: typer.Context,
    version: Named,
    other: Some = None,
    json: Json = False,
) -> None:
    """Compare a version with another on the same demands. 比较两个版本。"""
    from matcher.registry import compare as compared

    out = output(context, json)
    first, second = _kept(version), _kept(other)
    found = compared(first.report, second.report)
    if out.json:
        names = {"first": first.version.id, "second": second.version.id}
        out.value({**names, **asdict(found), "worse": found.worse})
        return
    named = {item.version.id: item.report.model for item in (first, second) if item.report}
    _print_figures(out, named)
    _print_comparison(out, found)


@app.command()
def promote(
    context: typer.Context,
    version: Named,
    force: Annotated[
        bool, typer.Option("--force", help="Even if it is worse. 即使更差也启用。")
    ] = False,
    json: Json = False,
) -> None:
    """Put a version into use; servers take it up by themselves. 启用一个版本。"""
    out = output(context, json)
    registry = open_registry(read_settings())
    _check_encoder(registry.find(version))
    found = registry.promote(version, force=force)
    _say_current(out, registry.current())
    if not out.json and found.difference is not None:
        _print_comparison(out, found)


@app.command()
def rollback(context: typer.Context, json: Json = False) -> None:
    """Go back to the version used before. 退回上一个版本。"""
    out = output(context, json)
    _say_current(out, open_registry(read_settings()).rollback())


@app.command()
def pairs(illustrative: Illustrative = False) -> None:
    """Write the judged pairs that training reads, as CSV. 导出训练用的判定对。"""
    from matcher.feedback import read_judgements, write_pairs

    with opened() as (_, _, store):
        write_pairs(sys.stdout, read_judgements(store, illustrative=illustrative))


def _judgements(
    store: "GraphStore", judged: Path | None, illustrative: bool
) -> "Sequence[Judgement]":
    from matcher.feedback import read_judgements, read_pairs

    return read_pairs(judged) if judged else read_judgements(store, illustrative=illustrative)


def _kept(version: str | None) -> "Kept":
    """A version, the one in use unless named."""
    from matcher.errors import NoVersion

    registry = open_registry(read_settings())
    wanted = version or registry.current()
    if wanted is None:
        raise NoVersion("no model is in use; `pearlnet model train` makes one")
    return registry.read(wanted)


def _check_encoder(version: str) -> None:
    """Refuse a version whose encoder is missing or damaged."""
    settings = read_settings()
    encoder = open_registry(settings).read(version).version.encoder
    open_encoder(settings, encoder)


def _write_plots(folder: Path, report: "Report | None") -> None:
    from matcher.evaluation.plots import coverage_plot, reliability_plot

    if report is None or not report.model.reliability:
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reliability.svg").write_bytes(reliability_plot(report.model))
    (folder / "coverage.svg").write_bytes(coverage_plot(report.model))


def _say_current(out: Output, version: str | None) -> None:
    if out.json:
        out.value({"version": version})
    else:
        out.line(f"{out.say('model-in-use')}: {version}")


def _print_versions(out: Output, found: "Sequence[tuple[Version, Report | None, bool]]") -> None:
    out.table(
        "",
        ("number", "time", "model-kind", "demands", "nDCG@10", "ECE", "threshold", "model-in-use"),
        [
            (
                version.id,
                version.time[:16],
                "+".join(part for part in (version.kind, version.calibration) if part),
                report.demands if report else 0,
                _figure(report, "nDCG@10"),
                _figure(report, "ECE"),
                "" if version.threshold is None else f"{version.threshold:.2f}",
                "✓" if used else "",
            )
            for version, report, used in found
        ],
    )


def _print_report(out: Output, report: "Report") -> None:
    learned = {out.say("model-learned"): report.model} if report.model.coverage else {}
    out.line(
        out.say("model-judged").format(
            demands=report.demands,
            questions=report.questions,
            pairs=report.pairs,
            answers=report.answers,
        )
    )
    _print_figures(out, {**learned, out.say("model-reciprocal"): report.reciprocal})
    if not learned:
        return
    out.table(
        out.say("model-reliability"),
        ("share", "model-said", "model-found"),
        [(item.weight, item.said, item.found) for item in report.model.reliability],
    )
    out.table(
        out.say("model-coverage"),
        ("model-answered", "threshold", "model-accuracy"),
        [(item.coverage, item.threshold, item.accuracy) for item in report.model.coverage],
    )


def _print_figures(out: Output, found: "Mapping[str, Evaluation]") -> None:
    names = dict.fromkeys(name for item in found.values() for name in item.figures)
    out.table(
        "",
        ("model-way", "model-figure", "value", "model-low", "model-high"),
        [
            (way, name, item.figures[name].value, item.figures[name].low, item.figures[name].high)
            for name in names
            for way, item in found.items()
            if name in item.figures
        ],
    )


def _print_comparison(out: Output, found: "Comparison") -> None:
    if found.difference is None:
        out.line(out.say("model-no-comparison"))
        return
    out.line(
        out.say("model-difference").format(
            value=found.difference.value,
            low=found.difference.low,
            high=found.difference.high,
            demands=found.demands,
        )
    )


def _figure(report: "Report | None", name: str) -> str:
    found: Interval | None = report.model.figures.get(name) if report else None
    return f"{found.value:.3f}" if found else ""


def _as_json(version: "Version", report: "Report | None", *, used: bool) -> dict[str, Any]:
    figures = report.model.figures if report else {}
    return {
        **asdict(version),
        "in_use": used,
        "demands": report.demands if report else 0,
        "figures": {name: asdict(item) for name, item in figures.items()},
    }
