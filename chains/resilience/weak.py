"""Articulation points and bridges, weighed by what their loss would cut off."""

import numpy as np

from chains.projection.table import IntArray
from chains.resilience.model import WeakLink, WeakPoint
from chains.structure.blocks import Blocks
from chains.structure.classes import Structure


def cut_off(parts: Blocks) -> tuple[IntArray, IntArray]:
    """What the loss of each vertex would do to its component.

    Returns:
        How many vertices it would part from the largest piece, shape (n,), and into how many
        pieces the component would fall, shape (n,).
    """
    tree = parts.tree
    size = len(parts.component)
    below = tree.ends - np.arange(size + 1)
    heads = np.flatnonzero(tree.begins)
    hung, largest, pieces = (np.zeros(size + 1, dtype=np.int64) for _ in range(3))
    np.add.at(hung, tree.above[heads], below[heads])
    np.add.at(pieces, tree.above[heads], 1)
    np.maximum.at(largest, tree.above[heads], below[heads])
    whole = np.bincount(parts.component)[parts.component]
    place = tree.place[:size]
    rest = whole - 1 - hung[place]
    lost = whole - 1 - np.maximum(largest[place], rest)
    return lost, pieces[place] + (rest > 0)


def fragility(parts: Blocks) -> float:
    """F = (1/N) sum of ``cut_off`` over all vertices."""
    return float(cut_off(parts)[0].mean())


def weak_points(structure: Structure, most: int) -> tuple[WeakPoint, ...]:
    """Articulation points, most cut off first, then by id."""
    parts, ids = structure.parts, structure.projection.ids
    lost, pieces = cut_off(parts)
    cut = np.flatnonzero(parts.cut)
    first = cut[np.lexsort((cut, -lost[cut]))][:most]
    return tuple(WeakPoint(ids[at], int(lost[at]), int(pieces[at])) for at in first.tolist())


def weak_links(structure: Structure, most: int) -> tuple[WeakLink, ...]:
    """Bridges, most cut off first, then by the ids of their ends."""
    parts, links = structure.parts, structure.projection.links
    bridges = np.flatnonzero(parts.bridge)
    place = parts.tree.place
    child = np.maximum(place[links.start[bridges]], place[links.end[bridges]])
    below = parts.tree.ends[child] - child
    whole = np.bincount(parts.component)[parts.component[links.start[bridges]]]
    lost = np.minimum(below, whole - below)
    first = np.lexsort((bridges, -lost))[:most]
    return tuple(WeakLink(links[int(bridges[at])], int(lost[at])) for at in first.tolist())
