"""The one link that would save most: around an articulation point, from piece to piece."""

from collections.abc import Iterator

import numpy as np

from chains.progress import Watch
from chains.projection.table import IntArray
from chains.resilience.model import Attack, Reinforcement
from chains.resilience.removal import index_of, largest_parts, removal_order
from chains.resilience.weak import cut_off, fragility
from chains.structure.blocks import adjacency, find_blocks
from chains.structure.classes import Structure

_AROUND = 5
_ENDS = 30


def reinforcements(structure: Structure, watch: Watch) -> tuple[Reinforcement, ...]:
    """For each of the weakest articulation points the link that leads around it.

    Its ends are neighbours of the point, one in the largest piece that the loss of the point
    would leave and one in the second largest, and of those the two that share most already.
    Greatest fall of fragility first, then greatest rise of R, then by id.
    """
    found = list(_candidates(structure))
    before = fragility(structure.parts), _index(structure, structure.projection.links.pair)
    judged = []
    for number, (point, a, b) in enumerate(found):
        watch(number / len(found))
        judged.append(_judged(structure, point, a, b, before))
    judged.sort(key=lambda item: (-item.fragility, -item.robustness, item.a, item.b))
    return tuple(judged)


def _candidates(structure: Structure) -> Iterator[tuple[int, int, int]]:
    """(point, one end, other end); the lesser end first."""
    lost = cut_off(structure.parts)[0]
    cut = np.flatnonzero(structure.parts.cut)
    for point in cut[np.lexsort((cut, -lost[cut]))][:_AROUND].tolist():
        a, b = _ends(structure, point)
        yield point, min(a, b), max(a, b)


def _ends(structure: Structure, point: int) -> tuple[int, int]:
    label = structure.parts.without(point)
    sizes = np.bincount(label)
    sizes[label[point]] -= 1
    around = structure.around(point)
    pieces = np.unique(label[around])
    largest, second = pieces[np.lexsort((pieces, -sizes[pieces]))][:2].tolist()
    ones, others = around[label[around] == largest][:_ENDS], around[label[around] == second][:_ENDS]
    links = structure.projection.links
    shared = np.array([links.weights(int(one))[others] for one in ones])
    best = int(np.argmax(np.round(shared, 9)))
    return int(ones[best // len(others)]), int(others[best % len(others)])


def _judged(
    structure: Structure, point: int, a: int, b: int, before: tuple[float, float]
) -> Reinforcement:
    projection = structure.projection
    size = len(projection.ids)
    pair = np.sort(np.append(projection.links.pair, a * size + b))
    start, end = pair // size, pair % size
    parts = find_blocks(adjacency(size, start, end), start, end)
    saved = cut_off(structure.parts)[0][point] - cut_off(parts)[0][point]
    return Reinforcement(
        a=projection.ids[a],
        b=projection.ids[b],
        shared=projection.links.between(a, b).assets,
        around=projection.ids[point],
        saved=int(saved),
        fragility=before[0] - fragility(parts),
        robustness=_index(structure, pair) - before[1],
    )


def _index(structure: Structure, pair: IntArray) -> float:
    """R under removal by the degrees of the structure as it stands."""
    size = len(structure.projection.ids)
    order = removal_order(structure, Attack.DEGREE)
    return index_of(largest_parts(size, pair // size, pair % size, order))
