"""A foreign ontology that may be added: read, translated, and tried together with the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ontology.builder import build
from ontology.errors import InvalidOntology
from ontology.foreign.folder import Gathered
from ontology.foreign.names import namespace_prefixes
from ontology.foreign.profile import PREFIXES, digest, turtle, whole
from ontology.foreign.report import Report
from ontology.foreign.translation import Models, translate
from ontology.formats import prefixes
from ontology.model import Ontology
from ontology.namespaces import OWL, SKOS
from ontology.triples import Gathering, Source

CORE = "core"
"""What pearlnet's own ontology is called."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_SHOWN = 12
"""Digits of the hash that a version is called by."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A version of an ontology that is not stored yet.

    Attributes:
        name: What it is called.
        version: Hash of its content and of how its concepts are taken; 12 hexadecimal digits.
        iris: IRIs of the ontologies and schemes that it declares, sorted.
        origin: Name of the file or folder it came from.
        concepts: ``vocabulary``, or the class whose entities its concepts become.
        content: Everything the files say, as Turtle.
        model: What the model is made from, as Turtle.
        report: What became of it.
        ontology: The model with it.
    """

    name: str
    version: str
    iris: tuple[str, ...]
    origin: str
    concepts: str
    content: bytes
    model: bytes
    report: Report
    ontology: Ontology


def name_of(path: Path) -> str:
    """What an ontology is called after its file or folder."""
    words = re.findall(r"[a-z0-9]+", path.resolve().stem.lower())
    found = "-".join(words)[:64].strip("-")
    return found if found and found != CORE else "ontology"


def check_name(name: str) -> str:
    """The name itself.

    Raises:
        InvalidOntology: It cannot be the name of a folder, or is the core's.
    """
    if _NAME.fullmatch(name) is None or name == CORE:
        message = f"{name!r} cannot name an ontology; use letters, digits, - and _"
        raise InvalidOntology(f"{message}, and another name than {CORE!r}")
    return name


def iris_of(gathered: Gathered) -> tuple[str, ...]:
    """IRIs of the ontologies that the files declare, else of their concept schemes; sorted."""
    triples = gathered.gathering.triples
    found = triples.typed(f"{OWL}Ontology") or triples.typed(f"{SKOS}ConceptScheme")
    return tuple(sorted(iri for iri in found if not iri.startswith("urn:pearlnet:extension:")))


def prepare(
    gathered: Gathered,
    path: Path,
    name: str,
    concepts: str,
    models: Models,
    beside: Sequence[Source],
) -> Candidate:
    """Translate a foreign ontology, and build the model with it.

    Args:
        gathered: Its files.
        path: Where they are.
        name: What it is called.
        concepts: ``vocabulary``, or the class whose entities its concepts become.
        models: What there is beside it.
        beside: The files that ``models.base`` was made from.

    Raises:
        InvalidOntology: It contradicts itself or what there is; the error tells file and line.
        UnknownClass: There is no class for the concepts.
    """
    triples = gathered.gathering.triples
    translation = translate(gathered, models, name, concepts)
    joint = Gathering()
    for source in beside:
        joint.add(source)
    joint.adopt(translation.statements, triples.origins)
    declared = (pair for item in gathered.sources for pair in prefixes(item.content, item.format))
    own = {prefix: space for space, prefix in namespace_prefixes(declared).items()}
    return Candidate(
        name=name,
        version=digest(triples, concepts)[:_SHOWN],
        iris=iris_of(gathered),
        origin=path.resolve().name,
        concepts=concepts,
        content=turtle(whole(triples), own | PREFIXES),
        model=turtle(translation.statements, PREFIXES),
        report=translation.report,
        ontology=build(joint.triples),
    )
