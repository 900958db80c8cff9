"""How true held-out probabilities are, and how well what was learned ranks.

Every demand is scored by a model that was chosen, fitted and calibrated on other demands (nested
cross-validation; near duplicates share a fold). The peer of calibration is the same model's
log-odds taken at their word, that of ranking is reciprocal rank fusion, and a model that learns
from exchanged labels must not tell answers from others: area .5.

    python -m benchmarks.calibration [FOLDER OF MELO]
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import ontology
from benchmarks.feedback_sets import JudgedSet, ecosystem, melo, starter_gold
from benchmarks.figures import Figure, show
from matcher import Matcher
from matcher.encoder.corpus import read_corpus
from matcher.encoder.training import train
from matcher.evaluation import pick_threshold
from matcher.evaluation.model import Interval, Report
from matcher.evaluation.report import best_candidates, evaluate_held_out, evaluate_scores
from matcher.feedback import read_judgements
from matcher.learning import Examples, cross_validate
from matcher.learning.selection import permuted
from matcher.registry.training import judged_examples

PERMUTATIONS = 5
RANKING = ("nDCG@10", "MRR", "MAP", "R@1", "R@10", "AUC")


def examples_of(judged: JudgedSet) -> Examples:
    """The candidates of all judged demands, retrieved with the default encoder."""
    known = ontology.load()
    matcher = Matcher(judged.store, known, train(read_corpus(judged.store, known)))
    pairs = judged.judgements
    if pairs is None:
        pairs = read_judgements(judged.store, illustrative=True)
    return judged_examples(judged.store, matcher, pairs, complete=judged.complete)


def measured(judged: JudgedSet) -> Sequence[Figure]:
    """The figures of one set."""
    examples = examples_of(judged)
    held = cross_validate(examples)
    report = evaluate_held_out(examples, held)
    bold = 1 / (1 + np.exp(-np.clip(held.scores, -500, 500)))
    taken = evaluate_scores(examples, held.scores, bold)
    _print(judged.name, report)
    first = best_candidates(examples, held.scores)
    threshold = pick_threshold(held.probabilities[first], examples.answers[first])
    kept = held.probabilities[first] >= threshold
    accuracy = float(examples.answers[first][kept].mean()) if kept.any() else 1.0
    print(f"threshold {threshold:.3f}: {kept.mean():.3f} answered, {accuracy:.3f} of them right")
    figures = [
        Figure(
            f"{judged.name}: {name}",
            report.model.figures[name].value,
            taken.figures[name].value,
            "log-odds at their word",
            "mean distance",
            more_is_better=False,
        )
        for name in ("ECE", "ECE@1")
    ]
    figures += [
        Figure(
            f"{judged.name}: {name}",
            report.model.figures[name].value,
            report.reciprocal.figures[name].value,
            "reciprocal ranks",
            "share",
        )
        for name in RANKING
    ]
    return [*figures, _exchanged(judged.name, examples)]


def _exchanged(name: str, examples: Examples) -> Figure:
    areas = []
    for seed in range(PERMUTATIONS):
        other = permuted(examples, seed)
        found = evaluate_held_out(other, cross_validate(other))
        areas.append(found.model.figures["AUC"].value)
    print(f"AUC on exchanged labels: {', '.join(f'{area:.3f}' for area in areas)}")
    mean = float(np.mean(areas))
    return Figure(f"{name}: AUC, labels exchanged", mean, 0.5, "chance", "share")


def _print(name: str, report: Report) -> None:
    print(
        f"\n{name}: {report.demands} demands, asked {report.questions} times, {report.pairs} pairs "
        f"judged, {report.answers} answers; chosen {dict(report.chosen)}"
    )
    for figure, found in report.model.figures.items():
        other = report.reciprocal.figures.get(figure)
        print(f"  {figure:10} {_told(found)}" + (f"   reciprocal {_told(other)}" if other else ""))
    print("  said   found")
    for item in report.model.reliability:
        print(f"  {item.said:.3f}  {item.found:.3f}")
    print("  answered  accuracy")
    for point in report.model.coverage:
        print(f"  {point.coverage:.3f}     {point.accuracy:.3f}")


def _told(found: Interval) -> str:
    return f"{found.value:.3f} ({found.low:.3f}-{found.high:.3f})"


def main() -> None:
    sets = [ecosystem(), starter_gold()]
    sets += [melo(Path(folder)) for folder in sys.argv[1:]]
    show([figure for judged in sets for figure in measured(judged)])


if __name__ == "__main__":
    main()
