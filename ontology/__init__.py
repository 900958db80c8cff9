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
from ontology.rdf import entity_id, entity_iri, write_rdf
from ontology.validation import validate_entity, validate_relation
from ontology.violations import Violation, ViolationCode

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
    "Violation",
    "ViolationCode",
    "Vocabulary",
    "entity_id",
    "entity_iri",
    "load",
    "validate_entity",
    "validate_relation",
    "write_rdf",
]
