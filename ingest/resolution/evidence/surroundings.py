"""What two entities share in the graph: their regions, and neighbours by information content."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from graph.port import GraphReader
from graph.query import Direction, Neighbour
from ingest.resolution.evidence.likeness import Features
from ingest.resolution.naming.places import REGION, Places
from ontology import Ontology

Link: TypeAlias = tuple[Direction, str]
"""A type of relation, and whether it leaves the entity or reaches it."""

_WAYS: tuple[Direction, ...] = ("out", "in")
_MOST = 200
"""So many relations of one entity are looked at, one way; a hub says little of each."""
_ENOUGH = 2.0
"""What is shared counts up to two neighbours that nobody else has, what is not up to two kinds."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an entity.

    Attributes:
        regions: Regions that a relation leads to.
        neighbours: Other entities by the link that leads to them.
    """

    regions: frozenset[str] = frozenset()
    neighbours: Mapping[Link, frozenset[str]] = field(default_factory=dict)

    def touches(self, entity: str) -> bool:
        """Whether a relation joins it with that entity."""
        return any(entity in ids for ids in self.neighbours.values())


class Contents:
    """Information content -ln p of neighbours, p being the share of a class that has them.

    It is told as a share of that of a neighbour that one entity alone has, between 0 and 1.
    """

    def __init__(self, store: GraphReader, size: int) -> None:
        self._store = store
        self._most = math.log(max(size, 2))
        self._known: dict[tuple[Link, str], float] = {}

    def learn(self, around: Iterable[Surroundings]) -> None:
        """Read how many share the neighbours in those surroundings."""
        wanted: dict[Link, set[str]] = {}
        for item in around:
            for link, ids in item.neighbours.items():
                unknown = {id_ for id_ in ids if (link, id_) not in self._known}
                wanted.setdefault(link, set()).update(unknown)
        for link, new in wanted.items():
            way: Direction = "in" if link[0] == "out" else "out"
            degrees = self._store.degrees(sorted(new), relations=[link[1]], direction=way)
            for id_, by_type in degrees.items():
                rarity = 1 - math.log(max(by_type.get(link[1], 1), 1)) / self._most
                self._known[link, id_] = max(0.0, rarity)

    def of(self, link: Link, neighbour: str) -> float:
        """The content of a neighbour, as learnt."""
        return self._known[link, neighbour]


def read_surroundings(
    store: GraphReader, ontology: Ontology, ids: Sequence[str]
) -> Mapping[str, Surroundings]:
    """What stands around those entities, in one store call each way."""
    regions: dict[str, set[str]] = {id_: set() for id_ in ids}
    others: dict[str, dict[Link, set[str]]] = {id_: {} for id_ in ids}
    for way in _WAYS:
        near = store.neighbours(ids, direction=way, first=_MOST)
        for id_, items in near.items():
            for item in items:
                if way == "out" and _is_region(item, ontology):
                    regions[id_].add(item.entity.id)
                else:
                    others[id_].setdefault((way, item.relation.type), set()).add(item.entity.id)
    return {
        id_: Surroundings(
            frozenset(regions[id_]),
            {link: frozenset(found) for link, found in others[id_].items()},
        )
        for id_ in ids
    }


def context_features(
    first: Surroundings,
    second: Surroundings,
    places: Places,
    contents: Contents,
    near: float,
) -> Features:
    """Features of where two entities are and of what they share.

    What they share counts as much as their names are ``near``, from 0 to 1: rivals share a lot.
    """
    found: Features = {}
    if first.regions and second.regions:
        found[f"region_{places.compare(first.regions, second.regions)}"] = 1.0
    common = sorted(first.neighbours.keys() & second.neighbours.keys())
    both = {link: first.neighbours[link] & second.neighbours[link] for link in common}
    shared = sum(contents.of(link, id_) for link, ids in both.items() for id_ in sorted(ids))
    apart = sum(not ids for ids in both.values())
    if shared and near:
        found["shared"] = near * min(shared, _ENOUGH) / _ENOUGH
    if apart:
        found["unshared"] = min(apart, _ENOUGH) / _ENOUGH
    return found


def _is_region(item: Neighbour, ontology: Ontology) -> bool:
    return REGION in ontology.classes and ontology.is_a(item.entity.type, REGION)
