"""Search with facets: hits, and how many there are by class, region, industry and status."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.port import GraphReader
from graph.query import All, AnyOf, Filter, In, Query, Related, Scored
from graph.records import Entity
from ontology.model import Ontology, Text

CAP = 1000
"""So many of the best hits are looked at; a text that has more is told by ``capped``."""

STATUS = "status"


class FacetName(StrEnum):
    """By what hits are counted."""

    CLASS = "class"
    REGION = "region"
    INDUSTRY = "industry"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Tree:
    """A class whose entities lie within one another, by a relation from the narrower one."""

    of: str
    within: str


TREES = {
    FacetName.REGION: Tree("Region", "withinRegion"),
    FacetName.INDUSTRY: Tree("Industry", "subIndustryOf"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for.

    Attributes:
        text: Words; without any, everything that fits the rest.
        chosen: Values of each facet of which a hit must have one; none, any.
    """

    text: str
    chosen: Mapping[FacetName, tuple[str, ...]]

    def without(self, name: FacetName) -> "Asked":
        """The same without what is chosen in that facet, as its own counts want it."""
        kept = {key: values for key, values in self.chosen.items() if key is not name}
        return replace(self, chosen=kept)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value and how many hits have it, themselves or through something that lies within."""

    key: str
    label: Text
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """Values of one facet, the most frequent first."""

    name: FacetName
    values: Sequence[FacetValue]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes:
        hits: The first of them, best first.
        total: How many there are; of a text, as far as they were looked at.
        capped: Whether there are more than the hits.
        facets: Their counts.
    """

    hits: Sequence[Scored]
    total: int
    capped: bool
    facets: Sequence[Facet]


@dataclass(frozen=True, slots=True)
class FacetedSearch:
    """Answers over one store.

    Attributes:
        reader: The store.
        ontology: Tells which relations lead to regions and industries.
        statuses: Whether the caller may see statuses.
    """

    reader: GraphReader
    ontology: Ontology
    statuses: bool

    def find(self, asked: Asked, names: Iterable[FacetName]) -> Found:
        """The hits, and the facets of those names."""
        hits = self._hits(asked)
        facets = [Facet(name, self._values(asked, name, hits)) for name in names]
        capped = len(hits) > CAP
        total = self.reader.count(self._query(asked)) if capped and not asked.text.strip() else None
        return Found(hits[:CAP], len(hits[:CAP]) if total is None else total, capped, facets)

    def _query(self, asked: Asked) -> Query:
        return Query(where=All(tuple(self._conditions(asked))))

    def _hits(self, asked: Asked) -> Sequence[Scored]:
        query = self._query(asked)
        if asked.text.strip():
            return self.reader.search(asked.text, where=query.where, first=CAP + 1)
        page = self.reader.find(query, CAP + 1)
        return [Scored(entity, 0.0) for entity in page.entities]

    def _conditions(self, asked: Asked) -> Iterable[Filter]:
        for name, values in asked.chosen.items():
            if not values:
                continue
            if name is FacetName.CLASS:
                classes = {item for value in values for item in self._family(value)}
                yield In("type", tuple(sorted(classes)))
            elif name is FacetName.STATUS:
                yield In(STATUS, values)
            else:
                within = In("id", tuple(self._below(TREES[name], values)))
                leading = self._leading_to(TREES[name])
                yield AnyOf(tuple(Related(relation, where=within) for relation in leading))

    def _family(self, name: str) -> tuple[str, ...]:
        return (name, *self.ontology.descendants(name))

    def _leading_to(self, tree: Tree) -> Sequence[str]:
        """Relations from other classes to those of the tree."""
        return sorted(
            relation.name
            for relation in self.ontology.relations.values()
            if any(
                tree.of in reach and tree.of not in self._family(leaves)
                for leaves, reach in relation.ends.items()
            )
        )

    def _below(self, tree: Tree, ids: Sequence[str]) -> Sequence[str]:
        """The entities and all that lie within them."""
        found = set(ids)
        edge = sorted(found)
        while edge:
            inner = self.reader.neighbours(edge, relations=(tree.within,), direction="in")
            edge = sorted({end.entity.id for ends in inner.values() for end in ends} - found)
            found.update(edge)
        return sorted(found)

    def _values(self, asked: Asked, name: FacetName, hits: Sequence[Scored]) -> list[FacetValue]:
        """A facet's own choice does not narrow its counts: one sees what else could be chosen."""
        if name is FacetName.STATUS and not self.statuses:
            return []
        if name not in TREES and not asked.text.strip():
            query = self._query(asked.without(name))
            stored = self.reader.group_count(query, "type" if name is FacetName.CLASS else STATUS)
            counts = Counter({key: count for key, count in stored.items() if key})
            return _ranked(counts, self._label_of(name))
        counted = self._hits(asked.without(name)) if asked.chosen.get(name) else hits
        entities = [hit.entity for hit in counted[:CAP]]
        if name in TREES:
            return self._by_place(TREES[name], entities)
        values = [
            entity.type if name is FacetName.CLASS else entity.properties.get(STATUS)
            for entity in entities
        ]
        counts = Counter(str(value) for value in values if value is not None)
        return _ranked(counts, self._label_of(name))

    def _label_of(self, name: FacetName) -> Callable[[str], Text]:
        if name is FacetName.CLASS:
            return lambda key: self.ontology.class_(key).label
        return self._status_label

    def _status_label(self, key: str) -> Text:
        for name in sorted(self.ontology.classes):
            definition = self.ontology.properties(name).get(STATUS)
            if definition is not None and definition.vocabulary is not None:
                term = self.ontology.vocabulary(definition.vocabulary).terms.get(key)
                if term is not None:
                    return term.label
        return Text({"zh": key, "en": key})

    def _by_place(self, tree: Tree, entities: Sequence[Entity]) -> list[FacetValue]:
        """Counts by place, those around it included; each hit counts once for each place."""
        ids = [entity.id for entity in entities]
        direct = self.reader.neighbours(ids, relations=self._leading_to(tree))
        known = {
            end.entity.id: end.entity
            for ends in direct.values()
            for end in ends
            if end.entity.type in self._family(tree.of)
        }
        around = self._around(tree, known)
        counts: Counter[str] = Counter()
        for ends in direct.values():
            counts.update({place for end in ends for place in around.get(end.entity.id, ())})
        return _ranked(counts, lambda key: _name(known[key]))

    def _around(self, tree: Tree, known: dict[str, Entity]) -> Mapping[str, frozenset[str]]:
        """Each place with all that it lies within; these join the known."""
        above: dict[str, set[str]] = {}
        edge = sorted(known)
        while edge:
            outer = self.reader.neighbours(edge, relations=(tree.within,))
            above |= {at: {end.entity.id for end in ends} for at, ends in outer.items()}
            known |= {end.entity.id: end.entity for ends in outer.values() for end in ends}
            edge = sorted(set(known) - set(above))
        return {at: frozenset(_closure(above, at)) for at in known}


def _closure(above: Mapping[str, set[str]], start: str) -> set[str]:
    found, edge = {start}, [start]
    while edge:
        edge = sorted({item for at in edge for item in above[at]} - found)
        found.update(edge)
    return found


def _name(entity: Entity) -> Text:
    tagged = {lang: entity.properties.get(f"name_{lang}") for lang in ("zh", "en")}
    return Text({lang: str(name) for lang, name in tagged.items() if name} or {"zh": entity.id})


def _ranked(counts: Counter[str], label: Callable[[str], Text]) -> list[FacetValue]:
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [FacetValue(key, label(key), count) for key, count in order]
