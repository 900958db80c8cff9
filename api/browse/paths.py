"""Shortest ways between two entities, by breadth-first search from both ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from graph.port import GraphReader
from graph.query import Direction

READ = 20_000
"""Relations that a search reads at once, at most; one that would need more ends there."""


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One relation on a way: from one entity to the next, along the relation or against it."""

    start: str
    relation: str
    forward: bool
    end: str


@dataclass(frozen=True, slots=True)
class Ways:
    """What was found.

    Attributes:
        ways: Steps from the one to the other; all of one length, the shortest there is.
        complete: Whether nothing was left out for being too much to look through.
    """

    ways: Sequence[Sequence[Step]]
    complete: bool


@dataclass(slots=True)
class _Side:
    """What was reached from one end: at which distance, and by which last steps."""

    edge: list[str]
    distance: dict[str, int]
    arrivals: dict[str, list[Step]] = field(default_factory=dict)
    depth: int = 0


def ways_between(
    reader: GraphReader, start: str, end: str, *, longest: int, first: int, through: int
) -> Ways:
    """The shortest ways between two entities, whatever the direction of relations.

    Args:
        reader: The store.
        start: Id of the one.
        end: Id of the other.
        longest: Steps at most.
        first: So many ways at most.
        through: Relations that an entity on the way may have: what everything is joined to,
            such as a country, joins nothing in a way that tells.
    """
    near, far = _Side([start], {start: 0}), _Side([end], {end: 0})
    complete = True
    while near.edge and far.edge and near.depth + far.depth < longest:
        side = near if len(near.edge) <= len(far.edge) else far
        other = far if side is near else near
        sizes = _sizes(reader, side.edge)
        passed = [node for node in side.edge if sizes[node] <= through or not side.depth]
        complete = complete and len(passed) == len(side.edge)
        if sum(sizes[node] for node in passed) > READ:
            return Ways((), complete=False)
        _widen(side, _steps(reader, passed))
        meeting = [node for node in side.edge if node in other.distance]
        around = _sizes(reader, meeting)
        open_ones = [node for node in meeting if node in {start, end} or around[node] <= through]
        complete = complete and len(open_ones) == len(meeting)
        nearest = _nearest(open_ones, other)
        if nearest:
            ways = (way for node in nearest for way in _ways(near, far, node))
            return Ways(list(islice(ways, first)), complete)
    return Ways((), complete)


def _sizes(reader: GraphReader, ids: Sequence[str]) -> Mapping[str, int]:
    """How many relations each has."""
    out = reader.degrees(ids, direction="out")
    back = reader.degrees(ids, direction="in")
    return {node: sum(out[node].values()) + sum(back[node].values()) for node in ids}


def _steps(reader: GraphReader, ids: Sequence[str]) -> Iterable[Step]:
    directions: Mapping[Direction, bool] = {"out": True, "in": False}
    for direction, forward in directions.items():
        for node, ends in reader.neighbours(ids, direction=direction).items():
            for end in ends:
                yield Step(node, end.relation.type, forward, end.entity.id)


def _widen(side: _Side, steps: Iterable[Step]) -> None:
    side.depth += 1
    reached: set[str] = set()
    for step in sorted(steps):
        if side.distance.setdefault(step.end, side.depth) == side.depth:
            side.arrivals.setdefault(step.end, []).append(step)
            reached.add(step.end)
    side.edge = sorted(reached)


def _nearest(meeting: Sequence[str], other: _Side) -> Sequence[str]:
    """Those at the least distance; each shortest way passes one of them."""
    least = min((other.distance[node] for node in meeting), default=0)
    return [node for node in meeting if other.distance[node] == least]


def _ways(near: _Side, far: _Side, node: str) -> Iterable[Sequence[Step]]:
    for before, after in product(list(_back(near, node)), list(_back(far, node))):
        turned = [Step(step.end, step.relation, not step.forward, step.start) for step in after]
        yield [*before, *reversed(turned)]


def _back(side: _Side, node: str) -> Iterable[Sequence[Step]]:
    """Ways from the side's own end to an entity."""
    if not side.distance[node]:
        yield []
        return
    for step in side.arrivals[node]:
        for before in _back(side, step.start):
            yield [*before, step]
