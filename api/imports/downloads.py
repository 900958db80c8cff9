"""Reject files on their way to a caller: one as CSV, several as a zip archive."""

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from starlette.responses import Response, StreamingResponse

from api.imports.errors import without_folders

_BUFFER = 1 << 16


def rejects_answer(id: str, files: Sequence[Path], root: Path) -> Response:
    """The answer that holds the files; uploads appear in them under their own names."""
    if len(files) == 1:
        return _attached(_lines(files[0], root), "text/csv; charset=utf-8", f"{id}-rejects.csv")
    return _attached(_archive(files, root), "application/zip", f"{id}-rejects.zip")


def _attached(content: Iterator[bytes], kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(content, media_type=kind, headers=headers)


def _lines(file: Path, root: Path) -> Iterator[bytes]:
    with file.open(encoding="utf-8", newline="") as lines:
        for line in lines:
            yield without_folders(line, root).encode()


def _archive(files: Sequence[Path], root: Path) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as packed:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                with archive.open(file.name, "w") as member:
                    member.writelines(_lines(file, root))
        packed.seek(0)
        while block := packed.read(_BUFFER):
            yield block
