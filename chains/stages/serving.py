"""Who serves a stage, and which relations say so."""

from collections import defaultdict
from collections.abc import Mapping

from chains.stages.model import ChainModel, Origin
from chains.stages.records import ChainRecords
from graph.records import RelationKey

_Found = dict[str, set[RelationKey]]


def suppliers(
    records: ChainRecords, model: ChainModel, stage: str
) -> Mapping[str, tuple[RelationKey, ...]]:
    """Organizations that serve a stage, with the relations that say so.

    In a chain derived from products these are the producers of the product. In a declared one
    they serve the stage themselves or produce a product that does; only where there is none, and
    in a chain derived from an industry, those count that offer a supply for a scenario of the
    stage or delivered a use case of one.
    """
    found: _Found = defaultdict(set)
    if model.origin is Origin.PRODUCTS:
        for maker in records.of("produces", stage):
            found[maker].add(RelationKey("produces", maker, stage))
    for server in records.of("serves", stage):
        key = RelationKey("serves", server, stage)
        if records.kinds[server] == "Product":
            for maker in records.of("produces", server):
                found[maker] |= {key, RelationKey("produces", maker, server)}
        elif records.kinds[server] != "Scenario":
            found[server].add(key)
    if not found:
        industries = frozenset(model.industries)
        for scenario in model.scenarios.get(stage, ()):
            _add_scenario(records, industries, stage, scenario, found)
    return {who: tuple(sorted(found[who])) for who in sorted(found)}


def _add_scenario(
    records: ChainRecords, industries: frozenset[str], stage: str, scenario: str, found: _Found
) -> None:
    serves = RelationKey("serves", scenario, stage)
    why = {serves} if stage in records.to("serves", scenario) else set()
    for supply in records.of("addresses", scenario):
        for who in records.of("offers", supply):
            found[who] |= {
                *why,
                RelationKey("addresses", supply, scenario),
                RelationKey("offers", who, supply),
            }
    for case in records.of("realises", scenario):
        if industries and industries.isdisjoint(records.to("inIndustry", case)):
            continue
        for who in records.to("deliveredBy", case):
            found[who] |= {
                *why,
                RelationKey("realises", case, scenario),
                RelationKey("deliveredBy", case, who),
            }
