"""Which files a path stands for: itself, those of a folder, those in an archive."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.contents.content import Content, file_content
from ingest.contents.packed import gzip_content, zip_contents
from ingest.errors import Fault, UnreadableSource
from ingest.limits import Limits
from ingest.notes import Note, left_out
from ontology.model import Text

_ARCHIVE = ".zip"
_MAPPINGS = (".yaml", ".yml")
_PACKED = frozenset({".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".7z", ".rar"})


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of data.

    Attributes:
        content: Its bytes.
        mapping: The mapping that lies beside it, or beside the archive that it is in.
    """

    content: Content
    mapping: Content | None


@dataclass(frozen=True, slots=True)
class Files:
    """What was found.

    Attributes:
        data: The files of data, by name.
        notes: On files that are none.
    """

    data: Sequence[DataFile]
    notes: Sequence[Note]


def find_files(
    path: Path,
    readable: Collection[str],
    limits: Limits,
    *,
    beside: bool,
    unread: list[Fault] | None = None,
) -> Files:
    """Find the files of data that a path stands for.

    Args:
        path: A file, an archive or a folder, which is searched to its bottom.
        readable: The suffixes of files of data.
        limits: What archives may ask for.
        beside: Whether a mapping beside a single file or archive counts.
        unread: Takes what is wrong with archives in a folder; None if they are errors.

    Raises:
        UnreadableSource: There is no such file, nothing readable in it, or an archive in an
            archive.
    """
    if not path.exists():
        raise UnreadableSource(str(path), 0, "there is no such file")
    search = _Search(readable, limits, unread)
    if path.is_dir():
        contents = [_content(item, limits) for item in search.walk(path)]
        search.add(contents, str(path), None)
    elif not path.is_file():
        raise UnreadableSource(str(path), 0, "is neither a file nor a folder")
    else:
        content = _content(path, limits)
        mapping = _mapping_beside(path, content) if beside else None
        search.add_single(content, mapping)
    if search.data or unread:
        return Files(search.data, search.notes)
    found = "; ".join(f"{note.file}: {note.text.get('en')}" for note in search.notes[:3])
    message = f"holds no file that can be read; readable are {search.formats}"
    raise UnreadableSource(str(path), 0, f"{message} ({found})" if found else message)


def _content(path: Path, limits: Limits) -> Content:
    packed = path.suffix.lower() == ".gz"
    return gzip_content(path, limits) if packed else file_content(path)


def _mapping_beside(path: Path, content: Content) -> Content | None:
    places = [path.with_name(content.stem + suffix) for suffix in _MAPPINGS]
    return next((file_content(place) for place in places if place.is_file()), None)


class _Search:
    """Sorts contents into data, mappings and what is neither."""

    def __init__(
        self, readable: Collection[str], limits: Limits, unread: list[Fault] | None
    ) -> None:
        self._unread = unread
        self._readable = readable
        self._limits = limits
        self.data: list[DataFile] = []
        self.notes: list[Note] = []

    @property
    def formats(self) -> str:
        """The suffixes that can be read, for messages."""
        return ", ".join(sorted({*self._readable, _ARCHIVE}))

    def walk(self, folder: Path) -> list[Path]:
        """The regular files below a folder, by name; tells of what is none, such as a pipe."""
        files: list[Path] = []
        for place, folders, names in os.walk(folder, onerror=_unreadable_folder):
            found = [Path(place) / name for name in names]
            links = [path for name in folders if (path := Path(place) / name).is_symlink()]
            files += [path for path in found if path.is_file()]
            for path in [*links, *(path for path in found if not path.is_file())]:
                self._leave_out(str(path), "不是普通文件", "no regular file")
        return sorted(files)

    def add_single(self, content: Content, mapping: Content | None) -> None:
        """Add a file that the user named; one that cannot be read is an error."""
        if content.suffix == _ARCHIVE:
            self._add_archive(content, mapping)
        elif content.suffix in self._readable:
            self.data.append(DataFile(content, mapping))
        else:
            message = f"unknown format {content.suffix!r}; readable are {self.formats}"
            raise UnreadableSource(content.name, 0, message)

    def add(self, contents: Sequence[Content], root: str, mapping: Content | None) -> None:
        """Add the files of a folder or archive, and tell of those that cannot be read."""
        mappings = {item.pairing: item for item in contents if item.suffix in _MAPPINGS}
        data = {item.pairing for item in contents if item.suffix not in _MAPPINGS}
        for content in contents:
            own = mappings.get(content.pairing, mapping)
            if _is_hidden(content.name.removeprefix(root)):
                self._leave_out(content.name, "隐藏文件", "a hidden file")
            elif content.suffix in _MAPPINGS:
                if content.pairing not in data:
                    self._leave_out(
                        content.name,
                        "旁边没有同名的数据文件",
                        "no file of data of this name beside it",
                    )
            elif content.suffix == _ARCHIVE:
                self._try_archive(content, own)
            elif content.suffix in self._readable:
                self.data.append(DataFile(content, own))
            else:
                kind = content.suffix or content.base
                self._leave_out(content.name, f"未知格式 {kind}", f"unknown format {kind}")

    def _try_archive(self, content: Content, mapping: Content | None) -> None:
        try:
            self._add_archive(content, mapping)
        except UnreadableSource as error:
            if self._unread is None:
                raise
            self._unread.extend(error.faults)

    def _add_archive(self, content: Content, mapping: Content | None) -> None:
        if content.is_packed:
            raise _nested(content.name)
        members = zip_contents(content.file, self._limits)
        for member in members:
            if PurePosixPath(member.name).suffix.lower() in _PACKED:
                raise _nested(member.name)
        self.add(members, content.name, mapping)

    def _leave_out(self, name: str, zh: str, en: str) -> None:
        self.notes.append(left_out(name, Text({"zh": zh, "en": en})))


def _unreadable_folder(error: OSError) -> None:
    raise UnreadableSource(str(error.filename), 0, f"cannot be read: {error.strerror}") from error


def _nested(name: str) -> UnreadableSource:
    message = "is an archive in an archive; unpack the outer one and import what is in it"
    return UnreadableSource(name, 0, message)


def _is_hidden(name: str) -> bool:
    parts = [part for part in PurePosixPath(name).parts if part != ".."]
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)
