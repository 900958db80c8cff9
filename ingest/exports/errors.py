"""Errors of exports; ``ingest.errors`` says what all have in common."""

from ingest.errors import IngestError


class ExportError(IngestError):
    """Root of all errors of exports."""

    code = "INGEST_EXPORT"


class UnknownFormat(ExportError):
    """The target's suffix or the named format is none that can be written."""

    code = "INGEST_EXPORT_FORMAT"


class TargetExists(ExportError):
    """Something stands where the export is to go."""

    code = "INGEST_EXPORT_TARGET_EXISTS"


class CannotWrite(ExportError):
    """The disk refuses, or the format has no room for what is to be written."""

    code = "INGEST_EXPORT_CANNOT_WRITE"


class NothingChosen(ExportError):
    """No entity fits, so there is nothing to write."""

    code = "INGEST_EXPORT_NOTHING"


class InvalidSelection(ExportError):
    """A class or condition that chooses entities is malformed or names what is not there."""

    code = "INGEST_EXPORT_SELECTION"
