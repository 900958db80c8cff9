"""Conditions on candidates that people often set, as filters of the store."""

from collections.abc import Sequence

from graph.port import GraphReader
from graph.query import Filter, In, Related
from matcher.candidates import Side
from matcher.errors import UnknownSubject

_DEEPEST = 8


def of_terms(property: str, terms: Sequence[str]) -> Filter:
    """Candidates that have one of the terms."""
    return In(property, tuple(terms))


def of_provider(side: Side, ids: Sequence[str]) -> Filter:
    """Candidates that one of those organizations offers or raises."""
    return Related(side.provider, "in", where=In("id", tuple(ids)))


def of_region(store: GraphReader, side: Side, region: str) -> Filter:
    """Candidates whose provider lies in a region, or in one within it.

    Raises:
        UnknownSubject: There is no such region.
    """
    if store.types_of([region]).get(region) != "Region":
        raise UnknownSubject(region, "Region", ())
    found = {region}
    level = [region]
    for _ in range(_DEEPEST):
        within = store.neighbours(level, relations=("withinRegion",), direction="in")
        level = sorted({item.entity.id for links in within.values() for item in links} - found)
        if not level:
            break
        found.update(level)
    lies = Related("locatedIn", where=In("id", tuple(sorted(found))))
    return Related(side.provider, "in", where=lies)
