"""Practice without a standard: use cases of one scenario that work alike and conform to nothing."""

import hashlib
from collections.abc import Collection, Mapping, Sequence

from scipy.stats import hypergeom

from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from matcher.standards.model import Level, StandardProposal

LEAST_CASES = 5
SHARE = 0.5
CHANCE = 0.01
"""A technology is practice where at least ``SHARE`` of the cases use it, and so many would by
chance with a probability below this (hypergeometric, of all use cases, divided by the technologies
that are tried: Bonferroni)."""

WIDE = 3
"""Industries, or regions, from which on practice is spread over several."""


def propose_standards(
    store: GraphReader, *, illustrative: bool = False
) -> Sequence[StandardProposal]:
    """Standards that practice asks for, those with most cases first.

    Args:
        store: The store.
        illustrative: Count illustrative use cases too; nobody standardises an example.
    """
    cases = {
        entity.id
        for batch in store.scan(Query(type="UseCase"))
        for entity in batch
        if illustrative or entity.properties.get("illustrative") is not True
    }
    links = {
        relation: _links(store, relation, cases)
        for relation in (
            *("realises", "usesTechnology", "conformsTo", "deployedBy"),
            *("inIndustry", "locatedIn"),
        )
    }
    bare = cases - links["conformsTo"].keys()
    by_scenario: dict[str, set[str]] = {}
    for case in bare:
        for scenario in links["realises"].get(case, ()):
            by_scenario.setdefault(scenario, set()).add(case)
    users = _holders(links["usesTechnology"])
    proposals = []
    for scenario, members in sorted(by_scenario.items()):
        shared = _practice(members, users, len(cases))
        if len(members) >= LEAST_CASES and shared:
            proposals.append((scenario, members, shared))
    named = {scenario for scenario, _, _ in proposals} | {
        item for _, _, shared in proposals for item in shared
    }
    entities = store.get(sorted(named))
    found = [
        _proposal(entities, scenario, members, shared, links)
        for scenario, members, shared in proposals
        if scenario in entities
    ]
    return sorted(found, key=lambda item: (-len(item.cases), item.id))


def _practice(members: Collection[str], users: Mapping[str, set[str]], total: int) -> list[str]:
    """The technologies that the members share beyond chance, the most used first."""
    tried = {item: holders & set(members) for item, holders in users.items()}
    tried = {item: held for item, held in tried.items() if held}
    shared = []
    for item, held in tried.items():
        if len(held) < SHARE * len(members):
            continue
        chance = float(hypergeom.sf(len(held) - 1, total, len(users[item]), len(members)))
        if chance * len(tried) < CHANCE:
            shared.append((-len(held), item))
    return [item for _, item in sorted(shared)]


def _proposal(
    entities: Mapping[str, Entity],
    scenario: str,
    members: Collection[str],
    shared: Sequence[str],
    links: Mapping[str, Mapping[str, set[str]]],
) -> StandardProposal:
    spread = {
        relation: len({item for case in members for item in links[relation].get(case, ())})
        for relation in ("deployedBy", "inIndustry", "locatedIn")
    }
    digest = hashlib.sha256("\n".join((scenario, *sorted(shared))).encode()).hexdigest()[:12]
    return StandardProposal(
        id=f"proposal:standard:{digest}",
        scenario=entities[scenario],
        technologies=[entities[item] for item in shared if item in entities],
        cases=sorted(members),
        enterprises=spread["deployedBy"],
        industries=spread["inIndustry"],
        regions=spread["locatedIn"],
        level=_level(spread["inIndustry"], spread["locatedIn"]),
    )


def _level(industries: int, regions: int) -> Level:
    """National where practice crosses industries and regions, industry where it crosses regions."""
    if industries >= WIDE and regions >= WIDE:
        return Level.NATIONAL
    return Level.INDUSTRY if regions >= WIDE else Level.ASSOCIATION


def _links(store: GraphReader, relation: str, cases: Collection[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for batch in store.scan_relations((relation,)):
        for item in batch:
            if item.source in cases:
                found.setdefault(item.source, set()).add(item.target)
    return found


def _holders(links: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for case, items in links.items():
        for item in items:
            found.setdefault(item, set()).add(case)
    return found
