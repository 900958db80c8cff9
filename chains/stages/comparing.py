"""What differs between two regions or two dates of one chain."""

from chains.stages.model import Comparison, Completeness, StageChange, StageCoverage


def compare(before: Completeness, after: Completeness) -> Comparison:
    """What differs between two regions or dates of one chain."""
    one = {item.stage.id: item for item in before.stages}
    other = {item.stage.id: item for item in after.stages}
    stages = list(dict.fromkeys((*other, *one)))
    first = [item.stage.id for item in before.breaks]
    second = [item.stage.id for item in after.breaks]
    return Comparison(
        before=before,
        after=after,
        stages=tuple(_change(stage, one.get(stage), other.get(stage)) for stage in stages),
        closed=tuple(stage for stage in first if stage not in second),
        opened=tuple(stage for stage in second if stage not in first),
    )


def _change(stage: str, one: StageCoverage | None, other: StageCoverage | None) -> StageChange:
    before = {item.organization for item in one.suppliers} if one else set()
    after = {item.organization for item in other.suppliers} if other else set()
    return StageChange(
        stage=stage,
        before=one.coverage if one else 0.0,
        after=other.coverage if other else 0.0,
        gained=tuple(sorted(after - before)),
        lost=tuple(sorted(before - after)),
    )
