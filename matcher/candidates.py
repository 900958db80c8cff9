"""The candidates of a match: their words, who stands behind them, and what they are linked to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.port import GraphReader
from graph.query import Filter, In, Neighbour, Not, Query
from graph.records import Entity
from matcher.encoder.corpus import texts_of

SHARED_CLASSES = frozenset({"Scenario", "Technology", "Standard", "Industry", "Skill"})
"""What a demand and a supply can have in common."""


@dataclass(frozen=True, slots=True)
class Side:
    """One wheel of the two: what its entities are and who stands behind them.

    Attributes:
        class_name: ``Demand`` or ``Supply``.
        provider: The relation by which an organization raises or offers it.
        left_out: Statuses that are not up for matching.
    """

    class_name: str
    provider: str
    left_out: tuple[str, ...]

    @property
    def matchable(self) -> Filter:
        """What fits those that are up for matching."""
        return Not(In("status", self.left_out))


SUPPLIES = Side("Supply", "offers", ("draft", "closed"))
DEMANDS = Side("Demand", "raises", ("draft", "closed", "fulfilled"))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates of one side, ordered by id; the tuples run in parallel.

    Attributes:
        entities: The candidates.
        providers: Who offers or raises each.
        shared: For each, its relations to what can be shared.
        texts: For each, its words by language: its own, then the names of what it is linked to.
    """

    entities: tuple[Entity, ...]
    providers: tuple[tuple[Entity, ...], ...]
    shared: tuple[tuple[Neighbour, ...], ...]
    texts: tuple[Mapping[str, str], ...]


def read_candidates(store: GraphReader, side: Side) -> Candidates:
    """All candidates of a side that are up for matching."""
    query = Query(type=side.class_name, where=side.matchable)
    entities = [entity for batch in store.scan(query) for entity in batch]
    ids = [entity.id for entity in entities]
    links = shared_of(store, ids)
    behind = store.neighbours(ids, relations=(side.provider,), direction="in") if ids else {}
    return Candidates(
        entities=tuple(entities),
        providers=tuple(tuple(found.entity for found in behind[item]) for item in ids),
        shared=tuple(links[item] for item in ids),
        texts=tuple(words_of(entity, links[entity.id]) for entity in entities),
    )


def shared_of(store: GraphReader, ids: Sequence[str]) -> Mapping[str, tuple[Neighbour, ...]]:
    """For each id its outgoing relations to scenarios, technologies, standards, ..."""
    found = store.neighbours(ids) if ids else {}
    return {
        start: tuple(item for item in found[start] if item.entity.type in SHARED_CLASSES)
        for start in ids
    }


def words_of(entity: Entity, shared: Sequence[Neighbour]) -> Mapping[str, str]:
    """The entity's words by language, with the names of what it is linked to."""
    words = dict(texts_of(entity))
    for item in shared:
        for language in ("zh", "en"):
            name = item.entity.properties.get(f"name_{language}")
            if isinstance(name, str):
                words[language] = f"{words.get(language, '')} {name}".strip()
    return words
