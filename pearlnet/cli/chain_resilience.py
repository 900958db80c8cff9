"""``pearlnet chain resilience``: what holds it together, and what a loss would break."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pearlnet.cli.output import Output
from pearlnet.cli.over import Over, vertices_of
from pearlnet.cli.plain import plain
from pearlnet.cli.session import Json, Plot, opened, output
from pearlnet.cli.watching import watched
from pearlnet.naming import Names

if TYPE_CHECKING:
    from chains.resilience import Loss, Resilience

_SHOWN = 10


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("resilience")(resilience)


def resilience(
    context: typer.Context,
    lost: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="What would its loss break? An enterprise, region, asset or vertex. "
            "失去它会怎样：企业、地区、要素或顶点的 id。",
        ),
    ] = None,
    over: Over = "use-cases",
    plot: Plot = None,
    json: Json = False,
) -> None:
    """Weak points, R, and what a loss would break. 韧性：薄弱点、R 值、失去谁会怎样。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from chains import ChainAnalysis

        analysis, vertices = ChainAnalysis(store, ontology), vertices_of(ontology, over)
        if lost is not None:
            loss = analysis.lose(vertices, lost)
            if out.json:
                out.value(plain(loss))
            else:
                _print_loss(out, loss, Names(store, _loss_ids(loss), out.language))
            return
        with watched(out, "computing") as watch:
            found = analysis.resilience(vertices, watch=watch)
        if out.json:
            out.value(plain(found))
        else:
            _print(out, found, Names(store, _ids(found), out.language))
    if plot is not None:
        from pearlnet.plots import Canvas, draw_robustness

        draw_robustness(Canvas(plot, out.language), found)


def _print(out: Output, found: "Resilience", names: Names) -> None:
    out.table(
        out.say("resilience-r"),
        ("resilience-attack", "resilience-value", "resilience-range", "resilience-samples"),
        [
            (
                out.say(f"attack-{curve.attack.value}"),
                curve.r,
                f"{curve.low:.4f}–{curve.high:.4f}" if curve.samples > 1 else "",
                curve.samples if curve.pivots is None else f"{curve.pivots}/{found.size}",
            )
            for curve in found.curves
        ],
    )
    out.line(f"{out.say('resilience-fragility')} F = {found.fragility:.3f}")
    _print_weak(out, found, names)
    if found.sources:
        out.table(
            f"{out.say('resilience-sources')} ({len(found.sources)})",
            ("resilience-stage", "resilience-chain", "resilience-supplier"),
            [
                (names[item.stage], out.listed(names[x] for x in item.chains), names[item.supplier])
                for item in found.sources[:_SHOWN]
            ],
        )
    if found.reinforcements:
        out.table(
            out.say("resilience-reinforce"),
            (
                "resilience-link",
                "resilience-around",
                "resilience-saved",
                "resilience-less",
                "resilience-more",
            ),
            [
                (
                    f"{names[item.a]} – {names[item.b]}",
                    names[item.around],
                    item.saved,
                    item.fragility,
                    item.robustness,
                )
                for item in found.reinforcements
            ],
        )
    out.line(f"{out.say('how')}: {out.say('resilience-how')}", style="dim")


def _print_weak(out: Output, found: "Resilience", names: Names) -> None:
    if found.points:
        out.table(
            f"{out.say('resilience-points')} ({found.point_count})",
            ("name", "resilience-cut-off", "resilience-pieces"),
            [(names[item.vertex], item.cut_off, item.pieces) for item in found.points[:_SHOWN]],
        )
    if found.bridges:
        out.table(
            f"{out.say('resilience-bridges')} ({found.bridge_count})",
            ("resilience-link", "resilience-cut-off"),
            [
                (f"{names[item.link.a]} – {names[item.link.b]}", item.cut_off)
                for item in found.bridges[:_SHOWN]
            ],
        )


def _print_loss(out: Output, found: "Loss", names: Names) -> None:
    out.line(f"{names[found.id]}  ({found.id})", style="bold")
    out.line(
        f"{out.say('loss-broken')} {len(found.broken)}  {out.say('largest-share')} = "
        f"{found.largest_before:.3f} → {found.largest_after:.3f}"
    )
    _print_named(out, "loss-organizations", found.organizations, names)
    _print_named(out, "loss-gone", found.gone, names)
    _print_named(out, "loss-parted", found.parted, names)
    if found.fallen:
        out.table(
            f"{out.say('loss-fallen')} ({len(found.fallen)})",
            ("name", "loss-before", "loss-after"),
            [
                (names[item.vertex], out.say(item.before.value), out.say(item.after.value))
                for item in found.fallen[: 2 * _SHOWN]
            ],
        )
    if found.stages:
        out.table(
            f"{out.say('loss-stages')} ({len(found.stages)})",
            ("resilience-stage", "loss-lost", "loss-left"),
            [
                (
                    names[item.stage],
                    out.few(names[x] for x in item.lost),
                    out.few(names[x] for x in item.left) or out.say("loss-none-left"),
                )
                for item in found.stages[: 2 * _SHOWN]
            ],
        )
    if not (found.broken or found.gone or found.stages):
        out.line(out.say("loss-nothing"))


def _print_named(out: Output, key: str, ids: Sequence[str], names: Names) -> None:
    if ids:
        shown = out.few((names[item] for item in ids[: 2 * _SHOWN]), 2 * _SHOWN)
        more = f" …(+{len(ids) - 2 * _SHOWN})" if len(ids) > 2 * _SHOWN else ""
        out.line(f"{out.say(key)} ({len(ids)}): {shown}{more}")


def _ids(found: "Resilience") -> set[str]:
    ids = {item.vertex for item in found.points[:_SHOWN]}
    for bridge in found.bridges[:_SHOWN]:
        ids |= {bridge.link.a, bridge.link.b}
    for source in found.sources[:_SHOWN]:
        ids |= {source.stage, source.supplier, *source.chains}
    for item in found.reinforcements:
        ids |= {item.a, item.b, item.around}
    return ids


def _loss_ids(found: "Loss") -> set[str]:
    ids = {found.id, *found.organizations[: 2 * _SHOWN], *found.gone[: 2 * _SHOWN]}
    ids |= {*found.parted[: 2 * _SHOWN], *(item.vertex for item in found.fallen[: 2 * _SHOWN])}
    for stage in found.stages[: 2 * _SHOWN]:
        ids |= {stage.stage, *stage.lost, *stage.left}
    return ids
