"""``pearlnet replicate``: where a use case or scenario could go, what is lacking, who delivers."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pearlnet.cli.output import Output
from pearlnet.cli.session import First, Json, Plot, opened, output, require_data
from pearlnet.cli.watching import watched
from pearlnet.naming import Names

if TYPE_CHECKING:
    from chains import ChainAnalysis
    from chains.replication import Ranking, Replicability, ReplicationMap, Standing, Way
    from graph.port import GraphReader


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(replicate)


def replicate(
    context: typer.Context,
    practice: Annotated[
        str | None,
        typer.Argument(
            help="Id of a use case or scenario; the map of all scenarios without one. "
            "案例或场景的 id；不给则显示全部场景的可复制图谱。"
        ),
    ] = None,
    over: Annotated[
        Literal["industry", "region"],
        typer.Option("--over", help="The map's rows. 图谱按行业或地区。"),
    ] = "industry",
    first: First = 5,
    plot: Plot = None,
    json: Json = False,
) -> None:
    """Where could it go, what is lacking, who delivers? 能复制到哪里，缺什么。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from chains import ChainAnalysis

        require_data(store)
        analysis = ChainAnalysis(store, ontology)
        if practice is None:
            _map(out, analysis, store, over, plot)
            return
        with watched(out, "computing") as watch:
            found = analysis.replicability(practice, first, watch=watch)
        names = Names(store, _ids(found), out.language)
        if out.json:
            out.value(asdict(found))
        else:
            _print(out, found, names)
    if plot is not None:
        from pearlnet.plots import Canvas, draw_replicability

        draw_replicability(Canvas(plot, out.language), found, names)


def _map(
    out: Output, analysis: "ChainAnalysis", store: "GraphReader", over: str, plot: Path | None
) -> None:
    from chains.replication import Axis

    with watched(out, "computing") as watch:
        found = analysis.replication_map(Axis(over), watch=watch)
    ids = {*found.places, *found.scenarios, *found.unseen}
    names = Names(store, ids, out.language)
    if out.json:
        out.value(asdict(found))
    else:
        _print_map(out, found, names)
    if plot is not None:
        from pearlnet.plots import Canvas, draw_replication_map

        draw_replication_map(Canvas(plot, out.language), found, names)


def _print_map(out: Output, found: "ReplicationMap", names: Names) -> None:
    """For each scenario where it is, and where it is likely next."""
    columns = range(len(found.scenarios))
    by_scenario = [[found.row(place)[column] for place in found.places] for column in columns]
    out.table(
        f"{out.say('replicate-map')} ({len(found.scenarios)}/{found.all_scenarios})",
        ("scenario", "replicate-adopters", "replicate-next"),
        [
            (
                names[scenario],
                out.few(f"{names[cell.place]} {len(cell.cases)}" for cell in cells if cell.cases),
                out.few(_next(out, cell, names) for cell in _likeliest(cells)),
            )
            for scenario, cells in zip(found.scenarios, by_scenario, strict=True)
        ],
    )
    if found.unseen:
        seen = out.few(names[item] for item in found.unseen)
        out.line(f"{out.say('replicate-unseen')} ({len(found.unseen)}): {seen}", style="dim")
    _print_check(out, found)
    out.line(f"{out.say('how')}: {out.say('replicate-caution')}", style="dim")


def _likeliest(cells: "Sequence[Standing]") -> "list[Standing]":
    absent = [cell for cell in cells if not cell.cases and cell.chance is not None]
    return sorted(absent, key=lambda cell: (-(cell.chance or 0.0), cell.place))[:3]


def _next(out: Output, cell: "Standing", names: Names) -> str:
    verdict = out.say(f"verdict-{cell.verdict.value}")
    return f"{names[cell.place]} {cell.chance:.2f} ({cell.low:.2f}–{cell.high:.2f}) {verdict}"


def _print(out: Output, found: "Replicability", names: Names) -> None:
    out.line(f"{names[found.subject]}  ({found.subject})", style="bold")
    out.line(
        f"{out.say('use-case')} {len(found.cases)}  {out.say('illustrative')} {found.examples}  "
        f"{out.listed(names[item] for item in found.scenarios)}"
    )
    out.line(f"{out.say('replicate-needs')}: {out.listed(names[x.asset] for x in found.needs)}")
    if found.enterprises:
        _print_enterprises(out, found, names)
    if not found.scenarios:
        out.line(out.say("replicate-no-scenario"))
    else:
        _print_places(out, "replicate-industries", found.industries, names)
        _print_places(out, "replicate-regions", found.regions, names)
    out.line(f"{out.say('how')}: {out.say('replicate-caution')}", style="dim")


