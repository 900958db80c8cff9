"""The candidates of a match: their words, and what they are linked to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.port import GraphReader
from graph.query import All, Filter, In, Neighbour, Not, Query
from graph.records import Entity
from matcher.encoder.corpus import texts_of
from matcher.retrieval.hierarchy import shared_classes
from matcher.retrieval.segment import FACETS, Described, facet_name
from ontology.model import LANGUAGES, Ontology


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


def read_candidates(
    store: GraphReader, ontology: Ontology, side: Side
) -> Iterator[Sequence[Described]]:
    """All candidates of a side that are up for matching, in batches, ordered by id."""
    for batch in store.scan(Query(type=side.class_name, where=side.matchable)):
        yield described(store, ontology, batch)


def read_some(
    store: GraphReader, ontology: Ontology, side: Side, ids: Sequence[str]
) -> Sequence[Described]:
    """Those of the ids that are candidates, ordered by id."""
    where = All((side.matchable, In("id", tuple(ids))))
    batches = store.scan(Query(type=side.class_name, where=where)) if ids else ()
    return [item for batch in batches for item in described(store, ontology, batch)]


def described(
    store: GraphReader, ontology: Ontology, entities: Sequence[Entity]
) -> Sequence[Described]:
    """Entities as they are indexed."""
    links = shared_of(store, ontology, [entity.id for entity in entities])
    return [
        Described(
            entity.id,
            words_of(entity, links[entity.id]),
            tuple(item.entity.id for item in links[entity.id]),
            tuple(facet_name(name, term) for name in FACETS for term in _terms(entity, name)),
        )
        for entity in entities
    ]


def shared_of(
    store: GraphReader, ontology: Ontology, ids: Sequence[str]
) -> Mapping[str, tuple[Neighbour, ...]]:
    """For each id its outgoing relations to scenarios, technologies, standards, ..."""
    classes = shared_classes(ontology)
    found = store.neighbours(ids) if ids else {}
    return {
        start: tuple(item for item in found[start] if item.entity.type in classes) for start in ids
    }


def words_of(entity: Entity, shared: Sequence[Neighbour]) -> Mapping[str, str]:
    """The entity's words by language, with the names of what it is linked to."""
    words = dict(texts_of(entity))
    for item in shared:
        for language in LANGUAGES:
            name = item.entity.properties.get(f"name_{language}")
            if isinstance(name, str):
                words[language] = f"{words.get(language, '')} {name}".strip()
    return words


def _terms(entity: Entity, name: str) -> Sequence[str]:
    value = entity.properties.get(name, ())
    return [str(item) for item in (value if isinstance(value, tuple) else (value,))]
