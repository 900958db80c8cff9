"""The bytes of one source, wherever they lie: a file, a gzip file, a member of an archive."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from ingest.errors import UnreadableSource

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_COPY = 1 << 20
_BUFFER = 1 << 16
_SMALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Opened:
    """Content that is being read.

    Attributes:
        stream: Its bytes, unpacked.
        position: How many bytes have been consumed so far, of those that ``Content.size`` counts.
    """

    stream: IO[bytes]
    position: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that can be read again and again.

    Attributes:
        name: As shown to users: ``data.zip/members/a.csv``.
        size: In bytes, as it lies there, packed or not.
        open: Begins reading it; raises ``UnreadableSource`` when opened or read.
        file: The file that holds it.
        is_packed: Whether it must be unpacked from there.
    """

    name: str
    size: int
    open: Callable[[], AbstractContextManager[Opened]]
    file: Path
    is_packed: bool

    @property
    def base(self) -> str:
        """The file's own name without folders and ``.gz``."""
        return re.sub(r"(?i)\.gz$", "", PurePosixPath(self.name).name)

    @property
    def suffix(self) -> str:
        """The suffix that tells its format, in lower case."""
        return PurePosixPath(self.base).suffix.lower()

    @property
    def stem(self) -> str:
        """``base`` without its suffix."""
        return PurePosixPath(self.base).stem

    @property
    def pairing(self) -> str:
        """Folder and stem, the same for a file and its mapping."""
        return str(PurePosixPath(self.name).parent / self.stem)

    @contextmanager
    def seekable(self) -> Iterator[IO[bytes]]:
        """Its bytes as a file that can be read in any order; unpacked to disk if need be."""
        with self.open() as opened:
            if not self.is_packed:
                yield opened.stream
                return
            with TemporaryFile() as unpacked:
                copyfileobj(opened.stream, unpacked, _COPY)
                unpacked.seek(0)
                yield unpacked

    def read_text(self) -> str:
        """All of it as UTF-8; for mappings.

        Raises:
            UnreadableSource: It is no UTF-8, or too long for a mapping.
        """
        with self.open() as opened:
            content = opened.stream.read(_SMALL + 1)
        if len(content) > _SMALL:
            raise UnreadableSource(self.name, 0, f"is longer than {_SMALL:,} bytes; no mapping is")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UnreadableSource(self.name, 0, "is not UTF-8 text; save it as UTF-8") from None


def file_content(path: Path) -> Content:
    """The content of a plain file.

    Raises:
        UnreadableSource: It is missing, or may not be read.
    """

    @contextmanager
    def open_file() -> Iterator[Opened]:
        with opening(path) as file:
            yield Opened(file, file.tell)

    return Content(str(path), size_of(path), open_file, path, is_packed=False)


def size_of(path: Path) -> int:
    """The size of a file.

    Raises:
        UnreadableSource: It is missing, or may not be seen.
    """
    try:
        return path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error


def opening(path: Path) -> IO[bytes]:
    """Open a file; it raises ``UnreadableSource`` also where reading it fails later.

    Raises:
        UnreadableSource: It is missing, or may not be read.
    """
    try:
        return io.BufferedReader(_File(path), _BUFFER)
    except OSError as error:
        raise _unreadable(path, error) from error


class _File(io.FileIO):
    """A file on a disk that may fail, or on a share that may go away."""

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__(path)

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise _unreadable(self._path, error) from error

    def readall(self) -> bytes:
        try:
            return super().readall()
        except OSError as error:
            raise _unreadable(self._path, error) from error


def _unreadable(path: Path, error: OSError) -> UnreadableSource:
    return UnreadableSource(str(path), 0, f"cannot be read: {error.strerror}")
