"""Structures kept by store revision, so that many questions share one projection."""

from collections import defaultdict
from dataclasses import dataclass
from threading import Lock

from chains.chain_models import ChainModels
from chains.history import Changes, Chronicle, Growth, chronicle, growth, read_dates, since
from chains.progress import Watch, unwatched
from chains.projection.building import Earlier, project_table
from chains.projection.reading import Scope, follow, read, scope_of
from chains.projection.table import Table
from chains.replication import Axis, Replicability, Replication, ReplicationMap
from chains.resilience import Loss, Resilience, Sources, lose, read_sources, resilience
from chains.structure import Structure, classify
from chains.tracing import Trace, trace
from graph.port import GraphReader
from ontology.model import Ontology


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is known of the vertices of a class, as of the table's revision."""

    table: Table
    structure: Structure


class ChainAnalysis:
    """Answers chain questions about one store; safe to share between threads."""

    def __init__(self, store: GraphReader, ontology: Ontology) -> None:
        self._store = store
        self._ontology = ontology
        self._kept: dict[str, _Kept] = {}
        self._scopes: dict[str, Scope] = {}
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)
        self._history: dict[str, Chronicle] = {}
        self._resilience: dict[str, tuple[int, int, Resilience]] = {}
        self._kept_sources: Sources | None = None
        self._replication = Replication(store, ontology)
        self._models = ChainModels(store, ontology)

    @property
    def models(self) -> ChainModels:
        """What answers about chains of stages."""
        return self._models

    def structure(self, vertices: str = "UseCase") -> Structure:
        """The structure over the vertices of a class, as of the store's present revision.

        What was written since the last call is followed in the change feed, where it reaches.

        Raises:
            UnknownClass: The ontology has no such class.
            NothingToProject: The store holds no such entity.
        """
        with self._locks[vertices]:
            kept = self._kept.get(vertices)
            if kept is None or kept.table.revision != self._store.revision():
                kept = self._kept[vertices] = self._renewed(vertices, kept)
            return kept.structure

    def trace(self, vertices: str, id: str) -> Trace:
        """One vertex's class, links and way to the network.

        Raises:
            UnknownVertex: The id is not of that class.
        """
        return trace(self.structure(vertices), id)

    def history(self, vertices: str) -> Chronicle:
        """When each vertex and link came."""
        structure = self.structure(vertices)
        with self._locks[f"history of {vertices}"]:
            kept = self._history.get(vertices)
            if kept is None or kept.structure is not structure:
                ids = structure.projection.ids
                dates = read_dates(self._store, self._ontology, vertices, ids)
                kept = self._history[vertices] = chronicle(structure, dates)
            return kept

    def growth(self, vertices: str, *, watch: Watch = unwatched) -> Growth:
        """S and susceptibility over time, beside the null.

        Raises:
            NothingDated: No vertex has a date.
        """
        return growth(self.history(vertices), watch=watch)

    def since(self, vertices: str, start: str, until: str | None = None) -> Changes:
        """What changed between two days.

        Raises:
            UnknownDate: One of them is no date, or they are in the wrong order.
            NothingDated: No vertex has a date.
        """
        return since(self.history(vertices), start, until)

    def resilience(self, vertices: str, *, watch: Watch = unwatched) -> Resilience:
        """R, weak points, single sources and the links that would help."""
        structure, sources = self.structure(vertices), self._sources()
        with self._locks[f"resilience of {vertices}"]:
            kept = self._resilience.get(vertices)
            if kept is None or kept[:2] != (structure.projection.revision, sources.revision):
                found = resilience(structure, sources, watch=watch)
                kept = (structure.projection.revision, sources.revision, found)
                self._resilience[vertices] = kept
            return kept[2]

    def lose(self, vertices: str, id: str) -> Loss:
        """What the loss of an organization, a region, an asset or a vertex would break.

        Raises:
            UnknownLoss: The id is none of these.
        """
        structure = self.structure(vertices)
        return lose(self._store, self._ontology, structure, self._sources(), id)

    def replicability(self, id: str, first: int = 5, *, watch: Watch = unwatched) -> Replicability:
        """Where a use case or a scenario could go, and what that would take.

        Raises:
            UnknownPractice: The id is of neither.
        """
        return self._replication.replicability(id, first, watch=watch)

    def replication_map(
        self, axis: Axis, places: int = 30, scenarios: int = 20, *, watch: Watch = unwatched
    ) -> ReplicationMap:
        """Scenarios by industries or regions: where they are, how likely where they are not."""
        return self._replication.map(axis, places, scenarios, watch=watch)

    def _sources(self) -> Sources:
        with self._locks["sources"]:
            kept = self._kept_sources
            if kept is None or kept.revision != self._store.revision():
                kept = self._kept_sources = read_sources(self._store, self._ontology)
            return kept

    def _renewed(self, vertices: str, kept: _Kept | None) -> _Kept:
        scope = self._scopes.get(vertices)
        if scope is None:
            scope = self._scopes[vertices] = scope_of(self._ontology, vertices)
        table = follow(self._store, scope, kept.table) if kept else None
        if kept is None or table is None:
            table = read(self._store, scope)
            return _Kept(table, classify(project_table(table, scope)))
        before = Earlier(kept.table, kept.structure.projection)
        projection = project_table(table, scope, before=before)
        return _Kept(table, classify(projection, kept.structure))
