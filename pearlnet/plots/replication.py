"""Where scenarios are, and how likely they are where they are not: the map, and one practice."""

from typing import TYPE_CHECKING

from pearlnet.naming import Names
from pearlnet.plots.canvas import BLUE, GREEN, GREY, ORANGE, RED, Canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from chains.replication import Ranking, Replicability, ReplicationMap, Standing

_COLOURS = {"likely": GREEN, "open": ORANGE, "unlikely": RED, "insufficient-data": GREY}
_WORDS = {
    "likely": ("较可能", "likely"),
    "open": ("不能断定", "cannot tell"),
    "unlikely": ("较不可能", "unlikely"),
    "insufficient-data": ("数据不足", "insufficient data"),
}
_ROWS = 30
_COLUMNS = 20
_NAME = 16
_SHOWN = 12


def draw_replication_map(canvas: Canvas, found: "ReplicationMap", names: Names) -> None:
    """A cell for each scenario in each place: how many use cases, or the chance with its interval.

    Shaded blue where it is; where it is not, in the colour of what may be said.
    """
    places, scenarios = found.places[:_ROWS], found.scenarios[:_COLUMNS]
    width, height = 4.0 + 0.85 * len(scenarios), 2.4 + 0.48 * len(places)
    with canvas.drawing(width, height) as figure:
        axes = figure.subplots()
        for row, place in enumerate(places):
            for column, cell in enumerate(found.row(place)[: len(scenarios)]):
                _draw_cell(axes, row, column, cell)
        axes.set_xlim(-0.5, len(scenarios) - 0.5)
        axes.set_ylim(len(places) - 0.5, -0.5)
        labels = [_short(names[item], 32) for item in scenarios]
        axes.set_xticks(range(len(scenarios)), labels, rotation=45, ha="left", fontsize=8)
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(places)), [_short(names[item]) for item in places], fontsize=8)
        axes.tick_params(length=0)
        axes.grid(visible=False)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        _legend(canvas, axes)
        axes.set_title(
            canvas.say(
                f"可复制图谱：{len(places)}/{found.all_places} 个对象，"
                f"{len(scenarios)}/{found.all_scenarios} 个场景",
                f"Replicability: {len(places)} of {found.all_places} places, "
                f"{len(scenarios)} of {found.all_scenarios} scenarios",
            ),
            loc="left",
        )


def _draw_cell(axes: "Axes", row: int, column: int, cell: "Standing") -> None:
    from matplotlib.patches import Rectangle

    there = bool(cell.cases)
    colour = BLUE if there else _COLOURS[cell.verdict.value]
    shade = min(0.35 + 0.13 * len(cell.cases), 1.0) if there else 0.10 + 0.5 * (cell.chance or 0.0)
    axes.add_patch(
        Rectangle((column - 0.48, row - 0.46), 0.96, 0.92, color=colour, alpha=shade, linewidth=0)
    )
    if there:
        axes.text(
            column,
            row,
            str(len(cell.cases)),
            ha="center",
            va="center",
            fontweight="bold",
            color="white" if shade > 0.55 else "black",
        )
    elif cell.chance is not None and cell.low is not None and cell.high is not None:
        axes.text(column, row - 0.14, f"{cell.chance:.0%}", ha="center", va="center", fontsize=8)
        interval = f"{cell.low * 100:.0f}–{cell.high:.0%}"
        axes.text(column, row + 0.24, interval, ha="center", va="center", fontsize=6, color="#333")


def _legend(canvas: Canvas, axes: "Axes") -> None:
    from matplotlib.patches import Patch

    there = Patch(color=BLUE, alpha=0.6, label=canvas.say("已有案例数", "use cases there"))
    chances = [
        Patch(color=colour, alpha=0.4, label=canvas.say(*_WORDS[verdict]))
        for verdict, colour in _COLOURS.items()
    ]
    axes.legend(
        handles=[there, *chances],
        loc="upper left",
        bbox_to_anchor=(0, -0.01),
        ncols=5,
        fontsize=8,
    )


def draw_replicability(canvas: Canvas, found: "Replicability", names: Names) -> None:
    """For one practice the industries and regions that could take it up, with their intervals."""
    rankings = [found.industries, found.regions]
    rows = max(len(ranking.targets[:_SHOWN]) for ranking in rankings)
    with canvas.drawing(11, 1.8 + 0.42 * max(rows, 3)) as figure:
        for axes, ranking, title in zip(
            figure.subplots(1, 2),
            rankings,
            (canvas.say("行业", "industries"), canvas.say("地区", "regions")),
            strict=True,
        ):
            _draw_targets(canvas, axes, ranking, names)
            axes.set_title(f"{title} ({len(ranking.targets[:_SHOWN])}/{ranking.candidates})")
        figure.suptitle(
            canvas.say("可复制：", "Where it could go: ") + _short(names[found.subject], 40)
        )


def _draw_targets(canvas: Canvas, axes: "Axes", ranking: "Ranking", names: Names) -> None:
    targets = [target.standing for target in ranking.targets[:_SHOWN]]
    for row, item in enumerate(targets):
        colour = _COLOURS[item.verdict.value]
        if item.chance is not None and item.low is not None and item.high is not None:
            axes.plot([item.low, item.high], [row, row], color=colour, linewidth=3, alpha=0.6)
            axes.plot(item.chance, row, "o", color=colour)
        axes.plot(item.usual, row, "|", color="black", markersize=12)
        axes.text(1.02, row, canvas.say(*_WORDS[item.verdict.value]), va="center", fontsize=8)
    axes.set_yticks(range(len(targets)), [_short(names[item.place]) for item in targets])
    axes.set_ylim(max(len(targets), 3) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xlabel(
        canvas.say("可能性与90%区间；竖线为通常水平", "chance, 90% interval; the bar is the usual")
    )


def _short(name: str, width: int = _NAME) -> str:
    return name if len(name) <= width else f"{name[: width - 1]}…"
