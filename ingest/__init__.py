"""How data comes in: readers, mappings, validation, and the pipeline into a store."""

from ingest.drafts import Reject
from ingest.errors import (
    Fault,
    IngestError,
    InvalidManifest,
    InvalidMapping,
    UnreadableSource,
)
from ingest.load import load_mapping
from ingest.mapping import Mapping
from ingest.pipeline import import_file, import_manifest
from ingest.summary import Conflict, Counts, ImportSummary, Progress

__all__ = [
    "Conflict",
    "Counts",
    "Fault",
    "ImportSummary",
    "IngestError",
    "InvalidManifest",
    "InvalidMapping",
    "Mapping",
    "Progress",
    "Reject",
    "UnreadableSource",
    "import_file",
    "import_manifest",
    "load_mapping",
]
