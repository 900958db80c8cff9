"""What demands and supplies can share, and which of it includes which."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from matcher.retrieval.bags import Ints, Terms, name_terms
from ontology.model import Ontology

SHARED_CLASSES = frozenset({"Scenario", "Technology", "Standard", "Industry", "Skill"})
"""What a demand and a supply can have in common."""

WIDENING = ("broaderScenario", "broaderTechnology", "subIndustryOf")
"""Relations from a node to the next wider one."""


@dataclass(frozen=True)
class Hierarchy:
    """The nodes that can be shared, ordered by id, and the wider ones of each.

    Attributes:
        entities: The nodes.
        parents: By id the next wider nodes with the relation that leads there, sorted.
        kinds: By class of a node the one of ``SHARED_CLASSES`` that it descends from, if it is
            none itself.
    """

    entities: tuple[Entity, ...]
    parents: Mapping[str, tuple[tuple[str, str], ...]]
    kinds: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """By id the place among the nodes."""
        return {entity.id: place for place, entity in enumerate(self.entities)}

    def entity(self, id: str) -> Entity:
        """The node of that id.

        Raises:
            KeyError: There is none.
        """
        return self.entities[self.places[id]]

    @cached_property
    def terms(self) -> tuple[Terms, Ints]:
        """Terms of the nodes, ascending, and the place that each stands for."""
        terms = name_terms([entity.id for entity in self.entities])
        order = np.argsort(terms, kind="stable")
        return terms[order], order

    @cached_property
    def classes(self) -> NDArray[np.str_]:
        """The one of ``SHARED_CLASSES`` that each node belongs to."""
        kinds = [self.kinds.get(entity.type, entity.type) for entity in self.entities]
        return np.array(kinds, dtype=np.str_)

    @cached_property
    def above(self) -> tuple[Ints, ...]:
        """For each node its place and those of all wider ones, ascending."""
        found: dict[str, frozenset[str]] = {}
        for entity in self.entities:
            self._gather(entity.id, found)
        return tuple(
            np.array(sorted(self.places[item] for item in found[entity.id]), dtype=np.int64)
            for entity in self.entities
        )

    @cached_property
    def flat_above(self) -> tuple[Ints, Ints]:
        """``above`` as one array, and where each node's part begins."""
        sizes = [len(item) for item in self.above]
        flat = np.concatenate([np.empty(0, np.int64), *self.above])
        return np.cumsum([0, *sizes]), flat

    @cached_property
    def below(self) -> tuple[Ints, ...]:
        """For each node its place and those of all that it includes, ascending."""
        found: list[list[int]] = [[] for _ in self.entities]
        for place, above in enumerate(self.above):
            for wider in above.tolist():
                found[wider].append(place)
        return tuple(np.array(item, dtype=np.int64) for item in found)

    def located(self, terms: Terms) -> Ints:
        """Places of the nodes that the terms stand for, -1 for none of them."""
        known, order = self.terms
        if not len(known):
            return np.full(len(terms), -1, dtype=np.int64)
        found = np.minimum(np.searchsorted(known, terms), len(known) - 1)
        return np.where(known[found] == terms, order[found], -1)

    def way_up(self, id: str, wider: str) -> tuple[tuple[str, str], ...]:
        """The shortest way to a wider node as relations and ids; of equal ones the first."""
        ways: dict[str, tuple[tuple[str, str], ...]] = {id: ()}
        level = [id]
        while level and wider not in ways:
            above = []
            for item in level:
                for relation, parent in self.parents.get(item, ()):
                    if parent not in ways:
                        ways[parent] = (*ways[item], (relation, parent))
                        above.append(parent)
            level = above
        return ways[wider]

    def _gather(self, id: str, found: dict[str, frozenset[str]]) -> None:
        """Add the node and all wider ones, also where a circle leads back."""
        seen, level = {id}, [id]
        while level:
            item = level.pop()
            for _, parent in self.parents.get(item, ()):
                if parent not in seen:
                    seen.add(parent)
                    level.append(parent)
        found[id] = frozenset(seen)


def shared_classes(ontology: Ontology) -> Mapping[str, str]:
    """The classes of what can be shared, subclasses included, with the shared one of each."""
    return {
        name: shared
        for shared in sorted(SHARED_CLASSES & ontology.classes.keys())
        for name in (shared, *ontology.descendants(shared))
    }


def read_hierarchy(store: GraphReader, ontology: Ontology) -> Hierarchy:
    """All nodes that can be shared."""
    kinds = shared_classes(ontology)
    entities = sorted(
        (
            entity
            for class_name in sorted(set(kinds.values()))
            for batch in store.scan(Query(type=class_name))
            for entity in batch
        ),
        key=lambda entity: entity.id,
    )
    known = {entity.id for entity in entities}
    parents: dict[str, list[tuple[str, str]]] = {}
    for batch in store.scan_relations(WIDENING):
        for relation in batch:
            if relation.source in known and relation.target in known:
                parents.setdefault(relation.source, []).append((relation.type, relation.target))
    return Hierarchy(
        tuple(entities),
        {source: tuple(sorted(found)) for source, found in parents.items()},
        kinds,
    )


def revised_hierarchy(store: GraphReader, hierarchy: Hierarchy, ids: Collection[str]) -> Hierarchy:
    """The hierarchy with some of its nodes, or new or deleted ones, as they are now."""
    changed = sorted(ids)
    found = store.get(changed)
    entities = {entity.id: entity for entity in hierarchy.entities if entity.id not in ids}
    entities |= {item: entity for item, entity in found.items() if entity.type in hierarchy.kinds}
    parents = {item: up for item, up in hierarchy.parents.items() if item not in ids}
    for start, links in store.neighbours(changed, relations=WIDENING).items():
        parents[start] = tuple(sorted((link.relation.type, link.entity.id) for link in links))
    return Hierarchy(
        tuple(entity for _, entity in sorted(entities.items())),
        {
            start: tuple(step for step in up if step[1] in entities)
            for start, up in parents.items()
            if start in entities
        },
        hierarchy.kinds,
    )


def closed(hierarchy: Hierarchy, owners: Ints, places: Ints) -> tuple[Ints, Ints]:
    """Links to nodes, with those to all wider nodes, each once: owners and places."""
    if not len(places):
        return owners, places
    starts, above = hierarchy.flat_above
    sizes = starts[places + 1] - starts[places]
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    wider = above[np.repeat(starts[places], sizes) + within]
    keys = np.unique(np.repeat(owners, sizes) * len(hierarchy.entities) + wider)
    return keys // len(hierarchy.entities), keys % len(hierarchy.entities)
