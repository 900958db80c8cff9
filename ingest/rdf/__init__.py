"""RDF in all its formats as drafts; the only place in the import that knows of RDF."""

from ingest.rdf.reading import read_rdf
from ingest.rdf.text import RdfText, open_text
from ontology.formats import FORMATS

__all__ = ["FORMATS", "RdfText", "open_text", "read_rdf"]
