"""Points, lines and network: the classes of the vertices and the components they form."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from chains.projection.holdings import Matrix, ones
from chains.projection.model import Projection
from chains.structure.blocks import Blocks, BoolArray, IntArray, adjacency, find_blocks
from chains.structure.model import Components, Position, Positions, Structure, Summary


def classify(projection: Projection) -> Structure:
    """Give each vertex its class, and find each line and block.

    A line is a set of vertices joined by bridges that holds a vertex outside the network; where
    it meets the network, the vertices it meets are members too.
    """
    links, size = projection.links, len(projection.ids)
    graph = adjacency(size, links.start, links.end)
    parts = find_blocks(graph, links.start, links.end)
    inside = np.bincount(parts.edge_block, minlength=parts.blocks) > 1
    rank = (np.diff(graph.indptr) > 0).astype(np.int64)
    rank[parts.member[inside[parts.member_block]]] = Position.NETWORK.rank
    return Structure(
        projection=projection,
        graph=graph,
        parts=parts,
        position=Positions(projection, rank),
        lines=_lines(projection, parts, rank),
        blocks=_blocks(projection, parts, inside),
    )


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


def _lines(projection: Projection, parts: Blocks, rank: IntArray) -> Components:
    links, size = projection.links, len(projection.ids)
    bridges = np.flatnonzero(parts.bridge)
    count, label = connected_components(
        adjacency(size, links.start[bridges], links.end[bridges]),
        directed=True,
        connection="weak",
    )
    outside = np.zeros(count, dtype=bool)
    outside[label[rank == Position.LINE.rank]] = True
    vertices = np.flatnonzero(outside[label])
    edges = bridges[outside[label[links.start[bridges]]]]
    return _components(
        Position.LINE, projection, (label[vertices], vertices), (label[links.start[edges]], edges)
    )


def _blocks(projection: Projection, parts: Blocks, inside: BoolArray) -> Components:
    kept = inside[parts.member_block]
    edges = np.flatnonzero(inside[parts.edge_block])
    return _components(
        Position.NETWORK,
        projection,
        (parts.member_block[kept], parts.member[kept]),
        (parts.edge_block[edges], edges),
    )


def _components(
    kind: Position,
    projection: Projection,
    vertices: tuple[IntArray, IntArray],
    edges: tuple[IntArray, IntArray],
) -> Components:
    labels, group = np.unique(vertices[0], return_inverse=True)
    members = ones(group, vertices[1], (len(labels), len(projection.ids)))
    order = _order(members)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    edge_group = place[np.searchsorted(labels, edges[0])]
    return Components(
        kind=kind,
        projection=projection,
        members=csr_array(members[order, :]),
        edges=ones(edge_group, edges[1], (len(labels), len(projection.links))),
    )


def _order(members: Matrix) -> IntArray:
    """Largest first, then by the first member, then the second; two share one vertex at most."""
    first = members.indices[members.indptr[:-1]]
    second = members.indices[members.indptr[:-1] + 1]
    order: IntArray = np.lexsort((second, first, -np.diff(members.indptr)))
    return order
