"""The files of a foreign ontology: one file with what it imports beside it, or a whole folder."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import InvalidOntology
from ontology.formats import FORMATS, format_of, without_mark
from ontology.namespaces import BUILT_IN, OWL
from ontology.triples import Gathering, Source

MOST_BYTES = 256 * 2**20
"""An ontology is held in memory whole; more than this is data."""
_START = 65536
_RDF_ROOT = re.compile(rb"<(?:[\w.-]+:)?RDF[\s>]")
_WELL_KNOWN = (*BUILT_IN, "http://purl.org/dc/", "http://purl.org/vocab/vann")


@dataclass(frozen=True, slots=True)
class Import:
    """An ``owl:imports``: which ontology states it, and the IRI that it names."""

    ontology: str
    iri: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the files say.

    Attributes:
        gathering: Their triples.
        sources: The files read.
        missing: Imports that are in no file given.
        skipped: XML files of the folder that are not RDF.
    """

    gathering: Gathering
    sources: tuple[Source, ...]
    missing: tuple[Import, ...] = ()
    skipped: tuple[str, ...] = ()


def gather(path: Path, provided: Collection[str] = ()) -> Gathered:
    """Read a file and what it imports from its own folder, or all files of a folder.

    Nothing is fetched from a network.

    Args:
        path: The file or folder.
        provided: IRIs of ontologies that are known already.

    Raises:
        InvalidOntology: A file cannot be read or is malformed, or all are too large together.
    """
    if not path.is_dir():
        return _with_imports(path, provided)
    gathering = Gathering()
    sources: list[Source] = []
    skipped: list[str] = []
    for file in _files_below(path):
        source = _read(file, sources)
        if file.suffix.lower() == ".xml" and not _RDF_ROOT.search(source.content[:_START]):
            skipped.append(str(file))
            continue
        gathering.add(source)
        sources.append(source)
    if not sources:
        raise InvalidOntology(f"the folder holds no {', '.join(FORMATS)} file", str(path))
    return Gathered(gathering, tuple(sources), _unresolved(gathering, provided), tuple(skipped))


def _with_imports(path: Path, provided: Collection[str]) -> Gathered:
    gathering = Gathering()
    sources: list[Source] = []
    waiting = [path]
    met = {path.resolve()}
    while waiting:
        source = _read(waiting.pop(0), sources)
        gathering.add(source)
        sources.append(source)
        for item in _unresolved(gathering, provided):
            for file in _beside(path.parent, item.iri):
                if file.resolve() not in met:
                    met.add(file.resolve())
                    waiting.append(file)
    return Gathered(gathering, tuple(sources), _unresolved(gathering, provided))


def _unresolved(gathering: Gathering, provided: Collection[str]) -> tuple[Import, ...]:
    triples = gathering.triples
    headers = triples.typed(f"{OWL}Ontology")
    declared = {_plain(iri) for iri in provided}
    for iri in headers:
        declared.update(map(_plain, (iri, *triples.resources(iri, f"{OWL}versionIRI"))))
    files = {Path(source.name) for source in triples.origins.values()}
    headed = {Path(source.name) for iri in headers if (source := triples.origins.get(iri))}
    return tuple(
        Import(iri, target)
        for iri in headers
        for target in triples.resources(iri, f"{OWL}imports")
        if _plain(target) not in declared
        and not target.startswith(_WELL_KNOWN)
        and not any(_is_named(file, target, file in headed) for file in files)
    )


def _is_named(file: Path, iri: str, headed: bool) -> bool:
    """Whether an import means the file by its name.

    A file that says which ontology it is need not be believed another for a like name; it is if
    the import names a file.
    """
    last = Path(re.split("[/#:]", _plain(iri))[-1])
    if last.suffix.lower() in FORMATS:
        return file.stem == last.stem
    return not headed and file.stem == last.name


def _beside(folder: Path, iri: str) -> Iterator[Path]:
    """Files of the folder that say that they are the import, or are named like it."""
    for file in _files_of(folder):
        with file.open("rb") as stream:
            start = stream.read(_START)
        if _declares(start, iri) or _is_named(file, iri, b"Ontology" in start):
            yield file


def _declares(start: bytes, iri: str) -> bool:
    name = re.escape(_plain(iri).encode())
    about = rb"[<\"']" + name + rb"[#/]?[>\"']\s*(?:>|/|a\b|,|<[^>]*type>|xml|rdf:type)"
    return b"Ontology" in start and re.search(about, start) is not None


def _files_below(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in FORMATS
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )


def _files_of(folder: Path) -> list[Path]:
    return sorted(
        file for file in folder.iterdir() if file.suffix.lower() in FORMATS and file.is_file()
    )


def _read(file: Path, others: Iterable[Source]) -> Source:
    try:
        size = file.stat().st_size + sum(len(source.content) for source in others)
        if size > MOST_BYTES:
            most = MOST_BYTES // 2**20
            message = f"more than {most} MB of ontology; import data with `pearlnet import`"
            raise InvalidOntology(message, str(file))
        content = file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"cannot be read ({reason}); give the path of a file or a folder"
        raise InvalidOntology(message, str(file)) from error
    if not without_mark(content).strip():
        raise InvalidOntology("the file is empty", str(file))
    return Source(str(file), content, format_of(file, content))


def _plain(iri: str) -> str:
    return iri.rstrip("/#")
