"""What actions do to a chain: stages covered, pairs linked, and so C'."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chains.actions.model import Action
from chains.stages import Completeness, smoothed

Pair = tuple[str, str]
_HALF = 0.5
"""By what a further supplier lessens what is not covered, for cov(n) = 1 - 2^-n."""


@dataclass(frozen=True, slots=True)
class State:
    """A chain reduced to what C' depends on.

    Attributes:
        weights: Share of each stage.
        uncovered: 1 - cov of each stage.
        unlinked: For each pair of consecutive stages 1 if it is not linked, else 0.
        log_cover: Sum over the stages of weight times the logarithm of smoothed coverage.
        linked: How many pairs are linked.
    """

    weights: Mapping[str, float]
    uncovered: Mapping[str, float]
    unlinked: Mapping[Pair, float]
    log_cover: float
    linked: float


def state_of(found: Completeness) -> State:
    """The state of a chain as it stands."""
    weights = {item.stage.id: item.stage.weight for item in found.stages}
    uncovered = {item.stage.id: 1 - item.coverage for item in found.stages}
    unlinked = {(pair.earlier, pair.later): 0.0 if pair.ties else 1.0 for pair in found.pairs}
    return State(
        weights=weights,
        uncovered=uncovered,
        unlinked=unlinked,
        log_cover=math.fsum(weights[stage] * _log(1 - uncovered[stage]) for stage in weights),
        linked=len(unlinked) - math.fsum(unlinked.values()),
    )


def log_value(state: State, actions: Sequence[Action] = ()) -> float:
    """The logarithm of C' expected after the actions; they succeed independently of each other.

    Monotone and submodular in sets of actions: every factor is a concave function of a sum, or of
    what is left after a product, to which each further action adds ever less.
    """
    uncovered, unlinked = _after(state, actions)
    cover = state.log_cover + math.fsum(
        state.weights[stage] * (_log(1 - left) - _log(1 - state.uncovered[stage]))
        for stage, left in uncovered.items()
    )
    pairs = len(state.unlinked)
    linked = state.linked + math.fsum(
        state.unlinked[pair] - left for pair, left in unlinked.items()
    )
    return cover + _log(linked / pairs if pairs else 1.0)


def value(state: State, actions: Sequence[Action] = ()) -> float:
    """C', completeness by smoothed factors; 0 without stages."""
    return math.exp(log_value(state, actions)) if state.weights else 0.0


def _after(
    state: State, actions: Sequence[Action]
) -> tuple[Mapping[str, float], Mapping[Pair, float]]:
    """What is left uncovered and unlinked of the stages and pairs that the actions touch."""
    uncovered: dict[str, float] = {}
    unlinked: dict[Pair, float] = {}
    for action in actions:
        if action.partner is None:
            left = uncovered.get(action.stage, state.uncovered[action.stage])
            uncovered[action.stage] = left * (1 - _HALF * action.fit)
        for pair in action.links:
            open_ = unlinked.get(pair, state.unlinked[pair])
            unlinked[pair] = open_ * (1 - action.fit)
    return uncovered, unlinked


def _log(share: float) -> float:
    return math.log(smoothed(share))
