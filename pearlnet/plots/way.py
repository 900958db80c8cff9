"""From this point through its line to the network."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pearlnet.naming import Names
from pearlnet.plots.canvas import BLUE, GREEN, GREY, ORANGE, Canvas
from pearlnet.plots.text import wrapped

if TYPE_CHECKING:
    from chains import Link, Trace

_NEIGHBOURS = 8
_PARTNERS = 5
_COLOURS = {"point": GREY, "line": ORANGE, "network": GREEN}


def draw_trace(canvas: Canvas, trace: "Trace", names: Names) -> None:
    """The vertex, its strongest links with what they rest on, and its way to the network.

    Neighbours stand in a circle, eight at most; the way goes on to the right. A point has none:
    the step that helps most is dashed, with five of those that it would join it to.
    """
    import math

    around = list(trace.links[:_NEIGHBOURS])
    with canvas.drawing(11, 6.5) as figure:
        axes = figure.subplots()
        axes.axis("off")
        axes.set_aspect("equal")
        places = {trace.vertex: (0.0, 0.0)}
        for number, link in enumerate(around):
            angle = math.pi / 2 + 2 * math.pi * number / max(len(around), 1)
            other = link.b if link.a == trace.vertex else link.a
            places[other] = (2.4 * math.cos(angle), 2.0 * math.sin(angle))
        partners = trace.step.partners[:_PARTNERS] if trace.step else ()
        if trace.step:
            places[trace.step.asset] = (2.6, 0.0)
            for number, partner in enumerate(partners):
                places[partner] = (5.4, 2.0 - 4.0 * number / max(len(partners) - 1, 1))
        for number, link in enumerate(trace.path):
            for end in (link.a, link.b):
                places.setdefault(end, (8.0 + 1.8 * number, 0.0))
        for link in (*around, *(item for item in trace.path if item not in around)):
            _join(axes, canvas, link, places, names)
        for start, end in _dashed(trace, partners):
            (ax, ay), (bx, by) = places[start], places[end]
            axes.plot([ax, bx], [ay, by], color=ORANGE, linestyle="--", linewidth=1.2, zorder=1)
        for vertex, (x, y) in places.items():
            own = vertex == trace.vertex
            title = "\n".join(wrapped(names[vertex], 10 if canvas.language == "zh" else 18, 2))
            colour = _COLOURS[trace.position.value] if own else BLUE
            axes.text(
                x,
                y,
                title,
                ha="center",
                va="center",
                fontsize=10 if own else 8,
                fontweight="bold" if own else "normal",
                bbox={"boxstyle": "round,pad=0.4", "fc": "white", "ec": colour, "lw": 2},
                zorder=3,
            )
        axes.set_xlim(-4.0, max([4.0, *(x + 1.4 for x, _ in places.values())]))
        axes.set_ylim(-2.9, 2.9)
        axes.set_title(_title(canvas, trace, names), fontsize=11)


def _dashed(trace: "Trace", partners: "Sequence[str]") -> "Sequence[tuple[str, str]]":
    """What the step would link: the vertex with the asset, and that with who has it."""
    if trace.step is None:
        return ()
    asset = trace.step.asset
    return [(trace.vertex, asset), *((asset, partner) for partner in partners)]


def _join(
    axes: "object",
    canvas: Canvas,
    link: "Link",
    places: "dict[str, tuple[float, float]]",
    names: Names,
) -> None:
    (ax, ay), (bx, by) = places[link.a], places[link.b]
    axes.plot([ax, bx], [ay, by], color=GREY, linewidth=1.2, zorder=1)  # type: ignore[attr-defined]  # matplotlib's Axes
    shared = [names[item] for item in link.assets[:1]]
    more = len(link.assets) - 1
    said = (shared[0] + (f" +{more}" if more > 0 else "")) if shared else ""
    if said:
        axes.text(  # type: ignore[attr-defined]  # matplotlib's Axes
            (ax + bx) / 2,
            (ay + by) / 2,
            "\n".join(wrapped(said, 10 if canvas.language == "zh" else 18, 2)),
            ha="center",
            va="center",
            fontsize=7,
            color=GREY,
            bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.85},
            zorder=2,
        )


def _title(canvas: Canvas, trace: "Trace", names: Names) -> str:
    position = {
        "point": canvas.say("孤立点", "a point"),
        "line": canvas.say("成线", "part of a line"),
        "network": canvas.say("成网", "in the network"),
    }[trace.position.value]
    title = (
        f"{names[trace.vertex]}：{position}"
        if canvas.language == "zh"
        else (f"{names[trace.vertex]}: {position}")
    )
    if len(trace.links) > _NEIGHBOURS:
        title += canvas.say(
            f"（{len(trace.links)} 条连接中最强的 {_NEIGHBOURS} 条）",
            f" ({_NEIGHBOURS} strongest of {len(trace.links)} links)",
        )
    if trace.steps:
        step = trace.steps[0]
        title += "\n" + canvas.say("最有帮助的一步：", "the step that helps most: ")
        title += f"{names[step.asset]} (+{step.expected_gain:.2f})"
    return title
