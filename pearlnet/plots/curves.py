"""How it grew, and how it falls apart."""

from typing import TYPE_CHECKING

from pearlnet.plots.canvas import BLUE, GREEN, GREY, ORANGE, RED, Canvas

if TYPE_CHECKING:
    from chains.history import Growth
    from chains.resilience import Resilience

_ATTACKS = {
    "random": ("随机", "random", GREY),
    "degree": ("按连接数", "by links", BLUE),
    "adaptive-degree": ("按连接数，逐次重算", "by links, counted anew", GREEN),
    "betweenness": ("按中介性", "by betweenness", RED),
}


def draw_growth(canvas: Canvas, growth: "Growth") -> None:
    """Largest share and susceptibility over time, each beside its null (mean, 5% to 95%)."""
    dates = [point.state.date for point in growth.points]
    places = range(len(dates))
    with canvas.drawing(9, 6) as figure:
        upper, lower = figure.subplots(2, 1, sharex=True)
        for axes, name, colour, label in (
            (upper, "largest_share", BLUE, canvas.say("最大连通片占比 S", "largest share S")),
            (lower, "susceptibility", ORANGE, canvas.say("敏感度 χ", "susceptibility χ")),
        ):
            bands = [getattr(point, name) for point in growth.points]
            axes.fill_between(
                places,
                [band.low for band in bands],
                [band.high for band in bands],
                color=GREY,
                alpha=0.25,
                label=canvas.say("零模型 5%–95%", "null, 5% to 95%"),
            )
            axes.plot(places, [band.mean for band in bands], color=GREY, linestyle="--")
            values = [getattr(point.state, name) for point in growth.points]
            axes.plot(places, values, color=colour, marker="o", markersize=4, label=label)
            axes.set_ylabel(label)
            axes.set_ylim(bottom=0)
            axes.legend(loc="upper left")
        lower.set_xticks(list(places), dates, rotation=45, ha="right")
        upper.set_title(canvas.say("由点到线到网的历程", "From points to lines to a network"))


def draw_robustness(canvas: Canvas, found: "Resilience") -> None:
    """The share of the largest part while more and more is removed, for each order of removal."""
    with canvas.drawing(8, 5) as figure:
        axes = figure.subplots()
        for curve in found.curves:
            chinese, english, colour = _ATTACKS[curve.attack.value]
            removed = [removed for removed, _ in curve.points]
            left = [left for _, left in curve.points]
            label = f"{canvas.say(chinese, english)}  R = {curve.r:.3f}"
            axes.plot(removed, left, color=colour, label=label)
        axes.set_xlim(0, 1)
        axes.set_ylim(bottom=0)
        axes.set_xlabel(canvas.say("已移除的比例", "share removed"))
        axes.set_ylabel(canvas.say("最大连通片占比", "share in the largest part"))
        axes.set_title(canvas.say("失去一部分之后还剩多少", "What is left when some are lost"))
        axes.legend()
