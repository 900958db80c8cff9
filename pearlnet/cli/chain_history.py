"""``pearlnet chain history`` and ``since``: how it grew, and what changed."""

from typing import TYPE_CHECKING, Annotated

import typer

from pearlnet.cli.output import Output
from pearlnet.cli.over import Over, vertices_of
from pearlnet.cli.plain import plain
from pearlnet.cli.session import Json, Plot, opened, output
from pearlnet.cli.watching import watched
from pearlnet.naming import Names

if TYPE_CHECKING:
    from chains.history import Band, Changes, Growth, Joining

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("history")(history)
    app.command("since")(since)


def history(
    context: typer.Context,
    vertex: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="When did it join? 何时加入，顶点的 id。")
    ] = None,
    over: Over = "use-cases",
    plot: Plot = None,
    json: Json = False,
) -> None:
    """How it grew, or when one of them joined. 成链成网的历程。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from chains import ChainAnalysis

        analysis, vertices = ChainAnalysis(store, ontology), vertices_of(ontology, over)
        if vertex is not None:
            joining = analysis.history(vertices).joining(vertex)
            if out.json:
                out.value(plain(joining))
            else:
                ends = {joining.link.a, joining.link.b} if joining.link else set()
                _print_joining(out, joining, Names(store, {vertex, *ends}, out.language))
            return
        with watched(out, "computing") as watch:
            found = analysis.growth(vertices, watch=watch)
        if out.json:
            out.value(plain(found))
        else:
            _print_growth(out, found)
    if plot is not None:
        from pearlnet.plots import Canvas, draw_growth

        draw_growth(Canvas(plot, out.language), found)


def since(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="DATE", help="YYYY-MM-DD. 起始日期。")],
    until: Annotated[
        str | None, typer.Option("--until", help="YYYY-MM-DD, else the last. 截止日期。")
    ] = None,
    over: Over = "use-cases",
    json: Json = False,
) -> None:
    """What changed since then? 自某日以来有何变化。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from chains import ChainAnalysis

        found = ChainAnalysis(store, ontology).since(vertices_of(ontology, over), start, until)
        if out.json:
            out.value(plain(found))
            return
        ids = {*found.came[:_SHOWN], *(item.vertex for item in found.risen[:_SHOWN])}
        for link in found.links[:_SHOWN]:
            ids |= {link.a, link.b, *link.assets}
        _print_changes(out, found, Names(store, ids, out.language))


def _print_joining(out: Output, found: "Joining", names: Names) -> None:
    out.line(f"{names[found.vertex]}  ({found.vertex})", style="bold")
    for key, day in (
        ("history-since", found.since),
        ("history-line", found.line),
        ("history-network", found.network),
    ):
        out.line(f"{out.say(key)}: {day or out.say('history-never')}")
    if found.link:
        out.line(f"{out.say('history-first-link')}: {names[found.link.other(found.vertex)]}")


def _print_growth(out: Output, found: "Growth") -> None:
    out.table(
        "",
        (
            "history-date",
            "chain-members",
            "point",
            "line",
            "network",
            "largest-share",
            "history-null",
            "history-chi",
            "history-null",
        ),
        [
            (
                point.state.date,
                point.state.vertices,
                *point.state.counts.values(),
                f"{point.state.largest_share:.3f}",
                _band(point.largest_share),
                f"{point.state.susceptibility:.3f}",
                _band(point.susceptibility),
            )
            for point in found.points
        ],
    )
    _print_undated(out, found.undated)
    dated = out.say("history-dated").format(property=found.dated_by, samples=found.samples)
    out.line(f"{out.say('how')}: {dated}", style="dim")


def _print_changes(out: Output, found: "Changes", names: Names) -> None:
    out.table(
        "",
        ("history-date", "chain-members", "links", "point", "line", "network", "largest-share"),
        [
            (
                state.date,
                state.vertices,
                state.links,
                *state.counts.values(),
                f"{state.largest_share:.3f}",
            )
            for state in (found.before, found.after)
        ],
    )
    if found.came:
        shown = out.few([names[item] for item in found.came[:_SHOWN]], _SHOWN)
        out.line(f"{out.say('history-came')} ({len(found.came)}): {shown}")
    if found.risen:
        out.table(
            f"{out.say('history-risen')} ({len(found.risen)})",
            ("name", "loss-before", "loss-after"),
            [
                (
                    names[item.vertex],
                    out.say(item.before.value) if item.before else out.say("history-absent"),
                    out.say(item.after.value),
                )
                for item in found.risen[:_SHOWN]
            ],
        )
    if found.links:
        out.table(
            f"{out.say('history-links')} ({len(found.links)})",
            ("link", "evidence"),
            [
                (
                    f"{names[link.a]} – {names[link.b]}",
                    out.few([*(names[x] for x in link.assets), *(k.type for k in link.relations)]),
                )
                for link in found.links[:_SHOWN]
            ],
        )
    _print_undated(out, found.undated)


def _print_undated(out: Output, undated: int) -> None:
    if undated:
        out.line(out.say("history-undated").format(count=undated), style="yellow")


def _band(band: "Band") -> str:
    return f"{band.mean:.3f} ({band.low:.3f}–{band.high:.3f})"
