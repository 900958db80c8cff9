"""IRIs of the RDF vocabularies that the ontology is written in."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PN = "urn:pearlnet:ontology:"
ENTITY = "urn:pearlnet:id:"
"""Before an entity's id, percent-encoded, to make its IRI."""
BUILT_IN = (RDF, RDFS, OWL, SH, SKOS, XSD)
