"""Biconnected blocks, bridges and cut vertices of a simple graph, by whole arrays.

A depth-first search tree (scipy's, in C) leaves only edges between a vertex and its ancestors.
With vertices numbered as they were reached, a subtree is an interval, and ``low`` of a vertex,
the first vertex that an edge from its subtree leads to, is the least over that interval
(Tarjan, SIAM Journal on Computing 1, 1972). A tree edge begins a new block when nothing from
below it leads above its upper end; every other one belongs to the block of the edge above it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import depth_first_order

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Numbers = NDArray[np.int32]

_AGAIN_AT_MOST = 2e8
"""Scipy's search may look at so many neighbours: some two tenths of a second."""


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
        tree: How the vertices were reached.
    """

    component: NDArray[np.int32]
    components: int
    edge_block: IntArray
    blocks: int
    bridge: BoolArray
    cut: BoolArray
    member_block: IntArray
    member: IntArray
    tree: "Tree"

    @cached_property
    def inside(self) -> BoolArray:
        """Blocks of at least three vertices; shape (blocks,)."""
        return np.bincount(self.edge_block, minlength=self.blocks) > 1

    def without(self, vertex: int) -> NDArray[np.int32]:
        """The component of each vertex once that one is gone; its own number says nothing."""
        tree, component = self.tree, self.component.copy()
        for number, child in enumerate(tree.cut_off(vertex)):
            component[tree.order[child : tree.ends[child]]] = self.components + number
        return component


@dataclass(frozen=True)
class Tree:
    """A depth-first search tree; a place is the turn at which a vertex was reached.

    Place 0 is a root above the first vertex of every component.

    Attributes:
        order: Vertex at each place, shape (n + 1,).
        place: Place of each vertex, shape (n + 1,).
        above: Place of each place's parent, shape (n + 1,).
        ends: For each place the first one behind its subtree, shape (n + 1,).
        begins: Places whose tree edge is the uppermost of a block, shape (n + 1,).
    """

    order: Numbers
    place: Numbers
    above: Numbers
    ends: IntArray
    begins: BoolArray

    def cut_off(self, vertex: int) -> list[int]:
        """Places below a vertex whose subtrees hang on it alone."""
        at = int(self.place[vertex])
        inside = np.arange(at + 1, int(self.ends[at]))
        found: list[int] = inside[(self.above[inside] == at) & self.begins[inside]].tolist()
        return found


def adjacency(size: int, start: IntArray, end: IntArray) -> csr_array:
    """The symmetric matrix of a simple graph; data are ones, indices sorted.

    Args:
        size: Number of vertices.
        start: The lesser end of each edge, shape (m,); edges are sorted by both ends, each once.
        end: The greater end, shape (m,).
    """
    before = np.concatenate([[0], np.cumsum(np.bincount(start, minlength=size))])
    upper = csr_array((np.ones(len(end)), end, before), shape=(size, size))
    upper.has_canonical_format = True
    return csr_array(upper + upper.T.tocsr())


def find_blocks(graph: csr_array, start: IntArray, end: IntArray) -> Blocks:
    """All parts at once.

    Args:
        graph: From ``adjacency`` of the same edges.
        start: One end of each edge, shape (m,).
        end: The other end, shape (m,).
    """
    size = graph.shape[0]
    order, parent = _search(graph)
    place = np.empty(size + 1, dtype=np.int32)
    place[order] = np.arange(size + 1, dtype=np.int32)
    # from here on a vertex is the place at which it was reached; the root above all is at 0
    above = place[parent[order[1:]]]
    above = np.concatenate([np.zeros(1, dtype=np.int32), above])
    ends = _ends(above)
    low = _low(place, start, end, ends)
    child = above > 0
    component = np.empty(size, dtype=np.int32)
    component[order[1:]] = np.cumsum(~child[1:]) - 1
    begins = (low >= above) & child
    block = (np.cumsum(begins) - 1)[_tops(above, begins | ~child)]
    blocks = int(begins.sum())
    edge_block = block[np.maximum(place[start], place[end])]
    inner = np.flatnonzero(child)
    heads = np.flatnonzero(begins)
    member = order[np.concatenate([inner, above[heads]])]
    return Blocks(
        component=component,
        components=int(size - child.sum()),
        edge_block=edge_block,
        blocks=blocks,
        bridge=(np.bincount(edge_block, minlength=blocks) == 1)[edge_block],
        cut=np.bincount(member, minlength=size) > 1,
        member_block=np.concatenate([block[inner], block[heads]]),
        member=member.astype(np.int64),
        tree=Tree(order, place, above, ends, begins),
    )


def _search(graph: csr_array) -> tuple[Numbers, Numbers]:
    """Order and parents of a depth-first search from a root above the first of each component.

    Scipy looks through all neighbours of a vertex again whenever the search comes back to it, so
    in place of one root with many neighbours there is a line of helpers, each above one vertex;
    and where hubs would cost too much, Python searches.
    """
    size = graph.shape[0]
    if (np.diff(graph.indptr).astype(np.float64) ** 2).sum() > _AGAIN_AT_MOST:
        return _search_by_hand(graph)
    after = np.minimum(np.arange(size, 2 * size) + 1, 2 * size - 1)
    leads = np.stack([np.arange(size), after], axis=1).ravel()
    begin = graph.indptr[-1] + 2 * np.arange(1, size + 1)
    strung = csr_array(
        (
            np.ones(len(graph.indices) + 2 * size),
            np.concatenate([graph.indices, leads]).astype(np.int32),
            np.concatenate([graph.indptr, begin]).astype(np.int32),
        ),
        shape=(2 * size, 2 * size),
    )
    reached, parent = depth_first_order(strung, size, directed=True)
    order = np.concatenate([[size], reached[reached < size]]).astype(np.int32)
    return order, np.minimum(parent[: size + 1], size)


def _search_by_hand(graph: csr_array) -> tuple[Numbers, Numbers]:
    size = graph.shape[0]
    around, begin = graph.indices.tolist(), graph.indptr.tolist()
    parent, order, at = [-1] * (size + 1), [size], begin[:-1]
    for root in range(size):
        if parent[root] >= 0:
            continue
        parent[root] = size
        order.append(root)
        vertex = root
        while vertex != size:
            place, end = at[vertex], begin[vertex + 1]
            while place < end and parent[around[place]] >= 0:
                place += 1
            at[vertex] = place + 1
            if place < end:
                below = around[place]
                parent[below] = vertex
                order.append(below)
                vertex = below
            else:
                vertex = parent[vertex]
    return np.array(order, dtype=np.int32), np.array(parent, dtype=np.int32)


def _ends(above: Numbers) -> IntArray:
    """For each place the first one behind its subtree: behind the last child of the last child."""
    last = np.arange(len(above))
    np.maximum.at(last, above[1:], last[1:])
    while True:
        further = last[last]
        if (further == last).all():
            return last + 1
        last = further


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
