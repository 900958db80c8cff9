"""Recall on the starter's judged pairs by language pair, beside BM25 alone in the same run.

A demand's name and description in one language are pasted as a text; supplies are known in one
language only, to the index and to the encoder's training alike, so that nothing is translated
beforehand. Then the demands as recorded, in both languages and with their links.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ingest
import ontology
from benchmarks.figures import Figure, show
from graph.memory import MemoryStore
from graph.port import GraphWriter
from graph.query import Query
from graph.records import Entity
from matcher import Matcher
from matcher.candidates import SUPPLIES, shared_of, words_of
from matcher.encoder.corpus import read_corpus, texts_of
from matcher.encoder.training import train
from matcher.evaluation import Retrieval, evaluate
from matcher.evidence import reach_of_text
from matcher.fusion import fuse
from matcher.index import Index
from matcher.linking import lexicon_of
from matcher.upkeep import Upkeep
from ontology.model import LANGUAGES, Ontology
from pearlnet.bootstrap import starter_manifest

WAYS: Mapping[str, tuple[str, ...]] = {
    "match": ("bm25", "characters", "dense", "graph"),
    "encoder": ("dense",),
    "BM25 alone": ("bm25",),
}
MEASURES = {"R@1": "recall_at_1", "R@10": "recall_at_10", "MRR": "reciprocal_rank"}
Answers = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """What was asked, and how well each way answered it."""

    name: str
    found: Mapping[str, Retrieval]


def starter(known: Ontology) -> MemoryStore:
    """The starter data in memory."""
    store = MemoryStore()
    store.apply_schema(known.graph_schema())
    summary = ingest.import_manifest(
        store, known, starter_manifest(), batch_id="bench", time="2026-01-01T00:00:00+00:00"
    )
    assert summary.rejected == summary.rejected_relations == 0, summary.first_rejects[:3]
    return store


def gold() -> Answers:
    """For each demand the supplies that answer it, in full or in part."""
    answers: dict[str, set[str]] = defaultdict(set)
    path = starter_manifest().parent / "gold" / "demand_supply.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answers[row["demand"]].add(row["supply"])
    return answers


def pasted(known: Ontology, told: str, answers: Answers) -> Sequence[Row]:
    """Demands as texts in each language, against supplies told in one."""
    store = starter(known)
    demands = store.get(sorted(answers))
    store.write(lambda writer: _forget(writer, store, told))
    encoder = train(read_corpus(store, known))
    view = Upkeep(store, known, encoder, SUPPLIES, languages=(told,)).view()
    lexicon = lexicon_of(view.hierarchy)
    rows = []
    for asked in LANGUAGES:
        texts = {demand: texts_of(entity)[asked] for demand, entity in sorted(demands.items())}
        reached = {
            demand: reach_of_text(store, known, text, lexicon.find(text)).strengths
            for demand, text in texts.items()
        }
        rows.append(Row(f"{asked}-{told}", _measured(view.index, texts, reached, answers)))
    return rows


def recorded(known: Ontology, answers: Answers) -> Row:
    """Demands as they are recorded, against supplies in both languages."""
    store = starter(known)
    encoder = train(read_corpus(store, known))
    matcher = Matcher(store, known, encoder)
    index = Upkeep(store, known, encoder, SUPPLIES).view().index
    demands = store.get(sorted(answers))
    shared = shared_of(store, known, sorted(demands))
    texts = {
        demand: " ".join(words_of(entity, shared[demand]).values())
        for demand, entity in sorted(demands.items())
    }
    found = dict(_measured(index, texts, {demand: {} for demand in texts}, answers))
    every = index.size
    found["match"] = evaluate(
        {
            demand: [match.entity.id for match in matcher.match_demand(demand, every).matches]
            for demand in texts
        },
        answers,
    )
    return Row("recorded", found)


def main() -> None:
    known, answers = ontology.load(), gold()
    rows = sorted(
        (row for told in LANGUAGES for row in pasted(known, told, answers)),
        key=lambda row: row.name,
        reverse=True,
    )
    rows.append(recorded(known, answers))
    print(f"{rows[0].found['match'].queries} demands with an answer")
    show([figure for row in rows for figure in _figures(row)])


def _measured(
    index: Index,
    texts: Mapping[str, str],
    reached: Mapping[str, Mapping[str, float]],
    answers: Answers,
) -> Mapping[str, Retrieval]:
    rankings: dict[str, dict[str, list[str]]] = {way: {} for way in WAYS}
    for demand, text in texts.items():
        found = index.retrieve(text, reached[demand], first=index.size)
        for way, kinds in WAYS.items():
            scores = {kind: found.column(kind) for kind in kinds}
            fused = fuse(scores, found.ids, first=len(found.ids))
            rankings[way][demand] = [found.ids[item.row] for item in fused]
    return {way: evaluate(ranking, answers) for way, ranking in rankings.items()}


def _figures(row: Row) -> list[Figure]:
    return [
        Figure(
            f"{row.name} {measure} {way}",
            getattr(row.found[way], field),
            getattr(row.found["BM25 alone"], field),
            "BM25 alone",
            "share" if measure != "MRR" else "mean",
        )
        for way in ("match", "encoder")
        for measure, field in MEASURES.items()
    ]


def _forget(writer: GraphWriter, store: MemoryStore, told: str) -> None:
    """Take the other language from every supply."""
    supplies = [entity for batch in store.scan(Query(type="Supply")) for entity in batch]
    writer.upsert_entities(
        [
            Entity(
                entity.id,
                entity.type,
                {
                    key: None
                    for key in entity.properties
                    if key.endswith(tuple(f"_{other}" for other in LANGUAGES if other != told))
                },
            )
            for entity in supplies
        ]
    )


if __name__ == "__main__":
    main()
