"""Stored data held to SHACL shapes by pySHACL, an engine of the whole standard."""

from ontology.shacl.check import Shapes, check_shapes, read_shapes
from ontology.shacl.results import ShapeResult
from ontology.shacl.statements import Scope, laid_over, of_class, of_store, with_surroundings

__all__ = [
    "Scope",
    "ShapeResult",
    "Shapes",
    "check_shapes",
    "laid_over",
    "of_class",
    "of_store",
    "read_shapes",
    "with_surroundings",
]
