"""When each link and each class came, from the dates of the vertices.

A link is there once both its ends are. It lies on a cycle, and so is no bridge any more, from the
day on which the other links of some cycle through it are there: for a link of the minimum spanning
forest by day, that is the least day of a link outside the forest whose path in the forest leads
over it (the path is the one of least latest day, as in any minimum spanning forest). Links outside
the forest close a cycle on their own day.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree

from chains.errors import UnknownVertex
from chains.history.dates import UNDATED, Dates, text_of
from chains.history.model import Joining
from chains.projection.table import BoolArray, IntArray
from chains.structure.blocks import adjacency, find_blocks
from chains.structure.classes import Structure


@dataclass(frozen=True)
class Chronicle:
    """Days by ordinal; ``UNDATED`` for never.

    Attributes:
        structure: Whose history it is, as it stands today.
        dates: Day of each vertex.
        link: Day of each link, shape (m,).
        line: Day on which each vertex got its first link, shape (n,).
        network: Day on which each vertex first lay on a cycle, shape (n,).
        forest: Links of the minimum spanning forest by day, shape (m,).
    """

    structure: Structure
    dates: Dates
    link: IntArray
    line: IntArray
    network: IntArray
    forest: BoolArray

    @property
    def undated(self) -> int:
        """How many vertices have no date."""
        return int((self.dates.day == UNDATED).sum())

    def joining(self, vertex: str) -> Joining:
        """When a vertex came and joined.

        Raises:
            UnknownVertex: The id is not a vertex of the projection.
        """
        projection = self.structure.projection
        number = projection.number_of(vertex)
        if number is None:
            raise UnknownVertex(vertex, projection.vertices, projection.ids)
        around = self.structure.around(number)
        links = projection.links.numbers(np.minimum(around, number), np.maximum(around, number))
        dated = links[self.link[links] < UNDATED]
        first = dated[np.lexsort((dated, self.link[dated]))][:1].tolist()
        return Joining(
            vertex=vertex,
            since=_shown(int(self.dates.day[number])),
            line=_shown(int(self.line[number])),
            network=_shown(int(self.network[number])),
            link=projection.links[first[0]] if first else None,
        )


def chronicle(structure: Structure, dates: Dates) -> Chronicle:
    """The history of a structure whose vertices came on those days."""
    links, size = structure.projection.links, len(structure.projection.ids)
    day = np.maximum(dates.day[links.start], dates.day[links.end])
    forest = _forest(size, links.start, links.end, day)
    closed = _closed(size, links.start, links.end, day, forest)
    return Chronicle(
        structure=structure,
        dates=dates,
        link=day,
        line=_first(size, links.start, links.end, day),
        network=_first(size, links.start, links.end, closed),
        forest=forest,
    )


def _shown(day: int) -> str | None:
    return None if day == UNDATED else text_of(day)


def _first(size: int, start: IntArray, end: IntArray, day: IntArray) -> IntArray:
    first = np.full(size, UNDATED, dtype=np.int64)
    np.minimum.at(first, start, day)
    np.minimum.at(first, end, day)
    return first


def _forest(size: int, start: IntArray, end: IntArray, day: IntArray) -> BoolArray:
    """Which links are in the minimum spanning forest by day; equals go by number."""
    turn = np.empty(len(day), dtype=np.float64)
    turn[np.argsort(day, kind="stable")] = np.arange(1, len(day) + 1)
    found = minimum_spanning_tree(csr_array((turn, (start, end)), shape=(size, size)))
    mask: BoolArray = np.isin(turn, found.data)
    return mask


def _closed(
    size: int, start: IntArray, end: IntArray, day: IntArray, forest: BoolArray
) -> IntArray:
    """The day from which each link lies on a cycle."""
    closed = np.where(forest, UNDATED, day)
    inside = np.flatnonzero(forest)
    tree = find_blocks(adjacency(size, start[inside], end[inside]), start[inside], end[inside]).tree
    above_link = np.zeros(size + 1, dtype=np.int64)
    above_link[np.maximum(tree.place[start[inside]], tree.place[end[inside]])] = inside
    others = np.flatnonzero(~forest & (day < UNDATED))
    others = others[np.argsort(day[others], kind="stable")]
    above, link = tree.above.tolist(), above_link.tolist()
    top = list(range(size + 1))
    rows = zip(
        tree.place[start[others]].tolist(),
        tree.place[end[others]].tolist(),
        day[others].tolist(),
        strict=True,
    )
    numbers, days = [], []
    for low, high, when in rows:
        # of two places the later is never above the earlier, so it is the one to climb
        one, other = _top(top, low), _top(top, high)
        while one != other:
            if one < other:
                one, other = other, one
            numbers.append(link[one])
            days.append(when)
            top[one] = above[one]
            one = _top(top, one)
    closed[numbers] = days
    return closed


def _top(top: list[int], place: int) -> int:
    """The highest place that is joined to this one by links that already lie on cycles."""
    while top[place] != place:
        top[place] = top[top[place]]
        place = top[place]
    return place
