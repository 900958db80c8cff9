"""Points, lines and network: the classes of the vertices and the components they form."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from chains.projection.holdings import row
from chains.projection.model import Projection
from chains.structure.blocks import Blocks, IntArray, adjacency, find_blocks
from chains.structure.components import Components, Memberships, blocks_of, lines_of
from chains.structure.model import Component, Position, Positions, Summary


@dataclass(frozen=True)
class Structure:
    """Points, lines and network of a projection.

    Attributes:
        projection: What was classified.
        graph: Its links as a symmetric matrix.
        parts: Components, bridges and blocks by number.
        position: The class of each vertex.
    """

    projection: Projection
    graph: csr_array
    parts: Blocks
    position: Positions

    @cached_property
    def lines(self) -> Components:
        """All lines, largest first."""
        return lines_of(self.projection, self.parts, self.position.rank)

    @cached_property
    def blocks(self) -> Components:
        """All blocks of at least three vertices, largest first."""
        return blocks_of(self.projection, self.parts)

    def components(self, vertex: int) -> Sequence[Component]:
        """The lines and blocks that the vertex of that number is a member of."""
        around = self.around(vertex)
        numbers = self.projection.links.numbers(
            np.minimum(around, vertex), np.maximum(around, vertex)
        )
        bridge = self.parts.bridge[numbers]
        if bridge.all():
            return self.lines.of(vertex) if len(bridge) else ()
        if not bridge.any():
            return self.blocks.of(vertex)
        return Memberships(self.lines.of(vertex), self.blocks.of(vertex))

    def around(self, vertex: int) -> IntArray:
        """Numbers of the vertices that one is linked to, ascending."""
        return np.sort(row(self.graph, vertex)).astype(np.int64)


def classify(projection: Projection, before: Structure | None = None) -> Structure:
    """Give each vertex its class, and say where lines and blocks are.

    A line is a set of vertices joined by bridges that holds a vertex outside the network; where
    it meets the network, the vertices it meets are members too.

    Args:
        projection: What is classified.
        before: An earlier structure; of the same links it has the same parts.
    """
    if before and _alike(projection, before.projection):
        position = Positions(projection, before.position.rank)
        return Structure(projection, before.graph, before.parts, position)
    links, size = projection.links, len(projection.ids)
    graph = adjacency(size, links.start, links.end)
    parts = find_blocks(graph, links.start, links.end)
    return Structure(
        projection=projection,
        graph=graph,
        parts=parts,
        position=Positions(projection, ranks(graph, parts)),
    )


def _alike(one: Projection, other: Projection) -> bool:
    return one.ids == other.ids and np.array_equal(one.links.pair, other.links.pair)


def ranks(graph: csr_array, parts: Blocks) -> IntArray:
    """The rank of each vertex's position: 0 point, 1 line, 2 network; shape (n,)."""
    rank: IntArray = (np.diff(graph.indptr) > 0).astype(np.int64)
    rank[parts.member[parts.inside[parts.member_block]]] = Position.NETWORK.rank
    return rank


def summarise(structure: Structure) -> Summary:
    """Count the classes of a structure, and those of them that are examples (示例)."""
    projection, rank = structure.projection, structure.position.rank
    counts = np.bincount(rank, minlength=len(Position))
    examples = np.bincount(rank[projection.holdings.example], minlength=len(Position))
    return Summary(
        vertices=projection.vertices,
        counts={item: int(counts[item.rank]) for item in Position},
        illustrative={item: int(examples[item.rank]) for item in Position},
        links=len(projection.links),
        lines=len(structure.lines),
        blocks=len(structure.blocks),
        largest_share=float(np.bincount(structure.parts.component).max() / len(projection.ids)),
        rule=projection.rule,
    )
