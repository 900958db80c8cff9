"""A chain with its stages: where it breaks, where it is thin, where one alone holds it."""

from collections import defaultdict
from typing import TYPE_CHECKING

from pearlnet.naming import Names
from pearlnet.plots.canvas import BLUE, GREEN, GREY, ORANGE, RED, CannotPlot, Canvas
from pearlnet.plots.text import wrapped

if TYPE_CHECKING:
    from chains.stages import Completeness, StageCoverage

MOST_STAGES = 60


def draw_completeness(canvas: Canvas, found: "Completeness", names: Names) -> None:
    """Stages by level from left to right, consecutive ones joined; a missing link is dashed.

    Raises:
        CannotPlot: There are more stages than can be read.
    """
    if len(found.stages) > MOST_STAGES:
        raise CannotPlot(
            f"the chain has {len(found.stages)} stages; a picture holds {MOST_STAGES} at most: "
            "name a part of it"
        )
    places = _places(found)
    columns = max((x for x, _ in places.values()), default=0) + 1
    deepest = max((-y for _, y in places.values()), default=0) + 1
    with canvas.drawing(max(6, 2.6 * columns), max(3.2, 1.25 * deepest + 1.4)) as figure:
        axes = figure.subplots()
        axes.axis("off")
        axes.set_xlim(-0.6, columns - 0.4)
        axes.set_ylim(-deepest + 0.4, 0.6)
        for pair in found.pairs:
            start, end = places[pair.earlier], places[pair.later]
            axes.annotate(
                "",
                xy=(end[0] - 0.38, end[1]),
                xytext=(start[0] + 0.38, start[1]),
                arrowprops={
                    "arrowstyle": "->",
                    "linestyle": "-" if pair.ties else "--",
                    "color": GREY if pair.ties else RED,
                },
            )
        for item in found.stages:
            x, y = places[item.stage.id]
            colour, mark = _state(canvas, item)
            title = "\n".join(wrapped(names[item.stage.id], 9 if canvas.language == "zh" else 20))
            axes.text(
                x,
                y,
                f"{title}\n{mark}",
                ha="center",
                va="center",
                fontsize=9,
                bbox={"boxstyle": "round,pad=0.4", "fc": "white", "ec": colour, "lw": 2},
            )
        figure.suptitle(
            f"{names[found.model.id]}   C = {found.value:.3f}\n"
            + canvas.say(
                "红：断点（补链）  橙：单点依赖（稳链）  蓝：偏弱（强链）  绿：充足；虚线：未衔接",
                "red: break (fill)  orange: one holds it (stabilise)  blue: thin (strengthen)  "
                "green: well supplied; dashed: not linked",
            ),
            fontsize=10,
        )


def _state(canvas: Canvas, item: "StageCoverage") -> tuple[str, str]:
    count = len(item.suppliers)
    if item.broken:
        return RED, canvas.say("断点", "break")
    if item.holds:
        return ORANGE, canvas.say(f"{count} 家，单点依赖", f"{count}, one holds it")
    if item.coverage < 0.8:
        return BLUE, canvas.say(f"{count} 家", f"{count} suppliers")
    return GREEN, canvas.say(f"{count} 家", f"{count} suppliers")


def _places(found: "Completeness") -> dict[str, tuple[float, float]]:
    """A column for each level, stages below each other in the model's order."""
    below: dict[int, int] = defaultdict(int)
    levels = {
        level: column
        for column, level in enumerate(sorted({item.stage.level for item in found.stages}))
    }
    places = {}
    for item in found.stages:
        column = levels[item.stage.level]
        places[item.stage.id] = (float(column), -float(below[column]))
        below[column] += 1
    return places
