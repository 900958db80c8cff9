"""Names for blank nodes that have none, the same at each reading; the parser draws them by lot."""

import re

_DRAWN = re.compile(r"_:[0-9a-f]{20,32}")
_MOST = 200_000


class BlankNodes:
    """Numbers nameless nodes in order of appearance, as ``_:[1]``, which no name can be.

    Of the nodes seen before the last 200,000 the numbers are forgotten.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._count = 0

    def name(self, term: str) -> str:
        """The term itself, unless it is a nameless node."""
        if term[0] != "_" or not _DRAWN.fullmatch(term):
            return term
        found = self._names.get(term)
        if found is None:
            self._count += 1
            found = self._names[term] = f"_:[{self._count}]"
            if len(self._names) > _MOST:
                del self._names[next(iter(self._names))]
        return found
