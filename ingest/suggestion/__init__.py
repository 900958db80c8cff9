"""Drafting mappings: what the columns of a table, or the IRIs of RDF, may be."""

from ingest.suggestion.suggest import suggest_mapping

__all__ = ["suggest_mapping"]
