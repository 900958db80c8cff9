"""An RDF file as drafts, none of them before all of it has been parsed."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.mapping.model import RdfRules
from ingest.rdf.conversion import Conversion
from ingest.rdf.gathering import Gathering
from ingest.rdf.parsing import statements
from ingest.rdf.text import RdfText
from ingest.rdf.told import Told
from ingest.rows.drafts import Converted
from ingest.rows.values import BadValue
from ontology.model import Ontology

_REASON = "statements of all graphs are read together; which graph one is in is not kept"
_ADVICE = "to tell them apart, import each graph from a file of its own, as a source of its own"


def read_rdf(text: RdfText, rules: RdfRules, ontology: Ontology) -> Iterator[Converted]:
    """Convert the subjects of a file, each once, in an order that is the same every time.

    The ontology's own classes, properties and relations need no rule, nor do subjects under
    ``urn:pearlnet:id:``. A predicate that is not understood is told once, not passed over.
    Statements in named graphs are read together with all others, which is told once too.

    Raises:
        UnreadableSource: The file is missing or malformed; names the line.
    """
    told = Told(text.content.name)
    graphs = Graphs()
    with Gathering() as gathered:
        gathered.take(statements(text, graphs.note))
        graphs.tell(told)
        yield from converted(gathered, text.content.size, rules, ontology, told)


class Graphs:
    """Notes where the first named graph stands, if there is any."""

    def __init__(self) -> None:
        self._first: tuple[int, str] | None = None

    def note(self, line: int, graph: str) -> None:
        """Take note of a statement in a named graph."""
        if self._first is None:
            self._first = line, graph

    def tell(self, told: Told) -> None:
        """Tell what becomes of named graphs."""
        if self._first is not None:
            line, graph = self._first
            told.begin(line)
            told.add("", BadValue(graph, "NAMED_GRAPH", _REASON, _ADVICE), whole_row=False)


def converted(
    gathered: Gathering, size: int, rules: RdfRules, ontology: Ontology, told: Told
) -> Iterator[Converted]:
    """Convert what was gathered from a source of that size; what was told before comes first.

    A source that holds nothing gives nothing.
    """
    conversion = Conversion(rules, ontology, told)
    before = tuple(told.rejects)
    done = 0
    for subject in gathered.subjects():
        done += len(subject.statements) // 2
        found = conversion.convert(subject, size * done // gathered.count)
        if before:
            found = replace(found, rejects=before + found.rejects)
            before = ()
        yield found
