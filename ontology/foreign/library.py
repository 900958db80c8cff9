"""The added ontologies, as a folder beside the store keeps them.

``NAME/current.json`` names the version that counts; ``NAME/VERSION/`` holds ``content.ttl`` (all
that the files said), ``model.ttl`` (what the model is made from) and ``about.json``. Earlier
versions stay. A version counts once ``current.json`` is replaced, in one step.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from ontology.errors import UnknownOntology
from ontology.foreign.mapping_text import mapping_text
from ontology.foreign.report import Counts, as_json
from ontology.model import Ontology
from ontology.namespaces import RDF
from ontology.shelf import CURRENT, MODEL, places, read_json
from ontology.triples import Source, parse

if TYPE_CHECKING:
    from ontology.foreign.candidate import Candidate


@dataclass(frozen=True, slots=True)
class Added:
    """An ontology that was added.

    Attributes:
        name: What it is called.
        version: Hash of its content.
        time: When this version was added, ISO 8601 in UTC.
        iris: IRIs of the ontologies and schemes that it declares.
        origin: Name of the file or folder it came from.
        concepts: ``vocabulary``, or the class whose entities its concepts become.
        counts: How much it has.
        versions: All versions kept, sorted.
        folder: Where this version is.
    """

    name: str
    version: str
    time: str
    iris: tuple[str, ...]
    origin: str
    concepts: str
    counts: Counts
    versions: tuple[str, ...]
    folder: Path

    @property
    def content(self) -> Path:
        """Everything that its files said, as Turtle."""
        return self.folder / "content.ttl"

    @property
    def model(self) -> Path:
        """What the model is made from, as Turtle."""
        return self.folder / MODEL

    @property
    def report(self) -> Mapping[str, Any]:
        """What became of it, as ``report.as_json`` wrote it."""
        found: Mapping[str, Any] = read_json(self.folder / "about.json")["report"]
        return found


def added(folder: Path) -> tuple[Added, ...]:
    """The added ontologies by name.

    Raises:
        InvalidOntology: A file of the folder is not as it was written.
    """
    return tuple(_read_added(place) for place in places(folder))


def find(folder: Path, name: str, version: str | None = None) -> Added:
    """The added ontology of that name, in the version that counts or an earlier one.

    Raises:
        UnknownOntology: There is none.
    """
    known = {place.name: place for place in places(folder)}
    if name not in known:
        raise UnknownOntology(name, known)
    found = _read_added(known[name])
    if version is None:
        return found
    if version not in found.versions:
        raise UnknownOntology(version, found.versions, name)
    return replace(found, version=version, folder=known[name] / version)


def declared(item: Added) -> frozenset[str]:
    """IRIs of the classes, properties, relations, vocabularies and terms that it declares."""
    triples = parse(sources((item,)))
    return frozenset(iri for iri in triples.objects if triples.nodes(iri, f"{RDF}type"))


def mapping_of(item: Added, ontology: Ontology) -> str | None:
    """The mapping by which the data in its files are imported; None if they hold none."""
    triples = parse([Source(str(item.content), item.content.read_bytes())])
    return mapping_text(triples, ontology, item.name, item.concepts)


def sources(items: tuple[Added, ...]) -> list[Source]:
    """What the model is made from."""
    return [Source(str(item.model), item.model.read_bytes()) for item in items]


def keep(folder: Path, candidate: "Candidate", time: str) -> Added:
    """Store a version and let it count.

    Args:
        folder: The folder of added ontologies.
        candidate: The version.
        time: ISO 8601 in UTC.
    """
    place = folder / candidate.name
    version = place / candidate.version
    if not version.exists():
        draft = place / f".{candidate.version}.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        _write(draft / "content.ttl", candidate.content)
        _write(draft / MODEL, candidate.model)
        _write(draft / "about.json", _about(candidate))
        draft.replace(version)
    pointer = place / f".{CURRENT}.new"
    _write(pointer, orjson.dumps({"version": candidate.version, "time": time}))
    pointer.replace(place / CURRENT)
    return _read_added(place)


def drop(folder: Path, name: str) -> None:
    """Forget an ontology with all its versions."""
    place = folder / name
    (place / CURRENT).unlink()
    shutil.rmtree(place)


def _read_added(place: Path) -> Added:
    current = read_json(place / CURRENT)
    version = place / str(current["version"])
    about = read_json(version / "about.json")
    return Added(
        name=place.name,
        version=version.name,
        time=current["time"],
        iris=tuple(about["iris"]),
        origin=about["origin"],
        concepts=about["concepts"],
        counts=Counts(**about["report"]["counts"]),
        versions=tuple(sorted(p.name for p in place.iterdir() if (p / "about.json").is_file())),
        folder=version,
    )


def _about(candidate: "Candidate") -> bytes:
    return orjson.dumps(
        {
            "iris": candidate.iris,
            "origin": candidate.origin,
            "concepts": candidate.concepts,
            "report": as_json(candidate.report),
        },
        option=orjson.OPT_INDENT_2,
    )


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
