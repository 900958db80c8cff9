"""Indexes in files: written whole or not at all, and checked to the last byte when opened."""

import json
import shutil
import time
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import orjson

from matcher.retrieval.dense import open_graph
from matcher.retrieval.segment import Segment
from matcher.storage.base import Base, build_graph, read_base, write_base
from matcher.storage.columns import FileColumns

FORMAT = 1
"""Raised whenever what the files mean changes."""

_CURRENT, _MANIFEST, _IDS, _GRAPH = "current", "manifest.json", "ids.json", "vectors.usearch"
_CHUNK = 1 << 24
_ABANDONED = 86_400.0


class UnusableIndex(Exception):
    """The files hold no index that may be used; the message says why."""


class NoIndex(UnusableIndex):
    """There is none yet."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What an index was made of; one of another origin is never used.

    Attributes:
        store: Identity of the store.
        encoder: Name of the encoder.
        ontology: Fingerprint of the ontology.
        side: The class of the candidates.
        languages: Whose words were read.
    """

    store: str
    encoder: str
    ontology: str
    side: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """When an index was made.

    Attributes:
        revision: Of the store.
        sequence: Of the last change that it knows.
        footprint: That change in words, as far as anyone asked.
    """

    revision: int
    sequence: int
    footprint: str = ""


def save_base(folder: Path, blocks: Iterable[Segment], origin: Origin, moment: Moment) -> Base:
    """Write an index into a folder of its own, and make it the folder's current one.

    Args:
        folder: Where indexes of this side are kept; made if it is not there.
        blocks: The candidates in parts, ordered by id throughout.
        origin: What it is made of.
        moment: When.

    Returns:
        The index, mapped.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=f"{moment.sequence}-", dir=folder))
    try:
        with FileColumns(made) as columns:
            ids = write_base(blocks, columns)
            graph = build_graph(columns.read("vectors"))
        (made / _IDS).write_bytes(orjson.dumps(ids))
        if graph is not None:
            graph.save(str(made / _GRAPH))
        manifest = _manifest(made, columns, origin, moment)
        (made / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    _point(folder, made)
    return _read(made, manifest)


def open_base(folder: Path, origin: Origin) -> tuple[Base, Moment]:
    """The folder's current index, after every byte was checked.

    Raises:
        UnusableIndex: There is none, it is damaged, or of another origin or format.
    """
    if not (folder / _CURRENT).is_file():
        raise NoIndex(f"there is none in {folder}")
    try:
        made = folder / (folder / _CURRENT).read_text(encoding="utf-8").strip()
        manifest = json.loads((made / _MANIFEST).read_text(encoding="utf-8"))
        _check(made, manifest, origin)
        return _read(made, manifest), Moment(**manifest["moment"])
    except FileNotFoundError as error:
        raise UnusableIndex(f"there is no {error.filename}") from None
    except (OSError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise UnusableIndex(f"it cannot be read: {type(error).__name__}: {error}") from None


def _check(made: Path, manifest: dict[str, Any], origin: Origin) -> None:
    if manifest["format"] != FORMAT:
        raise UnusableIndex(f"it has format {manifest['format']}, not {FORMAT}")
    for name, value in json.loads(json.dumps(asdict(origin))).items():
        if manifest["origin"][name] != value:
            raise UnusableIndex(f"it was made of another {name}: {manifest['origin'][name]}")
    for name, expected in manifest["files"].items():
        if _sum(made / name) != expected:
            raise UnusableIndex(f"{name} was changed or damaged")


def _read(made: Path, manifest: dict[str, Any]) -> Base:
    kinds = {name: (kind, tuple(shape)) for name, (kind, shape) in manifest["kinds"].items()}
    columns = FileColumns(made, kinds)
    ids = orjson.loads((made / _IDS).read_bytes())
    dimension = kinds["vectors"][1][0]
    graph = open_graph(made / _GRAPH, dimension) if _GRAPH in manifest["files"] else None
    return read_base(ids, columns, graph)


def _manifest(made: Path, columns: FileColumns, origin: Origin, moment: Moment) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "origin": asdict(origin),
        "moment": asdict(moment),
        "kinds": columns.kinds,
        "files": {path.name: _sum(path) for path in sorted(made.iterdir())},
    }


def _sum(path: Path) -> list[int]:
    """Size and CRC-32 of a file, some four gigabytes a second."""
    size = total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            size, total = size + len(chunk), zlib.crc32(chunk, total)
    return [size, total]


def _point(folder: Path, made: Path) -> None:
    """Make an index the current one, and remove those before it.

    Whoever has an older one mapped keeps it; whoever is about to open it finds it gone and makes
    a new one.
    """
    pointer = made / "pointer"
    pointer.write_text(made.name, encoding="utf-8")
    pointer.replace(folder / _CURRENT)
    for other in sorted(folder.iterdir()):
        if other.is_dir() and other != made and ((other / _MANIFEST).is_file() or _is_left(other)):
            shutil.rmtree(other, ignore_errors=True)


def _is_left(made: Path) -> bool:
    """Whether a folder without a manifest is so old that no one is still writing it."""
    return time.time() - made.stat().st_mtime > _ABANDONED
