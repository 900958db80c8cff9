"""R: how the largest part shrinks while vertices are removed, by union-find in reverse.

R = (1/N) sum over Q = 1..N of S(Q), with S(Q) the share of all N vertices in the largest part
after Q of them are gone (Schneider et al., PNAS 108, 2011). Putting vertices back in the reverse
order only ever joins parts. A link is there again once its later end is, so the minimum spanning
forest by that turn, found in C, joins the same parts by fewer links.
"""

import heapq
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree

from chains.progress import Watch, unwatched
from chains.projection.table import IntArray
from chains.resilience.model import Attack, Curve
from chains.structure.classes import Structure

SAMPLES = 20
PIVOTS = 64
_EXACT_UP_TO = 30_000_000
_PIVOTS_AT_ONCE = 4
_POINTS = 50
_SEED = 1
_DIGITS = 6


def largest_parts(size: int, start: IntArray, end: IntArray, order: IntArray) -> IntArray:
    """Vertices in the largest part after Q removals, for Q from 0 to N; shape (size + 1,).

    Args:
        size: Number of vertices, N.
        start: One end of each link of a simple graph, shape (m,).
        end: The other end, shape (m,).
        order: The vertices in the order of their removal, shape (size,).
    """
    back = np.empty(size, dtype=np.int64)
    back[order[::-1]] = np.arange(size)
    turn = np.maximum(back[start], back[end]).astype(np.float64)
    # a weight of 0 would be no link at all
    forest = minimum_spanning_tree(csr_array((turn + 1, (start, end)), shape=(size, size))).tocoo()
    sooner = np.argsort(forest.data, kind="stable")
    grown = np.zeros(size, dtype=np.int64)
    grown[:1] = 1
    for joined_at, members in _joins(
        size, forest.row[sooner].tolist(), forest.col[sooner].tolist()
    ):
        grown[int(forest.data[sooner[joined_at]]) - 1] = members
    return np.concatenate([np.maximum.accumulate(grown)[::-1], [0]])


def _joins(size: int, ones: list[int], others: list[int]) -> Iterator[tuple[int, int]]:
    """For each join that makes a part larger than any before: which it is, and the part's size."""
    root, members, most = list(range(size)), [1] * size, 1
    for number, ends in enumerate(zip(ones, others, strict=True)):
        one, other = ends
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        while root[other] != other:
            root[other] = root[root[other]]
            other = root[other]
        if members[one] < members[other]:
            one, other = other, one
        root[other] = one
        members[one] += members[other]
        if members[one] > most:
            most = members[one]
            yield number, most


def index_of(parts: IntArray) -> float:
    """R of what ``largest_parts`` gives."""
    size = len(parts) - 1
    return float(parts[1:].sum()) / size**2


def robustness(
    structure: Structure, attack: Attack, *, samples: int = SAMPLES, watch: Watch = unwatched
) -> Curve:
    """R and the curve of one kind of removal.

    Args:
        structure: What is attacked.
        attack: The order of removal.
        samples: How many random orders.
        watch: Is told how far it is.
    """
    size = len(structure.projection.ids)
    links = structure.projection.links
    pivots = None
    if attack is Attack.RANDOM:
        chance = np.random.default_rng(_SEED)
        tried = []
        for number in range(samples):
            watch(number / samples)
            tried.append(largest_parts(size, links.start, links.end, chance.permutation(size)))
        parts = np.array(tried)
    else:
        if attack is Attack.BETWEENNESS:
            pivots = _pivots(size, len(links))
        order = removal_order(structure, attack, watch=watch)
        parts = largest_parts(size, links.start, links.end, order)[None, :]
    values = parts[:, 1:].sum(axis=1) / size**2
    low, high = np.quantile(values, [0.05, 0.95]).tolist()
    at = np.unique(np.linspace(0, size, _POINTS + 1).round().astype(np.int64))
    mean = parts[:, at].mean(axis=0) / size
    return Curve(
        attack=attack,
        r=float(values.mean()),
        low=low,
        high=high,
        samples=len(parts),
        pivots=pivots,
        points=tuple(zip((at / size).tolist(), mean.tolist(), strict=True)),
    )


def removal_order(structure: Structure, attack: Attack, *, watch: Watch = unwatched) -> IntArray:
    """The vertices in the order of a removal that is not random; shape (n,)."""
    size = len(structure.projection.ids)
    degree = np.diff(structure.graph.indptr).astype(np.int64)
    if attack is Attack.ADAPTIVE_DEGREE:
        return np.array(list(_adaptively(structure, degree, watch)), dtype=np.int64)
    score = degree if attack is Attack.DEGREE else _betweenness(structure, watch)
    return np.lexsort((np.arange(size), -score))


def _adaptively(structure: Structure, degree: IntArray, watch: Watch) -> Iterator[int]:
    around, begin = structure.graph.indices.tolist(), structure.graph.indptr.tolist()
    left = degree.tolist()
    waiting = [(-links, vertex) for vertex, links in enumerate(left)]
    heapq.heapify(waiting)
    done = 0
    while waiting:
        links, vertex = heapq.heappop(waiting)
        if -links != left[vertex]:
            continue
        if done % (len(left) // 10 + 1) == 0:
            watch(done / len(left))
        done += 1
        left[vertex] = -1
        yield vertex
        for other in around[begin[vertex] : begin[vertex + 1]]:
            if left[other] > 0:
                left[other] -= 1
                heapq.heappush(waiting, (-left[other], other))


def _pivots(size: int, links: int) -> int:
    return size if size * (size + links) <= _EXACT_UP_TO else min(size, PIVOTS)


def _betweenness(structure: Structure, watch: Watch) -> NDArray[np.float64]:
    """On how many shortest paths from the pivots each vertex lies, rounded so that equals tie."""
    import igraph  # brings drawing with it, which takes two seconds

    size = len(structure.projection.ids)
    links = structure.projection.links
    graph = igraph.Graph(n=size, edges=np.stack([links.start, links.end], axis=1))
    pivots = np.arange(size)
    if (number := _pivots(size, len(links))) < size:
        pivots = np.sort(np.random.default_rng(_SEED).permutation(size)[:number])
    found = np.zeros(size)
    at_once = _PIVOTS_AT_ONCE if number < size else max(size // 10, 1)
    for start in range(0, number, at_once):
        watch(start / number)
        found += graph.betweenness(sources=pivots[start : start + at_once].tolist())
    return np.round(found, _DIGITS)
