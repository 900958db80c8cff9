"""A small world for the API's tests, a store that counts its calls, and a client."""

import threading
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from starlette.testclient import TestClient

import ontology
from api import Services, create_app
from chains.analysis import ChainAnalysis
from graph.memory import MemoryStore
from graph.port import GraphStore, GraphWriter
from graph.query import Filter
from graph.records import Entity, Provenance, Relation
from matcher.conditions import AS_STATED, Terms
from matcher.errors import EmptyQuery, UnknownSubject
from matcher.model import EvidenceNode, EvidencePath, EvidenceStep, Match, MatchResult
from ontology.model import Ontology, Text

DEMANDS = 24
ORIGIN = Provenance("a register", "batch-1", "2026-07-01T08:00:00Z", 0.9)


@cache
def core() -> Ontology:
    """The shipped ontology."""
    return ontology.load()


def fill(store: GraphStore) -> None:
    """Demands of three enterprises, the technologies they require and the standards of those."""
    store.apply_schema(core().graph_schema())
    store.write(_write)


def _write(writer: GraphWriter) -> None:
    writer.upsert_entities([*_demands(), *_others(), *_use_cases()])
    refused = writer.upsert_relations([*_demand_relations(), *_case_relations()]).refused
    if refused:
        raise AssertionError(refused)


def _demands() -> list[Entity]:
    return [
        Entity(
            f"demand:d{n:03}",
            "Demand",
            {
                "name_zh": f"码头巡检需求{n}",
                "name_en": f"Quay inspection {n}",
                "status": "open" if n % 2 else "closed",
                "category": ("labour-saving",) if n % 3 else ("economic-benefit", "labour-saving"),
                "dueDate": f"2026-{1 + n % 12:02}-01",
                "budget": 1000.0 * n,
                **({"priority": 1 + n % 5} if n % 4 else {}),
            },
            {"name_zh": ORIGIN, "budget": ORIGIN},
        )
        for n in range(DEMANDS)
    ]


def _others() -> list[Entity]:
    return [
        *(Entity(f"tech:t{n}", "Technology", {"name_zh": f"技术{n}"}) for n in range(6)),
        *(Entity(f"std:s{n}", "Standard", {"name_en": f"TS 23.50{n}"}) for n in range(4)),
        *(
            Entity(f"ent:e{n}", "Enterprise", {"name_zh": f"企业{n}", "contactPhone": "555-0100"})
            for n in range(3)
        ),
        Entity("org:u", "University", {"name_zh": "港口大学"}),
        Entity("supply:a", "Supply", {"name_zh": "视觉检测方案", "illustrative": True}),
        Entity("chain:port", "Chain", {"name_zh": "智慧港口链"}),
    ]


def _use_cases() -> list[Entity]:
    return [Entity(f"case:c{n}", "UseCase", {"name_zh": f"案例{n}"}) for n in range(6)]


def _demand_relations() -> list[Relation]:
    relations = []
    for n in range(DEMANDS):
        demand = f"demand:d{n:03}"
        relations += [
            Relation("raises", "org:u" if n == 0 else f"ent:e{n % 3}", demand),
            Relation("requires", demand, f"tech:t{n % 6}"),
            Relation("requires", demand, f"tech:t{(n + 1) % 6}"),
            Relation("requires", demand, f"std:s{n % 4}"),
        ]
    relations += [Relation("governedBy", f"tech:t{n}", f"std:s{n % 4}") for n in range(6)]
    return [*relations, Relation("offers", "ent:e0", "supply:a")]


def _case_relations() -> list[Relation]:
    """Cases 0, 1 and 2 share technologies all round; 3 and 4 share two; 5 shares none."""
    shared = {0: (0, 1, 2), 1: (0, 1, 2), 2: (0, 1, 2), 3: (3, 4), 4: (3, 4), 5: (5,)}
    return [
        Relation("usesTechnology", f"case:c{case}", f"tech:t{tech}")
        for case, techs in shared.items()
        for tech in techs
    ]


