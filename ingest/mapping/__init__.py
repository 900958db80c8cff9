"""What a mapping says, and its checks against the ontology."""
