"""Pictures of what the command line prints, as SVG or PNG, in either language."""

from pearlnet.plots.canvas import CannotPlot, Canvas
from pearlnet.plots.chain import draw_completeness
from pearlnet.plots.curves import draw_growth, draw_robustness
from pearlnet.plots.replication import draw_replicability, draw_replication_map
from pearlnet.plots.way import draw_trace

__all__ = [
    "CannotPlot",
    "Canvas",
    "draw_completeness",
    "draw_growth",
    "draw_replicability",
    "draw_replication_map",
    "draw_robustness",
    "draw_trace",
]
