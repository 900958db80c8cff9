"""What a fusion learns from: the candidates of judged demands, with inputs and labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.feedback.labels import Judgement
from matcher.fusion import ReciprocalFusion, inputs
from matcher.retrieval.retrieved import Retrieved

POOL = 100
"""Candidates of a demand that are looked at, the first by reciprocal ranks."""

SHOWN = 10
"""Candidates of a demand that people see; probabilities are calibrated on them."""

SAMPLED = 30
"""Candidates of a demand below the shown that are learned from, besides the judged ones."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Source(Protocol):
    """Retrieves candidates for a demand; ``Matcher`` does."""

    def retrieve_demand(self, id: str, *, also: Sequence[str] = ()) -> Retrieved:
        """What is found for a demand before fusion, and those ids besides."""
        ...


@dataclass(frozen=True, slots=True)
class Examples:
    """Candidates of judged demands, a row for each; all arrays have shape (n,) but ``inputs``.

    Attributes:
        demands: Ids of the judged demands, sorted.
        demand: Position in ``demands``.
        supply: Id of the candidate.
        inputs: What a fusion reads, shape (n, inputs).
        answers: Whether it answers the demand; False where nobody said.
        weight: How much the label counts.
        judged: Whether somebody said.
        taught: Whether a learner sees the row.
        reciprocal: Score by reciprocal ranks, what a learned fusion has to beat.
        group: Of each demand; near duplicates share one and are never in two folds. Shape
            (demands,).
        missed: Of each demand, how many answers were not retrieved. Shape (demands,).
    """

    demands: tuple[str, ...]
    demand: NDArray[np.int64]
    supply: NDArray[np.str_]
    inputs: Floats
    answers: Bools
    weight: Floats
    judged: Bools
    taught: Bools
    reciprocal: Floats
    group: NDArray[np.int64]
    missed: NDArray[np.int64]

    def of(self, rows: Bools) -> "Examples":
        """The same demands with some of the rows."""
        return Examples(
            self.demands,
            self.demand[rows],
            self.supply[rows],
            self.inputs[rows],
            self.answers[rows],
            self.weight[rows],
            self.judged[rows],
            self.taught[rows],
            self.reciprocal[rows],
            self.group,
            self.missed,
        )


@dataclass(frozen=True, slots=True)
class _Pool:
    """The rows of one demand."""

    supply: list[str]
    inputs: Floats
    answers: list[bool]
    weight: list[float]
    judged: list[bool]
    taught: list[bool]
    reciprocal: list[float]
    missed: int


def gather(
    source: Source,
    judgements: Sequence[Judgement],
    groups: Mapping[str, int],
    *,
    complete: bool = False,
    seed: int = 7,
) -> Examples:
    """The candidates of every judged demand.

    Args:
        source: Retrieves.
        judgements: The labels.
        groups: For each judged demand its group; demands without one are left out.
        complete: Whether a pair that is not listed was judged not to answer.
        seed: Chooses which of the candidates nobody judged are learned from.

    Raises:
        UnknownSubject: A judged demand is not in the store.
        NothingToMatch: There is no supply.
    """
    by_demand: dict[str, dict[str, Judgement]] = {}
    for item in judgements:
        if item.demand in groups:
            by_demand.setdefault(item.demand, {})[item.supply] = item
    demands = tuple(sorted(by_demand))
    chance = np.random.default_rng(seed)
    pools = [
        _pool(source.retrieve_demand(demand, also=sorted(found)), found, complete, chance)
        for demand in demands
        for found in (by_demand[demand],)
    ]
    return _joined(demands, pools, np.array([groups[item] for item in demands], dtype=np.int64))


def _pool(
    retrieved: Retrieved,
    found: Mapping[str, Judgement],
    complete: bool,
    chance: np.random.Generator,
) -> _Pool:
    ranked = ReciprocalFusion().rank(retrieved, len(retrieved.ids))
    score = {item.row: item.score for item in ranked}
    pool = [item.row for item in ranked[:POOL]]
    seen = frozenset(pool)
    wanted = (row for row, item in enumerate(retrieved.ids) if item in found)
    pool += [row for row in wanted if row not in seen]
    supply = [retrieved.ids[row] for row in pool]
    below = np.arange(min(SHOWN, len(supply)), len(supply))
    sampled = frozenset(chance.permutation(below)[:SAMPLED].tolist())
    listed = [found.get(item) for item in supply]
    return _Pool(
        supply=supply,
        inputs=inputs(retrieved)[pool],
        answers=[item is not None and item.answers for item in listed],
        weight=[item.weight if item else 1.0 for item in listed],
        judged=[complete or item is not None for item in listed],
        taught=[
            item is not None or at in sampled or (complete and at < SHOWN)
            for at, item in enumerate(listed)
        ],
        reciprocal=[score.get(row, 0.0) for row in pool],
        missed=sum(item.answers for item in found.values() if item.supply not in set(supply)),
    )


def _joined(demands: tuple[str, ...], pools: Sequence[_Pool], group: NDArray[np.int64]) -> Examples:
    sizes = [len(pool.supply) for pool in pools]
    return Examples(
        demands=demands,
        demand=np.repeat(np.arange(len(demands)), sizes),
        supply=np.array([item for pool in pools for item in pool.supply], dtype=np.str_),
        inputs=np.vstack([pool.inputs for pool in pools]),
        answers=np.array([item for pool in pools for item in pool.answers], dtype=bool),
        weight=np.array([item for pool in pools for item in pool.weight]),
        judged=np.array([item for pool in pools for item in pool.judged], dtype=bool),
        taught=np.array([item for pool in pools for item in pool.taught], dtype=bool),
        reciprocal=np.array([item for pool in pools for item in pool.reciprocal]),
        group=group,
        missed=np.array([pool.missed for pool in pools], dtype=np.int64),
    )
