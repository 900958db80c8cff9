"""The trace of one vertex: its class, its links and its way to the network."""

from collections.abc import Iterator

import numpy as np

from chains.errors import UnknownVertex
from chains.projection.model import Link
from chains.projection.table import IntArray
from chains.structure.classes import Structure
from chains.structure.model import Position
from chains.tracing.model import Trace
from chains.tracing.steps import promoting_steps

_STEPS = 5
_DIGITS = 9


def trace(structure: Structure, vertex: str, *, steps: int = _STEPS) -> Trace:
    """The class of a vertex, its links with their evidence, its way to the network, and steps.

    Args:
        structure: From ``classify``.
        vertex: Id of a vertex.
        steps: How many promoting steps to return at most.

    Raises:
        UnknownVertex: The id is not a vertex of the projection.
    """
    projection = structure.projection
    number = projection.number_of(vertex)
    if number is None:
        raise UnknownVertex(vertex, projection.vertices, projection.ids)
    position = structure.position[vertex]
    best = promoting_steps(structure, vertex, steps)
    first = best[0] if best and position is Position.POINT else None
    start = projection.number_of(first.partners[0]) if first else number
    path = _way_to_network(structure, number if start is None else start)
    return Trace(
        vertex=vertex,
        position=position,
        links=projection.links.some(_strongest_first(structure, number)),
        components=structure.components(number),
        step=first,
        path=tuple(path or ()),
        reaches_network=path is not None,
        steps=best,
        rule=projection.rule,
    )


def _strongest_first(structure: Structure, vertex: int) -> IntArray:
    """Numbers of the vertex's links by descending weight, then by the ids of their ends."""
    links = structure.projection.links
    around = structure.around(vertex)
    found = links.numbers(np.minimum(around, vertex), np.maximum(around, vertex))
    weight = np.round(links.weights(vertex)[around], _DIGITS)
    return found[np.lexsort((found, -weight))]


def _way_to_network(structure: Structure, start: int) -> list[Link] | None:
    """Links of a shortest path to the nearest vertex of the network, ties broken by id.

    Returns:
        None if the network cannot be reached.
    """
    links, rank = structure.projection.links, structure.position.rank
    component = structure.parts.component
    if not (rank[component == component[start]] == Position.NETWORK.rank).any():
        return None
    before = np.full(len(rank), -1, dtype=np.int64)
    for level in _levels(structure, start, before):
        goals = level[rank[level] == Position.NETWORK.rank]
        if len(goals):
            return [links[number] for number in _back(structure, before, int(goals[0]))]
    return None


def _levels(structure: Structure, start: int, before: IntArray) -> Iterator[IntArray]:
    """Vertices at distance 0, 1, ..., ascending; ``before`` learns from where each was reached."""
    begin, around = structure.graph.indptr, structure.graph.indices
    level = np.array([start], dtype=np.int64)
    before[start] = start
    while len(level):
        yield level
        sizes = begin[level + 1] - begin[level]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        others = around[np.repeat(begin[level], sizes) + within]
        fresh = before[others] < 0
        source = np.repeat(level, sizes)[fresh]
        level, first = np.unique(others[fresh], return_index=True)
        level = level.astype(np.int64)
        before[level] = source[first]


def _back(structure: Structure, before: IntArray, end: int) -> list[int]:
    """Numbers of the links that led to a vertex, from the start on."""
    steps = []
    while before[end] != end:
        came = int(before[end])
        steps.append((min(end, came), max(end, came)))
        end = came
    steps.reverse()
    ends = np.array(steps, dtype=np.int64).reshape(-1, 2)
    found: list[int] = structure.projection.links.numbers(ends[:, 0], ends[:, 1]).tolist()
    return found
