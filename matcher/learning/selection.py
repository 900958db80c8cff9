"""Choosing learner and calibration, and judging the choice, by folds that share no demand.

Nested cross-validation (Stone, JRSS B 1974; Varma and Simon, BMC Bioinformatics 2006): each outer
fold is scored by a model that was chosen, fitted and calibrated on the other folds alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.errors import TooFewLabels
from matcher.fusion import LearnedFusion, Scorer
from matcher.learning.examples import SHOWN, Bools, Examples, Floats
from matcher.learning.groups import folds
from matcher.learning.learners import CALIBRATIONS, LEARNERS

OUTER, INNER = 5, 3
LEAST_DEMANDS, LEAST_PAIRS = 20, 10
"""Judged demands, and pairs of each label among those shown, without which nothing is learned."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen."""

    learner: str
    calibration: str


@dataclass(frozen=True, slots=True)
class Learned:
    """A fitted model and how it was chosen.

    Attributes:
        fusion: The model, without a threshold.
        choice: Its kinds.
        losses: Mean log loss of every choice by inner cross-validation.
    """

    fusion: LearnedFusion
    choice: Choice
    losses: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Predictions by models that never saw the demand.

    Attributes:
        scores: Log-odds of each row, shape (n,); comparable within a demand.
        probabilities: Of each row, shape (n,).
        choices: What was chosen for each outer fold.
    """

    scores: Floats
    probabilities: Floats
    choices: tuple[Choice, ...]


def check_enough(examples: Examples) -> None:
    """Make sure that there is something to learn.

    Raises:
        TooFewLabels: There is not; the message says what is missing.
    """
    right = int((examples.judged & examples.answers).sum())
    wrong = int((examples.judged & ~examples.answers).sum())
    demands = len(np.unique(examples.group[examples.demand[examples.judged]]))
    if demands < LEAST_DEMANDS or right < LEAST_PAIRS or wrong < LEAST_PAIRS:
        raise TooFewLabels(
            f"{demands} different demands are judged, with {right} pairs that answer and {wrong} "
            f"that do not; learning needs {LEAST_DEMANDS} demands and {LEAST_PAIRS} pairs of each "
            "kind. Give feedback on matches, rejections too"
        )


def learn(examples: Examples) -> Learned:
    """Choose, fit and calibrate on all examples.

    Raises:
        TooFewLabels: There is too little to learn from.
    """
    check_enough(examples)
    return _learn(examples)


def _learn(examples: Examples) -> Learned:
    fold = folds(examples.group, _sizes(examples), INNER)
    held = {name: _scored_by_folds(examples, fold, name) for name in LEARNERS}
    losses = {
        Choice(learner, calibration): _losses(examples, fold, scores, calibration)
        for learner, scores in held.items()
        for calibration in CALIBRATIONS
    }
    choice = _chosen(losses)
    rows = shown(examples, held[choice.learner]) & examples.judged
    calibration = CALIBRATIONS[choice.calibration](
        held[choice.learner][rows], examples.answers[rows], examples.weight[rows]
    )
    fusion = LearnedFusion(_fitted(examples, choice.learner), calibration, None)
    means = {
        f"{item.learner}, {item.calibration}": float(np.nanmean(found))
        for item, found in losses.items()
    }
    return Learned(fusion, choice, means)


def cross_validate(examples: Examples) -> HeldOut:
    """Predictions of the whole procedure for demands that it did not see.

    Raises:
        TooFewLabels: There is too little to learn from.
    """
    check_enough(examples)
    fold = folds(examples.group, _sizes(examples), OUTER)
    scores, probabilities = np.zeros(len(examples.demand)), np.zeros(len(examples.demand))
    choices = []
    for number in range(int(fold.max()) + 1):
        held = fold[examples.demand] == number
        learned = _learn(examples.of(~held))
        scores[held] = learned.fusion.scorer.scores(examples.inputs[held])
        probabilities[held] = learned.fusion.calibration.probabilities(scores[held])
        choices.append(learned.choice)
    return HeldOut(scores, probabilities, tuple(choices))


def shown(examples: Examples, scores: Floats) -> Bools:
    """Which rows are among the first ``SHOWN`` of their demand; ties by id."""
    order = np.lexsort((examples.supply, -scores, examples.demand))
    demand = examples.demand[order]
    starts = np.flatnonzero(np.r_[True, demand[1:] != demand[:-1]]) if len(order) else order
    sizes = np.diff(np.r_[starts, len(order)])
    places = np.arange(len(order)) - np.repeat(starts, sizes)
    found = np.zeros(len(order), dtype=bool)
    found[order] = places < SHOWN
    return found


def permuted(examples: Examples, seed: int = 7) -> Examples:
    """The same with labels exchanged at random among all judged candidates.

    Nothing can be learned from these; a model that does well on them has seen the labels. They
    are exchanged over all demands, for how many answers a demand has can be learned honestly.
    """
    rows = np.flatnonzero(examples.judged)
    drawn = np.random.default_rng(seed).permutation(rows)
    answers, weight = examples.answers.copy(), examples.weight.copy()
    answers[rows], weight[rows] = examples.answers[drawn], examples.weight[drawn]
    return replace(examples, answers=answers, weight=weight)


def _sizes(examples: Examples) -> NDArray[np.int64]:
    return np.bincount(examples.demand, minlength=len(examples.demands))


def _fitted(examples: Examples, learner: str) -> Scorer:
    rows = examples.taught
    if len(np.unique(examples.answers[rows])) < 2:
        raise TooFewLabels(
            "some folds hold pairs of one kind only; give feedback on more demands, and "
            "rejections too"
        )
    return LEARNERS[learner](examples.inputs[rows], examples.answers[rows], examples.weight[rows])


def _scored_by_folds(examples: Examples, fold: NDArray[np.int64], learner: str) -> Floats:
    scores = np.zeros(len(examples.demand))
    for number in np.unique(fold[examples.demand]):
        held = fold[examples.demand] == number
        scores[held] = _fitted(examples.of(~held), learner).scores(examples.inputs[held])
    return scores


def _losses(
    examples: Examples, fold: NDArray[np.int64], scores: Floats, calibration: str
) -> Floats:
    """Mean log loss of the shown, judged rows of each demand; calibrated on the other folds."""
    rows = shown(examples, scores) & examples.judged
    loss = np.zeros(len(scores))
    for number in np.unique(fold[examples.demand]):
        held = fold[examples.demand] == number
        others, own = rows & ~held, rows & held
        fitted = CALIBRATIONS[calibration](
            scores[others], examples.answers[others], examples.weight[others]
        )
        found = fitted.probabilities(scores[own])
        loss[own] = -np.log(np.where(examples.answers[own], found, 1 - found))
    weight = np.where(rows, examples.weight, 0.0)
    totals = np.bincount(examples.demand, loss * weight, minlength=len(examples.demands))
    weights = np.bincount(examples.demand, weight, minlength=len(examples.demands))
    nothing = np.full(len(totals), np.nan)
    return np.asarray(np.divide(totals, weights, out=nothing, where=weights > 0))


def _chosen(losses: Mapping[Choice, Floats]) -> Choice:
    """The first choice within a standard error of the best, the difference taken by demand.

    The simpler of two that cannot be told apart (Breiman et al., 1984).
    """
    best = min(losses, key=lambda choice: float(np.nanmean(losses[choice])))
    for choice, found in losses.items():
        difference = found - losses[best]
        known = difference[~np.isnan(difference)]
        error = float(known.std() / np.sqrt(max(len(known), 1)))
        if float(known.mean()) <= error:
            return choice
    return best


def choices_counted(choices: Sequence[Choice]) -> Mapping[str, int]:
    """How often each was chosen, by its words, sorted."""
    names = [f"{choice.learner}, {choice.calibration}" for choice in choices]
    return {name: names.count(name) for name in sorted(set(names))}
