"""Shapes of the structure: positions, lines and blocks with what they cross."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import overload

from chains.projection.model import Link, LinkRule, Projection
from chains.structure.blocks import IntArray


class Position(StrEnum):
    """Where a vertex stands: exactly one holds for each (点、线、网)."""

    POINT = "point"
    """孤立点: it has no link."""
    LINE = "line"
    """成线: it has links, and all of them are bridges."""
    NETWORK = "network"
    """成网: it lies in a biconnected block of at least three vertices."""

    @property
    def rank(self) -> int:
        """0 for a point, 1 in a line, 2 in the network."""
        return list(Position).index(self)


POSITIONS = tuple(Position)


@dataclass(frozen=True, slots=True)
class Spans:
    """How much of the ecosystem a line or block crosses: sorted ids.

    A component that stays within one enterprise is ``closed`` (同企闭环).
    """

    industries: tuple[str, ...]
    enterprises: tuple[str, ...]
    regions: tuple[str, ...]
    stages: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Component:
    """A line (vertices joined by bridges) or a block (biconnected, at least three vertices).

    Attributes:
        name: ``line-1``, ``block-1``, ... by descending size, then by first id.
        kind: LINE or NETWORK.
        members: Vertex ids, sorted.
        links: The links inside; the evidence is read off when one is looked at.
        spans: What it crosses.
    """

    name: str
    kind: Position
    members: Sequence[str]
    links: Sequence[Link]
    spans: Spans


@dataclass(frozen=True, eq=False)
class Chosen(Sequence[str]):
    """Some of many ids, each looked up when it is asked for.

    Attributes:
        ids: All ids.
        numbers: Which of them, shape (k,).
    """

    ids: tuple[str, ...]
    numbers: IntArray

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return tuple(self.ids[number] for number in self.numbers[at].tolist())
        return self.ids[int(self.numbers[at])]


@dataclass(frozen=True, eq=False)
class Positions(Mapping[str, Position]):
    """The position of each vertex by its id.

    Attributes:
        projection: Knows the ids.
        rank: Rank of each position, shape (n,).
    """

    projection: Projection
    rank: IntArray

    def __getitem__(self, vertex: str) -> Position:
        number = self.projection.number_of(vertex)
        if number is None:
            raise KeyError(vertex)
        return POSITIONS[int(self.rank[number])]

    def __iter__(self) -> Iterator[str]:
        return iter(self.projection.ids)

    def __len__(self) -> int:
        return len(self.projection.ids)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a structure.

    Attributes:
        vertices: Class of the vertices.
        counts: Number of vertices by position.
        illustrative: The part of ``counts`` that is marked as examples (示例).
        links: Number of links.
        lines: Number of lines.
        blocks: Number of blocks.
        largest_share: S, the share of vertices in the largest connected component.
        rule: What made the links.
    """

    vertices: str
    counts: Mapping[Position, int]
    illustrative: Mapping[Position, int]
    links: int
    lines: int
    blocks: int
    largest_share: float
    rule: LinkRule
