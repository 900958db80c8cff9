"""How data comes in: readers, mappings, validation, and the pipeline into a store."""

from ingest.errors import (
    CannotMerge,
    CannotUndo,
    Fault,
    ImportRunning,
    IngestError,
    InvalidManifest,
    InvalidMapping,
    TooManyRejects,
    UnknownImport,
    UnreadableSource,
)
from ingest.mapping.load import load_mapping
from ingest.mapping.model import Mapping
from ingest.pipeline import import_file, import_graph, import_manifest
from ingest.rows.drafts import Reject
from ingest.runs.patience import Wait
from ingest.runs.run import Options
from ingest.runs.summary import Conflict, Counts, ImportSummary, Progress

__all__ = [
    "CannotMerge",
    "CannotUndo",
    "Conflict",
    "Counts",
    "Fault",
    "ImportRunning",
    "ImportSummary",
    "IngestError",
    "InvalidManifest",
    "InvalidMapping",
    "Mapping",
    "Options",
    "Progress",
    "Reject",
    "TooManyRejects",
    "UnknownImport",
    "UnreadableSource",
    "Wait",
    "import_file",
    "import_graph",
    "import_manifest",
    "load_mapping",
]
