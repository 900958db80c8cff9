"""An upload (``multipart/form-data``), written to disk while it arrives."""

import re
import unicodedata
from collections.abc import AsyncIterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from anyio import to_thread
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from api.imports.errors import BadUpload, UploadTooLarge

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_PARTS = {"file": "data", "mapping": "mapping"}
"""Parts that an upload may have, and the folders they go to."""
_LONGEST = 80
"""Letters of a file name that are kept."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What arrived.

    Attributes:
        file: Name of the file, fit to be one.
        mapping: Name of its mapping, if one came.
    """

    file: str
    mapping: str | None


async def receive(
    content_type: str, body: AsyncIterable[bytes], folder: Path, most_bytes: int
) -> Upload:
    """Write the parts ``file`` and ``mapping`` of an upload below a folder.

    Raises:
        BadUpload: It is no upload, or has other parts, or none.
        UploadTooLarge: It has more bytes than allowed.
    """
    parts = _Parts(folder)
    parser = MultipartParser(_boundary(content_type), parts.callbacks())
    taken = 0
    try:
        async for chunk in body:
            taken += len(chunk)
            check_size(taken, most_bytes)
            await to_thread.run_sync(partial(parser.write, chunk))
    except FormParserError as error:
        raise BadUpload(f"the upload is malformed: {error}") from error
    finally:
        parts.close()
    return parts.upload()


def check_size(size: int, most: int) -> None:
    """Refuse what is too large.

    Raises:
        UploadTooLarge: It is.
    """
    if size > most:
        raise UploadTooLarge(
            f"an upload may have {most:,} bytes; pack the file (.gz, .zip), split it, or raise "
            "PEARLNET_UPLOAD_LIMIT"
        )


def file_name(given: str, instead: str) -> str:
    """The last part of a name from a client, without what does not belong in a file's name."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    kept = kept.strip().lstrip(".")
    if len(kept) > _LONGEST:
        kept = kept[: _LONGEST // 2] + kept[-_LONGEST // 2 :]
    return kept or instead


def _boundary(content_type: str) -> bytes:
    kind, options = parse_options_header(content_type)
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise BadUpload("send multipart/form-data with a part `file`, and `mapping` if need be")
    return options[b"boundary"]


class _Parts:
    """Takes the parser's callbacks and writes each part to its file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, str] = {}
        self._header = b""
        self._value = b""
        self._disposition = b""
        self._out: IO[bytes] | None = None
        self._ended = False

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers_finished,
            "on_part_data": self._on_part_data,
            "on_part_end": self.close,
            "on_end": self._on_end,
        }

    def close(self) -> None:
        if self._out is not None:
            self._out.close()
            self._out = None

    def upload(self) -> Upload:
        if not self._ended:
            raise BadUpload("the upload ends before its last part does; send it again")
        if "file" not in self._names:
            raise BadUpload("the upload has no part `file`")
        return Upload(self._names["file"], self._names.get("mapping"))

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition.decode("latin-1"))
        self._disposition = b""
        part = options.get(b"name", b"").decode(errors="replace")
        if part not in _PARTS or part in self._names:
            raise BadUpload(
                f"the upload has a part {part!r} too many; its parts are one `file` and at most "
                "one `mapping`"
            )
        given = options.get(b"filename", b"").decode(errors="replace")
        name = file_name(given, "mapping.yaml" if part == "mapping" else "upload")
        place = self._folder / _PARTS[part]
        place.mkdir()
        self._names[part] = name
        self._out = (place / name).open("wb")

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._out is not None:
            self._out.write(data[start:end])

    def _on_end(self) -> None:
        self._ended = True
