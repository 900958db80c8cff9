"""Pairs of vertices that share specific assets, streamed in blocks of bounded size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from chains.projection.holdings import Holdings, Matrix
from chains.projection.significance import rounded_weights
from chains.projection.table import IntArray

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
    """Pairs of vertices with the weight of what they share, each once, in no order.

    Attributes:
        a: Vertex number, less than that of ``b``; int32, shape (k,).
        b: Vertex number, int32, shape (k,).
        weight: As in ``Shared``; int32, shape (k,).
    """

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    weight: NDArray[np.int32]


def weighed_pairs(held: Matrix) -> Iterator[Weighed]:
    """All pairs that share a specific asset, in blocks; ``held`` from ``specific``."""
    for found in shared_pairs(held, 0):
        yield _weighed(found.a, found.b, found.weight)


def joined(blocks: Iterable[Weighed]) -> Weighed:
    """All blocks as one."""
    every = list(blocks)
    return _weighed(
        *(
            np.concatenate([np.empty(0, dtype=np.int32), *parts])
            for parts in (
                [item.a for item in every],
                [item.b for item in every],
                [item.weight for item in every],
            )
        )
    )


def weighed_anew(before: Weighed, held: Matrix, around: IntArray) -> Weighed:
    """The pairs after changes of assets.

    Args:
        before: What they were.
        held: Vertices by specific assets, as it is now.
        around: All vertices that hold, or held, a specific asset of which any holder changed.
    """
    inside = np.zeros(held.shape[0], dtype=bool)
    inside[around] = True
    stays = ~(inside[before.a] & inside[before.b])
    numbers = np.flatnonzero(inside)
    holders = np.bincount(held.indices, minlength=held.shape[1])
    some = csr_array(held[numbers, :])
    weighted = csr_array(
        (rounded_weights(holders)[some.indices], some.indices, some.indptr), shape=some.shape
    )
    fresh = csr_array(weighted @ some.T)
    rows = np.repeat(np.arange(len(numbers)), np.diff(fresh.indptr))
    once = fresh.indices > rows
    made = _weighed(numbers[rows[once]], numbers[fresh.indices[once]], fresh.data[once])
    return joined([_weighed(before.a[stays], before.b[stays], before.weight[stays]), made])


def _weighed(
    a: NDArray[np.integer], b: NDArray[np.integer], weight: NDArray[np.integer]
) -> Weighed:
    return Weighed(
        a.astype(np.int32, copy=False),
        b.astype(np.int32, copy=False),
        weight.astype(np.int32, copy=False),
    )


def _costs(held: Matrix, holders: IntArray) -> IntArray:
    """How many pairs the rows make up to and with each row."""
    before = np.concatenate([[0], np.cumsum(holders[held.indices])])
    costs: IntArray = before[held.indptr[1:]]
    return costs
