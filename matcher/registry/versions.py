"""One version of the matching model, and how it lies on disk.

A version is a folder with three files: ``fusion.json`` and ``report.json``, and ``version.json``,
which holds the hashes of those two and after whose own hash the folder is named. So a byte that
changed anywhere is noticed. The encoder is beside it in a folder of its own, named and checked
in the same way, for several versions may share it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from matcher.errors import InvalidModel
from matcher.evaluation.model import Report, report_of_json
from matcher.fusion import Fusion
from matcher.registry.fusions import fusion_as_json, fusion_of_json

_MANIFEST, _FUSION, _REPORT = "version.json", "fusion.json", "report.json"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the model.

    Attributes:
        id: ``v-`` and the hash of everything below; empty before it is kept.
        time: When it was made, ISO 8601 in UTC.
        encoder: Name of its encoder.
        kind: ``reciprocal``, ``logistic`` or ``lightgbm``.
        calibration: ``platt`` or ``isotonic``; empty where nothing was calibrated.
        threshold: Probability below which there is no confident match; None without calibration.
        data: Hash of the judged pairs that it learned from; empty without any.
        revision: Revision of the store that it was trained on.
        illustrative: How many of the judged pairs are examples.
        parameters: How it was learned.
        code: Version of pearlnet that made it.
        note: Why nothing was learned; empty where something was.
    """

    id: str
    time: str
    encoder: str
    kind: str
    calibration: str
    threshold: float | None
    data: str
    revision: int
    illustrative: int
    parameters: Mapping[str, Any]
    code: str
    note: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A version with what belongs to it.

    Attributes:
        version: What it is.
        fusion: How it ranks.
        report: How good it is; None where no demand was judged.
        taught: Ids of the demands that it learned from, sorted.
    """

    version: Version
    fusion: Fusion
    report: Report | None
    taught: tuple[str, ...]


def write_version(folder: Path, kept: Kept) -> Version:
    """Write a version below the folder, whole or not at all; the version with its id."""
    files = {
        _FUSION: _dumped(fusion_as_json(kept.fusion)),
        _REPORT: _dumped(
            {
                "report": None if kept.report is None else asdict(kept.report),
                "taught": list(kept.taught),
            }
        ),
    }
    said = {key: value for key, value in asdict(kept.version).items() if key != "id"}
    hashes = {name: _hash(content) for name, content in files.items()}
    files[_MANIFEST] = _dumped({**said, "files": hashes})
    name = _name(files[_MANIFEST])
    _write(folder, name, files)
    return _version(name, orjson.loads(files[_MANIFEST]))


def read_kept(folder: Path) -> Kept:
    """A version with what belongs to it.

    Raises:
        InvalidModel: It is missing or damaged.
    """
    version, fusion = read_fusion(folder)
    report = _part(folder, _manifest(folder), _REPORT)
    return Kept(
        version=version,
        fusion=fusion,
        report=None if report["report"] is None else report_of_json(report["report"]),
        taught=tuple(report["taught"]),
    )


def read_fusion(folder: Path) -> tuple[Version, Fusion]:
    """A version and how it ranks: what answering needs.

    Raises:
        InvalidModel: It is missing or damaged.
    """
    manifest = _manifest(folder)
    fusion = fusion_of_json(_part(folder, manifest, _FUSION))
    return _version(folder.name, manifest), fusion


def _part(folder: Path, manifest: Mapping[str, Any], name: str) -> dict[str, Any]:
    content = _read(folder / name)
    if _hash(content) != manifest["files"][name]:
        raise _damaged(folder, name)
    found: dict[str, Any] = orjson.loads(content)
    return found


def _manifest(folder: Path) -> dict[str, Any]:
    content = _read(folder / _MANIFEST)
    if _name(content) != folder.name:
        raise _damaged(folder, _MANIFEST)
    found: dict[str, Any] = orjson.loads(content)
    return found


def _version(name: str, said: Mapping[str, Any]) -> Version:
    return Version(id=name, **{key: value for key, value in said.items() if key != "files"})


def _write(folder: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Fill a folder of another name and then rename it, so that no one sees half of it."""
    import os
    import tempfile

    folder.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=folder))
    for file, content in files.items():
        with (partial / file).open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
    try:
        partial.rename(folder / name)
    except OSError:
        if not (folder / name).is_dir():
            raise
        for file in files:
            (partial / file).unlink()
        partial.rmdir()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidModel(
            f"the model version in {path.parent} cannot be read: {error.strerror}; "
            "`pearlnet model rollback` goes back to the one before, `pearlnet model train` "
            "makes a new one"
        ) from None


def _damaged(folder: Path, name: str) -> InvalidModel:
    return InvalidModel(
        f"{folder / name} was changed or damaged since it was written; "
        "`pearlnet model rollback` goes back to the version before, `pearlnet model train` "
        "makes a new one"
    )


def _dumped(said: object) -> bytes:
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _name(content: bytes) -> str:
    return f"v-{_hash(content)[:16]}"
