"""Chain models from the record: declared, or derived from a product or an industry."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import igraph

from chains.errors import ChainError
from chains.stages.model import ChainModel, Finding, FindingKind, Origin, Stage
from chains.stages.records import ChainRecords, class_among
from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from ontology.errors import nearest
from ontology.model import Ontology

Pair = tuple[str, str]

BUSINESS_STAGES = "businessStage"
"""The vocabulary of the stages of business that scenarios belong to, in their order."""


class UnknownChain(ChainError):
    """The id is of no chain, product or industry."""

    code = "CHAIN_UNKNOWN_CHAIN"


@dataclass(frozen=True, slots=True)
class _Outline:
    """Stages and what is said of their order, before it is checked."""

    id: str
    origin: Origin
    stages: Sequence[str]
    said: Collection[Pair]
    scenarios: Mapping[str, tuple[str, ...]]
    industries: tuple[str, ...] = ()


def model_of(store: GraphReader, ontology: Ontology, records: ChainRecords, id: str) -> ChainModel:
    """The model of a declared chain, or the one derived from a product or an industry.

    Raises:
        UnknownChain: The id is of none of them.
    """
    kind = class_among(store, ontology, id, ("Chain", "Product", "Industry"))
    if kind == "Chain":
        return _model(store, records, _declared(records, id))
    if kind == "Product":
        return _model(store, records, _around(records, id))
    if kind == "Industry":
        return _model(store, records, _of_industry(store, ontology, records, id))
    found = nearest(id, (*records.back["partOf"], *records.out["upstreamOf"]))
    hint = f"; did you mean {found!r}?" if found else "; `pearlnet search` finds its id"
    raise UnknownChain(f"{id!r} is not the id of a chain, product or industry{hint}")


def _declared(records: ChainRecords, id: str) -> _Outline:
    stages = records.of("partOf", id)
    said = {(a, b) for a in stages for b in records.to("precedes", a)}
    said |= {(a, b) for b in stages for a in records.of("precedes", b)}
    scenarios = {
        stage: tuple(x for x in records.of("serves", stage) if records.kinds[x] == "Scenario")
        for stage in stages
    }
    return _Outline(id, Origin.DECLARED, stages, said, scenarios)


def _around(records: ChainRecords, product: str) -> _Outline:
    """The product, all that goes into it, and all that it goes into."""
    upstream = records.under("upstreamOf", (product,))
    stages = sorted({*upstream, *records.climb("upstreamOf", (product,))})
    inside = set(stages)
    said = {(a, b) for a in stages for b in records.to("upstreamOf", a) if b in inside}
    scenarios: Mapping[str, tuple[str, ...]] = dict.fromkeys(stages, ())
    return _Outline(product, Origin.PRODUCTS, stages, said, scenarios)


def _of_industry(
    store: GraphReader, ontology: Ontology, records: ChainRecords, industry: str
) -> _Outline:
    """The business stages, in the order of their vocabulary, that the industry's scenarios have.

    A scenario is the industry's if it is recorded for it, for one above it or for one below it.
    """
    below = records.under("subIndustryOf", (industry,))
    related = {*below, *records.climb("subIndustryOf", (industry,))}
    members: dict[str, list[str]] = {}
    for batch in store.scan(Query("Scenario")):
        for entity in batch:
            stage = entity.properties.get("businessStage")
            if isinstance(stage, str) and not related.isdisjoint(
                records.to("inIndustry", entity.id)
            ):
                members.setdefault(stage, []).append(entity.id)
    terms = ontology.vocabulary(BUSINESS_STAGES).terms
    stages = sorted(members.keys() & terms.keys(), key=lambda stage: terms[stage].order)
    scenarios = {stage: tuple(sorted(members[stage])) for stage in stages}
    return _Outline(
        industry, Origin.INDUSTRY, stages, set(pairwise(stages)), scenarios, tuple(sorted(below))
    )


def _model(store: GraphReader, records: ChainRecords, outline: _Outline) -> ChainModel:
    stages = outline.stages
    entities = store.get(stages)
    inside = set(stages)
    pairs = {pair for pair in outline.said if inside.issuperset(pair)}
    findings = _faulty_ends(records, inside, outline.said)
    loops = {pair for pair in pairs if pair[0] == pair[1]}
    findings += [Finding(FindingKind.SELF_LOOP, (pair[0],)) for pair in loops]
    pairs -= loops
    if not pairs and len(stages) > 1:
        pairs = _by_number(entities)
        findings += [Finding(FindingKind.ORDER_ONLY, tuple(sorted(stages)))] if pairs else []
    levels, cycles = _levels(sorted(stages), sorted(pairs))
    findings += [Finding(FindingKind.CYCLE, cycle) for cycle in cycles]
    findings += _against_numbers(entities, pairs)
    findings += _duplicates(entities)
    findings += _isolated(stages, pairs)
    weights, bad = _weights(entities, stages)
    findings += bad
    if not stages:
        findings.append(Finding(FindingKind.NO_STAGES, (outline.id,)))
    made = [Stage(stage, weights[stage], levels[stage]) for stage in stages]
    return ChainModel(
        id=outline.id,
        origin=outline.origin,
        stages=tuple(sorted(made, key=lambda stage: (stage.level, stage.id))),
        pairs=tuple(sorted(pairs, key=lambda pair: (levels[pair[0]], levels[pair[1]], pair))),
        findings=tuple(sorted(findings, key=lambda item: (item.kind.value, item.ids))),
        revision=records.revision,
        scenarios=outline.scenarios,
        industries=outline.industries,
    )


def _faulty_ends(records: ChainRecords, inside: set[str], said: Collection[Pair]) -> list[Finding]:
    """Links that leave the chain, and links with an end that is no stage or product."""
    out = {tuple(sorted(pair)) for pair in said if not inside.issuperset(pair)}
    out |= {
        tuple(sorted((key.source, key.target)))
        for key in records.misfits
        if key.source in inside or key.target in inside
    }
    return [Finding(FindingKind.DANGLING, ends) for ends in sorted(out)]


def _by_number(entities: Mapping[str, Entity]) -> set[Pair]:
    """Every stage of one number with every stage of the next."""
    numbered: dict[float, list[str]] = defaultdict(list)
    for stage, number in _numbers(entities).items():
        numbered[number].append(stage)
    ordered = [numbered[number] for number in sorted(numbered)]
    return {(a, b) for earlier, later in pairwise(ordered) for a in earlier for b in later}


def _levels(
    stages: Sequence[str], pairs: Sequence[Pair]
) -> tuple[Mapping[str, int], Sequence[tuple[str, ...]]]:
    """The level of each stage, and the cycles, each as its sorted stages."""
    index = {stage: position for position, stage in enumerate(stages)}
    edges = [(index[a], index[b]) for a, b in pairs]
    parts = igraph.Graph(n=len(stages), edges=edges, directed=True).connected_components()
    part_of = parts.membership
    between = {(part_of[a], part_of[b]) for a, b in edges if part_of[a] != part_of[b]}
    condensed = igraph.Graph(n=len(parts), edges=sorted(between), directed=True)
    depth = [0] * len(parts)
    for part in condensed.topological_sorting():
        for after in condensed.successors(part):
            depth[after] = max(depth[after], depth[part] + 1)
    cycles = [tuple(sorted(stages[i] for i in part)) for part in parts if len(part) > 1]
    return {stage: depth[part_of[index[stage]]] for stage in stages}, sorted(cycles)


def _against_numbers(entities: Mapping[str, Entity], pairs: Collection[Pair]) -> list[Finding]:
    numbers = _numbers(entities)
    return [
        Finding(FindingKind.ORDER, (a, b))
        for a, b in sorted(pair for pair in pairs if numbers.keys() >= set(pair))
        if numbers[a] >= numbers[b]
    ]


def _numbers(entities: Mapping[str, Entity]) -> Mapping[str, float]:
    found = {stage: entity.properties.get("order") for stage, entity in entities.items()}
    return {stage: number for stage, number in found.items() if isinstance(number, int | float)}


def _duplicates(entities: Mapping[str, Entity]) -> list[Finding]:
    named: dict[str, list[str]] = defaultdict(list)
    for stage, entity in entities.items():
        name = entity.properties.get("name_zh") or entity.properties.get("name_en")
        if isinstance(name, str):
            named[" ".join(name.casefold().split())].append(stage)
    return [
        Finding(FindingKind.DUPLICATE, tuple(sorted(same)))
        for same in named.values()
        if len(same) > 1
    ]


def _isolated(stages: Sequence[str], pairs: Collection[Pair]) -> list[Finding]:
    joined = {end for pair in pairs for end in pair}
    alone = [stage for stage in stages if stage not in joined]
    return [Finding(FindingKind.ISOLATED, (stage,)) for stage in alone if len(stages) > 1]


def _weights(
    entities: Mapping[str, Entity], stages: Sequence[str]
) -> tuple[Mapping[str, float], list[Finding]]:
    """Shares that add up to 1; a stage without weight counts 1."""
    raw: dict[str, float] = {}
    bad: list[Finding] = []
    for stage in stages:
        weight = entities[stage].properties.get("weight", 1.0) if stage in entities else 1.0
        if isinstance(weight, int | float) and math.isfinite(weight) and weight >= 0:
            raw[stage] = float(weight)
        else:
            raw[stage] = 1.0
            bad.append(Finding(FindingKind.WEIGHT, (stage,)))
    total = math.fsum(raw.values())
    if stages and not total:
        bad.append(Finding(FindingKind.WEIGHT, tuple(sorted(stages))))
        return dict.fromkeys(stages, 1 / len(stages)), bad
    return {stage: weight / total for stage, weight in raw.items()}, bad
