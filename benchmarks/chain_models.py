"""Completeness, leaders and actions of a product chain as long as a whole industry's.

100,000 entities and 173,000 rows as registers really are: duplicates, self-loops, ends that do not
exist, and circles in ``upstreamOf``. The peer is networkx: the chain around the
product, suppliers, links and articulation points for completeness, its graphs built from rows in
memory while ours reads SQLite; PageRank for each draw of the leaders, one draw measured and scaled
up. Actions have no peer and are shown beside the completeness that they begin with.
"""

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import networkx as nx  # type: ignore[import-untyped]  # ships no types

import ontology
from benchmarks.figures import Figure, show
from chains.chain_models import ChainModels
from chains.leaders.scoring import DRAWS
from graph.port import GraphStore, GraphWriter
from graph.query import UpsertResult
from graph.records import Entity, Relation, RelationKey
from graph.sqlite import SqliteStore

PRODUCTS, ENTERPRISES, REGIONS, TECHNOLOGIES = 60_000, 38_000, 400, 1_600
HUB = "prod:0"
_BATCH = 20_000
_TODAY = "2026-06-30"
T = TypeVar("T")


def relations() -> list[RelationKey]:
    """173,000 rows, among them 4,000 that are amiss."""
    chance = random.Random(7)
    up = "upstreamOf"
    rows = [RelationKey(up, HUB, f"prod:{n}") for n in range(1, 2_000)]
    rows += [
        RelationKey(up, f"prod:{chance.randrange(max(1, n - 5_000), n)}", f"prod:{n}")
        for n in range(2_000, PRODUCTS)
        for _ in range(1 if chance.random() < 0.4 else 2)
    ]
    rows = rows[:91_000]
    rows += [RelationKey(up, f"prod:{n}", f"prod:{n}") for n in range(1_000)]
    rows += [RelationKey(up, row.target, row.source) for row in rows[:1_000]]
    rows += [RelationKey(up, f"prod:{n}", f"prod:gone{n}") for n in range(1_000)]
    rows += rows[2_000:3_000]
    makers: dict[str, list[str]] = {}
    for _ in range(46_000):
        who, what = f"ent:{chance.randrange(ENTERPRISES)}", f"prod:{chance.randrange(PRODUCTS)}"
        makers.setdefault(what, []).append(who)
        rows.append(RelationKey("produces", who, what))
    made = [row for row in rows if row.source in makers and row.target in makers]
    for _ in range(20_000):
        link = made[chance.randrange(len(made))]
        one, other = chance.choice(makers[link.source]), chance.choice(makers[link.target])
        rows.append(RelationKey("suppliesTo", one, other))
    for kind, size, prefix in (("masters", TECHNOLOGIES, "tech"), ("locatedIn", REGIONS, "region")):
        rows += [
            RelationKey(
                kind, f"ent:{chance.randrange(ENTERPRISES)}", f"{prefix}:{chance.randrange(size)}"
            )
            for _ in range(6_000)
        ]
    return rows


def filled(store: GraphStore, rows: Sequence[RelationKey]) -> int:
    """Fill the store; how many relations it refused."""
    sizes = {
        "prod": ("Product", PRODUCTS),
        "ent": ("Enterprise", ENTERPRISES),
        "region": ("Region", REGIONS),
        "tech": ("Technology", TECHNOLOGIES),
    }
    entities = [
        Entity(f"{prefix}:{n}", kind, {"name_zh": f"{kind}{n}"})
        for prefix, (kind, size) in sizes.items()
        for n in range(size)
    ]
    refused = 0
    for start in range(0, len(entities), _BATCH):
        batch = entities[start : start + _BATCH]
        store.write(partial(_put_entities, batch))
    for start in range(0, len(rows), _BATCH):
        links = [
            Relation(key.type, key.source, key.target)
            for key in dict.fromkeys(rows[start : start + _BATCH])
        ]
        found = store.write(partial(_put_relations, links))
        refused += len(found.refused)
    return refused


def _put_entities(batch: Sequence[Entity], writer: GraphWriter) -> UpsertResult:
    return writer.upsert_entities(batch)


def _put_relations(batch: Sequence[Relation], writer: GraphWriter) -> UpsertResult:
    return writer.upsert_relations(batch)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The answer, and seconds of processor time."""
    start = time.process_time()
    answer = work()
    return answer, time.process_time() - start


class Peer:
    """The same graph in networkx."""

    def __init__(self, rows: Sequence[RelationKey]) -> None:
        self.up = nx.DiGraph()
        self.business = nx.Graph()
        self.makers: dict[str, set[str]] = {}
        for row in rows:
            if row.type == "upstreamOf" and "gone" not in row.target and row.source != row.target:
                self.up.add_edge(row.source, row.target)
            elif row.type == "suppliesTo" and row.source != row.target:
                self.business.add_edge(row.source, row.target)
            elif row.type == "produces":
                self.makers.setdefault(row.target, set()).add(row.source)

    def completeness(self) -> tuple[int, int, int]:
        """Stages, stages without a supplier, and linked pairs."""
        stages = {HUB, *nx.ancestors(self.up, HUB), *nx.descendants(self.up, HUB)}
        chain = self.up.subgraph(stages)
        nx.condensation(chain)
        linked = 0
        for one, other in chain.edges:
            here, there = self.makers.get(one, set()), self.makers.get(other, set())
            linked += bool(here & there) or any(
                who in self.business and not there.isdisjoint(self.business[who]) for who in here
            )
        members = set().union(*(self.makers.get(stage, set()) for stage in stages))
        list(nx.articulation_points(self.business.subgraph(members)))
        return len(stages), sum(not self.makers.get(stage) for stage in stages), linked

    def draw(self) -> object:
        """One draw of the leaders: PageRank of the members."""
        members = set().union(*self.makers.values())
        return nx.pagerank(self.business.subgraph(members))


def main() -> None:
    """Measure and print."""
    known = ontology.load()
    rows = relations()
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "graph.db")
        store.apply_schema(known.graph_schema())
        refused = filled(store, rows)
        print(f"{len(rows):,} rows, {refused:,} refused for an end that does not exist")
        models = ChainModels(store, known)
        found, complete = timed(lambda: models.completeness(HUB))
        peer, building = timed(lambda: Peer(rows))
        (stages, breaks, linked), naive = timed(peer.completeness)
        ours = (
            len(found.stages),
            sum(not item.suppliers for item in found.stages),
            sum(bool(pair.ties) for pair in found.pairs),
        )
        if ours != (stages, breaks, linked):
            message = f"answers differ: {ours} and {(stages, breaks, linked)}"
            raise SystemExit(message)
        print(f"{stages:,} stages, {breaks:,} without a supplier, {linked:,} linked pairs")
        _, leading = timed(lambda: models.leaders(HUB, today=_TODAY))
        _, drawing = timed(peer.draw)
        _, acting = timed(lambda: models.actions(HUB, budget=5.0))
        show(
            [
                _slower("completeness, read from SQLite", complete, naive + building, "networkx"),
                _slower("leaders", leading, drawing * DRAWS, "networkx PageRank, scaled up"),
                _slower("actions", acting, naive + building, "networkx, completeness alone"),
            ]
        )


def _slower(name: str, ours: float, peer: float, peer_name: str) -> Figure:
    return Figure(name, ours, peer, peer_name, "s CPU", more_is_better=False)


if __name__ == "__main__":
    main()
