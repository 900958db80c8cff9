"""Candidates for a stage: enterprises near in capability, with what speaks for each."""

from collections.abc import Sequence

from chains.actions.capability import Capabilities
from chains.actions.model import Basis, Candidate, Distance
from chains.stages import ChainModel, ChainRecords, Scope, StageCoverage


def candidates_of(
    records: ChainRecords,
    capabilities: Capabilities,
    model: ChainModel,
    scope: Scope,
    item: StageCoverage,
) -> tuple[Candidate, ...]:
    """Enterprises that do not serve the stage within the scope.

    Those that serve it elsewhere come first, then the nearest in capability; equals go by id.
    """
    own = {who.organization for who in item.suppliers}
    outside = {who.organization for who in item.elsewhere}
    members = capabilities.enterprises - own
    basis, near = capabilities.near(model, item.stage.id, members)
    scores = {**dict.fromkeys(sorted(outside & members), (0.0, ())), **near}
    made = [
        Candidate(
            organization=who,
            stage=item.stage.id,
            proximity=score,
            basis=Basis.SERVES if who in outside else basis,
            shared=shared,
            distance=_distance(records, scope, who),
            illustrative=who in records.examples,
        )
        for who, (score, shared) in scores.items()
    ]
    return tuple(
        sorted(
            made,
            key=lambda one: (one.basis is not Basis.SERVES, -one.proximity, one.organization),
        )
    )


def near_and_far(found: Sequence[Candidate], first: int) -> tuple[Candidate, ...]:
    """The first of those near the scope, then the first of those far from it."""
    near = [item for item in found if item.distance is not Distance.FAR]
    far = [item for item in found if item.distance is Distance.FAR]
    return tuple(near[:first] + far[:first])


def _distance(records: ChainRecords, scope: Scope, who: str) -> Distance:
    regions = scope.regions()
    if who in scope:
        return Distance.INSIDE if scope.place else Distance.ANY
    if not regions:
        return Distance.FAR if scope.place else Distance.ANY
    roots = {region for region in regions if not records.to("withinRegion", region)}
    shared = set(regions) & set(records.regions(who))
    return Distance.NEAR if shared - roots else Distance.FAR
