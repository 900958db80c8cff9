"""What may exist: the ontology's files, their loader, the typed model and validation."""

from ontology.errors import InvalidOntology, OntologyError
from ontology.loader import load
from ontology.model import (
    ClassDef,
    Datatype,
    Ontology,
    PropertyDef,
    RelationDef,
    Sensitivity,
    Term,
    Text,
    Vocabulary,
)

__all__ = [
    "ClassDef",
    "Datatype",
    "InvalidOntology",
    "Ontology",
    "OntologyError",
    "PropertyDef",
    "RelationDef",
    "Sensitivity",
    "Term",
    "Text",
    "Vocabulary",
    "load",
]
