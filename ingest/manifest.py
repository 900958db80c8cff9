"""A manifest: an ordered list of files and folders with their mappings, imported as one run."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.errors import Fault, FaultList, InvalidManifest, InvalidMapping, UnreadableSource
from ingest.limits import DEFAULT_LIMITS, Limits
from ingest.mapping.load import load_mapping
from ingest.mapping.marked_yaml import Entries, Items, Leaf, Node, read_yaml
from ingest.sources import OpenSource, open_sources
from ontology.model import Ontology

_SHOWN = 500


def open_manifest(
    manifest: Path,
    ontology: Ontology,
    limits: Limits = DEFAULT_LIMITS,
    unread: list[Fault] | None = None,
) -> Sequence[OpenSource]:
    """Check all mappings of a manifest against the ontology and their files' headers.

    Files that cannot be used are passed over where ``unread`` takes what is wrong with them.

    Raises:
        InvalidManifest: It is malformed or names what is not there.
        InvalidMapping: With the faults of all its mappings.
        UnreadableSource: A file cannot be read.
    """
    sources: list[OpenSource] = []
    faults: list[Fault] = []
    for file, mapping in _read_pairs(manifest):
        try:
            loaded = None if mapping is None else load_mapping(mapping, ontology)
            sources += open_sources(file, loaded, ontology, limits, unread)
        except InvalidMapping as error:
            (faults if unread is None else unread).extend(error.faults)
        except UnreadableSource as error:
            if unread is None:
                raise
            unread.extend(error.faults)
    if faults:
        raise InvalidMapping(faults)
    return sources


def _read_pairs(manifest: Path) -> Sequence[tuple[Path, Path | None]]:
    faults = FaultList(str(manifest))
    root = read_yaml(manifest, faults)
    pairs = [] if root is None else list(_pairs(root, manifest.parent, faults))
    if root is not None and not pairs:
        faults.add(root.line, "must be a list of `{file: data/x.csv, mapping: mappings/x.yaml}`")
    faults.raise_if_any(InvalidManifest)
    return pairs


def _pairs(root: Node, folder: Path, faults: FaultList) -> Iterator[tuple[Path, Path | None]]:
    for node in root.nodes if isinstance(root, Items) else ():
        if not isinstance(node, Entries) or "file" not in node.nodes:
            faults.add(node.line, "must be `{file: data/x.csv, mapping: mappings/x.yaml}`")
            continue
        for key in sorted(node.nodes.keys() - {"file", "mapping"}):
            faults.add(node.key_lines[key], f"unknown key {key!r}; known are file, mapping")
        file = _path(node.nodes["file"], folder, faults)
        mapping = _path(node.nodes["mapping"], folder, faults) if "mapping" in node.nodes else None
        if file is not None:
            yield file, mapping


def _path(node: Node, folder: Path, faults: FaultList) -> Path | None:
    path = folder / node.text if isinstance(node, Leaf) and node.text else None
    if path is None:
        faults.add(node.line, "must be the path of a file or folder, seen from the manifest")
    elif not _exists(path):
        faults.add(node.line, f"there is no file {str(path)[:_SHOWN]!r}")
    else:
        return path
    return None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False  # a name that no file can have, such as one that is too long
