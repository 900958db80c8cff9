"""Names of places, as the store's regions have them: they stand in the names of organizations."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from ingest.resolution.naming.plain import is_han, plain_han, plain_latin
from ontology import Ontology
from ontology.languages import split_text_key

Where: TypeAlias = Literal["same", "within", "elsewhere"]

REGION = "Region"
_COUNTRY = "country"
_NAMED = ("name", "alias")
_SUFFIX = re.compile("(?:特别行政区|自治区|自治州|自治县|地区|省|市|县|区|盟)$")
_LEAST = {True: 2, False: 3}
"""Shorter names, as 京 and 津 are, occur in any word; for Chinese and for other names."""


@dataclass(frozen=True, slots=True)
class Places:
    """Regions by their names, and what lies in what.

    Attributes:
        by_name: Ids of the regions of a name in plain spelling; several may share it.
        countries: Names that mean a country.
        above: For each region those that it lies in.
        longest: Characters of the longest Chinese name, words of the longest other name.
    """

    by_name: Mapping[str, frozenset[str]] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    above: Mapping[str, frozenset[str]] = field(default_factory=dict)
    longest: tuple[int, int] = (0, 0)

    def compare(self, first: Collection[str], second: Collection[str]) -> Where:
        """How the places of two things, at least one of each, lie to each other."""
        if not set(first).isdisjoint(second):
            return "same"
        within = any(
            one in self.above.get(other, ()) or other in self.above.get(one, ())
            for one in first
            for other in second
        )
        return "within" if within else "elsewhere"


def read_places(store: GraphReader, ontology: Ontology) -> Places:
    """All regions of the store; none if the ontology has no such class."""
    if REGION not in ontology.classes:
        return Places()
    regions = [entity for batch in store.scan(Query(type=REGION)) for entity in batch]
    within = [
        relation.name
        for relation in ontology.relations_from(REGION)
        if ontology.may_join(relation.name, REGION, REGION)
    ]
    ends = store.neighbours([item.id for item in regions], relations=within, type=REGION)
    up = {id_: {item.entity.id for item in near} for id_, near in ends.items()}
    return places_of(regions, up)


def places_of(regions: Iterable[Entity], up: Mapping[str, Collection[str]]) -> Places:
    """Places of those regions, of which each lies directly in those that ``up`` has for it."""
    by_name: dict[str, set[str]] = {}
    countries: set[str] = set()
    for region in regions:
        names = {short for text in _texts(region) for short in _spellings(text)}
        for name in names:
            by_name.setdefault(name, set()).add(region.id)
        if region.properties.get("level") == _COUNTRY:
            countries |= names
    return Places(
        {name: frozenset(ids) for name, ids in by_name.items()},
        frozenset(countries),
        {id_: frozenset(_all_above(id_, up)) for id_ in up},
        (
            max((len(name) for name in by_name if is_han(name)), default=0),
            max((len(name.split()) for name in by_name if not is_han(name)), default=0),
        ),
    )


def _texts(region: Entity) -> Iterable[str]:
    for key, value in region.properties.items():
        if split_text_key(key, _NAMED) is not None:
            yield from (str(item) for item in (value if isinstance(value, tuple) else (value,)))


def _spellings(text: str) -> Iterable[str]:
    han = is_han(text)
    whole = plain_han(text) if han else plain_latin(text)
    return {name for name in (whole, _SUFFIX.sub("", whole)) if len(name) >= _LEAST[han]}


def _all_above(id_: str, up: Mapping[str, Collection[str]]) -> set[str]:
    found: set[str] = set()
    level = set(up.get(id_, ()))
    while level:
        found |= level
        level = {above for item in level for above in up.get(item, ())} - found
    return found
