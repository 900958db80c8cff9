"""Everything that is said of a model, from predictions for demands that it did not see."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.abstention import risk_coverage
from matcher.evaluation.intervals import weighted_interval
from matcher.evaluation.model import Evaluation, Interval, Report
from matcher.evaluation.probabilities import area, brier, calibration_error, reliability
from matcher.evaluation.ranking import by_query
from matcher.learning.examples import Examples
from matcher.learning.selection import HeldOut, choices_counted, shown
from matcher.learning.wordings import demand_of

Floats = NDArray[np.float64]


def evaluate_held_out(examples: Examples, held: HeldOut | None) -> Report:
    """The report of a cross-validated model; of reciprocal rank fusion alone without one."""
    reciprocal = evaluate_scores(examples, examples.reciprocal, None)
    judged = examples.judged
    return Report(
        demands=len({demand_of(item) for item in examples.demands}),
        questions=len(examples.demands),
        pairs=int(judged.sum()),
        answers=int((judged & examples.answers).sum()),
        groups=len(np.unique(examples.group)),
        model=evaluate_scores(examples, held.scores, held.probabilities) if held else reciprocal,
        reciprocal=reciprocal,
        chosen=choices_counted(held.choices) if held else {},
        answered={
            demand: hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()[:16]
            for demand, found in _answers(examples).items()
            if found and demand == demand_of(demand)
        },
    )


def evaluate_scores(examples: Examples, scores: Floats, probabilities: Floats | None) -> Evaluation:
    """Figures of scores for the rows of examples.

    Args:
        examples: The rows with their labels.
        scores: By which each demand's rows are ranked, shape (n,).
        probabilities: Of each row, shape (n,); None where they were not calibrated.
    """
    values = by_query(_rankings(examples, scores), _answers(examples))
    figures = dict(_means(examples, values))
    judged, answers, weight = examples.judged, examples.answers, examples.weight
    figures |= _over(examples, scores, np.flatnonzero(judged), {"AUC": area})
    if probabilities is None:
        return Evaluation(figures, _by_demand(values["nDCG@10"]))
    rows = np.flatnonzero(shown(examples, scores) & judged)
    first = best_candidates(examples, scores)
    figures |= _over(examples, probabilities, rows, {"ECE": calibration_error, "Brier": brier})
    figures |= _over(examples, probabilities, first, {"ECE@1": calibration_error})
    return Evaluation(
        figures=figures,
        by_demand=_by_demand(values["nDCG@10"]),
        reliability=reliability(probabilities[rows], answers[rows], weight[rows]),
        coverage=risk_coverage(probabilities[first], answers[first]),
    )


def best_candidates(examples: Examples, scores: Floats) -> NDArray[np.int64]:
    """Rows of the demands' best candidates, where these were judged."""
    order = np.lexsort((examples.supply, -scores, examples.demand))
    demand = examples.demand[order]
    first = order[np.r_[True, demand[1:] != demand[:-1]]] if len(order) else order
    return np.asarray(first[examples.judged[first]])


def _means(
    examples: Examples, values: Mapping[str, Mapping[str, float]]
) -> Iterator[tuple[str, Interval]]:
    """The mean of each measure over the questions that have an answer."""
    group = dict(zip(examples.demands, examples.group.tolist(), strict=True))
    for name, found in values.items():
        if found:
            said = np.array(list(found.values()))
            of = np.array([group[question] for question in found])
            interval = weighted_interval(partial(_mean, said), of, samples=1000)
            if interval is not None:
                yield name, interval


def _mean(values: Floats, times: Floats) -> float | None:
    return float((values * times).sum() / times.sum())


def _by_demand(values: Mapping[str, float]) -> Mapping[str, float]:
    """For each demand the mean over the questions that are asked of it."""
    found: dict[str, list[float]] = {}
    for question, value in values.items():
        found.setdefault(demand_of(question), []).append(value)
    return {demand: sum(said) / len(said) for demand, said in found.items()}


def _over(
    examples: Examples,
    values: Floats,
    rows: NDArray[np.int64],
    measures: Mapping[str, Callable[[Floats, NDArray[np.bool_], Floats], float | None]],
) -> Mapping[str, Interval]:
    said, truth, weight = values[rows], examples.answers[rows], examples.weight[rows]
    found = {
        name: weighted_interval(
            partial(_weighed, measure, said, truth, weight), examples.group[examples.demand[rows]]
        )
        for name, measure in measures.items()
    }
    return {name: interval for name, interval in found.items() if interval is not None}


def _weighed(
    measure: Callable[[Floats, NDArray[np.bool_], Floats], float | None],
    said: Floats,
    truth: NDArray[np.bool_],
    weight: Floats,
    times: Floats,
) -> float | None:
    return measure(said, truth, weight * times)


def _rankings(examples: Examples, scores: Floats) -> dict[str, list[str]]:
    order = np.lexsort((examples.supply, -scores, examples.demand))
    ranked: dict[str, list[str]] = {demand: [] for demand in examples.demands}
    for row in order.tolist():
        ranked[examples.demands[examples.demand[row]]].append(str(examples.supply[row]))
    return ranked


def _answers(examples: Examples) -> dict[str, set[str]]:
    """What answers each demand; an answer that was not retrieved stands under a name of its own."""
    found: dict[str, set[str]] = {
        demand: {f"\0{number}" for number in range(missed)}
        for demand, missed in zip(examples.demands, examples.missed.tolist(), strict=True)
    }
    for row in np.flatnonzero(examples.answers).tolist():
        found[examples.demands[examples.demand[row]]].add(str(examples.supply[row]))
    return found
