"""Which enterprises could take up a practice: those of the same industry that lack it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaln

from chains.complexity import FloatArray
from chains.replication.holders import Holders
from chains.replication.model import Axis, EnterpriseTarget, Need, Verdict, Way
from chains.replication.practice import Practice
from chains.replication.shrinkage import CONCENTRATIONS, interval, normalised
from chains.replication.standing import verdict_of
from chains.replication.way import nearest_cases, way

ENOUGH_PEERS = 3
"""With fewer other enterprises on record in the shared industry nothing is said."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An enterprise before the cut, with the key that ranks it."""

    enterprise: str
    shared: str
    scenario: str
    chance: float
    low: float
    high: float
    ready: float
    depth: int
    peers: int

    def rank(self) -> tuple[bool, int, float, float, str]:
        return self.peers < ENOUGH_PEERS, -self.depth, -self.chance, -self.ready, self.enterprise


def rank_enterprises(
    practice: Practice,
    holders: Holders,
    subjects: Sequence[str],
    cases: Sequence[str],
    scenarios: Collection[str],
    needs: Sequence[Need],
    first: int,
) -> tuple[tuple[EnterpriseTarget, ...], int]:
    """Enterprises that lack a scenario, those that share the narrowest industry first.

    Those with too few others in it come last. Among those that share equally narrow ones the
    greater chance goes first, then the greater readiness, then the lesser id. The chance is that
    of an enterprise of the shared industry to have the scenario: ``Beta(a + kappa m, n - a +
    kappa (1 - m))`` for a adopters among its n other enterprises on record, with m the mean of the
    next wider industry, estimated alike, and over all the share of all enterprises. ``kappa`` is
    weighed as for advantage, by the beta-binomial likelihood of the branches under the root.

    Args:
        practice: What is on record.
        holders: Of the same.
        subjects: Use cases that are asked about; candidates are of their industries.
        cases: Use cases to copy, the subjects among them.
        scenarios: What is to be replicated.
        needs: What it takes.
        first: At most so many.

    Returns:
        The targets, and how many there are before the cut.
    """
    peers = _Peers(practice)
    shares = {item: _Shares(practice, peers, item) for item in sorted(scenarios)}
    found = [
        candidate
        for enterprise, shared in sorted(_sharing(practice, subjects).items())
        if (candidate := _candidate(practice, holders, peers, shares, enterprise, shared, needs))
    ]
    ranked = sorted(found, key=_Candidate.rank)
    targets = []
    for item in ranked[:first]:
        share = shares[item.scenario]
        near = frozenset(peers.members[item.shared] - {item.enterprise})
        goes = _way(practice, holders, item, subjects, cases, scenarios, needs)
        targets.append(_target(item, near, share, goes))
    return tuple(targets), len(found)


def _sharing(practice: Practice, cases: Sequence[str]) -> Mapping[str, str]:
    """For each enterprise the narrowest industry that it shares with a use case, roots aside."""
    tree = practice.trees[Axis.INDUSTRY]
    wanted = {
        node
        for case in cases
        for own in practice.places(Axis.INDUSTRY, case)
        for node in tree.lineage(own)
        if tree.place(node) is not None
    }
    found: dict[str, str] = {}
    for enterprise, industries in practice.out["operatesIn"].items():
        shared = [node for own in industries for node in tree.lineage(own) if node in wanted]
        if shared:
            found[enterprise] = min(shared, key=lambda node: (-len(tree.lineage(node)), node))
    return found


class _Peers:
    """Enterprises on record by industry, those of narrower industries included."""

    def __init__(self, practice: Practice) -> None:
        self.tree = practice.trees[Axis.INDUSTRY]
        self.members: dict[str, set[str]] = defaultdict(set)
        for enterprise, industries in practice.out["operatesIn"].items():
            for node in {node for own in industries for node in self.tree.lineage(own)}:
                self.members[node].add(enterprise)
        self.count = len(practice.out["operatesIn"])


