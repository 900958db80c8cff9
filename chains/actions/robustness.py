"""R of the ties of a chain's suppliers: how much stays together while they are lost."""

from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]


def robustness(members: Sequence[str], ties: Iterable[Pair]) -> float:
    """R = 1/N sum over q of S(q), after Schneider et al., PNAS 108, 2011.

    S(q) is the share of all N members in the largest connected part after the q members of
    greatest degree are gone, q from 1 to N; the degrees are those at the start, ties go by id.
    By union-find in reverse, so that it takes nearly linear time.

    Args:
        members: Ids, each once.
        ties: Pairs of members, each once.

    Returns:
        Between 0 and 1/2 (N - 1) / N; 0 without members or ties.
    """
    size = len(members)
    around = _around(members, ties)
    order = sorted(members, key=lambda who: (-len(around[who]), who))
    parts = _Parts(members)
    total = largest = 0
    for who in reversed(order):
        total += largest
        largest = max(largest, parts.add(who, around[who]))
    return total / size**2 if size and any(around.values()) else 0.0


def _around(members: Sequence[str], ties: Iterable[Pair]) -> Mapping[str, set[str]]:
    around: dict[str, set[str]] = {who: set() for who in members}
    for a, b in ties:
        around[a].add(b)
        around[b].add(a)
    return around


class _Parts:
    """Connected parts that grow by one member at a time."""

    def __init__(self, members: Sequence[str]) -> None:
        self._root = {who: who for who in members}
        self._size: dict[str, int] = {}

    def add(self, who: str, around: Iterable[str]) -> int:
        """Bring a member back; the size of the part that it is in then."""
        self._size[who] = 1
        for other in around:
            if other in self._size:
                self._join(who, other)
        return self._size[self._find(who)]

    def _join(self, a: str, b: str) -> None:
        one, other = self._find(a), self._find(b)
        if one != other:
            if self._size[one] < self._size[other]:
                one, other = other, one
            self._root[other] = one
            self._size[one] += self._size[other]

    def _find(self, who: str) -> str:
        while self._root[who] != who:
            self._root[who] = self._root[self._root[who]]
            who = self._root[who]
        return who
