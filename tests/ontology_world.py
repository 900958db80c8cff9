"""Foreign ontologies for tests, and the model that they make beside the core."""

from pathlib import Path

import ontology
from ontology import Ontology
from ontology.foreign.candidate import Candidate, prepare
from ontology.foreign.folder import Gathered
from ontology.foreign.report import Finding
from ontology.foreign.translation import Models
from ontology.triples import Gathering, Source, core_sources

CORE = ontology.load()
PREFIXES = """
@prefix ex: <https://example.org/m#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pn: <urn:pearlnet:ontology:> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FILE = "machines.ttl"


def gathered(*contents: str) -> Gathered:
    """What Turtle files say; the prefixes stand before each."""
    gathering = Gathering()
    sources = tuple(Source(FILE, (PREFIXES + content).encode()) for content in contents)
    for source in sources:
        gathering.add(source)
    return Gathered(gathering, sources)


def added(turtle: str, concepts: str = "Concept", earlier: Ontology | None = None) -> Candidate:
    """A foreign ontology added to the core, or as a new version of an earlier one."""
    models = Models(CORE, CORE, earlier or CORE)
    return prepare(gathered(turtle), Path(FILE), "machines", concepts, models, core_sources())


def findings(candidate: Candidate, code: str) -> list[Finding]:
    """The findings with that code."""
    return [item for item in candidate.report.findings if item.code == code]
