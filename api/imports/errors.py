"""Errors of imports through the API."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from api.errors import ApiError
from ingest.errors import Fault, IngestError, InvalidMapping


class ImportsOff(ApiError):
    """This server takes no imports."""

    code = "IMPORTS_OFF"


class BadUpload(ApiError):
    """The request is no upload of a file."""

    code = "IMPORT_BAD_UPLOAD"


class UploadTooLarge(ApiError):
    """The upload is beyond the limit."""

    code = "IMPORT_TOO_LARGE"


class NoSuchImport(ApiError):
    """There is no import of that id, or not what was asked of it."""

    code = "IMPORT_NOT_FOUND"


class WrongState(ApiError):
    """The import is not in a state in which that can be done."""

    code = "IMPORT_WRONG_STATE"


class UploadRefused(ApiError):
    """The importer refuses the file or its mapping, with its own code and message.

    Attributes:
        faults: Each fault of a mapping, with its line.
    """

    def __init__(self, code: str, message: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.faults = tuple(faults)


def without_folders(text: str, root: Path) -> str:
    """The text with uploaded files under the names that they came with."""
    return re.sub(rf"{re.escape(str(root))}/[^/]+/(?:data|mapping)/", "", text)


def refusal_of(error: IngestError, root: Path) -> UploadRefused:
    """The importer's refusal as the caller may see it."""
    found = error.faults if isinstance(error, InvalidMapping) else ()
    faults = [
        Fault(without_folders(one.file, root), one.line, without_folders(one.message, root))
        for one in found
    ]
    return UploadRefused(error.code, without_folders(str(error), root), faults)


def shown_faults(error: Exception) -> dict[str, Any]:
    """The faults of a mapping as part of an answer; nothing for other errors."""
    if not isinstance(error, UploadRefused) or not error.faults:
        return {}
    return {
        "faults": [
            {"file": one.file, "line": one.line, "message": one.message} for one in error.faults
        ]
    }
