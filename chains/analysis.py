"""Structures kept by store revision, so that many questions share one projection."""

from threading import Lock

from chains.model import Structure, Trace
from chains.projection import project
from chains.replication import Replicability, Replication
from chains.structure import classify
from chains.tracing import trace
from graph.port import GraphReader
from ontology.model import Ontology


class ChainAnalysis:
    """Answers chain questions about one store; safe to share between threads."""

    def __init__(self, store: GraphReader, ontology: Ontology) -> None:
        self._store = store
        self._ontology = ontology
        self._kept: dict[str, Structure] = {}
        self._lock = Lock()
        self._replication = Replication(store, ontology)

    def structure(self, vertices: str = "UseCase") -> Structure:
        """The structure over the vertices of a class, as of the store's present revision.

        Raises:
            UnknownClass: The ontology has no such class.
            NothingToProject: The store holds no such entity.
        """
        with self._lock:
            kept = self._kept.get(vertices)
            if kept is None or kept.projection.revision != self._store.revision():
                projection = project(self._store, self._ontology, vertices)
                kept = self._kept[vertices] = classify(self._store, projection)
            return kept

    def trace(self, vertices: str, id: str) -> Trace:
        """One vertex's class, links and way to the network.

        Raises:
            UnknownVertex: The id is not of that class.
        """
        return trace(self._store, self.structure(vertices), id)

    def replicability(self, id: str, first: int = 5) -> Replicability:
        """Where a use case or a scenario could go, and what that would take.

        Raises:
            UnknownPractice: The id is of neither.
        """
        return self._replication.replicability(id, first)
