"""Which industries or regions could take up a practice, best first."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from chains.replication.holders import Holders
from chains.replication.model import Need, PlaceTarget, Ranking, Standing, Verdict
from chains.replication.practice import Practice
from chains.replication.standing import Estimates, standings
from chains.replication.way import nearest_cases, way


def rank_places(
    practice: Practice,
    holders: Holders,
    estimates: Estimates,
    subjects: Sequence[str],
    cases: Sequence[str],
    scenarios: Collection[str],
    needs: Sequence[Need],
    first: int,
) -> Ranking:
    """Places that lack a scenario by chance; those with too little on record come last.

    Args:
        practice: What is on record.
        holders: Of the same.
        estimates: Of the same.
        subjects: Use cases that are asked about.
        cases: Use cases to copy, the subjects among them.
        scenarios: What is to be replicated.
        needs: What it takes.
        first: At most so many adopters, and so many targets.
    """
    by_place: dict[str, list[Standing]] = defaultdict(list)
    for scenario in sorted(scenarios):
        for standing in standings(estimates, scenario):
            by_place[standing.place].append(standing)
    lacking = [limit for found in by_place.values() if (limit := _limiting(found))]
    ranked = sorted(lacking, key=_rank)
    adopters = [_weakest(found) for found in by_place.values() if _limiting(found) is None]
    axis = estimates.adoptions.axis
    return Ranking(
        axis=axis,
        adopters=tuple(sorted(adopters, key=lambda item: (-item.shrunk, item.place))[:first]),
        targets=tuple(
            PlaceTarget(
                standing,
                way(
                    practice,
                    needs,
                    holders.of_place(axis, standing.place),
                    scenarios,
                    nearest_cases(practice, axis, subjects, cases, (standing.place,)),
                    standing.place,
                ),
            )
            for standing in ranked[:first]
        ),
        candidates=len(ranked),
        unseen=tuple(sorted(practice.trees[axis].places() - set(estimates.adoptions.places))),
        left_out=estimates.adoptions.left_out,
        check=estimates.check,
    )


def _limiting(found: Sequence[Standing]) -> Standing | None:
    """Of the scenarios that the place lacks that with the least chance."""
    lacking = [item for item in found if not item.cases]
    return min(lacking, key=lambda item: (item.chance or 0.0, item.scenario), default=None)


def _weakest(found: Sequence[Standing]) -> Standing:
    return min(found, key=lambda item: (item.shrunk, item.scenario))


def _rank(item: Standing) -> tuple[bool, float, float, str]:
    return (
        item.verdict is Verdict.INSUFFICIENT,
        -(item.chance or 0.0),
        -item.density,
        item.place,
    )
