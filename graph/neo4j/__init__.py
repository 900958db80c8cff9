"""The store on a Neo4j server, 5.26 LTS or the calendar line; needs no Enterprise feature."""

from graph.neo4j.settings import Neo4jSettings
from graph.neo4j.store import Neo4jStore

__all__ = ["Neo4jSettings", "Neo4jStore"]
