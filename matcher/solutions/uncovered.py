"""Why requirements stay uncovered."""

from collections.abc import Collection, Sequence

from graph.port import GraphReader
from graph.query import All, Filter, In, Query, Related
from graph.records import Entity
from matcher.candidates import SUPPLIES
from matcher.conditions import Asked, allowing, hard_only
from matcher.solutions.model import Requirement, RequirementKind, Uncovered, Unmet

_NEAR = 3
_DEEPEST = 8
_BEFORE = {
    RequirementKind.STANDARD: ("supersedes", "compliesWith", Unmet.OLDER_EDITION),
    RequirementKind.TECHNOLOGY: ("broaderTechnology", "provides", Unmet.WIDER_ONLY),
}
"""What leads from a requirement to what is nearly it, who has that, and what to say then."""


def uncovered(
    store: GraphReader,
    missing: Sequence[Requirement],
    conditions: Sequence[Asked],
    candidates: Collection[str],
) -> tuple[Uncovered, ...]:
    """Each requirement that the best bundle leaves, with the reason.

    Args:
        store: The store.
        missing: Those requirements.
        conditions: What each supply was to meet by itself.
        candidates: Ids of the supplies that could have been taken.
    """
    return tuple(_reason(store, item, conditions, candidates) for item in missing)


def _reason(
    store: GraphReader,
    item: Requirement,
    conditions: Sequence[Asked],
    candidates: Collection[str],
) -> Uncovered:
    covering = _supplies(store, item.where)
    if any(entity.id in candidates for entity in covering):
        return Uncovered(item, Unmet.INCOMPATIBLE, covering[:_NEAR])
    allowed = All((SUPPLIES.matchable, *(allowing(one) for one in hard_only(conditions))))
    if _supplies(store, SUPPLIES.matchable, item.where):
        return Uncovered(item, Unmet.CONDITION, covering[:_NEAR])
    if covering:
        return Uncovered(item, Unmet.NOT_OPEN, covering[:_NEAR])
    if item.kind in _BEFORE:
        relation, has, reason = _BEFORE[item.kind]
        nearly = _reached(store, item.wanted.id, relation)
        near = _supplies(store, allowed, Related(has, where=In("id", nearly))) if nearly else ()
        if near:
            return Uncovered(item, reason, near[:_NEAR])
    return Uncovered(item, Unmet.NOBODY)


def _supplies(store: GraphReader, *parts: Filter) -> tuple[Entity, ...]:
    query = Query(SUPPLIES.class_name, All(parts))
    return store.find(query, 50).entities


def _reached(store: GraphReader, start: str, relation: str) -> tuple[str, ...]:
    found: set[str] = set()
    front = [start]
    for _ in range(_DEEPEST):
        near = store.neighbours(front, relations=(relation,)) if front else {}
        front = sorted({link.entity.id for links in near.values() for link in links} - found)
        found.update(front)
    return tuple(sorted(found - {start}))
