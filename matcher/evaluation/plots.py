"""The reliability plot and the coverage curve as SVG, the same bytes for the same figures."""

import warnings
from collections.abc import Callable
from io import BytesIO

from matcher.evaluation.model import Evaluation

_SAID = ("概率 probability", "实际采纳比例 share that are answers")
_COVERED = ("作答比例 share answered", "首选正确率 accuracy of the best")


def reliability_plot(found: Evaluation) -> bytes:
    """What was said beside what was found; on the diagonal the two agree. An SVG file."""
    points = [(item.said, item.found) for item in found.reliability]
    return _plot(points, *_SAID, diagonal=True)


def coverage_plot(found: Evaluation) -> bytes:
    """Accuracy of the best candidate by the share of demands that are answered. An SVG file."""
    points = [(item.coverage, item.accuracy) for item in found.coverage]
    return _plot(points, *_COVERED, diagonal=False)


def _plot(points: list[tuple[float, float]], across: str, up: str, *, diagonal: bool) -> bytes:
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "pearlnet", "svg.fonttype": "none"}):
        figure = Figure(figsize=(4.2, 4.2))
        FigureCanvasSVG(figure)
        axes = figure.add_subplot(xlim=(0, 1), ylim=(0, 1), xlabel=across, ylabel=up)
        if diagonal:
            axes.plot([0, 1], [0, 1], color="0.6", linewidth=1, linestyle="--")
        axes.plot(*zip(*points, strict=True), color="#2563a8", marker="o", markersize=4)
        axes.grid(color="0.9")
        figure.subplots_adjust(left=0.16, bottom=0.13, right=0.96, top=0.96)
        file = BytesIO()
        save: Callable[..., None] = figure.savefig
        with warnings.catch_warnings():
            # text stays text, and whoever shows the plot has a font for it
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            save(file, format="svg", metadata={"Date": None})
    return file.getvalue()
