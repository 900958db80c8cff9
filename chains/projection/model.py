"""Shapes of the projection: the rule, links with their evidence, and what was found amiss."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from chains.projection.findings import Finding, findings
from chains.projection.holdings import Holdings, Matrix, row
from chains.projection.pairs import Weighed
from chains.projection.significance import DegreeNull, rounded_weights
from chains.projection.table import IntArray, position_of
from graph.records import RelationKey


class RuleKind(StrEnum):
    """How it was decided which shared assets make a link."""

    NULL_MODEL = "null-model"
    """Weight significant against a degree-preserving null, at a false discovery rate."""
    SMALL = "small"
    """Too few vertices for the test: a stated count of shared specific assets."""


@dataclass(frozen=True, slots=True)
class LinkRule:
    """The rule behind the links of a projection, to be shown with every answer.

    Attributes:
        kind: The null model, or the rule for small graphs.
        specific_up_to: An asset is specific when at most so many vertices hold it.
        shared: Small rule: so many shared specific assets make a link.
        rare_up_to: Small rule: one shared asset is enough when so few vertices hold it.
        rate: Null model: the false discovery rate.
        threshold: Null model: the greatest p-value that made a link; 0 if none did.
        pairs: Number of vertex pairs tested.
    """

    kind: RuleKind
    specific_up_to: int
    shared: int = 2
    rare_up_to: int = 5
    rate: float = 0.01
    threshold: float = 0.0
    pairs: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Two linked vertices, ``a < b``, with the evidence for the link.

    Attributes:
        a: Id of the one vertex.
        b: Id of the other.
        weight: Adamic-Adar weight of the shared specific assets: the sum of 1/ln(holders).
        assets: Ids of the shared specific assets, sorted.
        relations: Explicit relations between the two, sorted.
        p_value: Chance of such a weight or a greater one under the null, if it was tested.
    """

    a: str
    b: str
    weight: float
    assets: tuple[str, ...]
    relations: tuple[RelationKey, ...]
    p_value: float | None = None

    def other(self, vertex: str) -> str:
        """The end that is not this one."""
        return self.b if vertex == self.a else self.a


@dataclass(frozen=True)
class Links(Sequence[Link]):
    """Links kept as columns, all of them sorted by (a, b); a ``Link`` is made when asked for.

    Attributes:
        start: Number of vertex ``a``, shape (m,).
        end: Number of vertex ``b``, shape (m,).
        p_value: NaN where none was tested, shape (m,).
        holdings: The evidence.
        specific: Vertices by specific assets.
    """

    start: IntArray
    end: IntArray
    p_value: NDArray[np.float64]
    holdings: Holdings
    specific: Matrix

    def __len__(self) -> int:
        return len(self.start)

    @overload
    def __getitem__(self, at: int) -> Link: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Link]: ...
    def __getitem__(self, at: int | slice) -> Link | Sequence[Link]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        start, end, p_value = int(self.start[at]), int(self.end[at]), float(self.p_value[at])
        return self.between(start, end, None if math.isnan(p_value) else p_value)

    def __iter__(self) -> Iterator[Link]:
        return (self[at] for at in range(len(self)))

    @cached_property
    def pair(self) -> IntArray:
        """``start * n + end`` of each link, shape (m,)."""
        return self.start * len(self.holdings.ids) + self.end

    def numbers(self, start: IntArray, end: IntArray) -> IntArray:
        """Where the links of such ends (``start < end``) stand; for all links, which are sorted."""
        found: IntArray = np.searchsorted(self.pair, start * len(self.holdings.ids) + end)
        return found

    def some(self, numbers: IntArray) -> "Links":
        """Those of the given numbers, in their order."""
        return replace(
            self, start=self.start[numbers], end=self.end[numbers], p_value=self.p_value[numbers]
        )

    def weights(self, vertex: int) -> NDArray[np.float64]:
        """The Adamic-Adar weight of each vertex with this one, linked or not; shape (n,)."""
        return self._shared(vertex, 1 / np.log(np.maximum(self.holdings.holders, 2)))

    def rounded(self, vertex: int) -> IntArray:
        """The sum of the rounded weights of what each vertex shares with this one; shape (n,)."""
        return self._shared(vertex, rounded_weights(self.holdings.holders)).astype(np.int64)

    def shares(self, vertex: int, rare_up_to: int) -> tuple[IntArray, IntArray]:
        """How many specific assets each vertex shares with this one, and how many rare ones."""
        holders = self.holdings.holders
        counts = self._shared(vertex, np.ones(len(holders)))
        rare = self._shared(vertex, (holders <= rare_up_to).astype(np.float64))
        return counts.astype(np.int64), rare.astype(np.int64)

    def _shared(self, vertex: int, value: NDArray[np.generic]) -> NDArray[np.float64]:
        """The sum of a value of the shared specific assets, for each vertex."""
        by_asset = self.holdings.by_asset
        own = row(self.specific, vertex)
        holders = [row(by_asset, asset) for asset in own.tolist()]
        numbers = np.concatenate([np.empty(0, dtype=np.int64), *holders]).astype(np.int64)
        worth = np.repeat(value[own], [len(item) for item in holders]).astype(np.float64)
        found = np.bincount(numbers, weights=worth, minlength=len(self.holdings.ids))
        return found.astype(np.float64)

    def shared(self, start: int, end: int) -> IntArray:
        """Numbers of the specific assets that two vertices share, ascending."""
        held = self.specific
        return np.intersect1d(row(held, start), row(held, end), assume_unique=True)

    def between(self, start: int, end: int, p_value: float | None = None) -> Link:
        """Two vertices (``start < end``) and what they share, linked or not."""
        ids, shared = self.holdings.ids, self.shared(start, end)
        return Link(
            a=ids[start],
            b=ids[end],
            weight=float((1 / np.log(self.holdings.holders[shared])).sum()),
            assets=tuple(self.holdings.assets[asset] for asset in shared.tolist()),
            relations=self.holdings.relations.between(start * len(ids) + end, ids),
            p_value=p_value,
        )


@dataclass(frozen=True)
class Projection:
    """Vertices and their links; a vertex has the number of its id among the sorted ids.

    Attributes:
        vertices: Class of the vertices.
        holdings: What they hold and belong to.
        links: Links sorted by (a, b).
        rule: What made the links.
        wanted_up_to: The rule's ``specific_up_to`` before it was lowered to bound the work.
        revision: The store revision that was read.
        null: The fitted null model, unless the small rule was used.
        weighed: What the null was asked about, if it is little enough to be kept.
    """

    vertices: str
    holdings: Holdings
    links: Links
    rule: LinkRule
    wanted_up_to: int
    revision: int
    null: DegreeNull | None = None
    weighed: Weighed | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """Vertex ids, sorted."""
        return self.holdings.ids

    @cached_property
    def illustrative(self) -> frozenset[str]:
        """The vertices that are marked as examples (示例)."""
        return frozenset(self.ids[at] for at in np.flatnonzero(self.holdings.example).tolist())

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is odd in the data."""
        return findings(self.holdings, self.rule.specific_up_to, self.wanted_up_to)

    def number_of(self, vertex: str) -> int | None:
        """Where a vertex stands among the ids."""
        return position_of(self.ids, vertex)
