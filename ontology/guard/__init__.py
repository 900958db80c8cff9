"""What RDF of others must be before a parser gets it: parsers trust what they are given."""

from ontology.guard.feed import Feed, TooDeep, TurtleFeed, may_nest_deep
from ontology.guard.json import check_json
from ontology.guard.refused import Refused
from ontology.guard.xml import check_xml

__all__ = [
    "Feed",
    "Refused",
    "TooDeep",
    "TurtleFeed",
    "check_json",
    "check_xml",
    "may_nest_deep",
]