def _print_enterprises(out: Output, found: "Replicability", names: Names) -> None:
    shown = len(found.enterprises)
    out.line(f"\n{out.say('replicate-enterprises')} ({shown}/{found.candidates})", style="bold")
    for number, item in enumerate(found.enterprises, start=1):
        shared = f"{names[item.shared]} {len(item.adopters)}/{item.peers}"
        _print_target(
            out,
            f"{number}. {names[item.enterprise]}",
            [
                f"{out.say('replicate-shared')} {shared}",
                f"{out.say('replicate-limiting')} {names[item.scenario]}",
                _chance(out, item.chance, item.low, item.high, item.usual),
                out.say(f"verdict-{item.verdict.value}"),
            ],
        )
        _print_way(out, item.way, names)


def _print_places(out: Output, title: str, ranking: "Ranking", names: Names) -> None:
    shown = len(ranking.targets)
    out.line(f"\n{out.say(title)} ({shown}/{ranking.candidates})", style="bold")
    if not shown:
        out.line(f"  {out.say('replicate-none')}")
    for number, item in enumerate(ranking.targets, start=1):
        standing = item.standing
        _print_target(
            out,
            f"{number}. {names[standing.place]}",
            [
                f"{out.say('replicate-on-record')} {standing.on_record}",
                f"{out.say('replicate-limiting')} {names[standing.scenario]}",
                _chance(out, standing.chance, standing.low, standing.high, standing.usual),
                out.say(f"verdict-{standing.verdict.value}"),
            ],
        )
        _print_way(out, item.way, names)
    _print_adopters(out, ranking, names)
    if ranking.unseen:
        seen = out.few(names[item] for item in ranking.unseen)
        out.line(f"{out.say('replicate-unseen')} ({len(ranking.unseen)}): {seen}", style="dim")
    _print_check(out, ranking)


def _print_target(out: Output, name: str, parts: Iterable[str]) -> None:
    out.line(f"{name}  {' · '.join(filter(None, parts))}")


def _print_way(out: Output, way: "Way", names: Names) -> None:
    for key, items in (
        ("replicate-copies", way.copies),
        ("replicate-holds", [item.asset for item in way.holds]),
        ("replicate-lacks", [item.asset for item in way.lacks]),
        ("replicate-uncovered", way.uncovered),
    ):
        if items:
            out.line(f"   {out.say(key)}: {out.listed(names[item] for item in items)}")
    for deliverer in way.deliverers:
        covers = out.listed(names[asset] for asset in deliverer.covers)
        name = names[deliverer.organization]
        out.line(f"   {out.say('replicate-deliverers')}: {name}{covers and f' [{covers}]'}")


def _print_adopters(out: Output, ranking: "Ranking", names: Names) -> None:
    if not ranking.adopters:
        return
    out.table(
        out.say("replicate-adopters"),
        ("name", "use-case", "replicate-advantage"),
        [
            (
                names[item.place],
                out.few(names[case] for case in item.cases),
                f"{item.shrunk:.2f} ({item.shrunk_low:.2f}–{item.shrunk_high:.2f})",
            )
            for item in ranking.adopters
        ],
    )


def _print_check(out: Output, ranking: "Ranking | ReplicationMap") -> None:
    if ranking.check is None:
        return
    aucs = " / ".join(
        f"{ranking.check.found[name].auc:.2f}" for name in ("chance", "popularity", "random")
    )
    out.line(f"{out.say('replicate-check')}: {aucs}", style="dim")


def _chance(
    out: Output, chance: float | None, low: float | None, high: float | None, usual: float
) -> str:
    if chance is None or low is None or high is None:
        return ""
    return (
        f"{out.say('replicate-chance')} {chance:.2f} ({low:.2f}–{high:.2f}), "
        f"{out.say('replicate-usual')} {usual:.2f}"
    )


def _ids(found: "Replicability") -> set[str]:
    ids = {found.subject, *found.scenarios, *(need.asset for need in found.needs)}
    for ranking in (found.industries, found.regions):
        ids |= {*ranking.unseen, *_places(ranking)}
        for target in ranking.targets:
            ids |= _of_way(target.way)
    for enterprise in found.enterprises:
        ids |= {enterprise.enterprise, enterprise.shared, enterprise.scenario}
        ids |= _of_way(enterprise.way)
    return ids


def _places(ranking: "Ranking") -> Iterable[str]:
    for standing in (*ranking.adopters, *(target.standing for target in ranking.targets)):
        yield from (standing.place, standing.scenario, *standing.cases)


def _of_way(way: "Way") -> set[str]:
    organizations = {item.organization for item in way.deliverers}
    assets = {item.asset for item in way.holds} | {item.asset for item in way.lacks}
    return organizations | assets | set(way.copies)
