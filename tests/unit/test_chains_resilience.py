"""Resilience equals naive recomputation, and the worked example of docs/chains.md."""

from collections.abc import Mapping, Sequence
from random import Random

import networkx as nx  # type: ignore[import-untyped]  # ships no types
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains import Position, Structure, classify, project
from chains.resilience import (
    Attack,
    Loss,
    LossKind,
    Sources,
    UnknownLoss,
    largest_parts,
    lose,
    read_sources,
    removal_order,
    resilience,
    robustness,
)
from chains.resilience.removal import index_of
from chains.resilience.weak import cut_off, fragility
from graph.memory import MemoryStore
from graph.port import GraphWriter
from graph.records import Entity, Relation
from ontology import Ontology
from tests.unit.test_chains_blocks import Edge, graph_of, graphs, parts_of
from tests.unit.test_chains_worked_example import filled_store

NO_SOURCES = Sources({}, {}, {})


def structure_of(ontology: Ontology, size: int, edges: Sequence[Edge]) -> Structure:
    """Use cases that copy each other."""
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    ids = [f"case:{n:02}" for n in range(size)]

    def fill(writer: GraphWriter) -> None:
        writer.upsert_entities([Entity(item, "UseCase", {"name_zh": item}) for item in ids])
        writer.upsert_relations([Relation("replicates", ids[b], ids[a]) for a, b in edges])

    store.write(fill)
    return classify(project(store, ontology))


def worked(ontology: Ontology) -> Structure:
    return classify(project(filled_store(ontology), ontology))


def naive_largest(size: int, edges: Sequence[Edge], order: Sequence[int]) -> list[int]:
    graph = graph_of(size, edges)
    found = [max(map(len, nx.connected_components(graph)), default=0)]
    for vertex in order:
        graph.remove_node(vertex)
        found.append(max(map(len, nx.connected_components(graph)), default=0))
    return found


class TestRemoval:
    @settings(max_examples=200, deadline=None)
    @given(graphs(), st.randoms(use_true_random=False))
    def test_parts_are_those_of_naive_recomputation(
        self, drawn: tuple[int, list[Edge]], chance: Random
    ) -> None:
        size, edges = drawn
        order = list(range(size))
        chance.shuffle(order)
        start, end = np.array(sorted(edges), dtype=np.int64).reshape(-1, 2).T
        found = largest_parts(size, start, end, np.array(order))
        assert found.tolist() == naive_largest(size, edges, order)
        assert index_of(found) == pytest.approx(sum(found.tolist()[1:]) / size**2)
        assert index_of(found) <= (size - 1) / (2 * size) + 1e-12

    @settings(max_examples=40, deadline=None)
    @given(graphs())
    def test_orders_are_those_of_networkx(
        self, ontology: Ontology, drawn: tuple[int, list[Edge]]
    ) -> None:
        size, edges = drawn
        structure, graph = structure_of(ontology, size, edges), graph_of(size, edges)
        static = sorted(graph, key=lambda vertex: (-graph.degree[vertex], vertex))
        assert removal_order(structure, Attack.DEGREE).tolist() == static
        between = nx.betweenness_centrality(graph, normalized=False)
        assert removal_order(structure, Attack.BETWEENNESS).tolist() == sorted(
            graph, key=lambda vertex: (-round(between[vertex], 6), vertex)
        )
        adaptive = []
        while graph:
            adaptive.append(min(graph, key=lambda vertex: (-graph.degree[vertex], vertex)))
            graph.remove_node(adaptive[-1])
        assert removal_order(structure, Attack.ADAPTIVE_DEGREE).tolist() == adaptive

    def test_a_complete_graph_is_as_robust_as_can_be(self, ontology: Ontology) -> None:
        size = 6
        edges = [(a, b) for a in range(size) for b in range(a + 1, size)]
        structure = structure_of(ontology, size, edges)
        for attack in Attack:
            assert robustness(structure, attack).r == pytest.approx((size - 1) / (2 * size))

    def test_random_removal_is_the_same_on_every_run(self, ontology: Ontology) -> None:
        structure = worked(ontology)
        curve = robustness(structure, Attack.RANDOM, samples=7)
        assert curve == robustness(structure, Attack.RANDOM, samples=7)
        assert curve.low <= curve.r <= curve.high

    def test_it_tells_how_far_it_is_and_can_be_stopped(self, ontology: Ontology) -> None:
        structure, told = worked(ontology), []

        def watch(done: float) -> None:
            told.append(done)
            if done > 0.5:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            resilience(structure, NO_SOURCES, watch=watch)
        assert told == sorted(told)


class TestWeakPoints:
    @settings(max_examples=200, deadline=None)
    @given(graphs())
    def test_what_a_loss_cuts_off_is_what_networkx_finds(
        self, drawn: tuple[int, list[Edge]]
    ) -> None:
        size, edges = drawn
        lost, pieces = cut_off(parts_of(size, edges))
        for vertex in range(size):
            graph = graph_of(size, edges)
            inside = nx.node_connected_component(graph, vertex) - {vertex}
            sizes = [len(piece) for piece in nx.connected_components(graph.subgraph(inside))]
            assert lost[vertex] == len(inside) - max(sizes, default=0)
            assert pieces[vertex] == len(sizes)


