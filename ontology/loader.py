"""Loading: the shipped core and the user's own Turtle become one model."""

from pathlib import Path

from ontology import snapshot
from ontology.builder import build
from ontology.model import Ontology
from ontology.triples import core_sources, extra_sources, parse


def load(*extra: Path, kept: Path | None = None) -> Ontology:
    """The core ontology, extended by the Turtle files given.

    Args:
        extra: Turtle files, or folders whose ``.ttl`` files are all read. They may add classes,
            properties, relations, vocabularies and terms, and properties to core classes.
        kept: File that the built model is kept in and read from as long as no Turtle changes;
            none if the model is to be built at each call.

    Raises:
        InvalidOntology: A file is missing or is no Turtle, or what the files declare contradicts
            itself; the error names file and line and says what to do.
    """
    sources = [*core_sources(), *extra_sources(extra)]
    if kept is None:
        return build(parse(sources))
    key = snapshot.key_of(sources)
    found = snapshot.read(kept, key)
    if found is None:
        found = build(parse(sources))
        snapshot.write(kept, key, found)
    return found
