"""Points, lines, network and R at 100,000 vertices, beside the libraries called bare.

One graph of 100,000 vertices and 200,000 edges, grown so that 1% of the vertices start apart, is
classified (components, bridges, articulation points, blocks, classes, lines and blocks with what
they cross) and attacked. The peers find components, bridges, articulation points and blocks, on a
graph that each has built already. R by recomputation is timed for some of the removals and scaled
up to all. Then a store of 1,000,000 relations is read in a process of its own, beside the bare
driver that fetches the same rows, and one relation is changed. With NEO4J=1 the same is read from
a Neo4j server of its own.
"""

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import igraph
import networkx as nx  # type: ignore[import-untyped]  # ships no types
import numpy as np
import rustworkx as rx
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

import ontology
from benchmarks import cold_reading
from benchmarks.cold_reading import Address
from benchmarks.figures import Figure, show
from chains import ChainAnalysis, Projection, Structure, classify
from chains.projection.building import project_table
from chains.projection.reading import read, scope_of
from chains.projection.table import Table
from chains.resilience import Attack, robustness
from chains.structure.blocks import adjacency
from graph.neo4j import Neo4jStore
from graph.port import GraphStore, GraphWriter
from graph.records import Entity, Relation, RelationKey
from graph.sqlite import SqliteStore
from tests.neo4j_server import LTS, USUAL, Neo4jServer

VERTICES, EDGES = 100_000, 200_000
_APART = 0.01
_RECOMPUTED = 40
_CHANGES = 20
_BATCH = 20_000
_ENTITIES = (
    ("Product", "prod", VERTICES),
    ("UseCase", "case", VERTICES),
    ("Technology", "tech", 20_000),
    ("Enterprise", "ent", 40_000),
    ("Industry", "industry", 97),
    ("Region", "region", 400),
    ("Scenario", "scenario", 20),
)
_PLACES = (
    ("replicates", "case", VERTICES),
    ("deployedBy", "ent", 40_000),
    ("inIndustry", "industry", 97),
    ("locatedIn", "region", 400),
    ("realises", "scenario", 20),
)
Pairs = NDArray[np.int64]


def grown(vertices: int, edges: int) -> Pairs:
    """Pairs of a simple graph: each vertex joins two earlier ones at random, but for 1%."""
    chance = np.random.default_rng(1)
    later = np.repeat(np.arange(1, vertices), 2)
    pairs = np.stack([(chance.random(len(later)) * later).astype(np.int64), later], axis=1)
    apart = chance.random(vertices) < _APART
    pairs = np.unique(pairs[~apart[pairs[:, 1]]], axis=0)
    while len(pairs) < edges:
        more = np.sort(chance.integers(0, vertices, (edges - len(pairs), 2)), axis=1)
        pairs = np.unique(np.concatenate([pairs, more[more[:, 0] < more[:, 1]]]), axis=0)
    chosen = np.sort(chance.permutation(len(pairs))[:edges])
    return pairs[chosen]


def projected(pairs: Pairs) -> Projection:
    """Products with those relations."""
    scope = scope_of(ontology.load(), "Product")
    table = Table(
        ids=tuple(f"prod:{n:06}" for n in range(VERTICES)),
        classes=("Product",),
        class_of=np.zeros(VERTICES, dtype=np.int64),
        example=np.zeros(VERTICES, dtype=bool),
        types=scope.types,
        type=np.full(len(pairs), scope.types.index("upstreamOf")),
        source=pairs[:, 0],
        target=pairs[:, 1],
        sequence=0,
        revision=0,
    )
    return project_table(table, scope)


def whole_pass(projection: Projection) -> Structure:
    """Everything that an answer shows of the structure."""
    structure = classify(projection)
    for components in (structure.lines, structure.blocks):
        components.spans  # noqa: B018  computed when first looked at
    return structure


