"""Leader scores, and how firm their ranks are when the evidence is drawn anew."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

from chains.leaders.evidence import Counted, Evidence, FloatArray, IntArray, gather
from chains.leaders.model import Component, Leader, Leaders, Part
from chains.progress import Watch, counted, unwatched
from chains.stages import ChainRecords, Completeness
from graph.port import GraphReader

DRAWS = 200
_SEED = 1
_DAMPING = 0.85
_ROUNDS = 150
_LOW, _HIGH = 0.05, 0.95
_DIGITS = 9


def leaders(
    store: GraphReader,
    records: ChainRecords,
    found: Completeness,
    *,
    today: str,
    first: int = 10,
    draws: int = DRAWS,
    hidden: Collection[str] = (),
    watch: Watch = unwatched,
) -> Leaders:
    """The suppliers of a chain by their leader score.

    Every component is taken as a share of the greatest in the chain; the score is the mean of
    those of which anything is on record. For the intervals each thing on record is counted 0, 1,
    2, ... times by a Poisson draw of mean 1 (the bootstrap of Hanley and MacGibbon, 2006), and the
    suppliers are ranked anew. Revenue is not drawn.

    Args:
        store: Where the record is.
        records: What is on record.
        found: The chain as it stands, within a scope.
        today: The date by which honours are in force (YYYY-MM-DD).
        first: How many to return.
        draws: How many times to draw.
        hidden: Properties that count as unknown.
        watch: Is told how far it is.
    """
    evidence = gather(store, records, found, today, hidden)
    amounts = _amounts(evidence, None)
    shares = {kind: _share(amount) for kind, amount in amounts.items()}
    known = [kind for kind in Component if _most(amounts[kind]) > 0]
    score = _score(shares, known, len(evidence.members))
    rank = _ranks(score)
    drawn = _drawn_ranks(evidence, known, draws, watch)
    stages = defaultdict(list)
    for item in found.stages:
        for one in item.suppliers:
            stages[one.organization].append(item.stage.id)
    named = frozenset(records.of("leads", found.model.id))
    order = sorted(range(len(evidence.members)), key=lambda place: (rank[place], place))
    return Leaders(
        chain=found.model.id,
        scope=found.scope,
        today=today,
        weights={kind: 1 / len(known) for kind in known},
        unknown=tuple(kind for kind in Component if kind not in known),
        draws=draws,
        candidates=len(evidence.members),
        leaders=tuple(
            Leader(
                organization=evidence.members[place],
                rank=int(rank[place]),
                rank_low=int(np.quantile(drawn[:, place], _LOW, method="inverted_cdf")),
                rank_high=int(np.quantile(drawn[:, place], _HIGH, method="inverted_cdf")),
                first_share=float((drawn[:, place] == 1).mean()),
                score=float(score[place]),
                possible=_possible(shares, known, place),
                parts=tuple(_part(kind, amounts, shares, known, place) for kind in Component),
                stages=tuple(stages[evidence.members[place]]),
                declared=evidence.members[place] in named,
            )
            for place in order[:first]
        ),
    )


def _amounts(
    evidence: Evidence, chance: np.random.Generator | None
) -> Mapping[Component, FloatArray]:
    """What each member has of each component; each thing counts once, or as often as drawn."""

    def times(things: int) -> FloatArray:
        if chance is None:
            return np.ones(things)
        return chance.poisson(1.0, things).astype(np.float64)

    size = len(evidence.members)
    found = {Component.MARKET: evidence.revenue}
    for kind in (Component.BREADTH, Component.PULL, Component.INNOVATION, Component.HONOURS):
        counted = evidence.counted[kind]
        found[kind] = _summed(counted, times(len(counted.member)), size)
    found[Component.CENTRALITY] = _centrality(evidence, times(len(evidence.start)))
    return found


def _summed(counted: Counted, times: FloatArray, size: int) -> FloatArray:
    found = np.bincount(counted.member, weights=counted.weight * times, minlength=size)
    return found.astype(np.float64)


def _centrality(evidence: Evidence, times: FloatArray) -> FloatArray:
    """PageRank of those that have ties, 0 of the others and where nobody has any.

    By plain iteration, several times as fast as igraph's for many draws; what those without
    ties pass on goes to all alike, so that it only scales the result.
    """
    size = len(evidence.members)
    ends = np.concatenate([evidence.start, evidence.end])
    others = np.concatenate([evidence.end, evidence.start])
    ties = csr_array((np.concatenate([times, times]), (ends, others)), shape=(size, size))
    strength = ties.sum(axis=1)
    passed = np.divide(_DAMPING, strength, out=np.zeros(size), where=strength > 0)
    found = np.ones(size)
    for _ in range(_ROUNDS):
        found = 1 + ties @ (passed * found)
    shares: FloatArray = np.where(strength > 0, found / max(found.sum(), 1.0), 0.0)
    return np.round(shares, _DIGITS)


def _most(amount: FloatArray) -> float:
    return float(np.nan_to_num(amount).max(initial=0.0))


def _share(amount: FloatArray) -> FloatArray:
    most = _most(amount)
    return amount / most if most > 0 else np.full(len(amount), np.nan)


def _score(
    shares: Mapping[Component, FloatArray], known: Sequence[Component], size: int
) -> FloatArray:
    total = np.zeros(size)
    for kind in known:
        total += np.nan_to_num(shares[kind])
    return np.round(total / max(len(known), 1), _DIGITS)


def _ranks(score: FloatArray) -> IntArray:
    """1 plus how many have a greater score."""
    ordered = np.sort(score)
    return 1 + len(score) - np.searchsorted(ordered, score, side="right")


def _drawn_ranks(
    evidence: Evidence, known: Sequence[Component], draws: int, watch: Watch
) -> IntArray:
    chance = np.random.default_rng(_SEED)
    size = len(evidence.members)
    found = np.empty((draws, size), dtype=np.int64)
    for draw in counted(range(draws), watch):
        amounts = _amounts(evidence, chance)
        shares = {kind: _share(amounts[kind]) for kind in known}
        found[draw] = _ranks(_score(shares, known, size))
    return found


def _possible(
    shares: Mapping[Component, FloatArray], known: Sequence[Component], place: int
) -> float:
    values = [float(shares[kind][place]) for kind in known]
    return sum(1.0 if np.isnan(one) else one for one in values) / max(len(known), 1)


def _part(
    kind: Component,
    amounts: Mapping[Component, FloatArray],
    shares: Mapping[Component, FloatArray],
    known: Sequence[Component],
    place: int,
) -> Part:
    amount = float(amounts[kind][place])
    if kind not in known or np.isnan(amount):
        return Part(kind, None, None)
    return Part(kind, amount, float(shares[kind][place]))
