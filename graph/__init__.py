"""Where the graph is kept: the store port, its records and queries; adapters are subpackages."""

from graph.errors import GraphError
from graph.port import GraphReader, GraphStore, GraphWriter
from graph.query import Compare, In, Op, Query, Sort
from graph.records import Entity, Provenance, Relation, RelationKey
from graph.schema import ClassSchema, GraphSchema

__all__ = [
    "ClassSchema",
    "Compare",
    "Entity",
    "GraphError",
    "GraphReader",
    "GraphSchema",
    "GraphStore",
    "GraphWriter",
    "In",
    "Op",
    "Provenance",
    "Query",
    "Relation",
    "RelationKey",
    "Sort",
]
