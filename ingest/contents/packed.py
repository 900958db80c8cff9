"""Gzip files and zip archives as contents, unpacked in streams and never beyond the limits."""

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ingest.contents.content import Content, Opened, opening, size_of
from ingest.errors import UnreadableSource
from ingest.limits import Limits, beyond

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises for damaged, encrypted and exotic archives."""

_BUFFER = 1 << 20
_ENCRYPTED = 0x1
_NAMED_IN_UTF8 = 0x800


class _Unpacking(io.RawIOBase):
    """Unpacked bytes; refuses to go on beyond a limit."""

    def __init__(
        self,
        name: str,
        inner: io.BufferedIOBase | IO[bytes],
        packed: Callable[[], int],
        limits: Limits,
    ) -> None:
        self._name = name
        self._inner = inner
        self._packed = packed
        self._limits = limits
        self.unpacked = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        room = memoryview(buffer)
        try:
            block = self._inner.read(len(room))
        except DAMAGED as error:
            raise damaged(self._name, error) from error
        self.unpacked += len(block)
        check_unpacked(self._name, self.unpacked, self._packed(), self._limits)
        room[: len(block)] = block
        return len(block)


def check_unpacked(name: str, unpacked: int, packed: int, limits: Limits) -> None:
    """Refuse what unpacks to too much.

    Raises:
        UnreadableSource: A limit is passed; names it.
    """
    if unpacked > limits.unpacked:
        what = f"unpacks to more than {limits.unpacked:,} bytes"
        raise UnreadableSource(name, 0, beyond("unpacked", limits.unpacked, what))
    if unpacked > limits.harmless and unpacked > packed * limits.ratio:
        what = f"unpacks to more than {limits.ratio} times its size, as a zip bomb does"
        raise UnreadableSource(name, 0, beyond("ratio", limits.ratio, what))


def damaged(name: str, error: BaseException) -> UnreadableSource:
    """The error to raise for an archive that cannot be unpacked."""
    return UnreadableSource(
        name, 0, f"cannot be unpacked ({error}); it is damaged or cut off: fetch it again"
    )


def gzip_content(path: Path, limits: Limits) -> Content:
    """The content of a gzip file."""

    @contextmanager
    def open_gzip() -> Iterator[Opened]:
        with opening(path) as file, gzip.GzipFile(fileobj=file) as inner:
            stream = _Unpacking(str(path), inner, file.tell, limits)
            yield Opened(io.BufferedReader(stream, _BUFFER), file.tell)

    return Content(str(path), size_of(path), open_gzip, path, is_packed=True)


def zip_contents(path: Path, limits: Limits) -> Sequence[Content]:
    """The contents of an archive's files, by name.

    Raises:
        UnreadableSource: It is no archive, or one that is damaged, encrypted or too large.
    """
    name = str(path)
    try:
        with opening(path) as file, zipfile.ZipFile(file) as archive:
            members = [item for item in archive.infolist() if not item.is_dir()]
    except DAMAGED as error:
        raise damaged(name, error) from error
    if len(members) > limits.members:
        what = f"holds {len(members):,} files"
        raise UnreadableSource(name, 0, beyond("members", limits.members, what))
    shown = [_shown(item) for item in members]
    for member, file_name in zip(members, shown, strict=True):
        if member.flag_bits & _ENCRYPTED:
            message = f"{file_name} in it is encrypted; unpack it with its password first"
            raise UnreadableSource(name, 0, message)
        if shown.count(file_name) > 1:
            raise UnreadableSource(name, 0, f"holds two files named {file_name}; rename one")
    check_unpacked(name, sum(item.file_size for item in members), size_of(path), limits)
    named = sorted(zip(shown, members, strict=True), key=lambda pair: pair[0])
    return [_member(path, file_name, member, limits) for file_name, member in named]


def _member(path: Path, shown: str, member: zipfile.ZipInfo, limits: Limits) -> Content:
    name = f"{path}/{shown}"

    @contextmanager
    def open_member() -> Iterator[Opened]:
        with opening(path) as file, zipfile.ZipFile(file) as archive:
            try:
                inner = archive.open(member)
            except DAMAGED as error:
                raise damaged(name, error) from error
            with inner:
                stream = _Unpacking(name, inner, lambda: member.compress_size, limits)
                whole = max(1, member.file_size)
                yield Opened(
                    io.BufferedReader(stream, _BUFFER),
                    lambda: member.compress_size * stream.unpacked // whole,
                )

    return Content(name, member.compress_size, open_member, path, is_packed=True)


def _shown(member: zipfile.ZipInfo) -> str:
    """The name in an archive; those made on Chinese Windows are GBK, which no flag tells."""
    name = member.filename.replace("\\", "/")
    if not member.flag_bits & _NAMED_IN_UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return "".join(letter if letter.isprintable() else "?" for letter in name)
