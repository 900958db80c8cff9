"""Loading: the shipped core and the user's own Turtle become one model."""

from pathlib import Path

from ontology.builder import build
from ontology.model import Ontology
from ontology.triples import core_sources, extra_sources, parse


def load(*extra: Path) -> Ontology:
    """The core ontology, extended by the Turtle files given.

    Args:
        extra: Turtle files, or folders whose ``.ttl`` files are all read. They may add classes,
            properties, relations, vocabularies and terms, and properties to core classes.

    Raises:
        InvalidOntology: A file is missing or is no Turtle, or what the files declare contradicts
            itself; the error names file and line and says what to do.
    """
    return build(parse([*core_sources(), *extra_sources(extra)]))
