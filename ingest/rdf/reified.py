"""Relations with properties of their own, which RDF tells as an ``rdf:Statement``."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.rdf.names import TYPE, Names
from ingest.rdf.sorting import pairs
from ingest.rdf.terms import IRI, iri_of, split_object
from ingest.rows.values import BadValue
from ontology.namespaces import PROV, PROVENANCE, RDF

_ENDS = (f"{RDF}subject", f"{RDF}predicate", f"{RDF}object")


@dataclass(frozen=True, slots=True)
class Reified:
    """A relation and what is said of it.

    Attributes:
        relation: Its name.
        source: An id.
        target: An id.
        predicate: The relation's IRI.
        object: The target's IRI.
        statements: What is said of it, predicates and objects by turns.
    """

    relation: str
    source: str
    target: str
    predicate: str
    object: str
    statements: Sequence[str]


def reified(name: str, said: Sequence[str], names: Names) -> Reified | None:
    """The relation that a statement is about; None if nothing is said of it but its origin.

    Raises:
        BadValue: It is about no relation, or about several.
    """
    ends: dict[str, str] = {}
    about: list[str] = []
    has_origin = False
    for predicate, term in pairs(said):
        if predicate in _ENDS:
            kind, text = split_object(term)
            end = text if kind == IRI else ""
            if ends.setdefault(predicate, end) != end:
                raise _unclear(name)
        elif predicate.startswith((PROV, PROVENANCE)):
            has_origin = True
        elif predicate != TYPE:
            about += (predicate, term)
    if has_origin and not about:
        return None
    relation = names.relations.get(ends.get(_ENDS[1], ""))
    if relation is None or not all(ends.get(end) for end in _ENDS):
        raise _unclear(name)
    source, predicate, target = (ends[end] for end in _ENDS)
    return Reified(relation, names.id_of(source), names.id_of(target), predicate, target, about)


def origin_left_out(name: str) -> BadValue:
    """What is told of origins, which are those of this import."""
    reason = "says where values came from; they are recorded as this import's own"
    advice = "to keep several sources, export and import each by itself"
    return BadValue(iri_of(name), "ORIGIN_LEFT_OUT", reason, advice)


def _unclear(name: str) -> BadValue:
    reason = "a statement on statements says nothing of one relation of the ontology"
    advice = "state rdf:subject, rdf:predicate and rdf:object once, or ignore rdf:Statement"
    return BadValue(iri_of(name), "UNCLEAR_STATEMENT", reason, advice)
