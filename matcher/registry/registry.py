"""The folder of versions, and which of them is in use."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from matcher.errors import InvalidModel, NoVersion, WorseModel
from matcher.fusion import Fusion
from matcher.registry.promotion import Comparison, compare
from matcher.registry.versions import (
    Kept,
    Version,
    read_fusion,
    read_kept,
    write_version,
)

_PATIENCE = 30.0
_REMEMBERED = 100
"""Promotions that can be rolled back."""


class Registry:
    """Versions below a folder, shared by all processes.

    Versions are never changed. Which is in use stands in ``current``, with those before it; it
    is replaced whole and under a lock, so that two who promote at once both count.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def pointer(self) -> Path:
        """The file that names the version in use."""
        return self.folder / "current"

    def add(self, kept: Kept) -> Version:
        """Keep a version; it is not in use yet."""
        return write_version(self._versions, kept)

    def ids(self) -> Sequence[str]:
        """The ids of all versions, damaged ones too, sorted."""
        return sorted(path.name for path in self._versions.glob("v-*"))

    def find(self, id: str) -> str:
        """The version that the text names, whole or by its beginning.

        Raises:
            NoVersion: None or several begin so.
        """
        fitting = [name for name in self.ids() if id and name.startswith(id)]
        if len(fitting) != 1:
            many = f"several begin with {id!r}" if fitting else f"there is no version {id!r}"
            raise NoVersion(f"{many}; `pearlnet model list` shows them")
        return fitting[0]

    def read(self, id: str) -> Kept:
        """A version with what belongs to it.

        Raises:
            NoVersion: There is none of that id.
            InvalidModel: It is damaged.
        """
        return read_kept(self._versions / self.find(id))

    def fusion(self, id: str) -> tuple[Version, Fusion]:
        """A version and how it ranks: what answering needs; raises as ``read``."""
        return read_fusion(self._versions / self.find(id))

    def current(self) -> str | None:
        """The version in use; None before the first.

        Raises:
            InvalidModel: The file that names it is damaged.
        """
        history = self.history()
        return history[-1] if history else None

    def history(self) -> Sequence[str]:
        """What was promoted and not rolled back, the version in use last.

        Raises:
            InvalidModel: The file is damaged.
        """
        try:
            said = orjson.loads(self.pointer.read_bytes())
        except FileNotFoundError:
            return []
        except (OSError, orjson.JSONDecodeError) as error:
            raise self._unreadable(str(error)) from None
        if not isinstance(said, list) or not all(isinstance(item, str) for item in said):
            raise self._unreadable("it is no list of versions")
        return said

    def promote(self, id: str, *, force: bool = False) -> Comparison:
        """Put a version into use.

        Args:
            id: The version, or the beginning of its id.
            force: Even where it is worse, or cannot be compared.

        Raises:
            NoVersion: There is none of that id.
            InvalidModel: It is damaged.
            WorseModel: It is worse than the one in use beyond the interval, or cannot be
                compared with it, and is not forced.
        """
        with self.locked():
            wanted = self.read(id)
            history = self.history()
            comparison = Comparison(0, None)
            if history and history[-1] != wanted.version.id:
                comparison = self._compared(wanted, history[-1], force=force)
            if not history or history[-1] != wanted.version.id:
                self._point([*history, wanted.version.id])
            return comparison

    def rollback(self) -> str:
        """Go back to the version before; the version that is now in use.

        Raises:
            NoVersion: There is none before.
            InvalidModel: It is damaged.
        """
        with self.locked():
            history = self.history()
            if len(history) < 2:
                raise NoVersion("there is no version before this one to go back to")
            before = read_kept(self._versions / history[-2])
            self._point(history[:-1])
            return before.version.id

    @property
    def _versions(self) -> Path:
        return self.folder / "versions"

    def _compared(self, wanted: Kept, current: str, *, force: bool) -> Comparison:
        if force:
            return Comparison(0, None)
        used = read_kept(self._versions / current)
        comparison = compare(wanted.report, used.report)
        if comparison.worse and comparison.difference is not None:
            found = comparison.difference
            raise WorseModel(
                f"{wanted.version.id} ranks worse than {current}, which is in use: nDCG@10 "
                f"differs by {found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f}) over "
                f"{comparison.demands} demands; --force promotes it all the same"
            )
        if comparison.difference is None and used.report is not None:
            raise WorseModel(
                f"{wanted.version.id} and {current}, which is in use, were not judged on the "
                "same demands, so that nobody knows which is better; --force promotes it all "
                "the same"
            )
        return comparison

    def _point(self, history: Sequence[str]) -> None:
        new = self.pointer.with_name(f".current-{os.getpid()}")
        new.write_bytes(orjson.dumps(list(history[-_REMEMBERED:])))
        new.replace(self.pointer)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder against other processes.

        Raises:
            InvalidModel: Another does not let go of it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / ".lock", timeout=_PATIENCE):
                yield
        except Timeout:
            raise InvalidModel(
                f"another process holds {self.folder / '.lock'} for {_PATIENCE:.0f} s; try again"
            ) from None

    def _unreadable(self, why: str) -> InvalidModel:
        return InvalidModel(
            f"{self.pointer} does not name the model in use ({why}); remove it, and "
            "`pearlnet model promote VERSION` names one anew"
        )
