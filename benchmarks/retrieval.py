"""Retrieval at scale: the whole match, vector search beside raw usearch, words beside bm25s.

Candidates are put together from the starter's own clauses, names and links, seeded, and kept in
SQLite with the index in files, as in use. ``--candidates 1000000`` shows a million of them.
Times are the processor's, since others use the machine; the wall's stand in the table's units
where they differ. Usage: ``python -m benchmarks.retrieval [--candidates N] [--queries N]``.
"""

import argparse
import random
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import bm25s
import numpy as np
from numpy.typing import NDArray
from usearch.index import Index as Raw

import ingest
import ontology
from benchmarks.figures import Figure, show
from graph.port import GraphStore, GraphWriter
from graph.query import Query
from graph.records import Entity, Relation
from graph.sqlite import SqliteStore
from matcher import Matcher
from matcher.candidates import SUPPLIES
from matcher.encoder.corpus import read_corpus
from matcher.encoder.port import Encoder
from matcher.encoder.training import train
from matcher.fusion import fuse
from matcher.index import DEPTH, Index
from matcher.retrieval.dense import cosines, nearest
from matcher.retrieval.retrieved import RETRIEVERS
from matcher.tokens import lexical_tokens, readable
from matcher.upkeep import IndexHome, Upkeep
from ontology.model import Ontology
from pearlnet.bootstrap import starter_manifest

