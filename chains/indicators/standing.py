"""The indicators that follow from the graph alone."""

from collections.abc import Mapping

from chains.analysis import ChainAnalysis
from chains.indicators.model import Indicator, Why
from chains.resilience import Attack, robustness
from chains.structure import summarise
from graph.port import GraphReader
from graph.query import All, Compare, Not, Op, Query
from graph.records import Entity
from ontology.model import Ontology

DIVISION = 2
"""Level of divisions in the classification of industries."""


def chain_indicators(
    store: GraphReader, ontology: Ontology, *, illustrative: bool = False
) -> tuple[Indicator, ...]:
    """Coverage of divisions, S, R, mean C, and the share of skills that nobody has.

    Args:
        store: The store.
        ontology: The ontology.
        illustrative: Count illustrative records too. Without it S, R and C have no value where
            they would rest on such records.
    """
    cases = _records(store, "UseCase", illustrative)
    examples = not illustrative and len(cases) < store.count(Query(type="UseCase"))
    analysis = ChainAnalysis(store, ontology)
    return (
        _coverage(store, cases),
        *_structure(analysis, len(cases), examples=examples),
        _completeness(store, analysis, illustrative=illustrative),
        _talent_gap(store, illustrative=illustrative),
    )


def _coverage(store: GraphReader, cases: Mapping[str, Entity]) -> Indicator:
    """Divisions with a use case in them or in a group or class below."""
    levels = {
        entity.id: entity.properties.get("level")
        for batch in store.scan(Query(type="Industry"))
        for entity in batch
    }
    above = {
        item.source: item.target
        for batch in store.scan_relations(("subIndustryOf",))
        for item in batch
    }
    divisions = {id_ for id_, level in levels.items() if level == DIVISION}
    covered = set()
    for batch in store.scan_relations(("inIndustry",)):
        for item in batch:
            if item.source in cases:
                place, seen = item.target, {item.target}
                while place not in divisions and above.get(place) not in {None, *seen}:
                    place = above[place]
                    seen.add(place)
                if place in divisions:
                    covered.add(place)
    return _share("industry-divisions-covered", covered, len(divisions))


def _structure(analysis: ChainAnalysis, cases: int, *, examples: bool) -> tuple[Indicator, ...]:
    if examples or not cases:
        why = Why.RESTS_ON_EXAMPLES if examples else Why.NOTHING_TO_COUNT
        return Indicator("largest-share", None, why=why), Indicator("robustness", None, why=why)
    structure = analysis.structure()
    return (
        Indicator("largest-share", summarise(structure).largest_share),
        Indicator("robustness", robustness(structure, Attack.DEGREE).r),
    )


def _completeness(store: GraphReader, analysis: ChainAnalysis, *, illustrative: bool) -> Indicator:
    chains = _records(store, "Chain", illustrative)
    values = [analysis.models.completeness(id_).value for id_ in sorted(chains)]
    if not values:
        return Indicator("mean-completeness", None, why=Why.NOTHING_TO_COUNT)
    total = sum(values)
    return Indicator(
        "mean-completeness", total / len(values), total, len(values), tuple(sorted(chains))
    )


def _talent_gap(store: GraphReader, *, illustrative: bool) -> Indicator:
    """Skills that a demand requires and no talent has."""
    demands = _records(store, "Demand", illustrative)
    talents = _records(store, "Talent", illustrative)
    skills = _records(store, "Skill", illustrative=True)
    wanted = _targets(store, "requires", demands, skills)
    held = _targets(store, "hasSkill", talents, skills)
    return _share("talent-gap", wanted - held, len(wanted))


def _share(name: str, members: set[str], whole: int) -> Indicator:
    if not whole:
        return Indicator(name, None, why=Why.NOTHING_TO_COUNT)
    return Indicator(name, len(members) / whole, len(members), whole, tuple(sorted(members)))


def _targets(
    store: GraphReader, relation: str, sources: Mapping[str, Entity], ends: Mapping[str, Entity]
) -> set[str]:
    return {
        item.target
        for batch in store.scan_relations((relation,))
        for item in batch
        if item.source in sources and item.target in ends
    }


def _records(store: GraphReader, type: str, illustrative: bool) -> Mapping[str, Entity]:
    where = None if illustrative else All((Not(Compare("illustrative", Op.EQ, value=True)),))
    query = Query(type=type, where=where)
    return {entity.id: entity for batch in store.scan(query) for entity in batch}
