"""Recall on the starter's judged pairs by language pair, beside BM25 alone in the same run."""

import csv
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import ingest
import ontology
from benchmarks.figures import Figure, show
from graph.memory import MemoryStore
from graph.query import Query
from graph.records import Entity
from matcher.encoder.corpus import read_corpus, texts_of
from matcher.encoder.port import Encoder
from matcher.encoder.training import train
from matcher.evaluation import Retrieval, evaluate
from matcher.fusion import fuse
from matcher.retrieval import CharacterRetriever, DenseRetriever, LexicalRetriever
from pearlnet.bootstrap import starter_manifest

PAIRS = (("zh", "zh"), ("zh", "en"), ("en", "zh"), ("en", "en"))


def starter() -> tuple[MemoryStore, Encoder]:
    """The starter data in memory, and the default encoder trained on them."""
    known = ontology.load()
    store = MemoryStore()
    store.apply_schema(known.graph_schema())
    with tempfile.TemporaryDirectory() as folder:
        summary = ingest.import_manifest(
            store,
            known,
            starter_manifest(),
            batch_id="bench",
            time="2026-01-01T00:00:00+00:00",
            rejects=Path(folder) / "rejects.csv",
        )
    assert summary.rejected == summary.rejected_relations == 0, summary.first_rejects[:3]
    return store, train(read_corpus(store, known))


def gold() -> Mapping[str, set[str]]:
    """For each demand the supplies that answer it."""
    answers: dict[str, set[str]] = defaultdict(set)
    path = starter_manifest().parent / "gold" / "demand_supply.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answers[row["demand"]].add(row["supply"])
    return answers


def ranked(
    kinds: Sequence[str],
    encoder: Encoder,
    queries: Mapping[str, str],
    ids: Sequence[str],
    texts: Sequence[str],
) -> Mapping[str, Sequence[str]]:
    """Rankings by the fusion of those retrievers, over texts alone."""
    retrievers: Mapping[str, LexicalRetriever | CharacterRetriever | DenseRetriever] = {
        "bm25": LexicalRetriever(texts),
        "characters": CharacterRetriever(texts),
        "dense": DenseRetriever(encoder, texts),
    }
    return {
        query: [
            ids[item.row]
            for item in fuse(
                {kind: retrievers[kind].scores(text) for kind in kinds}, ids, first=len(ids)
            )
        ]
        for query, text in queries.items()
    }


def measure(
    store: MemoryStore, encoder: Encoder
) -> Mapping[tuple[str, str], tuple[Retrieval, Retrieval, Retrieval]]:
    """For each language pair: all text retrievers, the encoder alone, BM25 alone."""
    answers = gold()
    supplies = _all(store, "Supply")
    demands = [entity for entity in _all(store, "Demand") if entity.id in answers]
    ids = [entity.id for entity in supplies]
    found = {}
    for asked, told in PAIRS:
        queries = {entity.id: texts_of(entity)[asked] for entity in demands}
        texts = [texts_of(entity)[told] for entity in supplies]
        found[asked, told] = (
            evaluate(
                ranked(("bm25", "characters", "dense"), encoder, queries, ids, texts), answers
            ),
            evaluate(ranked(("dense",), encoder, queries, ids, texts), answers),
            evaluate(ranked(("bm25",), encoder, queries, ids, texts), answers),
        )
    return found


def _all(store: MemoryStore, class_name: str) -> Sequence[Entity]:
    return [entity for batch in store.scan(Query(type=class_name)) for entity in batch]


def main() -> None:
    store, encoder = starter()
    figures = []
    for (asked, told), (fused, dense, words) in measure(store, encoder).items():
        for name, of in (
            ("R@1", "recall_at_1"),
            ("R@10", "recall_at_10"),
            ("MRR", "reciprocal_rank"),
        ):
            peer = getattr(words, of)
            for how, mine in (("fused", fused), ("encoder", dense)):
                figures.append(
                    Figure(
                        f"{asked}-{told} {name} {how}", getattr(mine, of), peer, "BM25 alone", ""
                    )
                )
        print(f"{asked}-{told}: {fused.queries} demands")
    show(figures)


if __name__ == "__main__":
    main()