class TestWorkedExample:
    """Of docs/chains.md: {a, b, c, d} is a block, d-e and e-f are bridges, g is alone."""

    def test_r_under_removal_by_degree(self, ontology: Ontology) -> None:
        # b, c, d, a, e, f, g go; the largest part has 5, 3, 2, 2, 1, 1, 0 of 7
        assert robustness(worked(ontology), Attack.DEGREE).r == pytest.approx(14 / 49)

    def test_weak_points_and_bridges(self, ontology: Ontology) -> None:
        found = resilience(worked(ontology), NO_SOURCES)
        assert [(item.vertex, item.cut_off, item.pieces) for item in found.points] == [
            ("case:d", 2, 2),
            ("case:e", 1, 2),
        ]
        assert [(item.link.a, item.link.b, item.cut_off) for item in found.bridges] == [
            ("case:d", "case:e", 2),
            ("case:e", "case:f", 1),
        ]
        assert found.fragility == pytest.approx(3 / 7)

    def test_the_link_that_would_save_most(self, ontology: Ontology) -> None:
        best, second = resilience(worked(ontology), NO_SOURCES).reinforcements
        assert (best.a, best.b, best.around, best.saved) == ("case:b", "case:e", "case:d", 2)
        assert best.fragility == pytest.approx(2 / 7)
        assert (second.a, second.b, second.around, second.saved) == (
            "case:d",
            "case:f",
            "case:e",
            1,
        )
        assert second.fragility == pytest.approx(1 / 7)

    def test_losing_an_enterprise_takes_its_use_cases(self, ontology: Ontology) -> None:
        found = _lose(ontology, "ent:1")
        assert found.kind is LossKind.ORGANIZATION
        assert list(found.gone) == ["case:a", "case:b"]
        assert [(item.vertex, item.before, item.after) for item in found.fallen] == [
            ("case:c", Position.NETWORK, Position.LINE),
            ("case:d", Position.NETWORK, Position.LINE),
        ]
        assert len(found.broken) == 4
        assert (found.largest_before, found.largest_after) == (6 / 7, 4 / 7)

    def test_losing_a_technology_breaks_what_rests_on_it_alone(self, ontology: Ontology) -> None:
        found = _lose(ontology, "tech:2")
        assert found.kind is LossKind.ASSET
        # b-c share technology 1 too, and stay linked
        assert [(link.a, link.b) for link in found.broken] == [
            ("case:b", "case:d"),
            ("case:c", "case:d"),
        ]
        assert list(found.parted) == ["case:d", "case:e", "case:f"]
        assert [item.vertex for item in found.fallen] == ["case:d"]

    def test_losing_one_vertex(self, ontology: Ontology) -> None:
        found = _lose(ontology, "case:e")
        assert found.kind is LossKind.VERTEX
        assert [(item.vertex, item.after) for item in found.fallen] == [("case:f", Position.POINT)]
        assert list(found.parted) == ["case:f"]

    def test_an_unknown_id_is_named_with_the_nearest(self, ontology: Ontology) -> None:
        with pytest.raises(UnknownLoss, match="did you mean 'tech:2'"):
            _lose(ontology, "teck:2")


def _lose(ontology: Ontology, id: str) -> Loss:
    store = filled_store(ontology)
    return lose(store, ontology, worked(ontology), NO_SOURCES, id)


class TestRegionsAndStages:
    """A stage with one supplier in one city of a province, another with two."""

    STORE: Mapping[str, Sequence[tuple[str, str]]] = {
        "partOf": [("stage:1", "chain:x"), ("stage:2", "chain:x")],
        "serves": [("ent:1", "stage:1"), ("prod:1", "stage:2"), ("ent:2", "stage:2")],
        "produces": [("ent:1", "prod:1")],
        "locatedIn": [("ent:1", "region:city"), ("case:1", "region:city")],
        "withinRegion": [("region:city", "region:province"), ("region:province", "region:city")],
        "deployedBy": [("case:1", "ent:1"), ("case:2", "ent:1"), ("case:2", "ent:2")],
    }

    @pytest.fixture
    def store(self, ontology: Ontology) -> MemoryStore:
        classes = {
            "case": "UseCase",
            "chain": "Chain",
            "ent": "Enterprise",
            "prod": "Product",
            "region": "Region",
            "stage": "Stage",
        }
        ids = sorted({end for pairs in self.STORE.values() for pair in pairs for end in pair})
        store = MemoryStore()
        store.apply_schema(ontology.graph_schema())

        def fill(writer: GraphWriter) -> None:
            writer.upsert_entities(
                [Entity(item, classes[item.partition(":")[0]], {"name_zh": item}) for item in ids]
            )
            for name, pairs in self.STORE.items():
                writer.upsert_relations([Relation(name, one, other) for one, other in pairs])

        store.write(fill)
        return store

    def test_a_stage_of_one_supplier_is_named(self, store: MemoryStore, ontology: Ontology) -> None:
        (single,) = read_sources(store, ontology).single()
        assert (single.stage, single.chains, single.supplier) == ("stage:1", ("chain:x",), "ent:1")

    def test_losing_a_region_takes_all_within_it(
        self, store: MemoryStore, ontology: Ontology
    ) -> None:
        structure = classify(project(store, ontology))
        sources = read_sources(store, ontology)
        found = lose(store, ontology, structure, sources, "region:province")
        assert found.kind is LossKind.REGION
        assert found.organizations == ("ent:1",)
        # case 2 is deployed by another enterprise as well, and stays
        assert list(found.gone) == ["case:1"]
        assert [(item.stage, item.lost, item.left) for item in found.stages] == [
            ("stage:1", ("ent:1",), ()),
            ("stage:2", ("ent:1",), ("ent:2",)),
        ]


def test_fragility_of_a_line_of_four() -> None:
    # the loss of an inner vertex cuts off one
    assert fragility(parts_of(4, [(0, 1), (1, 2), (2, 3)])) == pytest.approx(2 / 4)
