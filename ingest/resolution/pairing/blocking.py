"""Which pairs are worth comparing, without comparing all with all.

Who shares a sure key is always paired. Beside that each name is paired with the few that share
most of its likely keys with it, rare ones above all: cosine similarity of keys weighted by
inverse document frequency, as in text retrieval, of sparse matrices.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from ingest.resolution.naming.profiles import Profile
from ingest.resolution.pairing.keys import likely_keys, sure_keys

Pair = tuple[int, int]
"""Positions of two entities, or names, the lesser first."""
Positions = NDArray[np.int64]

_NEAREST = 10
_LEAST_COSINE = 0.12
_BLOCK = 40
_NEXT = 3
"""In a larger block each is compared with so many that follow, which keeps it together."""
_WORK = 600
"""Multiplications for each name that likely keys may cost; more frequent ones are left out."""
_ROWS = 2000
_PAIRS = 20_000


def candidate_pairs(profiles: Sequence[Profile]) -> Iterator[Sequence[Pair]]:
    """Pairs of entities of one class that may be the same, each once, in chunks, in order."""
    owners = np.repeat(np.arange(len(profiles)), [len(item.every_name) for item in profiles])
    keys = _key_matrix(likely_keys(name) for item in profiles for name in item.every_name)
    near = np.sort(owners[_nearest(keys)], axis=1)
    pairs = np.unique(np.concatenate([_sure_pairs(profiles), near]), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    for start in range(0, len(pairs), _PAIRS):
        yield list(map(tuple, pairs[start : start + _PAIRS].tolist()))


def _sure_pairs(profiles: Sequence[Profile]) -> Positions:
    rows, keys = _table(map(sure_keys, profiles))
    order = np.argsort(keys, kind="stable")
    rows, keys = rows[order], keys[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1], True])
    found: list[Pair] = []
    for start, end in pairwise(starts):
        if end - start > 1:
            found.extend(_within(rows[start:end].tolist()))
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _within(block: Sequence[int]) -> Iterable[Pair]:
    if len(block) <= _BLOCK:
        return combinations(block, 2)
    return ((one, two) for at, one in enumerate(block) for two in block[at + 1 : at + 1 + _NEXT])


def _key_matrix(names: Iterable[Iterable[str]]) -> csr_matrix:
    """A row for each name with the weights of its keys; of length 1, frequent keys left out."""
    rows, keys = _table(names)
    size = int(rows[-1]) + 1 if len(rows) else 0
    _, columns, frequencies = np.unique(keys, return_inverse=True, return_counts=True)
    often = frequencies[columns]
    kept = (often > 1) & (often <= _affordable(frequencies, size))
    rows, columns = rows[kept], columns[kept]
    weights = np.log1p(size / often[kept])
    norms = np.sqrt(np.bincount(rows, weights**2, size))
    values = (weights / norms[rows]).astype(np.float32)
    return csr_matrix((values, (rows, columns)), shape=(size, len(frequencies)))


def _affordable(frequencies: NDArray[np.int64], size: int) -> int:
    """The greatest frequency of a key that the work allows."""
    counts = np.bincount(frequencies) if len(frequencies) else np.zeros(1, dtype=np.int64)
    each = np.arange(len(counts), dtype=np.int64)
    cost = np.cumsum(counts * each * each)
    return int(np.searchsorted(cost, _WORK * size, side="right") - 1)


def _nearest(keys: csr_matrix) -> Positions:
    """Pairs of rows, each with those nearest to it; shape (n, 2)."""
    turned = keys.T.tocsr()
    found = [np.empty((0, 2), dtype=np.int64)]
    for start in range(0, keys.shape[0], _ROWS):
        cosines = keys[start : start + _ROWS] @ turned
        cosines.sort_indices()
        found.append(np.array(_best(cosines, start), dtype=np.int64).reshape(-1, 2))
    return np.concatenate(found)


def _best(cosines: csr_matrix, first: int) -> list[Pair]:
    """For the rows of a chunk, whose first has that position, those nearest to each."""
    found: list[Pair] = []
    for at in range(cosines.shape[0]):
        row = first + at
        span = slice(cosines.indptr[at], cosines.indptr[at + 1])
        values, others = cosines.data[span], cosines.indices[span]
        likely = (values >= _LEAST_COSINE) & (others != row)
        values, others = values[likely], others[likely]
        best = others[np.argsort(-values, kind="stable")[:_NEAREST]].tolist()
        found.extend((row, other) for other in best)
    return found


def _table(items: Iterable[Iterable[str]]) -> tuple[Positions, NDArray[np.int64]]:
    """Each key of each item once: the item's position, and the key as a number."""
    sizes, keys = array("q"), bytearray()
    for texts in items:
        unique = sorted({text.encode() for text in texts})
        keys += b"".join(blake2b(text, digest_size=8).digest() for text in unique)
        sizes.append(len(unique))
    positions = np.repeat(np.arange(len(sizes)), np.array(sizes, dtype=np.int64))
    return positions, np.frombuffer(bytes(keys), dtype=np.int64)