SEED = 5
_BATCH = 20_000
_FIRST, _RECALL = 10, 10
_UPDATES = 20
_WORDS_AT_MOST = 300_000
_COMPARED = 10
_CLAUSE = re.compile(r"[^，。；：、,.;:]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What candidates are put together from, by language, and what they are linked to."""

    names: Sequence[tuple[str, str]]
    clauses: dict[str, Sequence[str]]
    links: dict[str, Sequence[str]]
    enterprises: Sequence[str]


def read_vocabulary(store: GraphStore) -> Vocabulary:
    told: dict[str, list[str]] = {"zh": [], "en": []}
    names = []
    for class_name in ("Supply", "Demand", "UseCase", "Industry", "Scenario", "Technology"):
        for entity in _all(store, class_name):
            names.append(tuple(str(entity.properties.get(f"name_{x}", "")) for x in told))
            for language, clauses in told.items():
                text = str(entity.properties.get(f"description_{language}", ""))
                clauses += [item.strip() for item in _CLAUSE.findall(text) if item.strip()]
    targets: dict[str, Sequence[str]] = {
        relation: [entity.id for entity in _all(store, class_name)]
        for relation, class_name in (
            ("addresses", "Scenario"),
            ("provides", "Technology"),
            ("compliesWith", "Standard"),
        )
    }
    enterprises = [entity.id for entity in _all(store, "Enterprise")]
    return Vocabulary([(zh, en) for zh, en in names if zh and en], dict(told), targets, enterprises)


def fill(store: GraphStore, words: Vocabulary, candidates: int) -> None:
    """Add supplies, each with a provider and links."""
    chance = random.Random(SEED)
    for start in range(0, candidates, _BATCH):
        made = [
            _supply(number, words, chance)
            for number in range(start, min(start + _BATCH, candidates))
        ]
        relations = [item for entity in made for item in _links(entity.id, words, chance)]
        store.write(partial(_put, entities=made, relations=relations))


def _put(writer: GraphWriter, entities: Sequence[Entity], relations: Sequence[Relation]) -> None:
    writer.upsert_entities(entities)
    refused = writer.upsert_relations(relations).refused
    assert not refused, refused[0]


def _supply(number: int, words: Vocabulary, chance: random.Random) -> Entity:
    return Entity(f"supply:z{number:07d}", "Supply", _texts(words, chance))


def _texts(words: Vocabulary, chance: random.Random) -> dict[str, str]:
    (zh, en), (other_zh, other_en) = chance.sample(words.names, 2)
    return {
        "name_zh": f"{zh}{other_zh}",
        "name_en": f"{en}, {other_en}",
        "description_zh": "，".join(chance.sample(words.clauses["zh"], 6)),
        "description_en": ", ".join(chance.sample(words.clauses["en"], 4)),
        "status": "open",
    }


def _links(id: str, words: Vocabulary, chance: random.Random) -> Iterator[Relation]:
    yield Relation("offers", chance.choice(words.enterprises), id)
    for relation, most in (("addresses", 2), ("provides", 3), ("compliesWith", 2)):
        for target in chance.sample(words.links[relation], chance.randint(1, most)):
            yield Relation(relation, id, target)


def timed(asked: Sequence[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """Seconds of each whole match: the processor's and the wall's."""
    busy, wall = [], []
    for ask in asked:
        began, clock = time.process_time(), time.perf_counter()
        ask()
        busy.append(time.process_time() - began)
        wall.append(time.perf_counter() - clock)
    return busy, wall


def vector_figures(index: Index, vectors: NDArray[np.float32]) -> list[Figure]:
    """Vector search alone beside raw usearch of the same graph's settings, at the same recall."""
    kept = index.base.segment.vectors
    everything = np.ones(len(kept), dtype=bool)

    def ours(vector: NDArray[np.float32]) -> NDArray[np.int64]:
        rows = nearest(kept, index.base.graph, vector, 4 * _RECALL, everything)
        return rows[np.argsort(-cosines(kept, rows, vector), kind="stable")[:_RECALL]]

    truth = [_exact(kept, vector) for vector in vectors]
    wanted = _recall([ours(vector) for vector in vectors], truth)
    raw = Raw(ndim=kept.shape[1], metric="cos", dtype="f16")
    for start in range(0, len(kept), _BATCH):
        part = np.asarray(kept[start : start + _BATCH])
        raw.add(np.arange(start, start + len(part), dtype=np.uint64), part)
    many = _RECALL

    def peer(vector: NDArray[np.float32]) -> NDArray[np.int64]:
        return raw.search(vector, many, threads=1).keys.astype(np.int64)[:_RECALL]

    while _recall([peer(vector) for vector in vectors], truth) < wanted and many < 10_000:
        many = many * 5 // 4
    reached = _recall([peer(vector) for vector in vectors], truth)
    times: dict[str, list[float]] = {"ours": [], "peer": []}
    for vector in vectors:
        for name, search in (("ours", ours), ("peer", peer)):
            began = time.process_time()
            search(vector)
            times[name].append(time.process_time() - began)
    name = f"raw usearch f16, recall@{_RECALL} {reached:.3f}"
    return [
        Figure(
            f"vector search at recall@{_RECALL} {wanted:.3f}",
            1 / float(np.mean(times["ours"])),
            1 / float(np.mean(times["peer"])),
            name,
            "queries/s",
        )
    ]


def _exact(vectors: NDArray[np.float32], vector: NDArray[np.float32]) -> set[int]:
    scores = np.concatenate(
        [np.asarray(vectors[at : at + _BATCH]) @ vector for at in range(0, len(vectors), _BATCH)]
    )
    return set(np.argsort(-scores, kind="stable")[:_RECALL].tolist())


def _recall(found: Sequence[NDArray[np.int64]], truth: Sequence[set[int]]) -> float:
    return float(
        np.mean(
            [
                len(right & set(rows.tolist())) / len(right)
                for rows, right in zip(found, truth, strict=True)
            ]
        )
    )


def word_figures(index: Index, store: GraphStore, texts: Sequence[str]) -> list[Figure]:
    """Our lists of words beside bm25s, over the first candidates; both give all scores."""
    from matcher.retrieval.bags import word_bags
    from matcher.retrieval.lexical import word_query

    if index.size > _WORDS_AT_MOST:
        return []
    corpus = [
        lexical_tokens(" ".join(str(value) for value in entity.properties.values()))
        for batch in store.scan(Query(type="Supply"))
        for entity in batch
    ]
    began = time.process_time()
    peer = bm25s.BM25(method="lucene")
    peer.index(corpus, show_progress=False)
    built = time.process_time() - began
    print(f"bm25s indexes words alone in {built:.1f} s, its tokens given")
    times: dict[str, list[float]] = {"ours": [], "peer": []}
    for text in texts:
        began = time.process_time()
        bag = word_bags([readable(text)])
        query = word_query(bag, index.base.words.counted(bag.terms), index.size)
        index.base.words.sums(query.terms, query.weights)
        times["ours"].append(time.process_time() - began)
        began = time.process_time()
        peer.get_scores([token for token in lexical_tokens(text) if token in peer.vocab_dict])
        times["peer"].append(time.process_time() - began)
    return [
        Figure(
            "words: scores of all candidates",
            1e3 * _p95(times["ours"]),
            1e3 * _p95(times["peer"]),
            "bm25s",
            "ms, p95",
            more_is_better=False,
        )
    ]


def agreement(index: Index, texts: Sequence[str]) -> list[Figure]:
    """What looking at every candidate would give, and how much of it is found.

    Looking at every one, each retriever's best ``DEPTH`` are fused, as they are here.
    """
    shares: dict[str, list[float]] = {name: [] for name in ("fused", *RETRIEVERS)}
    for text in texts:
        found = index.retrieve(text, {}, first=_FIRST)
        ids, matrix = _looked_at_all(index, text)
        best = {name: _first_hits(matrix[:, place], DEPTH) for place, name in enumerate(RETRIEVERS)}
        for name, rows in best.items():
            ten = {ids[row] for row in rows[:_FIRST].tolist()}
            if ten:
                shares[name].append(len(ten & set(found.ids)) / len(ten))
        rows = np.unique(np.concatenate(list(best.values())))
        wanted = _fused([ids[row] for row in rows.tolist()], matrix[rows])
        shares["fused"].append(len(wanted & _fused(found.ids, found.features)) / len(wanted))
    return [
        Figure(f"first ten found, {name}", float(np.mean(part)), 1, "every candidate seen", "share")
        for name, part in shares.items()
        if part
    ]


def _looked_at_all(index: Index, text: str) -> tuple[list[str], NDArray[np.float32]]:
    ids = list(index.base.segment.ids)
    seen: dict[str, NDArray[np.float32]] = {}
    for start in range(0, len(ids), _BATCH // 2):
        part = index.retrieve(text, {}, first=_FIRST, also=ids[start : start + _BATCH // 2])
        seen |= dict(zip(part.ids, part.features, strict=True))
    every = sorted(seen)
    return every, np.stack([seen[item] for item in every])


def _first_hits(scores: NDArray[np.float32], many: int) -> NDArray[np.int64]:
    best = np.argsort(-scores, kind="stable")[:many]
    return best[scores[best] > 0]


def _fused(ids: Sequence[str], features: NDArray[np.float32]) -> set[str]:
    columns = {name: features[:, place] for place, name in enumerate(RETRIEVERS)}
    return {ids[item.row] for item in fuse(columns, ids, _FIRST)}


def update_seconds(store: GraphStore, upkeep: Upkeep, words: Vocabulary) -> list[float]:
    """From the change in the store to an index that knows it."""
    chance = random.Random(SEED + 1)
    took = []
    for number in range(_UPDATES):
        changed = Entity(f"supply:z{number * 97:07d}", "Supply", _texts(words, chance))
        store.write(partial(_put, entities=[changed], relations=()))
        began = time.process_time()
        upkeep.view()
        took.append(time.process_time() - began)
    return took


def measure(folder: Path, known: Ontology, candidates: int, queries: int) -> list[Figure]:
    with SqliteStore(folder / "graph.db") as store:
        store.apply_schema(known.graph_schema())
        ingest.import_manifest(
            store, known, starter_manifest(), batch_id="bench", time="2026-01-01T00:00:00+00:00"
        )
        encoder = train(read_corpus(store, known))
        words = read_vocabulary(store)
        fill(store, words, candidates)
        print(f"{store.count(Query(type='Supply')):,} supplies in the store, {_memory():,.0f} MB")
        return _figures(folder, known, store, encoder, words, queries)


def _figures(
    folder: Path,
    known: Ontology,
    store: GraphStore,
    encoder: Encoder,
    words: Vocabulary,
    queries: int,
) -> list[Figure]:
    home = IndexHome(folder / "index", "bench")
    upkeep = Upkeep(store, known, encoder, SUPPLIES, home)
    began, clock = time.process_time(), time.perf_counter()
    index = upkeep.view().index
    built, wall = time.process_time() - began, time.perf_counter() - clock
    size = sum(path.stat().st_size for path in (folder / "index").rglob("*") if path.is_file())
    print(
        f"built in {built:,.0f} s of processor time ({wall:,.0f} s), {size / 1e6:,.0f} MB on disk, "
        f"{_memory():,.0f} MB of memory at most so far"
    )
    began = time.perf_counter()
    matcher = Matcher(store, known, encoder, home)
    matcher.match_text("机器视觉质检")
    opened = time.perf_counter() - began
    demands = [
        entity.id for entity in _all(store, "Demand") if entity.properties["status"] != "draft"
    ]
    chance = random.Random(SEED + 2)
    texts = ["，".join(chance.sample(words.clauses["zh"], 4)) for _ in range(queries)]
    texts[1::2] = [", ".join(chance.sample(words.clauses["en"], 3)) for _ in texts[1::2]]
    asked: list[Callable[[], object]] = [
        *(partial(matcher.match_demand, id_) for id_ in demands[:queries]),
        *(partial(matcher.match_text, text) for text in texts),
    ]
    for ask in asked[:10]:
        ask()
    busy, clocked = timed(asked)
    print(
        f"opened and checked in {opened:.1f} s; whole match, {len(asked)} queries: processor "
        f"p50 {1e3 * float(np.median(busy)):.1f} ms, p95 {1e3 * _p95(busy):.1f} ms; wall p50 "
        f"{1e3 * float(np.median(clocked)):.1f} ms, p95 {1e3 * _p95(clocked):.1f} ms; "
        f"{1 / float(np.mean(busy)):.0f} queries/s; memory {_memory():,.0f} MB at most so far"
    )
    vectors = encoder.encode([readable(text) for text in texts])
    figures = [
        *vector_figures(index, vectors[:100]),
        *word_figures(index, store, texts),
        Figure("whole match", 1e3 * _p95(busy), 50, "target", "ms, p95", more_is_better=False),
    ]
    figures += agreement(index, texts[:_COMPARED])
    took = update_seconds(store, upkeep, words)
    figures.append(
        Figure("update of one", 1e3 * _p95(took), 50, "target", "ms, p95", more_is_better=False)
    )
    figures.append(Figure("memory", _memory(), 8_000, "target", "MB", more_is_better=False))
    return figures


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--candidates", type=int, default=200_000)
    options.add_argument("--queries", type=int, default=100)
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    with TemporaryDirectory(dir=given.folder) as folder:
        show(measure(Path(folder), ontology.load(), given.candidates, given.queries))


def _all(store: GraphStore, class_name: str) -> list[Entity]:
    return [entity for batch in store.scan(Query(type=class_name)) for entity in batch]


def _p95(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95))


def _memory() -> float:
    """Most memory that the process has held, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
