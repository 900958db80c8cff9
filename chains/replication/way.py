"""What going there would take: what to copy, what is lacking, and who could bring it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from chains.replication.model import Axis, Deliverer, Held, Need, Way
from chains.replication.practice import Practice

_DELIVERERS = 3
_COPIES = 3


def way(
    practice: Practice,
    needs: Sequence[Need],
    held: Mapping[str, Collection[str]],
    scenarios: Collection[str],
    copies: Sequence[str],
    target: str,
) -> Way:
    """What the target has of what is needed, what it lacks, and who could bring that.

    Args:
        practice: What is on record.
        needs: What it takes.
        held: Assets that the target has, with the records that show it.
        scenarios: What is to be replicated.
        copies: Use cases to copy, nearest first.
        target: Id of the target, which delivers nothing to itself.
    """
    lacks = tuple(need for need in needs if need.asset not in held)
    deliverers = _deliverers(practice, {need.asset for need in lacks}, scenarios, target)
    covered = {asset for deliverer in deliverers for asset in deliverer.covers}
    return Way(
        copies=tuple(copies[:_COPIES]),
        holds=tuple(
            Held(need.asset, tuple(sorted(held[need.asset])))
            for need in needs
            if need.asset in held
        ),
        lacks=lacks,
        deliverers=deliverers[:_DELIVERERS],
        uncovered=tuple(need.asset for need in lacks if need.asset not in covered),
    )


def _deliverers(
    practice: Practice, lacks: Collection[str], scenarios: Collection[str], target: str
) -> tuple[Deliverer, ...]:
    """Who could bring some of it: most of the lacks, then most of the scenario's cases, then id."""
    covers, supplies = _coverers(practice, lacks)
    cases = _delivered(practice, scenarios)
    for scenario in scenarios:
        for supply in practice.of("addresses", scenario):
            for organization in practice.of("offers", supply):
                supplies[organization].add(supply)
    able = covers.keys() if lacks else supplies.keys() | cases.keys()
    found = [
        Deliverer(
            organization=item,
            covers=tuple(sorted(covers[item])),
            supplies=tuple(sorted(supplies.get(item, ()))),
            cases=tuple(sorted(cases.get(item, ()))),
        )
        for item in sorted(able - {target})
    ]
    return tuple(sorted(found, key=_deliverer_rank))


def _deliverer_rank(item: Deliverer) -> tuple[int, int, int, str]:
    return -len(item.covers), -len(item.cases), -len(item.supplies), item.organization


def _coverers(
    practice: Practice, lacks: Collection[str]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By organization what it masters, offers or, if it offers anything, has people for."""
    covers: dict[str, set[str]] = defaultdict(set)
    supplies: dict[str, set[str]] = defaultdict(set)
    for asset in sorted(lacks):
        for supply in (*practice.of("provides", asset), *practice.of("compliesWith", asset)):
            for organization in practice.of("offers", supply):
                supplies[organization].add(supply)
                covers[organization].add(asset)
        employers = {
            organization
            for talent in practice.of("hasSkill", asset)
            for organization in practice.to("employedBy", talent)
            if practice.to("offers", organization)
        }
        for organization in employers.union(practice.of("masters", asset)):
            covers[organization].add(asset)
    return covers, supplies


def _delivered(practice: Practice, scenarios: Collection[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for scenario in scenarios:
        for case in practice.of("realises", scenario):
            for organization in practice.to("deliveredBy", case):
                found[organization].add(case)
    return found


def nearest_cases(
    practice: Practice,
    axis: Axis,
    subjects: Collection[str],
    cases: Collection[str],
    at: Collection[str],
) -> tuple[str, ...]:
    """Use cases to copy: one asked for by itself, then by the narrowest place shared, assets, id.

    Args:
        practice: What is on record.
        axis: By which places nearness is judged.
        subjects: Use cases that are asked about.
        cases: All that are to be ordered.
        at: Where the target is.
    """
    tree = practice.trees[axis]

    def rank(case: str) -> tuple[bool, int, int, str]:
        shared = [
            len(tree.lineage(common[0]))
            for own in practice.places(axis, case)
            for node in at
            if (common := tree.shared(own, node))
        ]
        alone = len(subjects) == 1 and case in subjects
        return not alone, -max(shared, default=0), -len(practice.assets(case)), case

    return tuple(sorted(cases, key=rank))
