"""Groups of demands whose texts are near duplicates, and folds that never part a group."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from matcher.retrieval.bags import gram_bags
from matcher.tokens import readable

ALIKE = 0.85
"""Cosine of character n-gram sets from which two texts are near duplicates."""

_ROWS = 512


def near_duplicates(texts: Mapping[str, str]) -> Mapping[str, int]:
    """For each key the number of its group; texts alike, and those alike to these, share one.

    Args:
        texts: The words of each demand.
    """
    keys = sorted(texts)
    vectors = _vectors([texts[key] for key in keys])
    rows = [np.zeros(0, dtype=np.int64)]
    columns = [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(keys), _ROWS):
        alike = (vectors[start : start + _ROWS] @ vectors.T).tocoo()
        close = alike.data >= ALIKE
        rows.append(alike.row[close] + start)
        columns.append(alike.col[close])
    ends = (np.concatenate(rows), np.concatenate(columns))
    links = sparse.coo_matrix((np.ones(len(ends[0])), ends), shape=(len(keys), len(keys)))
    _, labels = connected_components(links, directed=False)
    return dict(zip(keys, labels.tolist(), strict=True))


def folds(groups: NDArray[np.int64], rows: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """For each demand the number of its fold, shape (demands,).

    Args:
        groups: Group of each demand, shape (demands,).
        rows: How many rows each demand has, by which folds are balanced, shape (demands,).
        count: How many folds at most; never more than there are groups.
    """
    from sklearn.model_selection import GroupKFold

    kinds = len(np.unique(groups))
    demand = np.repeat(np.arange(len(groups)), np.maximum(rows, 1))
    fold = np.zeros(len(groups), dtype=np.int64)
    split = GroupKFold(min(count, kinds), shuffle=True, random_state=7)
    for number, (_, held) in enumerate(split.split(demand, groups=groups[demand])):
        fold[demand[held]] = number
    return fold


def _vectors(texts: Sequence[str]) -> sparse.csr_matrix:
    """Sets of n-grams as rows of length 1; a text without any is a row of zeros."""
    bags = gram_bags([readable(text) for text in texts])
    terms, columns = np.unique(bags.terms, return_inverse=True)
    lengths = np.diff(bags.starts)
    data = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths)
    shape = (len(texts), max(len(terms), 1))
    return sparse.csr_matrix((data, columns, bags.starts), shape=shape)
