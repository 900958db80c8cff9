"""A graph of rdflib that a program hands over, as drafts.

Imported by itself where it is needed, for rdflib takes its time.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
_ROUNDS = 8
"""So far do statements about a blank node tell it from others."""


@dataclass(frozen=True, slots=True)
class GraphStatements:
    """What a graph said when it was handed over.

    Attributes:
        statements: Sorted; blank nodes are named by what is said of them.
        graphs: Which of them stand in a named graph.
        digest: SHA-256 of all of them, the same for equal graphs.
    """

    statements: Sequence[Statement]
    graphs: Graphs
    digest: str


def statements_of(graph: Graph) -> GraphStatements:
    """The statements of an rdflib Graph or Dataset, which is not changed."""
    graphs = Graphs()
    found = list(_statements(graph, graphs))
    colours = _colours(found)
    statements = sorted(_renamed(found, _numbered(colours)))
    digest = hashlib.sha256()
    for statement in sorted(_renamed(found, colours)):
        digest.update(_hashed(*statement[1:]).encode())
    return GraphStatements(statements, graphs, digest.hexdigest())


def _colours(statements: Sequence[Statement]) -> Mapping[str, str]:
    """For each blank node a name by what is said of it, and of the nodes about it.

    Nodes of which the same is said have one name.
    """
    about = [(s, p, o) for _, s, p, o in statements if s[0] == "_" or o[0] == "_"]
    found = {term: "_:" for s, _, o in about for term in (s, o) if term[0] == "_"}
    for _ in range(_ROUNDS if found else 0):
        said: dict[str, list[str]] = {term: [] for term in found}
        for subject, predicate, object_ in about:
            if subject in said:
                said[subject].append(_hashed("out", predicate, found.get(object_, object_)))
            if object_ in said:
                said[object_].append(_hashed("in", predicate, found.get(subject, subject)))
        found = {term: f"_:b{_hashed(*sorted(items))}" for term, items in said.items()}
    return found


def _numbered(colours: Mapping[str, str]) -> Mapping[str, str]:
    """The same with a number behind, so that no two nodes have one name."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for term, colour in sorted(colours.items(), key=lambda item: (item[1], item[0])):
        counts[colour] += 1
        names[term] = f"{colour}n{counts[colour]}"
    return names


def _renamed(statements: Iterable[Statement], names: Mapping[str, str]) -> Iterator[Statement]:
    for line, subject, predicate, object_ in statements:
        yield line, names.get(subject, subject), predicate, names.get(object_, object_)


def _hashed(*parts: str) -> str:
    content = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()[:32]


def read_statements(
    found: GraphStatements, rules: RdfRules, ontology: Ontology, name: str
) -> Iterator[Converted]:
    """Convert the subjects of a graph, as ``read_rdf`` does those of a file.

    Args:
        found: What the graph says.
        rules: How its IRIs map.
        ontology: What may exist.
        name: What messages call it.
    """
    told = Told(name)
    with Gathering() as gathered:
        gathered.take(iter(found.statements))
        found.graphs.tell(told)
        yield from converted(gathered, len(found.statements), rules, ontology, told)


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
