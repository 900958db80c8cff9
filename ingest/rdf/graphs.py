"""A graph of rdflib that a program hands over, as drafts.

Imported by itself where it is needed, for rdflib takes its time.
"""

from collections.abc import Iterator

from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from ingest.mapping.model import RdfRules
from ingest.rdf.gathering import Gathering
from ingest.rdf.parsing import Statement
from ingest.rdf.reading import Graphs, converted
from ingest.rdf.told import Told
from ingest.rows.drafts import Converted
from ontology.model import Ontology
from ontology.namespaces import XSD

_STRING = f"{XSD}string"


def read_graph(
    graph: Graph, rules: RdfRules, ontology: Ontology, name: str = "graph"
) -> Iterator[Converted]:
    """Convert the subjects of an rdflib Graph or Dataset, as ``read_rdf`` does those of a file.

    Args:
        graph: It is not changed, and must not change while it is read.
        rules: How its IRIs map.
        ontology: What may exist.
        name: What messages call it.
    """
    told = Told(name)
    graphs = Graphs()
    with Gathering() as gathered:
        gathered.take(sorted(_statements(graph, graphs)))
        graphs.tell(told)
        yield from converted(gathered, gathered.count, rules, ontology, told)


def _statements(graph: Graph, graphs: Graphs) -> Iterator[Statement]:
    if isinstance(graph, Dataset):
        for subject, predicate, object_, context in graph.quads((None, None, None, None)):
            if context is not None and str(context) != str(graph.default_graph.identifier):
                graphs.note(0, str(context))
            yield 0, _term(subject), str(predicate), _term(object_)
    else:
        for subject, predicate, object_ in graph:
            yield 0, _term(subject), str(predicate), _term(object_)


def _term(node: Node) -> str:
    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, BNode):
        return f"_:{node}"
    if not isinstance(node, Literal):
        return f"<{node}> <> <>"
    text = str(node).replace("\\", "\\\\").replace('"', '\\"')
    if node.language:
        return f'"{text}"@{node.language}'
    typed = node.datatype is not None and str(node.datatype) != _STRING
    return f'"{text}"^^<{node.datatype}>' if typed else f'"{text}"'
