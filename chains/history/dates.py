"""When each vertex came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from chains.projection.table import IntArray
from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from ontology.model import Ontology

RECORDED = "recorded"
UNDATED = np.iinfo(np.int64).max
"""Stands for no date: later than all."""

_DATED_BY = ("startedOn", "publishedOn", "foundedYear")
_YEAR = 4


@dataclass(frozen=True)
class Dates:
    """Days by proleptic ordinal, 1 January of the year 1 being 1.

    Attributes:
        by: The property that they come from; ``recorded`` is the day on which a source first
            put the vertex on record, for classes without a date of their own.
        day: Day of each vertex, ``UNDATED`` without; shape (n,).
    """

    by: str
    day: IntArray


def read_dates(store: GraphReader, ontology: Ontology, vertices: str, ids: Sequence[str]) -> Dates:
    """The date of each vertex of a class.

    A year counts from its first of January, a month from its first; what is no date counts as
    none.

    Args:
        store: Where to read.
        ontology: Says which date the class has.
        vertices: The class.
        ids: Its vertices, in the order that the days are wanted in.
    """
    has = ontology.properties(vertices)
    by = next((name for name in _DATED_BY if name in has), RECORDED)
    days: dict[str, int] = {}
    for batch in store.scan(Query(type=vertices)):
        for entity in batch:
            said = _recorded(entity) if by == RECORDED else entity.properties.get(by)
            found = day_of(str(said)) if said is not None else None
            if found is not None:
                days[entity.id] = found
    return Dates(by, np.array([days.get(item, UNDATED) for item in ids], dtype=np.int64))


def day_of(text: str) -> int | None:
    """The ordinal of an ISO date, year, month or time; None for anything else."""
    text = text.strip()[:10]
    if len(text) == _YEAR:
        text += "-01"
    if len(text) == _YEAR + 3:
        text += "-01"
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def text_of(day: int) -> str:
    """The ISO date of an ordinal."""
    return date.fromordinal(day).isoformat()


def _recorded(entity: Entity) -> str | None:
    provenance: Mapping[str, object] = entity.provenance
    times = [said.time for said in entity.provenance.values()] if provenance else []
    times += [claim.provenance.time for claim in entity.claims]
    return min(times, default=None)
