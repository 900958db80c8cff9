"""Where an export goes: made beside the target under another name, and renamed at the end."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.exports.errors import CannotWrite, TargetExists

MARK = "# Made by `pearlnet export`"
"""The first line of the file that marks a folder as an export."""
MARKED = ("manifest.yaml", "import.args")
"""The files of which one bears the mark."""
_SUFFIXES = frozenset({".csv", ".parquet", ".yaml", ".args"})


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where an export is made.

    Attributes:
        out: The file or folder that will be the target; a folder is there already.
        scratch: An empty folder on the same disk.
        open: Closes files that are left open when the work ends or fails.
    """

    out: Path
    scratch: Path
    open: ExitStack


@contextmanager
def writing(target: Path, *, folder: bool, force: bool, beside: str = "") -> Iterator[Workplace]:
    """A place to write an export; it takes the target's place when the block ends, else vanishes.

    Args:
        target: Where it goes.
        folder: Whether it is a folder.
        force: Whether an export that stands there may be replaced.
        beside: The name of a second file that goes beside the target.

    Raises:
        TargetExists: Something stands there that may not be replaced.
        CannotWrite: The folder is missing or may not be written, or the disk is full.
    """
    targets = [target, *([target.with_name(beside)] if beside else [])]
    for item in targets:
        _check_free(item, folder=folder, force=force)
    with (
        _telling(target),
        TemporaryDirectory(
            dir=target.parent, prefix=f".{target.name}.", ignore_cleanup_errors=True
        ) as made,
        ExitStack() as files,
    ):
        root = Path(made)
        place = Workplace(root / "out" / target.name, root / "scratch", files)
        place.out.parent.mkdir()
        place.scratch.mkdir()
        if folder:
            place.out.mkdir()
        yield place
        for item in targets:
            written = place.out.with_name(item.name)
            if written.exists():
                _sync(written)
                _replace(written, item, root)


@contextmanager
def _telling(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = (
            f"{target} cannot be written ({reason}); is its folder there, may you write to it, and "
            "is there room? Nothing was left behind"
        )
        raise CannotWrite(message) from error


def _check_free(target: Path, *, folder: bool, force: bool) -> None:
    if not os.path.lexists(target):
        return
    if folder != target.is_dir():
        kind = "a file" if folder else "a folder"
        raise TargetExists(f"{target} is {kind}; name another target")
    if folder and not any(target.iterdir()):
        return
    if not force:
        raise TargetExists(f"{target} exists; name another target, or replace it with --force")
    if folder and not _is_export(target):
        message = f"{target} holds other things than an export, so --force does not replace it"
        raise TargetExists(f"{message}; name another folder")


def _is_export(folder: Path) -> bool:
    """Whether a folder has the mark, and nothing that no export has."""
    marked = False
    for item in folder.iterdir():
        if not item.is_file() or item.suffix not in _SUFFIXES:
            return False
        if item.name in MARKED:
            with item.open("rb") as file:
                marked |= file.read(len(MARK)) == MARK.encode()
    return marked


def _sync(written: Path) -> None:
    """See to it that what is renamed is on the disk."""
    for path in [written] if written.is_file() else written.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _replace(written: Path, target: Path, root: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        old = root / "replaced"
        target.rename(old)
        written.rename(target)
        shutil.rmtree(old)
    else:
        written.replace(target)
