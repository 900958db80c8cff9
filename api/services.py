"""What the API needs from the rest of pearlnet; ``pearlnet.bootstrap`` puts it together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from api.access import SignIn
from api.audit import AuditLog
from api.imports.jobs import ImportJobs
from chains import Structure, Trace
from chains.chain_models import ChainModels
from chains.history import Changes, Chronicle, Growth
from chains.indicators import Indicator
from chains.progress import Watch, unwatched
from chains.replication import Axis, Replicability, ReplicationMap
from chains.resilience import Loss, Resilience
from graph import GraphStore
from graph.query import Filter
from matcher.conditions import AS_STATED, Terms
from matcher.model import Match, MatchResult
from ontology.model import Ontology, Text


class Matching(Protocol):
    """Finds supplies for demands and demands for supplies. Calls may come from several threads."""

    def match_demand(
        self,
        id: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """The supplies that answer a recorded demand and fulfil a condition, best first."""
        ...

    def match_supply(
        self,
        id: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """The demands that a recorded supply answers and that fulfil a condition, best first."""
        ...

    def match_text(
        self,
        text: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """The supplies that answer a demand in one's own words, best first."""
        ...

    def match_pair(self, demand: str, supply: str) -> tuple[str | None, Match | None]:
        """The version of the model, and what it makes of one pair."""
        ...


class Indicating(Protocol):
    """Knows how the ecosystem stands. Calls may come from several threads."""

    def now(self, *, illustrative: bool) -> Sequence[Indicator]:
        """Every indicator as it is now."""
        ...

    def label(self, name: str) -> Text:
        """What people call an indicator."""
        ...

    def how(self, name: str) -> Text:
        """How an indicator is computed."""
        ...


class Chaining(Protocol):
    """Knows which vertices are points, lines or network. Calls may come from several threads."""

    @property
    def models(self) -> ChainModels:
        """What answers about chains of stages, their leaders and the cultivation ladder."""
        ...

    def structure(self, vertices: str) -> Structure:
        """The structure over the vertices of a class, as of the store's present revision."""
        ...

    def trace(self, vertices: str, id: str) -> Trace:
        """One vertex's class, links and way to the network."""
        ...

    def history(self, vertices: str) -> Chronicle:
        """When each vertex and link came."""
        ...

    def growth(self, vertices: str, *, watch: Watch = unwatched) -> Growth:
        """S and susceptibility over time, beside the null."""
        ...

    def since(self, vertices: str, start: str, until: str | None = None) -> Changes:
        """What changed between two days."""
        ...

    def resilience(self, vertices: str, *, watch: Watch = unwatched) -> Resilience:
        """R, weak points, single sources and the links that would help."""
        ...

    def lose(self, vertices: str, id: str) -> Loss:
        """What the loss of something would break."""
        ...

    def replicability(self, id: str, first: int = 5, *, watch: Watch = unwatched) -> Replicability:
        """Where a use case or a scenario could go, and what that would take."""
        ...

    def replication_map(
        self, axis: Axis, places: int = 30, scenarios: int = 20, *, watch: Watch = unwatched
    ) -> ReplicationMap:
        """Scenarios by industries or regions."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that answering needs.

    Attributes:
        store: The graph; its schema is applied by ``pearlnet init``, not here.
        ontology: What the GraphQL schema is generated from.
        matcher: Answers ``matchDemand``, ``matchSupply`` and ``matchText``; tells
            ``giveFeedback`` the score.
        chains: Answers ``trace``, ``chains`` and ``replicability``.
        imports: Answers ``/imports``; None where there is no place for uploads.
        indicators: Answers ``indicators``; None where there are none.
        audit: Enters what is written, and who reads what is confidential.
        sign_in: Tells who is asking; unless given, everybody is the public.
    """

    store: GraphStore
    ontology: Ontology
    matcher: Matching
    chains: Chaining
    imports: ImportJobs | None = None
    indicators: Indicating | None = None
    audit: AuditLog = field(default_factory=AuditLog)
    sign_in: SignIn = field(default_factory=SignIn)
