"""Ontologies that others wrote: OWL, RDFS and SKOS files become classes, properties and terms."""
