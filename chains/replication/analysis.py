"""Replicability of use cases and scenarios, its matrices kept by store revision."""

from dataclasses import dataclass
from threading import Lock

from chains.errors import ChainError
from chains.progress import Watch, counted, part, unwatched
from chains.replication.adoptions import count_adoptions
from chains.replication.enterprises import rank_enterprises
from chains.replication.holders import Holders
from chains.replication.mapping import ReplicationMap, replication_map
from chains.replication.model import Axis, Ranking, Replicability
from chains.replication.needs import needs_of_case, needs_of_scenarios
from chains.replication.practice import Practice, read_practice
from chains.replication.ranking import rank_places
from chains.replication.standing import Estimates, estimate
from graph.port import GraphReader
from ontology.errors import nearest
from ontology.model import Ontology

_SUBJECTS = ("UseCase", "Scenario")


class UnknownPractice(ChainError):
    """The id is neither of a use case nor of a scenario."""

    code = "CHAIN_UNKNOWN_PRACTICE"


@dataclass(frozen=True)
class _Kept:
    """What one revision of the store comes to."""

    practice: Practice
    holders: Holders
    estimates: dict[Axis, Estimates]


class Replication:
    """Answers what can be replicated where; safe to share between threads."""

    def __init__(self, store: GraphReader, ontology: Ontology) -> None:
        self._store = store
        self._ontology = ontology
        self._kept: _Kept | None = None
        self._lock = Lock()

    def replicability(self, id: str, first: int = 5, *, watch: Watch = unwatched) -> Replicability:
        """Where a use case or a scenario could go, and what that would take.

        Args:
            id: Of the use case or scenario.
            first: At most so many targets of each kind.
            watch: Is told how far it is.

        Raises:
            UnknownPractice: It is neither.
        """
        kept = self._current(part(watch, 0.0, 0.8))
        kind = self._kind(kept.practice, id)
        scenarios = kept.practice.to("realises", id) if kind == "UseCase" else (id,)
        return _answer(kept, id, kind, scenarios, first, part(watch, 0.8, 1.0))

    def map(
        self, axis: Axis, places: int = 30, scenarios: int = 20, *, watch: Watch = unwatched
    ) -> ReplicationMap:
        """Scenarios by industries or regions: where they are, how likely where they are not."""
        kept = self._current(part(watch, 0.0, 0.5))
        return replication_map(
            kept.practice,
            kept.estimates[axis],
            places=places,
            scenarios=scenarios,
            watch=part(watch, 0.5, 1.0),
        )

    def _current(self, watch: Watch) -> _Kept:
        with self._lock:
            if self._kept is None or self._kept.practice.revision != self._store.revision():
                practice = read_practice(self._store, self._ontology, watch=part(watch, 0.0, 0.7))
                watch(0.7)
                self._kept = _Kept(
                    practice,
                    Holders(practice),
                    {axis: estimate(count_adoptions(practice, axis)) for axis in Axis},
                )
            return self._kept

    def _kind(self, practice: Practice, id: str) -> str:
        kind = self._store.types_of([id]).get(id, "")
        for subject in _SUBJECTS:
            if kind in self._ontology.classes and self._ontology.is_a(kind, subject):
                return subject
        known = (*practice.cases(), *practice.back["realises"])
        found = nearest(id, known)
        hint = f"; did you mean {found!r}?" if found else ""
        raise UnknownPractice(f"{id!r} is not the id of a use case or scenario{hint}")


def _answer(
    kept: _Kept,
    subject: str,
    kind: str,
    scenarios: tuple[str, ...],
    first: int,
    watch: Watch,
) -> Replicability:
    practice = kept.practice
    cases = {case for item in scenarios for case in practice.of("realises", item)}
    own = kind == "UseCase"
    needs = needs_of_case(practice, subject) if own else ()
    needs = needs or needs_of_scenarios(practice, scenarios)
    cases |= {subject} if own else set()
    asked, copied = (subject,) if own else tuple(sorted(cases)), tuple(sorted(cases))
    rankings: dict[Axis, Ranking] = {
        axis: rank_places(
            practice, kept.holders, kept.estimates[axis], asked, copied, scenarios, needs, first
        )
        for axis in counted(tuple(Axis), watch)
    }
    enterprises, candidates = rank_enterprises(
        practice, kept.holders, asked, copied, scenarios or asked, needs, first
    )
    complexities = kept.estimates[Axis.INDUSTRY].complexities()
    return Replicability(
        subject=subject,
        kind=kind,
        scenarios=scenarios,
        cases=copied,
        complexity={item: complexities[item] for item in scenarios if item in complexities},
        needs=needs,
        industries=rankings[Axis.INDUSTRY],
        regions=rankings[Axis.REGION],
        enterprises=enterprises,
        candidates=candidates,
        examples=len(cases & practice.examples),
        revision=practice.revision,
    )