class _Shares:
    """How many enterprises of each industry have a practice, and what that says of the others."""

    def __init__(self, practice: Practice, peers: _Peers, item: str) -> None:
        owners = {
            owner for case in cases_of(practice, item) for owner in practice.to("deployedBy", case)
        }
        self._peers = peers
        self.having = owners & practice.out["operatesIn"].keys()
        self._having = {node: len(items & self.having) for node, items in peers.members.items()}
        self._weights = self._weigh()
        self._known: dict[str, tuple[float, float, float]] = {}

    def chance(self, industry: str) -> tuple[float, float, float]:
        """Of one more enterprise, which lacks it itself: mean, 5% and 95% quantile."""
        if industry not in self._known:
            first, second = self._posterior(industry)
            low, high = interval(first[np.newaxis], second[np.newaxis], self._weights)
            mean = float((first / (first + second)) @ self._weights)
            self._known[industry] = mean, float(low[0]), float(high[0])
        return self._known[industry]

    def usual(self) -> float:
        """Share of the other enterprises that have it, the halves keeping it off 0 and 1."""
        return (len(self.having) + 0.5) / self._peers.count

    def _posterior(self, industry: str) -> tuple[FloatArray, FloatArray]:
        """The two parameters of the Beta for each concentration."""
        mean = np.full_like(CONCENTRATIONS, self.usual())
        first = second = mean
        for node in reversed(self._peers.tree.lineage(industry)):
            adopters, others = self._having[node], len(self._peers.members[node]) - 1
            first = adopters + CONCENTRATIONS * mean
            second = others - adopters + CONCENTRATIONS * (1 - mean)
            mean = first / (first + second)
        return first, second

    def _weigh(self) -> FloatArray:
        """How probable the branches' counts are under each concentration."""
        tree, members = self._peers.tree, self._peers.members
        places = sorted(filter(None, {tree.place(node) for node in members}))
        sizes = np.array([len(members[place]) for place in places], dtype=float)
        adopters = np.array([self._having[place] for place in places], dtype=float)
        mean = (len(self.having) + 0.5) / (self._peers.count + 1)
        return normalised(
            [
                float(
                    (
                        betaln(adopters + kappa * mean, sizes - adopters + kappa * (1 - mean))
                        - betaln(kappa * mean, kappa * (1 - mean))
                    ).sum()
                )
                for kappa in CONCENTRATIONS
            ]
        )


def cases_of(practice: Practice, item: str) -> tuple[str, ...]:
    """Use cases that realise a scenario; of a use case itself, it and those that replicate it."""
    if item in practice.back["realises"]:
        return practice.of("realises", item)
    return (item, *practice.of("replicates", item))


def _candidate(
    practice: Practice,
    holders: Holders,
    peers: _Peers,
    shares: Mapping[str, _Shares],
    enterprise: str,
    shared: str,
    needs: Sequence[Need],
) -> _Candidate | None:
    lacking = [item for item, share in shares.items() if enterprise not in share.having]
    if not lacking:
        return None
    (chance, low, high), scenario = min((shares[item].chance(shared), item) for item in lacking)
    held = holders.of_organization(enterprise)
    return _Candidate(
        enterprise=enterprise,
        shared=shared,
        scenario=scenario,
        chance=chance,
        low=low,
        high=high,
        ready=(sum(need.asset in held for need in needs) + 0.5) / (len(needs) + 1),
        depth=len(practice.trees[Axis.INDUSTRY].lineage(shared)),
        peers=len(peers.members[shared]) - 1,
    )


def _way(
    practice: Practice,
    holders: Holders,
    item: _Candidate,
    subjects: Sequence[str],
    cases: Sequence[str],
    scenarios: Collection[str],
    needs: Sequence[Need],
) -> Way:
    at = practice.places(Axis.INDUSTRY, item.enterprise)
    return way(
        practice,
        needs,
        holders.of_organization(item.enterprise),
        scenarios,
        nearest_cases(practice, Axis.INDUSTRY, subjects, cases, at),
        item.enterprise,
    )


def _target(item: _Candidate, near: frozenset[str], share: _Shares, goes: Way) -> EnterpriseTarget:
    usual = share.usual()
    verdict = verdict_of(item.low, item.high, usual)
    return EnterpriseTarget(
        enterprise=item.enterprise,
        shared=item.shared,
        scenario=item.scenario,
        adopters=tuple(sorted(near & share.having)),
        peers=item.peers,
        chance=item.chance,
        low=item.low,
        high=item.high,
        usual=usual,
        ready=item.ready,
        verdict=Verdict.INSUFFICIENT if item.peers < ENOUGH_PEERS else verdict,
        way=goes,
    )
