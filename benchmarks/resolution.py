"""Quality and speed of entity resolution beside rapidfuzz's token_sort_ratio, in one run.

Quality is that on the held-out side of the labelled set, of which no family is in the training
side: pairs found of all that are one, those that blocking never proposed included. The peer
compares all with all, at the threshold that is best on the training side. Time is CPU time.

``python -m benchmarks.resolution [RECORDS]``
"""

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils

import ontology
from benchmarks.figures import Figure, show
from benchmarks.labelled import World, examples_of, store_of, world
from benchmarks.labelled.examples import CLASS, HELD_OUT, TRAIN
from graph.port import GraphReader
from graph.records import Entity
from ingest.resolution.find import find_duplicates
from ingest.resolution.judging.model import shipped_model
from ingest.resolution.judging.verdicts import Verdict, judge
from ontology import Ontology

SIZE = 6_000
PEER_SIZES = (5_000, 10_000)
BINS = 10
PEER = "rapidfuzz token_sort_ratio"
Pairs = set[tuple[str, str]]


def truth_of(made: World) -> Pairs:
    """All pairs that are one organization."""
    groups: dict[int, list[str]] = {}
    for id_, number in made.truth.items():
        groups.setdefault(number, []).append(id_)
    return {pair for ids in groups.values() for pair in combinations(sorted(ids), 2)}


def scored(found: Pairs, true: Pairs) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    hits = len(found & true)
    precision, recall = hits / max(len(found), 1), hits / len(true)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def calibration_error(likely: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Expected calibration error, of bins of equal width, weighted by their pairs."""
    bins = np.minimum((likely * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(same[bins == item].mean() - likely[bins == item].mean()) * (bins == item).mean()
            for item in np.unique(bins)
        )
    )


def peer_scores(made: World, least: int) -> Mapping[tuple[str, str], float]:
    """The better of the ratios of Chinese and of English names, for all pairs that reach one."""
    found: dict[tuple[str, str], float] = {}
    for language in ("name_zh", "name_en"):
        named = [item for item in made.entities if _named(item, language)]
        texts = [utils.default_process(str(item.properties[language])) for item in named]
        for start in range(0, len(texts), 500):
            ratios = process.cdist(
                texts[start : start + 500], texts, scorer=fuzz.token_sort_ratio, score_cutoff=least
            )
            for row, column in np.argwhere(ratios > 0).tolist():
                if start + row < column:
                    pair = (named[start + row].id, named[column].id)
                    found[pair] = max(found.get(pair, 0.0), float(ratios[row, column]))
    return found


def _named(item: Entity, language: str) -> bool:
    return item.type == CLASS and language in item.properties


def best_threshold(scores: Mapping[tuple[str, str], float], true: Pairs) -> float:
    """The threshold of the highest F1."""
    order = sorted(scores.items(), key=lambda item: -item[1])
    hits, best, threshold = 0, 0.0, 100.0
    for count, (pair, score) in enumerate(order, 1):
        hits += pair in true
        f1 = 2 * hits / (count + len(true))
        if f1 > best:
            best, threshold = f1, score
    return threshold


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of the work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def quality(known: Ontology) -> list[Figure]:
    """Precision, recall and F1 beside the peer, and how well probabilities hold."""
    model, train, held = shipped_model(), world(TRAIN, SIZE), world(HELD_OUT, SIZE)
    examples, true = examples_of(held, known), truth_of(held)
    judged = [judge(item, model, organizations=True) for item in examples.pairs]
    by_rule = {(item.first, item.second): item for item in judged}
    merged = {pair for pair, item in by_rule.items() if item.verdict is Verdict.MERGE}
    even = {pair for pair, item in by_rule.items() if item.probability >= 0.5}
    seen = {pair for pair, item in by_rule.items() if item.verdict is not Verdict.APART}
    threshold = best_threshold(peer_scores(train, 60), truth_of(train))
    scores = peer_scores(held, 60)
    peer = scored({pair for pair, score in scores.items() if score >= threshold}, true)
    peer_name = f"{PEER} >= {threshold:.1f}"
    _say_kinds(held, even, true)
    ours = scored(even, true)
    figures = [
        Figure(f"{name}, p >= .5", one, other, peer_name, "share")
        for name, one, other in zip(("precision", "recall", "F1"), ours, peer, strict=True)
    ]
    precision, recall, _ = scored(merged, true)
    figures += [
        Figure("precision of merge", precision, peer[0], peer_name, "share"),
        Figure("recall of merge", recall, peer[1], peer_name, "share"),
        Figure("recall of merge and review", scored(seen, true)[1], peer[1], peer_name, "share"),
        Figure("recall of blocking", scored(set(by_rule), true)[1], peer[1], peer_name, "share"),
    ]
    likely = np.array([item.probability for item in judged])
    rough = np.array([scores.get(item.pair, 0.0) / 100 for item in judged])
    unsure = (likely > 0.01) & (likely < 0.99)
    for name, some in (("all pairs", likely >= 0), (".01 < p < .99", unsure)):
        error = calibration_error(likely[some], examples.same[some])
        theirs = calibration_error(rough[some], examples.same[some])
        figures.append(
            Figure(f"calibration error, {name}", error, theirs, f"{PEER} / 100", "", False)
        )
    print(f"{len(seen - merged):,} pairs for review, {len(merged):,} merged, {len(true):,} true")
    return figures


def _say_kinds(made: World, found: Pairs, true: Pairs) -> None:
    """What was missed, by how the names were altered, and what was taken for one, by kinds."""
    missed = Counter(
        " | ".join(sorted((made.noise[one], made.noise[other]))) for one, other in true - found
    )
    wrong = Counter(
        " | ".join(sorted(made.kinds[made.truth[id_]] for id_ in pair)) for pair in found - true
    )
    print(f"missed {sum(missed.values())}: {missed.most_common(6)}")
    print(f"wrong {sum(wrong.values())}: {wrong.most_common(8)}")


def count(store: GraphReader, known: Ontology) -> int:
    """How many pairs are proposed."""
    return sum(1 for _ in find_duplicates(store, known, CLASS))


def speed(known: Ontology, most: int) -> list[Figure]:
    """CPU seconds, beside the peer where it can follow, and how both grow."""
    figures = []
    ours: dict[int, float] = {}
    for size in (*PEER_SIZES, most):
        made = world(HELD_OUT, size)
        store = store_of(made, known)
        ours[size] = cpu(partial(count, store, known))
        if size in PEER_SIZES:
            theirs = cpu(partial(peer_scores, made, 80))
            figures.append(Figure(f"{size:,} records", ours[size], theirs, PEER, "s CPU", False))
    last, first = PEER_SIZES[-1], PEER_SIZES[0]
    each = theirs / last**2 * most**2
    figures.append(Figure(f"{most:,} records", ours[most], each, f"{PEER}, by n^2", "s CPU", False))
    growth = np.log(ours[most] / ours[first]) / np.log(most / first)
    figures.append(Figure("exponent of growth", float(growth), 2.0, PEER, "", False))
    return figures


def main() -> None:
    known = ontology.load()
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    figures = quality(known)
    figures += speed(known, most)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process, its records in memory included: {peak:,.0f} MB")
    show(figures)


if __name__ == "__main__":
    main()
