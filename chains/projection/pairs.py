"""Pairs of vertices that share specific assets, streamed in blocks of bounded size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from chains.projection.holdings import Holdings, Matrix
from chains.projection.significance import rounded_weights
from chains.projection.table import BoolArray, IntArray, kinds_of

PAIRS_AT_MOST = 50_000_000
"""So many pairs of holders are looked at; the limit of specific assets is lowered to keep to it."""

_BLOCK = 2_000_000
"""So many pairs are in memory at a time."""

_WEIGHT = 1 << 32
_COUNT = 1 << 16


@dataclass(frozen=True, slots=True)
class Shared:
    """A block of pairs, each once.

    Attributes:
        a: Vertex number, less than that of ``b``; shape (k,).
        b: Vertex number, shape (k,).
        weight: Sum of the rounded Adamic-Adar weights of the shared specific assets; (k,).
        assets: How many specific assets they share, shape (k,).
        rare: Whether one of those is rare, shape (k,).
    """

    a: IntArray
    b: IntArray
    weight: IntArray
    assets: IntArray
    rare: IntArray


def specific_limit(holders: IntArray, wanted: int) -> tuple[int, int]:
    """The greatest number of holders, up to ``wanted``, that keeps to ``PAIRS_AT_MOST``.

    Args:
        holders: Number of holders of each asset.
        wanted: What the size of the graph allows.

    Returns:
        The limit, and the number of pairs of holders within it (a pair counts for each asset).
    """
    degrees, counts = np.unique(holders[(holders > 1) & (holders <= wanted)], return_counts=True)
    pairs = np.cumsum(degrees * (degrees - 1) // 2 * counts)
    fits = int(np.searchsorted(pairs, PAIRS_AT_MOST, side="right"))
    if fits == len(degrees):
        return wanted, int(pairs[-1]) if fits else 0
    return int(degrees[fits]) - 1, int(pairs[fits - 1]) if fits else 0


def specific(holdings: Holdings, up_to: int) -> Matrix:
    """Vertices by assets, of those assets alone that at most ``up_to`` vertices hold."""
    count = holdings.holders
    kept = (count <= up_to)[holdings.held.indices]
    before = np.concatenate([[0], np.cumsum(kept)])
    made = csr_array(
        (
            holdings.held.data[kept],
            holdings.held.indices[kept],
            before[holdings.held.indptr],
        ),
        shape=holdings.held.shape,
    )
    made.has_sorted_indices = True
    return made


def shared_pairs(held: Matrix, rare_up_to: int) -> Iterator[Shared]:
    """All pairs that share a specific asset, in blocks.

    Args:
        held: From ``specific``.
        rare_up_to: An asset is rare when so few vertices hold it.
    """
    holders = np.bincount(held.indices, minlength=held.shape[1])
    # one sum carries three: the weight above, the count in the middle, the rare ones below
    coded = rounded_weights(holders) * _WEIGHT + _COUNT + (holders <= rare_up_to)
    weighted = csr_array((coded[held.indices], held.indices, held.indptr), shape=held.shape)
    back = csr_array(held.T)
    cost = _costs(held, holders)
    start = 0
    while start < held.shape[0]:
        limit = (cost[start - 1] if start else 0) + _BLOCK
        end = max(int(np.searchsorted(cost, limit, side="right")), start + 1)
        block = weighted[start:end] @ back
        rows = np.repeat(np.arange(start, end), np.diff(block.indptr))
        once = block.indices > rows
        data = block.data[once]
        yield Shared(
            a=rows[once],
            b=block.indices[once].astype(np.int64),
            weight=data // _WEIGHT,
            assets=data % _WEIGHT // _COUNT,
            rare=data % _COUNT,
        )
        start = end


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs of vertices by kind: what the null says depends on degrees and weight alone.

    Attributes:
        a: Vertex number, less than that of ``b``; pairs are in no order; int32, shape (k,).
        b: Vertex number, int32, shape (k,).
        kind: Which kind each is of, int32, shape (k,).
        low: Lesser number of specific assets of the two, shape (kinds,); kinds may repeat.
        high: The greater, shape (kinds,).
        weight: As in ``Shared``, shape (kinds,).
    """

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    kind: NDArray[np.int32]
    low: IntArray
    high: IntArray
    weight: IntArray


