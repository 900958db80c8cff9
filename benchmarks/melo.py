"""Job titles to occupations: MELO (Retyk et al., RecSys in HR 2024), US titles to ESCO in English.

633 titles, 33,809 names of 3,627 occupations. As the published figures count: names are ranked,
and every name of a title's occupation is right, so that the average precision is over names (MAP)
and the reciprocal rank is that of the first right name (MRR). Beside it the same of occupations,
each at the place of its first name; there a title has one answer, and MAP is MRR.

Our rows learn from the occupations with their names (the corpus): the static encoder is trained on
them, without weights from anywhere and without a title. MiniLM was trained by its makers on a
billion English sentence pairs; no title or annotation of MELO is said to be among them.

    python -m benchmarks.melo FOLDER
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

import ontology
from benchmarks.feedback_sets import melo
from benchmarks.figures import Figure, show
from graph.memory import MemoryStore
from graph.records import Entity
from matcher import Matcher
from matcher.encoder.corpus import read_corpus
from matcher.encoder.port import Encoder
from matcher.encoder.training import train
from matcher.encoder.transformer import MINILM, Recipe, load_transformer
from matcher.errors import EmptyQuery
from matcher.evaluation.intervals import mean_interval
from matcher.fusion import ReciprocalFusion
from matcher.tokens import lexical_tokens

Floats = NDArray[np.float64]
PUBLISHED = {"BM25": (0.231, 0.600), "bge-m3": (0.326, 0.623), "E5": (0.474, 0.674)}


@dataclass(frozen=True, slots=True)
class Task:
    """The titles, the names, and which belong together.

    Attributes:
        titles: Shape (q,).
        names: Shape (n,).
        occupation: Number of the occupation of each name; shape (n,).
        right: For each title the names that are right, as numbers.
    """

    titles: Sequence[str]
    names: Sequence[str]
    occupation: NDArray[np.int64]
    right: Sequence[NDArray[np.int64]]


def read(folder: Path) -> Task:
    """Read the four tables."""
    names = _rows(folder / "corpus_elements.tsv")
    concept = dict(_rows(folder / "concept_mapping.tsv"))
    number = {item: place for place, item in enumerate(sorted(set(concept.values())))}
    place = {element: at for at, (element, _) in enumerate(names)}
    right: dict[str, list[int]] = {}
    for title, _, element, _ in _rows(folder / "annotations.tsv"):
        right.setdefault(title, []).append(place[element])
    titles = [row for row in _rows(folder / "queries.tsv") if row[0] in right]
    return Task(
        [title for _, title in titles],
        [name for _, name in names],
        np.array([number[concept[element]] for element, _ in names]),
        [np.array(sorted(right[id_])) for id_, _ in titles],
    )


def by_words(task: Task) -> Floats:
    """BM25 by bm25s over our tokens; shape (q, n)."""
    peer = bm25s.BM25(method="lucene")
    peer.index([lexical_tokens(name) for name in task.names], show_progress=False)
    empty = np.zeros(len(task.names))
    words = [lexical_tokens(title) for title in task.titles]
    return np.array([peer.get_scores(item) if item else empty for item in words])


def by_matcher(task: Task, encoder: Encoder) -> Floats:
    """The product's fused scores, every name a candidate of its own; shape (q, n)."""
    known, store = ontology.load(), MemoryStore()
    store.apply_schema(known.graph_schema())
    supplies = [
        Entity(f"supply:{at:05}", "Supply", {"name_en": name}) for at, name in enumerate(task.names)
    ]
    store.write(lambda writer: writer.upsert_entities(supplies))
    matcher, fusion = Matcher(store, known, encoder), ReciprocalFusion()
    scores = np.zeros((len(task.titles), len(task.names)))
    for row, title in zip(scores, task.titles, strict=True):
        try:
            retrieved = matcher.retrieve_text(title)
        except EmptyQuery:
            continue
        for item in fusion.rank(retrieved, len(retrieved.ids)):
            row[int(retrieved.ids[item.row].removeprefix("supply:"))] = item.score
    return scores


def by_encoder(task: Task, encoder: Encoder) -> Floats:
    """Cosine alone; shape (q, n)."""
    return np.asarray(encoder.encode(task.titles) @ encoder.encode(task.names).T, np.float64)


def measures(task: Task, scores: Floats) -> Mapping[str, Floats]:
    """Of each title the precision over names, and reciprocal ranks; equal scores in file order."""
    found: dict[str, list[float]] = {"MAP": [], "MRR": [], "MRR of occupations": []}
    for row, right in zip(scores, task.right, strict=True):
        order = np.argsort(-row, kind="stable")
        hits = np.flatnonzero(np.isin(order, right)) + 1
        found["MAP"].append(float(np.mean(np.arange(1, len(hits) + 1) / hits)))
        found["MRR"].append(float(1 / hits[0]))
        seen, first = np.unique(task.occupation[order], return_index=True)
        wanted = np.isin(seen, task.occupation[right])
        found["MRR of occupations"].append(float(1 / (1 + np.sum(first < first[wanted].min()))))
    return {name: np.array(values) for name, values in found.items()}


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1])
    task = read(folder)
    corpus = read_corpus(melo(folder).store, ontology.load())
    words = measures(task, by_words(task))
    minilm = load_transformer(Recipe(MINILM))
    rows = {
        "default": measures(task, by_matcher(task, train(corpus))),
        "MiniLM alone": measures(task, by_encoder(task, minilm)),
        "MiniLM in the product": measures(task, by_matcher(task, minilm)),
    }
    for name, found in {"BM25 (bm25s)": words, **rows}.items():
        told = []
        for measure, values in found.items():
            interval = mean_interval(values)
            told.append(f"{measure} {values.mean():.3f} ({interval.low:.3f}-{interval.high:.3f})")
        print(f"{name:25} {'  '.join(told)}")
    print(
        "published MAP/MRR:", ", ".join(f"{k} {a:.3f}/{b:.3f}" for k, (a, b) in PUBLISHED.items())
    )
    show(
        [
            Figure(
                f"{name}: {measure}",
                float(values.mean()),
                float(words[measure].mean()),
                "BM25 by bm25s",
                "mean",
            )
            for name, found in rows.items()
            for measure, values in found.items()
        ]
    )


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]


if __name__ == "__main__":
    main()
