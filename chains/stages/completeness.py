"""Completeness of a chain within a region, park or industry: C, breaks and missing links."""

from collections.abc import Collection, Mapping

import igraph

from chains.progress import Watch, counted, part, unwatched
from chains.stages.model import (
    ChainModel,
    Completeness,
    Hold,
    HoldKind,
    PairLink,
    StageCoverage,
    Supplier,
    Tie,
)
from chains.stages.records import ChainRecords
from chains.stages.scope import Scope
from chains.stages.serving import suppliers
from chains.stages.ties import Ties


def complete(
    records: ChainRecords, model: ChainModel, scope: Scope, *, watch: Watch = unwatched
) -> Completeness:
    """Coverage of every stage, the links between consecutive ones, and so completeness."""
    served = {
        stage.id: suppliers(records, model, stage.id)
        for stage in counted(model.stages, part(watch, 0.0, 0.3))
    }
    counting = {who for found in served.values() for who in found if who in scope}
    inside = {stage: frozenset(found) & counting for stage, found in served.items()}
    ties = Ties(records, model.origin, counting)
    cuts = _articulation_points(ties)
    stages = tuple(
        StageCoverage(
            stage=stage,
            suppliers=tuple(
                Supplier(who, keys) for who, keys in served[stage.id].items() if who in counting
            ),
            elsewhere=tuple(
                Supplier(who, keys) for who, keys in served[stage.id].items() if who not in counting
            ),
            holds=_holds(records, inside[stage.id], cuts),
        )
        for stage in counted(model.stages, part(watch, 0.3, 0.7))
    )
    return Completeness(
        model=model,
        scope=scope.place,
        at=records.at,
        stages=stages,
        pairs=tuple(
            _pair(ties, inside, *pair) for pair in counted(model.pairs, part(watch, 0.7, 1.0))
        ),
        examples=len(counting & records.examples),
    )


def _pair(ties: Ties, inside: Mapping[str, frozenset[str]], earlier: str, later: str) -> PairLink:
    ends = inside[later]
    found = [Tie(who, who, ()) for who in inside[earlier] & ends]
    for who in inside[earlier]:
        around = ties.of(who)
        found.extend(Tie(who, other, around[other]) for other in ends & around.keys())
    return PairLink(earlier, later, tuple(sorted(found, key=lambda tie: (tie.source, tie.target))))


def _articulation_points(ties: Ties) -> frozenset[str]:
    members = sorted(ties.members)
    index = {who: position for position, who in enumerate(members)}
    edges = [(index[a], index[b]) for a, b in ties.pairs()]
    graph = igraph.Graph(n=len(members), edges=edges)
    return frozenset(members[position] for position in graph.articulation_points())


def _holds(
    records: ChainRecords, inside: Collection[str], cuts: frozenset[str]
) -> tuple[Hold, ...]:
    found = [Hold(HoldKind.ARTICULATION, who) for who in sorted(cuts.intersection(inside))]
    if len(inside) == 1:
        return Hold(HoldKind.ENTERPRISE, *inside), *found
    shared = _shared_regions(records, inside)
    return *found, *(Hold(HoldKind.REGION, region) for region in shared)


def _shared_regions(records: ChainRecords, inside: Collection[str]) -> tuple[str, ...]:
    """The narrowest regions that hold all of them, those that are part of no other left out."""
    places = [set(records.regions(who)) for who in inside]
    shared = set.intersection(*places) if places else set()
    wider = {above for region in shared for above in records.to("withinRegion", region)}
    return tuple(sorted(x for x in shared - wider if records.to("withinRegion", x)))
