"""Composition: the only place that picks adapters."""

from pathlib import Path

from graph.port import GraphStore
from ontology import Ontology, load
from pearlnet.settings import Settings


def open_ontology(settings: Settings) -> Ontology:
    """The shipped ontology with the user's own Turtle files."""
    return load(*settings.ontology_files)


def open_store(settings: Settings) -> GraphStore:
    """Neo4j where its address is set, else the embedded SQLite store."""
    if settings.neo4j_uri:
        from graph.neo4j import Neo4jStore

        return Neo4jStore(
            settings.neo4j_uri,
            settings.neo4j_user,
            settings.neo4j_password.get_secret_value(),
            database=settings.neo4j_database,
        )
    from graph.sqlite import SqliteStore

    settings.home.mkdir(parents=True, exist_ok=True)
    return SqliteStore(settings.database)


def starter_manifest() -> Path:
    """The manifest of the starter data that come with pearlnet."""
    import starter

    return Path(starter.__file__).parent / "manifest.yaml"
