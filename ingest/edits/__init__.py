"""One record changed by a person or a portal, beside what the imports say."""

from ingest.edits.apply import apply_edit, delete_entity, version_of
from ingest.edits.model import Author, Edit, Edited, InvalidEdit, Linked, Problem, VersionConflict

__all__ = [
    "Author",
    "Edit",
    "Edited",
    "InvalidEdit",
    "Linked",
    "Problem",
    "VersionConflict",
    "apply_edit",
    "delete_entity",
    "version_of",
]