def weighed_pairs(held: Matrix) -> Iterator[Weighed]:
    """All pairs that share a specific asset, in blocks; ``held`` from ``specific``."""
    degree = np.diff(held.indptr).astype(np.int64)
    for found in shared_pairs(held, 0):
        yield _weighed(degree, found.a, found.b, found.weight)


def joined(blocks: Iterable[Weighed]) -> Weighed:
    """All blocks as one."""
    every = [*blocks]
    first = np.cumsum([0, *(len(item.low) for item in every)])
    none = np.empty(0, dtype=np.int64)

    def one(parts: list[IntArray]) -> IntArray:
        return np.concatenate([none, *parts])

    return Weighed(
        a=np.concatenate([none.astype(np.int32), *(item.a for item in every)]),
        b=np.concatenate([none.astype(np.int32), *(item.b for item in every)]),
        kind=np.concatenate(
            [none.astype(np.int32)]
            + [item.kind + np.int32(at) for at, item in zip(first, every, strict=False)]
        ),
        low=one([item.low for item in every]),
        high=one([item.high for item in every]),
        weight=one([item.weight for item in every]),
    )


def weighed_anew(before: Weighed, old: Matrix, held: Matrix, around: IntArray) -> Weighed:
    """The pairs after changes of assets.

    Args:
        before: What they were.
        old: Vertices by specific assets, as it was then.
        held: The same as it is now.
        around: All vertices that hold, or held, a specific asset of which any holder changed.
    """
    degree = np.diff(held.indptr).astype(np.int64)
    # one look at each end tells both: bit 1 for those around, bit 2 for those of another degree
    mark = np.zeros(held.shape[0], dtype=np.uint8)
    mark[around] = 1
    mark[degree != np.diff(old.indptr)] |= 2
    one, other = mark[before.a], mark[before.b]
    within = (one & other & 1).astype(bool)
    again = np.flatnonzero(((one | other) & 2).astype(bool) & ~within)
    within[again] = True
    stays = ~within
    a, b, weight = _among(held, np.sort(around))
    fresh = _weighed(
        degree,
        np.concatenate([a, before.a[again]]),
        np.concatenate([b, before.b[again]]),
        np.concatenate([weight, before.weight[before.kind[again]]]),
    )
    return joined([_compact(before, stays), fresh])


def _among(held: Matrix, numbers: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """The pairs among some vertices with their weights."""
    holders = np.bincount(held.indices, minlength=held.shape[1])
    some = csr_array(held[numbers, :])
    weighted = csr_array(
        (rounded_weights(holders)[some.indices], some.indices, some.indptr), shape=some.shape
    )
    found = csr_array(weighted @ some.T)
    rows = np.repeat(np.arange(len(numbers)), np.diff(found.indptr))
    once = found.indices > rows
    return numbers[rows[once]], numbers[found.indices[once]], found.data[once]


def _weighed(
    degree: IntArray, a: NDArray[np.integer], b: NDArray[np.integer], weight: IntArray
) -> Weighed:
    low, high = np.minimum(degree[a], degree[b]), np.maximum(degree[a], degree[b])
    span, width = int(weight.max(initial=0)) + 1, int(high.max(initial=0)) + 1
    kinds, kind = kinds_of((low * width + high) * span + weight, width * width * span)
    return Weighed(
        a=a.astype(np.int32, copy=False),
        b=b.astype(np.int32, copy=False),
        kind=kind.astype(np.int32),
        low=kinds // span // width,
        high=kinds // span % width,
        weight=kinds % span,
    )


def _compact(weighed: Weighed, stays: BoolArray) -> Weighed:
    """Those pairs that stay, and the kinds that occur among them."""
    kinds, kind = kinds_of(weighed.kind[stays].astype(np.int64), len(weighed.low))
    return Weighed(
        a=weighed.a[stays],
        b=weighed.b[stays],
        kind=kind.astype(np.int32),
        low=weighed.low[kinds],
        high=weighed.high[kinds],
        weight=weighed.weight[kinds],
    )


def _costs(held: Matrix, holders: IntArray) -> IntArray:
    """How many pairs the rows make up to and with each row."""
    before = np.concatenate([[0], np.cumsum(holders[held.indices])])
    costs: IntArray = before[held.indptr[1:]]
    return costs