class CountingStore:
    """A store that notes each call and the thread that makes it."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.calls: Counter[str] = Counter()
        self.threads: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)

        def counted(*given: Any, **named: Any) -> Any:
            self.calls[name] += 1
            self.threads.add(threading.current_thread().name)
            return method(*given, **named)

        return counted

    def as_store(self) -> GraphStore:
        """Itself, as what it stands for."""
        return cast("GraphStore", self)


class FailingStore:
    """A store of which every call raises."""

    def __init__(self, error: Callable[[], Exception]) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        def fail(*_: Any, **__: Any) -> Any:
            raise self._error()

        return fail

    def as_store(self) -> GraphStore:
        """Itself, as what it stands for."""
        return cast("GraphStore", self)


def world() -> MemoryStore:
    """The small world in memory."""
    store = MemoryStore()
    fill(store)
    return store


class OneMatch:
    """A matcher that always gives one match, and notes what it was asked."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.asked: list[tuple[str, int]] = []
        self.where: Filter | None = None
        self.terms = AS_STATED

    def match_demand(
        self,
        id: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """The match for a demand."""
        self.asked.append((id, first))
        self.where, self.terms = where, terms
        if id not in self._store.get([id]):
            raise UnknownSubject(id, "Demand", ())
        return self._result(id, Text({"zh": "需求", "en": "demand"}), id)

    def match_supply(
        self,
        id: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """The match for a supply, which is the supply itself."""
        self.asked.append((id, first))
        self.where, self.terms = where, terms
        return self._result(id, Text({"zh": "供给", "en": "supply"}), id)

    def match_text(
        self,
        text: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        """The match for a text."""
        self.asked.append((text, first))
        self.where, self.terms = where, terms
        if not text.strip():
            raise EmptyQuery("the text has no word to match by")
        return self._result("", Text({"zh": text}), None)

    def match_pair(self, demand: str, supply: str) -> tuple[str | None, Match | None]:
        """The version, and the match of a pair."""
        (match,) = self.match_demand(demand).matches
        return "v-1", match if match.entity.id == supply else None

    def _result(self, start: str, name: Text, query: str | None) -> MatchResult:
        found = self._store.get(["supply:a", "ent:e0"])
        path = EvidencePath(
            nodes=(
                EvidenceNode(start, name),
                EvidenceNode("tech:t1", Text({"zh": "技术1", "en": "technology 1"})),
                EvidenceNode("supply:a", Text({"zh": "视觉检测方案"}), illustrative=True),
            ),
            steps=(
                EvidenceStep("requires", Text({"zh": "需要", "en": "requires"}), forward=True),
                EvidenceStep(
                    "provides", Text({"zh": "提供方", "en": "provided by"}), forward=False
                ),
            ),
            weight=1.5,
        )
        match = Match(
            entity=found["supply:a"],
            providers=(found["ent:e0"],),
            score=0.75,
            contributions={"bm25": 0.25, "dense": 0.5},
            evidence=(path,),
        )
        return MatchResult(query, name.get("zh"), (match,), 1, "static", 1)


class Client:
    """Asks one application, whose matcher notes what it is asked."""

    def __init__(
        self,
        store: GraphStore,
        model: Ontology | None = None,
        matcher: "OneMatch | None" = None,
    ) -> None:
        model = model or core()
        self.matcher = matcher or OneMatch(store)
        services = Services(store, model, self.matcher, ChainAnalysis(store, model))
        self.http = TestClient(create_app(services), raise_server_exceptions=False)

    def ask(self, query: str, *, language: str = "zh", **variables: Any) -> Any:
        """The whole answer to a query."""
        response = self.http.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"accept-language": language},
        )
        if response.status_code != 200:
            raise AssertionError(response.text)
        return response.json()

    def data(self, query: str, **given: Any) -> Any:
        """The data of an answer that must be free of errors."""
        answer = self.ask(query, **given)
        if "errors" in answer:
            raise AssertionError(answer["errors"])
        return answer["data"]

    def code(self, query: str, **given: Any) -> str:
        """The code of the one error of an answer."""
        (error,) = self.ask(query, **given)["errors"]
        return str(error["extensions"]["code"])
