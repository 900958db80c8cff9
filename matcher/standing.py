"""Candidates as they stand to the conditions, and the scores that soft ones leave them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.port import GraphReader
from graph.query import All, Neighbour, Not, Query
from graph.records import Entity
from matcher.candidates import SUPPLIES, shared_of
from matcher.conditions import (
    Asked,
    Condition,
    Exclusion,
    State,
    allowing,
    asked_by,
    factor,
    hard_only,
    judge,
    served_regions,
)
from matcher.fusion import Fused
from matcher.question import Question
from matcher.retrieval.hierarchy import Hierarchy
from matcher.retrieval.retrieved import Retrieved
from ontology.model import Ontology

_Shared = Mapping[str, Sequence[Neighbour]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate as the store has it, and how it stands to the conditions.

    Attributes:
        fused: Its place after fusion, its score weighed by the soft conditions.
        entity: It.
        shared: Its relations to what can be shared.
        conditions: How the supply stands to what the demand asks for.
    """

    fused: Fused
    entity: Entity
    shared: Sequence[Neighbour]
    conditions: tuple[Condition, ...]

    @property
    def excluded(self) -> bool:
        """Whether it does not meet a hard condition."""
        return any(item.hard and item.state is State.UNMET for item in self.conditions)


class Judge:
    """Judges candidates by the conditions of the demand, whichever side is asked for.

    Args:
        store: The store.
        ontology: Names terms.
    """

    def __init__(self, store: GraphReader, ontology: Ontology) -> None:
        self._store = store
        self._ontology = ontology

    def standings(
        self,
        fused: Sequence[Fused],
        retrieved: Retrieved,
        question: Question,
        hierarchy: Hierarchy,
        *,
        learned: bool = False,
    ) -> list[Standing]:
        """Candidates by the score that soft conditions leave them; ties by id.

        One that was deleted since it was found is left out.

        Args:
            fused: Their places after fusion.
            retrieved: What they are of.
            question: What is asked.
            hierarchy: Which technologies include which.
            learned: Whether scores are log-odds.
        """
        ids = [retrieved.ids[item.row] for item in fused]
        entities = self._store.get(ids)
        shared = shared_of(self._store, self._ontology, ids)
        known = [(item, id_) for item, id_ in zip(fused, ids, strict=True) if id_ in entities]
        judged = self.conditions(question, [entities[id_] for _, id_ in known], shared, hierarchy)
        found = [
            Standing(_weighed(item, each, learned=learned), entities[id_], shared[id_], each)
            for (item, id_), each in zip(known, judged, strict=True)
        ]
        return sorted(found, key=lambda item: (-item.fused.score, item.entity.id))

    def conditions(
        self, question: Question, entities: Sequence[Entity], shared: _Shared, hierarchy: Hierarchy
    ) -> Sequence[tuple[Condition, ...]]:
        """How each pair of demand and supply stands to what the demand asks for."""
        if question.wanted is SUPPLIES:
            return self._of_supplies(question.asked, entities, shared)
        asked = asked_by(
            self._store,
            self._ontology,
            hierarchy,
            [(item, shared[item.id]) for item in entities],
            question.terms,
        )
        supply = str(question.query)
        entity = self._store.get([supply]).get(supply)
        if entity is None:  # deleted since
            return [()] * len(entities)
        own = shared_of(self._store, self._ontology, [supply])[supply]
        serves = served_regions(self._store, asked, [supply]).get(supply, ())
        return [judge(self._ontology, each, entity, own, serves) for each in asked]

    def _of_supplies(
        self, asked: Sequence[Asked], entities: Sequence[Entity], shared: _Shared
    ) -> Sequence[tuple[Condition, ...]]:
        serves = served_regions(self._store, [asked], [item.id for item in entities])
        return [
            judge(self._ontology, asked, item, shared[item.id], serves.get(item.id, ()))
            for item in entities
        ]

    def excluded(
        self, everyone: Sequence[Standing], question: Question, hierarchy: Hierarchy
    ) -> list[Standing]:
        """Those that the question's hard conditions exclude."""
        shared = {item.entity.id: item.shared for item in everyone}
        entities = [item.entity for item in everyone]
        judged = self.conditions(question, entities, shared, hierarchy)
        found = [
            replace(item, conditions=each) for item, each in zip(everyone, judged, strict=True)
        ]
        return [item for item in found if item.excluded]

    def exclusions(self, question: Question) -> tuple[Exclusion, ...]:
        """How many candidates do not meet each hard condition, counted by the store."""
        side = question.wanted
        own = [side.matchable, *([] if question.where is None else [question.where])]
        return tuple(
            Exclusion(
                item,
                self._store.count(Query(side.class_name, All((*own, Not(allowing(item)))))),
            )
            for item in hard_only(question.asked)
        )


def softened(question: Question) -> Question:
    """The same question with no condition that excludes."""
    return replace(question, asked=tuple(replace(item, hard=False) for item in question.asked))


def _weighed(fused: Fused, conditions: Sequence[Condition], *, learned: bool) -> Fused:
    """The score less what unmet soft conditions take: a share of it, or of the odds."""
    left = factor(conditions)
    if left >= 1.0:
        return fused
    change = math.log(left) if learned else fused.score * (left - 1.0)
    parts = {**fused.contributions, "conditions": change}
    return replace(fused, score=fused.score + change, contributions=parts)
