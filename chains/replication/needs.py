"""What a practice takes: technologies, standards and skills, with the records that show it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from chains.replication.model import Need
from chains.replication.practice import Practice


def needs_of_case(practice: Practice, case: str) -> tuple[Need, ...]:
    """What the use case uses, and the skills about it; sorted by asset."""
    return _with_skills(practice, {asset: {case} for asset in practice.assets(case)})


def needs_of_scenarios(practice: Practice, scenarios: Iterable[str]) -> tuple[Need, ...]:
    """What the scenarios call for or at least half of their use cases use, and the skills."""
    evidence: dict[str, set[str]] = defaultdict(set)
    for scenario in sorted(scenarios):
        for asset in practice.assets(scenario):
            evidence[asset].add(scenario)
        cases = practice.of("realises", scenario)
        users: dict[str, set[str]] = defaultdict(set)
        for case in cases:
            for asset in practice.assets(case):
                users[asset].add(case)
        for asset, held in users.items():
            if 2 * len(held) >= len(cases) or asset in evidence:
                evidence[asset] |= held
    return _with_skills(practice, evidence)


def _with_skills(practice: Practice, evidence: Mapping[str, Collection[str]]) -> tuple[Need, ...]:
    skills: dict[str, set[str]] = defaultdict(set)
    for asset in evidence:
        for skill in practice.of("about", asset):
            skills[skill].add(asset)
    return tuple(
        Need(asset, practice.kinds[asset], tuple(sorted(shown)))
        for asset, shown in sorted({**evidence, **skills}.items())
    )
