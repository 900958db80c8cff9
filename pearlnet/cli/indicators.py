"""``pearlnet indicators``: how the ecosystem stands, kept over time, and watched."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pearlnet.bootstrap import open_matcher
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output, require_data

if TYPE_CHECKING:
    from chains.indicators import Alert, Indicator, Snapshot
    from graph.port import GraphStore
    from ontology import Ontology
    from pearlnet.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Indicators. 监测指标。")
alert = typer.Typer(no_args_is_help=True, help="Rules that fire once. 预警规则。")
app.add_typer(alert, name="alert")

Examples = Annotated[
    bool, typer.Option("--with-examples", help="Count illustrative records. 计入示例。")
]


@app.command()
def show(context: typer.Context, examples: Examples = False, json: Json = False) -> None:
    """The indicators now, and beside them what sources report. 当前指标。"""
    from chains.indicators import reported

    out = output(context, json)
    with opened() as (settings, ontology, store):
        found = _now(settings, ontology, store, examples)
        told = reported(store)
    if out.json:
        out.value(
            {
                "indicators": [_indicator(item) for item in found],
                "reported": [
                    {
                        "id": item.id,
                        "indicator": item.indicator,
                        "value": item.value,
                        "unit": item.unit,
                        "period": item.period,
                    }
                    for item in told
                ],
            }
        )
        return
    _print(out, found)
    beside = [item for item in told if item.indicator in {one.name for one in found}]
    if beside:
        out.table(
            out.say("indicators-reported"),
            ("indicators-name", "value", "indicators-unit", "indicators-period"),
            [
                (out.say(f"indicator-{item.indicator}"), item.value, item.unit, item.period)
                for item in beside
            ],
        )


@app.command()
def snapshot(
    context: typer.Context,
    note: Annotated[str, typer.Option("--note", help="What to remember. 备注。")] = "",
    examples: Examples = False,
    json: Json = False,
) -> None:
    """Keep the indicators as they are now. 留存快照。"""
    from chains.indicators import take_snapshot

    out = output(context, json)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with opened() as (settings, ontology, store):
        found = _now(settings, ontology, store, examples)
        kept = take_snapshot(store, now, found, note=note, illustrative=examples)
    if out.json:
        out.value(_snapshot(kept))
    else:
        _print(out, found)
        out.line(f"{out.say('indicators-kept')}: {kept.time}")


@app.command("list")
def kept(context: typer.Context, json: Json = False) -> None:
    """All snapshots, oldest first. 历次快照。"""
    from chains.indicators import snapshots
    from pearlnet.indicators import NAMES

    out = output(context, json)
    with opened() as (_, _, store):
        found = snapshots(store)
    if out.json:
        out.value([_snapshot(item) for item in found])
        return
    out.table(
        out.say("indicators-snapshots"),
        ("time", "indicators-note", *(f"indicator-{name}" for name in NAMES)),
        [
            (item.time, item.note, *(_shown(item.values.get(name)) for name in NAMES))
            for item in found
        ],
    )


@app.command()
def compare(
    context: typer.Context,
    before: Annotated[str, typer.Argument(help="A snapshot's time, or its beginning. 时间。")],
    after: Annotated[str, typer.Argument(help="A later one. 较晚的时间。")],
    json: Json = False,
) -> None:
    """What changed between two snapshots, by name. 比较两次快照。"""
    from chains.indicators.snapshots import snapshot_at
    from pearlnet.indicators import NAMES

    out = output(context, json)
    with opened() as (_, _, store):
        one, other = snapshot_at(store, before), snapshot_at(store, after)
    rows = []
    for name in NAMES:
        came, went = one.difference(other, name)
        rows.append((name, one.values.get(name), other.values.get(name), came, went))
    if out.json:
        out.value(
            [
                {"indicator": name, "before": old, "after": new, "came": came, "went": went}
                for name, old, new, came, went in rows
            ]
        )
        return
    out.table(
        f"{one.time} → {other.time}",
        (
            *("indicators-name", "indicators-before", "indicators-after"),
            *("indicators-came", "indicators-went"),
        ),
        [
            (out.say(f"indicator-{name}"), _shown(old), _shown(new), out.few(came), out.few(went))
            for name, old, new, came, went in rows
        ],
    )


@alert.command("add")
def add(
    context: typer.Context,
    indicator: Annotated[str, typer.Argument(help="Its name. 指标名。")],
    direction: Annotated[Literal["above", "below"], typer.Argument(help="Which side. 方向。")],
    threshold: Annotated[float, typer.Argument(help="Where. 阈值。")],
    json: Json = False,
) -> None:
    """Fire once when an indicator is above, or below, a threshold. 新增预警。"""
    from chains.indicators import add_alert
    from pearlnet.indicators import NAMES

    out = output(context, json)
    with opened() as (_, _, store):
        made = add_alert(store, NAMES, indicator, threshold, direction)
    _print_alerts(out, [made])


@alert.command("list")
def rules(context: typer.Context, json: Json = False) -> None:
    """All rules, and which have fired. 全部预警。"""
    from chains.indicators import alerts

    out = output(context, json)
    with opened() as (_, _, store):
        found = alerts(store)
    _print_alerts(out, found)


@alert.command()
def check(context: typer.Context, examples: Examples = False, json: Json = False) -> None:
    """Tell which rules fire now; each does once. 检查预警，每条只触发一次。"""
    from chains.indicators import check_alerts

    out = output(context, json)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with opened() as (settings, ontology, store):
        found = check_alerts(store, _now(settings, ontology, store, examples), now)
    if out.json:
        out.value([{**_alert(item.alert), "value": item.value} for item in found])
        return
    for item in found:
        out.line(
            f"{out.say('indicators-fired')}: {out.say(f'indicator-{item.alert.indicator}')} "
            f"= {item.value:.4f} ({out.say(f'indicators-{item.alert.direction}')} "
            f"{item.alert.threshold:g})"
        )
    if not found:
        out.line(out.say("indicators-quiet"))


def _now(
    settings: "Settings", ontology: "Ontology", store: "GraphStore", examples: bool
) -> "Sequence[Indicator]":
    from pearlnet.indicators import all_indicators

    require_data(store)
    matcher = open_matcher(settings, store, ontology)
    return all_indicators(store, ontology, matcher, illustrative=examples)


def _print(out: Output, found: "Sequence[Indicator]") -> None:
    out.table(
        out.say("indicators"),
        ("indicators-name", "value", "indicators-part", "indicators-whole", "how"),
        [
            (
                out.say(f"indicator-{item.name}"),
                out.say(f"indicators-{item.why.value}") if item.why else _shown(item.value),
                "" if item.part is None else f"{item.part:g}",
                "" if item.whole is None else f"{item.whole:g}",
                out.say(f"indicator-{item.name}-how")
                + (out.say("indicators-confirmed-only") if item.confirmed_only else ""),
            )
            for item in found
        ],
    )


def _print_alerts(out: Output, found: "Sequence[Alert]") -> None:
    if out.json:
        out.value([_alert(item) for item in found])
        return
    out.table(
        out.say("indicators-alerts"),
        ("indicators-name", "direction", "indicators-threshold", "indicators-fired"),
        [
            (
                out.say(f"indicator-{item.indicator}"),
                out.say(f"indicators-{item.direction}"),
                f"{item.threshold:g}",
                item.fired or "",
            )
            for item in found
        ],
    )


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _indicator(item: "Indicator") -> dict[str, Any]:
    return {
        "name": item.name,
        "value": item.value,
        "part": item.part,
        "whole": item.whole,
        "members": list(item.members),
        "why": item.why.value if item.why else None,
        "confirmedOnly": item.confirmed_only,
    }


def _snapshot(item: "Snapshot") -> dict[str, Any]:
    return {
        "time": item.time,
        "note": item.note,
        "revision": item.revision,
        "illustrative": item.illustrative,
        "values": dict(item.values),
    }


def _alert(item: "Alert") -> dict[str, Any]:
    return {
        "indicator": item.indicator,
        "direction": item.direction,
        "threshold": item.threshold,
        "fired": item.fired,
    }
