"""What may exist: the ontology's files, their loader, the typed model and validation."""
