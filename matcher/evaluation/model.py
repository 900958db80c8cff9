"""Shapes of what is said of a model; nothing is computed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the 95% percentile interval of the bootstrap (Efron, 1979)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of like probability.

    Attributes:
        weight: How much they weigh, as a share of all pairs.
        said: Mean probability.
        found: Share that are answers.
    """

    weight: float
    said: float
    found: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """A point of the curve.

    Attributes:
        coverage: Share of the queries that are answered.
        threshold: Least probability of an answered one.
        accuracy: Share of these whose best candidate is an answer.
    """

    coverage: float
    threshold: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of one way of ranking.

    Attributes:
        figures: By name, each with its interval: ``nDCG@10``, ``MRR``, ``MAP``, ``R@1``,
            ``R@10``, ``success@1``; ``AUC`` over judged pairs; and where there are probabilities
            ``ECE`` and ``Brier`` over the judged ones of the first ten of each demand, and
            ``ECE@1`` over its best candidate. Intervals are those of drawing groups of demands.
        by_demand: nDCG@10 of each demand with an answer, to compare models on the same demands.
        reliability: What was said beside what was found.
        coverage: Accuracy of the best candidate by share of demands answered.
    """

    figures: Mapping[str, Interval]
    by_demand: Mapping[str, float]
    reliability: tuple[Bin, ...] = ()
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A model beside reciprocal rank fusion, on the same demands.

    Attributes:
        demands: How many demands were judged.
        questions: How often they were asked: as recorded, and as a text in each language.
        pairs: How many pairs were judged, of those retrieved.
        answers: How many of these are answers.
        groups: How many groups of near duplicates the demands form.
        model: The model's figures; those of the other where nothing was learned.
        reciprocal: Reciprocal rank fusion.
        chosen: How often each kind was chosen in the outer folds.
        answered: Of each demand with an answer, a hash of its answers.
    """

    demands: int
    questions: int
    pairs: int
    answers: int
    groups: int
    model: Evaluation
    reciprocal: Evaluation
    chosen: Mapping[str, int]
    answered: Mapping[str, str]


def report_of_json(said: Mapping[str, Any]) -> Report:
    """The report that ``dataclasses.asdict`` took apart."""
    models = {name: _evaluation_of_json(said[name]) for name in ("model", "reciprocal")}
    return Report(**{**said, **models})


def _evaluation_of_json(said: Mapping[str, Any]) -> Evaluation:
    return Evaluation(
        figures={name: Interval(**found) for name, found in said["figures"].items()},
        by_demand=said["by_demand"],
        reliability=tuple(Bin(**found) for found in said["reliability"]),
        coverage=tuple(Coverage(**found) for found in said["coverage"]),
    )
