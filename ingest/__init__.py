"""How data comes in: readers, mappings, validation, and the pipeline into a store."""

from ingest.drafts import Reject
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
from ingest.load import load_mapping
from ingest.mapping import Mapping
from ingest.pipeline import import_file, import_manifest
from ingest.run import Options
from ingest.summary import Conflict, Counts, ImportSummary, Progress

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
    "import_file",
    "import_manifest",
    "load_mapping",
]
