"""Bridges, blocks and articulation points are those of networkx, on any graph."""

from collections.abc import Sequence

import networkx as nx  # type: ignore[import-untyped]  # ships no types
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains.structure import blocks as searching
from chains.structure.blocks import Blocks, adjacency, find_blocks

Edge = tuple[int, int]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[Edge]]:
    size = draw(st.integers(1, 14))
    pairs = [(a, b) for a in range(size) for b in range(a + 1, size)]
    density = draw(st.sampled_from([0.5, 0.2, 0.1]))
    chosen = draw(st.randoms(use_true_random=False))
    return size, [pair for pair in pairs if chosen.random() < density]


def parts_of(size: int, edges: Sequence[Edge]) -> Blocks:
    start, end = np.array(sorted(edges), dtype=np.int64).reshape(-1, 2).T
    return find_blocks(adjacency(size, start, end), start, end)


def graph_of(size: int, edges: Sequence[Edge]) -> "nx.Graph[int]":
    graph: nx.Graph[int] = nx.empty_graph(size)
    graph.add_edges_from(edges)
    return graph


def check(size: int, edges: Sequence[Edge]) -> None:
    edges = sorted(edges)
    parts, graph = parts_of(size, edges), graph_of(size, edges)
    assert {edges[at] for at in np.flatnonzero(parts.bridge)} == {
        (min(edge), max(edge)) for edge in nx.bridges(graph)
    }
    assert set(np.flatnonzero(parts.cut).tolist()) == set(nx.articulation_points(graph))
    by_block: dict[int, set[int]] = {}
    for block, vertex in zip(parts.member_block.tolist(), parts.member.tolist(), strict=True):
        by_block.setdefault(block, set()).add(vertex)
    assert sorted(map(sorted, by_block.values())) == sorted(
        map(sorted, nx.biconnected_components(graph))
    )
    of_edges: dict[int, set[Edge]] = {}
    for edge, block in zip(edges, parts.edge_block.tolist(), strict=True):
        of_edges.setdefault(block, set()).add(edge)
    assert sorted(map(sorted, of_edges.values())) == sorted(
        sorted((min(a, b), max(a, b)) for a, b in block)
        for block in nx.biconnected_component_edges(graph)
    )
    groups: dict[int, set[int]] = {}
    for vertex, part in enumerate(parts.component.tolist()):
        groups.setdefault(part, set()).add(vertex)
    assert sorted(map(sorted, groups.values())) == sorted(
        map(sorted, nx.connected_components(graph))
    )
    assert parts.components == len(groups)


@settings(max_examples=1000, deadline=None)
@given(graphs())
def test_all_parts_are_those_of_networkx(drawn: tuple[int, list[Edge]]) -> None:
    check(*drawn)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_the_search_for_graphs_with_hubs_finds_the_same(drawn: tuple[int, list[Edge]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "_AGAIN_AT_MOST", -1)
        check(*drawn)


@settings(max_examples=60, deadline=None)
@given(graphs(), st.integers(0, 13))
def test_components_without_a_vertex_are_those_of_networkx(
    drawn: tuple[int, list[Edge]], vertex: int
) -> None:
    size, edges = drawn
    vertex %= size
    found = parts_of(size, edges).without(vertex)
    graph = graph_of(size, edges)
    graph.remove_node(vertex)
    groups: dict[int, set[int]] = {}
    for other in graph.nodes:
        groups.setdefault(int(found[other]), set()).add(other)
    assert sorted(map(sorted, groups.values())) == sorted(
        map(sorted, nx.connected_components(graph))
    )


def test_a_star_with_a_hundred_thousand_rays_takes_linear_time() -> None:
    rays = 100_000
    parts = parts_of(rays + 1, [(0, ray) for ray in range(1, rays + 1)])
    assert parts.bridge.all()
    assert np.flatnonzero(parts.cut).tolist() == [0]
    assert parts.components == 1