def structural(projection: Projection) -> list[Figure]:
    links = projection.links
    ours = cpu(lambda: whole_pass(projection), 5)
    ends = list(zip(links.start.tolist(), links.end.tolist(), strict=True))
    rust: rx.PyGraph[int, None] = rx.PyGraph()
    rust.add_nodes_from(range(VERTICES))
    rust.add_edges_from_no_data(ends)
    drawn = igraph.Graph(n=VERTICES, edges=ends)
    plain = nx.empty_graph(VERTICES)
    plain.add_edges_from(ends)
    peers: dict[str, Callable[[], object]] = {
        "rustworkx": lambda: (
            rx.connected_components(rust),
            rx.bridges(rust),
            rx.articulation_points(rust),
            rx.biconnected_components(rust),
        ),
        "igraph": lambda: (
            drawn.connected_components(),
            drawn.bridges(),
            drawn.biconnected_components(return_articulation_points=True),
        ),
        "networkx": lambda: (
            list(nx.connected_components(plain)),
            list(nx.bridges(plain)),
            list(nx.articulation_points(plain)),
            list(nx.biconnected_components(plain)),
        ),
    }
    return [
        Figure(
            "structural pass", ours, cpu(work, 5 if name != "networkx" else 1), name, "s CPU", False
        )
        for name, work in peers.items()
    ]


def attacked(structure: Structure) -> list[Figure]:
    recomputed = cpu(lambda: recompute(structure), 1) * VERTICES / _RECOMPUTED
    how = f"scipy recomputed, {_RECOMPUTED} of {VERTICES} removals scaled up"
    return [
        Figure(
            f"R, {attack.value}",
            cpu(partial(robustness, structure, attack, samples=1), 3),
            recomputed,
            how,
            "s CPU",
            False,
        )
        for attack in (Attack.RANDOM, Attack.DEGREE, Attack.ADAPTIVE_DEGREE)
    ]


def recompute(structure: Structure) -> None:
    """The largest part after some of the removals, each from nothing."""
    links = structure.projection.links
    order = np.argsort(-np.diff(structure.graph.indptr), kind="stable")
    gone = np.zeros(VERTICES, dtype=bool)
    for vertex in order[:_RECOMPUTED].tolist():
        gone[vertex] = True
        kept = ~gone[links.start] & ~gone[links.end]
        graph = adjacency(VERTICES, links.start[kept], links.end[kept])
        np.bincount(connected_components(graph, directed=False)[1]).max()


def cpu(work: Callable[[], object], times: int) -> float:
    """The least CPU time of several runs, s."""
    least = float("inf")
    for _ in range(times):
        started = time.process_time()
        work()
        least = min(least, time.process_time() - started)
    return least


def fill(store: GraphStore, pairs: Pairs) -> None:
    """Products, their relations, and use cases with technologies, a million relations."""
    store.apply_schema(ontology.load().graph_schema())
    chance = np.random.default_rng(2)
    for kind, prefix, count in _ENTITIES:
        for start in range(0, count, _BATCH):
            numbers = range(start, min(start + _BATCH, count))
            rows = [Entity(f"{prefix}:{n:06}", kind) for n in numbers]
            store.write(partial(_put, rows))
    _link(store, "upstreamOf", [(f"prod:{a:06}", f"prod:{b:06}") for a, b in pairs.tolist()])
    _link(store, "usesTechnology", [(f"case:{n:06}", "tech:000000") for n in range(VERTICES)])
    # groups of fifty use cases take from ten technologies, and all share one
    for _ in range(2):
        techs = np.arange(VERTICES) // 50 * 10 + chance.integers(0, 10, VERTICES)
        uses = [(f"case:{n:06}", f"tech:{t:06}") for n, t in enumerate(techs.tolist())]
        _link(store, "usesTechnology", uses)
    for name, prefix, count in _PLACES:
        places = chance.integers(0, count, VERTICES).tolist()
        ends = [(f"case:{n:06}", f"{prefix}:{place:06}") for n, place in enumerate(places)]
        _link(store, name, ends)


def _put(rows: Sequence[Entity], writer: GraphWriter) -> None:
    writer.upsert_entities(rows)


