"""What a supply does not have of what a demand requires, by the graph."""

from collections.abc import Collection, Mapping, Sequence

from graph.port import GraphReader
from graph.query import Neighbour
from graph.records import Entity
from matcher.retrieval.hierarchy import Hierarchy

REQUIRED_CLASSES = frozenset({"Technology", "Standard", "Skill"})
"""What can be required; a name of one in a free text counts as such."""

_REQUIRES = "requires"
_HOLDS = ("provides", "compliesWith")
_NEWER = "supersedes"
_STEPS = 10


def required(shared: Sequence[Neighbour]) -> tuple[Entity, ...]:
    """What a demand requires, of its relations to what can be shared."""
    return tuple(item.entity for item in shared if item.relation.type == _REQUIRES)


def held(shared: Sequence[Neighbour]) -> tuple[Entity, ...]:
    """What a supply has, of its relations to what can be shared."""
    return tuple(item.entity for item in shared if item.relation.type in _HOLDS)


def lacking(
    store: GraphReader,
    hierarchy: Hierarchy,
    pairs: Sequence[tuple[Sequence[Entity], Sequence[Entity]]],
) -> Sequence[tuple[Entity, ...]]:
    """For each pair what is required and not held, ordered as it is required.

    Who has the narrower technology has the wider, and who meets a standard meets those that it
    supersedes.

    Args:
        store: Where standards supersede each other.
        hierarchy: Which technologies include which.
        pairs: What is required, and what is held.
    """
    standards = {
        item.id
        for needs, holds in pairs
        if any(need.type == "Standard" for need in needs)
        for item in holds
        if item.type == "Standard"
    }
    older = _superseded(store, standards)
    return [
        tuple(need for need in needs if need.id not in _meant(hierarchy, older, holds))
        for needs, holds in pairs
    ]


def _meant(
    hierarchy: Hierarchy, older: Mapping[str, frozenset[str]], holds: Sequence[Entity]
) -> frozenset[str]:
    """All that is held with what is held."""
    meant = {item.id for item in holds}
    for item in holds:
        place = hierarchy.places.get(item.id)
        if place is not None:
            meant.update(hierarchy.entities[above].id for above in hierarchy.above[place].tolist())
        meant.update(older.get(item.id, ()))
    return frozenset(meant)


def _superseded(store: GraphReader, ids: Collection[str]) -> Mapping[str, frozenset[str]]:
    """For each standard those before it, at most ``_STEPS`` back."""
    before: dict[str, tuple[str, ...]] = {}
    front = sorted(ids)
    for _ in range(_STEPS):
        if not front:
            break
        found = store.neighbours(front, relations=(_NEWER,))
        before |= {item: tuple(link.entity.id for link in found[item]) for item in front}
        front = sorted({older for item in front for older in before[item]} - before.keys())
    return {item: _reached(item, before) for item in ids}


def _reached(start: str, before: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    reached, front = {start}, [start]
    while front:
        front = [older for item in front for older in before.get(item, ()) if older not in reached]
        reached.update(front)
    return frozenset(reached)
