"""How data goes out: the graph, or what is chosen of it, in many formats."""

from ingest.exports.errors import (
    CannotWrite,
    ExportError,
    InvalidSelection,
    NothingChosen,
    TargetExists,
    UnknownFormat,
)
from ingest.exports.options import Options
from ingest.exports.run import FORMATS, ExportSummary, export_graph
from ingest.exports.selection import Selection
from ingest.exports.stream import ExportProgress

__all__ = [
    "FORMATS",
    "CannotWrite",
    "ExportError",
    "ExportProgress",
    "ExportSummary",
    "InvalidSelection",
    "NothingChosen",
    "Options",
    "Selection",
    "TargetExists",
    "UnknownFormat",
    "export_graph",
]
