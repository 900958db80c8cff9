"""Biconnected blocks, bridges and cut vertices of a simple graph, by whole arrays.

A depth-first search tree (scipy's, in C) leaves only edges between a vertex and its ancestors.
With vertices numbered as they were reached, a subtree is an interval, and ``low`` of a vertex,
the first vertex that an edge from its subtree leads to, is the least over that interval
(Tarjan, SIAM Journal on Computing 1, 1972). A tree edge begins a new block when nothing from
below it leads above its upper end; every other one belongs to the block of the edge above it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, depth_first_order

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class Blocks:
    """The parts of a graph with n vertices and m edges.

    Attributes:
        component: Connected component of each vertex, shape (n,).
        components: How many there are.
        edge_block: Block of each edge, shape (m,).
        blocks: How many there are.
        bridge: Edges that are alone in their block, shape (m,).
        cut: Vertices that lie in several blocks, shape (n,).
        member_block: With ``member``, each block's vertices: block of each entry, shape (k,).
        member: Vertex of each entry, shape (k,).
    """

    component: NDArray[np.int32]
    components: int
    edge_block: IntArray
    blocks: int
    bridge: BoolArray
    cut: BoolArray
    member_block: IntArray
    member: IntArray


def adjacency(size: int, start: IntArray, end: IntArray) -> csr_array:
    """The symmetric matrix of a simple graph's edges (each given once); data are ones."""
    rows = np.concatenate([start, end]).astype(np.int32)
    columns = np.concatenate([end, start]).astype(np.int32)
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))


def find_blocks(graph: csr_array, start: IntArray, end: IntArray) -> Blocks:
    """All parts at once.

    Args:
        graph: From ``adjacency`` of the same edges.
        start: One end of each edge, shape (m,).
        end: The other end, shape (m,).
    """
    size = graph.shape[0]
    count, component = connected_components(graph, directed=True, connection="weak")
    order, parent = _search(graph, component, count)
    place = np.empty(size + 1, dtype=np.int32)
    place[order] = np.arange(size + 1, dtype=np.int32)
    # from here on a vertex is the place at which it was reached; the root above all is at 0
    above = place[parent[order[1:]]]
    above = np.concatenate([np.zeros(1, dtype=np.int32), above])
    low = _low(place, start, end, _interval_ends(above))
    child = above > 0
    begins = (low >= above) & child
    block = (np.cumsum(begins) - 1)[_tops(above, begins | ~child)]
    blocks = int(begins.sum())
    edge_block = block[np.maximum(place[start], place[end])]
    inner = np.flatnonzero(child)
    heads = np.flatnonzero(begins)
    member = order[np.concatenate([inner, above[heads]])]
    return Blocks(
        component=component,
        components=count,
        edge_block=edge_block,
        blocks=blocks,
        bridge=(np.bincount(edge_block, minlength=blocks) == 1)[edge_block],
        cut=np.bincount(member, minlength=size) > 1,
        member_block=np.concatenate([block[inner], block[heads]]),
        member=member.astype(np.int64),
    )


def _search(graph: csr_array, component: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """Order and parents of a depth-first search from a root above the first of each component."""
    size = graph.shape[0]
    _, first = np.unique(component, return_index=True)
    rooted = csr_array(
        (
            np.ones(len(graph.indices) + count),
            np.concatenate([graph.indices, first.astype(np.int32)]),
            np.concatenate([graph.indptr, [len(graph.indices) + count]]).astype(np.int32),
        ),
        shape=(size + 1, size + 1),
    )
    order, parent = depth_first_order(rooted, size, directed=True)
    return order, parent


def _interval_ends(above: Numbers) -> IntArray:
    """For each place the first one behind its subtree.

    From one place to the next the depth grows by one at most, so the k-th place of some depth is
    left when, for the k-th time, the search comes back to that depth or a lesser one.
    """
    size = len(above)
    depth = _depths(above)
    lowered = np.concatenate([depth[1:], [0]])
    closed = np.maximum(depth - lowered + 1, 0)
    at = np.repeat(np.arange(1, size + 1), closed)
    within = np.arange(len(at)) - np.repeat(np.cumsum(closed) - closed, closed)
    level = np.repeat(lowered, closed) + within
    ends = np.empty(size, dtype=np.int64)
    ends[np.argsort(depth, kind="stable")] = at[np.argsort(level, kind="stable")]
    return ends


def _depths(above: Numbers) -> Numbers:
    """Distance from the root, by doubling the steps."""
    depth = np.ones(len(above), dtype=np.int32)
    depth[0] = 0
    jump = above
    while jump.any():
        depth += depth[jump]
        jump = jump[jump]
    return depth


def _low(place: Numbers, start: IntArray, end: IntArray, ends: IntArray) -> Numbers:
    """The least place that an edge from each subtree leads to."""
    size = len(ends)
    least = np.arange(size, dtype=np.int32)
    a, b = place[start], place[end]
    np.minimum.at(least, np.maximum(a, b), np.minimum(a, b))
    spans = ends - np.arange(size)
    level = np.frexp(spans.astype(np.float64))[1] - 1
    low = np.empty(size, dtype=np.int32)
    step = 1
    for power in range(int(level.max()) + 1):
        here = np.flatnonzero(level == power)
        low[here] = np.minimum(least[here], least[ends[here] - step])
        least = np.minimum(least[:-step], least[step:]) if step < len(least) else least
        step *= 2
    return low


def _tops(above: Numbers, begins: BoolArray) -> Numbers:
    """For each place the nearest one at or above it that begins a block."""
    top: Numbers = np.where(begins, np.arange(len(above), dtype=np.int32), above)
    while True:
        further = top[top]
        if (further == top).all():
            return top
        top = further