def _link(store: GraphStore, name: str, ends: Sequence[tuple[str, str]]) -> None:
    for start in range(0, len(ends), _BATCH):
        store.write(partial(_put_links, name, ends[start : start + _BATCH]))


def _put_links(name: str, ends: Sequence[tuple[str, str]], writer: GraphWriter) -> None:
    writer.link(name, ends, None)


def opened(kind: str, path: str, address: Address) -> GraphStore:
    return Neo4jStore(*address) if kind == "neo4j" else SqliteStore(Path(path))


def cold_reads(kind: str, path: str, address: Address) -> list[Figure]:
    mine, peer = (
        cold_reading.run(f"ours-{kind}", path, address),
        cold_reading.run(f"bare-{kind}", path, address),
    )
    how = f"the bare driver fetching {int(peer['rows']):,} rows"
    return [
        Figure(
            f"{kind}: cold read of relations", mine["seconds"], peer["seconds"], how, "s", False
        ),
        Figure(f"{kind}: its peak memory", mine["memory"], peer["memory"], how, "MB", False),
    ]


def changed(store: GraphStore, kind: str, relation: RelationKey) -> Figure:
    """From a change of one relation to the trace, beside a trace from nothing."""
    known = ontology.load()
    analysis = ChainAnalysis(store, known)
    started = time.process_time()
    analysis.trace(kind, relation.source)
    cold = time.process_time() - started
    took = []
    for _ in range(_CHANGES):
        for change in (_add, _drop):
            store.write(partial(change, relation))
            started = time.process_time()
            analysis.trace(kind, relation.source)
            took.append(time.process_time() - started)
    return Figure(
        f"one {relation.type} to trace, {len(analysis.structure(kind).projection.ids):,} vertices",
        float(np.median(took)) * 1000,
        cold * 1000,
        "reading and projecting all anew",
        "ms CPU",
        False,
    )


def _add(key: RelationKey, writer: GraphWriter) -> None:
    writer.upsert_relations([Relation(key.type, key.source, key.target)])


def _drop(key: RelationKey, writer: GraphWriter) -> None:
    writer.delete_relations([key])


def table_read(store: GraphStore) -> Figure:
    """What chains read of a store for the projection of use cases, in this process."""
    scope = scope_of(ontology.load(), "UseCase")
    started = time.perf_counter()
    rows = len(read(store, scope).type)
    took = time.perf_counter() - started
    started = time.perf_counter()
    store.edges(scope.types)
    return Figure(
        f"table of {rows:,} relations with classes",
        took,
        time.perf_counter() - started,
        "its relations alone, by the store",
        "s",
        False,
    )


def on_store(kind: str, path: str, address: Address, pairs: Pairs) -> list[Figure]:
    with opened(kind, path, address) as store:
        fill(store, pairs)
    figures = cold_reads(kind, path, address)
    with opened(kind, path, address) as store:
        figures.append(table_read(store))
        explicit = RelationKey("upstreamOf", "prod:000005", "prod:077777")
        shared = RelationKey("usesTechnology", "case:000005", "tech:000777")
        figures += [changed(store, "Product", explicit), changed(store, "UseCase", shared)]
    return [_named(figure, kind) for figure in figures]


def _named(figure: Figure, kind: str) -> Figure:
    name = figure.name if figure.name.startswith(kind) else f"{kind}: {figure.name}"
    return Figure(
        name, figure.ours, figure.peer, figure.peer_name, figure.unit, figure.more_is_better
    )


def main() -> None:
    pairs = grown(VERTICES, EDGES)
    projection = projected(pairs)
    figures = [*structural(projection), *attacked(classify(projection))]
    with tempfile.TemporaryDirectory() as folder:
        figures += on_store("sqlite", str(Path(folder) / "graph.db"), ("", "", ""), pairs)
    if os.environ.get("NEO4J"):
        server = Neo4jServer(LTS, USUAL)
        server.start()
        try:
            address = (server.address.uri, server.address.user, server.address.password)
            figures += on_store("neo4j", "", address, pairs)
        finally:
            server.close()
    show(figures)


if __name__ == "__main__":
    main()
