"""R of the ties of a chain's suppliers: how much stays together while they are lost."""

from collections.abc import Collection, Sequence

import numpy as np

from chains.resilience.removal import index_of, largest_parts

Pair = tuple[str, str]


def robustness(members: Sequence[str], ties: Collection[Pair]) -> float:
    """R under removal by degree as at the start, most first; equals go in the order given.

    Args:
        members: Ids, each once.
        ties: Pairs of members, each once.

    Returns:
        Between 0 and 1/2 (N - 1) / N; 0 without members.
    """
    size = len(members)
    if not size:
        return 0.0
    index = {who: place for place, who in enumerate(members)}
    flat = [index[end] for pair in ties for end in pair]
    ends = np.array(flat, dtype=np.int64).reshape(-1, 2)
    degree = np.bincount(ends.ravel(), minlength=size)
    order = np.lexsort((np.arange(size), -degree))
    return index_of(largest_parts(size, ends[:, 0], ends[:, 1], order))
