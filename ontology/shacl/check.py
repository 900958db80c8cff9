"""pySHACL called on records, shapes and the ontology's own statements."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology.errors import InvalidOntology, ShaclMissing
from ontology.formats import format_of, quads
from ontology.model import Ontology
from ontology.namespaces import RDF, SH
from ontology.shacl.results import ShapeResult, read_results
from ontology.shacl.statements import MOST_STATEMENTS, Scope, graph_of
from ontology.triples import Source, core_sources, extra_sources

if TYPE_CHECKING:
    from rdflib import Graph

_ELSEWHERE = re.compile(
    r"\b(?:FROM\s+(?:NAMED\s+)?|SERVICE\s+(?:SILENT\s+)?)[<:\w?$]", re.IGNORECASE
)
_DEEPEST = 30
"""Shapes within shapes; pySHACL's own measure is half of it."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """What data are held to.

    Attributes:
        model: Statements on classes and vocabularies, by which instances are told.
        rules: The shapes.
        name: What messages call them.
    """

    model: "Graph"
    rules: "Graph"
    name: str


def read_shapes(own: Sequence[Path], given: Sequence[Path] = ()) -> Shapes:
    """The shapes of some files; without any, those of the ontology itself.

    Nothing that the files import is fetched.

    Args:
        own: The Turtle files that extend the core ontology.
        given: Files of shapes, in any format of RDF.

    Raises:
        InvalidOntology: A file is missing or malformed, or no shape is in any.
    """
    model = _graph([*core_sources(), *extra_sources(own)])
    if not given:
        return Shapes(model, model, "the ontology")
    name = ", ".join(map(str, given))
    rules = _graph([_source(path) for path in given])
    if not _has_shapes(rules):
        raise InvalidOntology("holds no SHACL shape; give a file that does", name)
    _check_queries(rules, name)
    return Shapes(model, rules, name)


def check_shapes(
    ontology: Ontology, scope: Scope, shapes: Shapes, most: int = MOST_STATEMENTS
) -> Sequence[ShapeResult]:
    """What the shapes find in some records, sorted by the entity at fault.

    Shapes may be written in SPARQL too; nothing written in JavaScript is run.

    Raises:
        ShaclMissing: pySHACL is not installed.
        TooLargeForShapes: There are more than ``most`` statements.
        InvalidOntology: The shapes are malformed.
        OntologyError: A record is of what the ontology does not know.
    """
    try:
        import pyshacl
        from pyparsing import ParseBaseException
        from pyshacl.errors import ReportableRuntimeError
    except ModuleNotFoundError as error:
        raise ShaclMissing from error
    from rdflib import Graph

    if scope.focus is not None and not scope.focus:
        return ()
    data = graph_of(ontology, scope, most)
    data += shapes.model
    try:
        _, report, text = pyshacl.validate(
            data,
            shacl_graph=shapes.rules,
            inplace=True,
            max_validation_depth=_DEEPEST,
        )
    except (ReportableRuntimeError, ParseBaseException, ValueError, RecursionError) as error:
        raise _refused(shapes, str(error)) from error
    if not isinstance(report, Graph):
        raise _refused(shapes, text)
    found = read_results(report, shapes.rules, ontology)
    return [item for item in found if scope.focus is None or item.focus in scope.focus]


def _refused(shapes: Shapes, why: str) -> InvalidOntology:
    told = " ".join(why.split())[:500]
    return InvalidOntology(f"pySHACL cannot use the shapes: {told}; correct them", shapes.name)


def _source(path: Path) -> Source:
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"cannot be read ({error.strerror}); give a file of shapes"
        raise InvalidOntology(message, str(path)) from error
    return Source(str(path), content, format_of(path, content))


def _graph(sources: Sequence[Source]) -> "Graph":
    from rdflib import Graph

    graph = Graph()
    for source in sources:
        found = quads(source.content, source.format, source.name)
        triples = (quad.triple for quad in found)
        text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        graph.parse(data=text, format="nt")
    return graph


def _check_queries(graph: "Graph", name: str) -> None:
    """Refuse rules in SPARQL that would fetch from elsewhere."""
    from rdflib import URIRef

    for predicate in ("select", "ask", "construct"):
        for query in graph.objects(None, URIRef(f"{SH}{predicate}")):
            if _ELSEWHERE.search(str(query)):
                message = "a rule in SPARQL may not read from elsewhere: take FROM and SERVICE out"
                raise InvalidOntology(message, name)


def _has_shapes(graph: "Graph") -> bool:
    from rdflib import URIRef

    kinds = (URIRef(f"{SH}NodeShape"), URIRef(f"{SH}PropertyShape"))
    stated = any((None, URIRef(f"{RDF}type"), kind) in graph for kind in kinds)
    targets = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
    return stated or any((None, URIRef(f"{SH}{name}"), None) in graph for name in targets)
