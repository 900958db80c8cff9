"""Whether a file is UTF-8 text, told before any of it is used."""

import codecs
from pathlib import Path

from ingest.errors import UnreadableSource

_CHUNK = 1 << 20
_WIDE = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
_BINARY = {b"PK\x03\x04": "a zip archive or XLSX workbook", b"\x1f\x8b": "a gzip archive"}


def check_utf8(path: Path) -> None:
    """Read the file through once and make sure that it is UTF-8, with or without a BOM.

    Raises:
        UnreadableSource: It is missing or is no UTF-8; names the line and what to do.
    """
    line = 1
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            _check_signature(path, file.read(4))
            file.seek(0)
            while True:
                chunk = file.read(_CHUNK)
                pending = decoder.getstate()[0]
                try:
                    decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError as error:
                    line += (pending + chunk)[: error.start].count(b"\n")
                    raise _not_utf8(path, line, pending + chunk, at_end=not chunk) from None
                if not chunk:
                    return
                line += chunk.count(b"\n")
    except OSError as error:
        raise UnreadableSource(str(path), 0, f"cannot be read: {error.strerror}") from error


def _check_signature(path: Path, start: bytes) -> None:
    for signature, name in _WIDE.items():
        if start.startswith(signature):
            raise UnreadableSource(
                str(path), 1, f"is {name} text; convert it: iconv -f {name} -t UTF-8"
            )
    for signature, name in _BINARY.items():
        if start.startswith(signature):
            raise UnreadableSource(str(path), 0, f"is {name}; unpack it or export it as CSV")


def _not_utf8(path: Path, line: int, chunk: bytes, *, at_end: bool) -> UnreadableSource:
    if at_end:
        message = "ends in the middle of a character: the file is cut off; fetch it again"
    elif _decodes(chunk, "gb18030"):
        message = "is not UTF-8 but probably GBK; convert it: iconv -f GB18030 -t UTF-8"
    else:
        message = "is not UTF-8 text; save it as UTF-8"
    return UnreadableSource(str(path), line, message)


def _decodes(chunk: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(chunk)
    except UnicodeDecodeError:
        return False
    return True
