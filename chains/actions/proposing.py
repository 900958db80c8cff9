"""Actions for a chain within a scope, with what each would gain."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from chains.actions.candidates import candidates_of, near_and_far
from chains.actions.capability import Capabilities
from chains.actions.gains import Pair, State, state_of, value
from chains.actions.model import Action, ActionKind, Basis, Candidate, ChainActions
from chains.actions.planning import plan_of
from chains.actions.robustness import robustness
from chains.progress import Watch, counted, part, unwatched
from chains.stages import ChainRecords, Completeness, HoldKind, Scope, StageCoverage, Ties

FEW = 2
"""A stage with fewer suppliers is to be filled."""
CONSIDERED = 50
"""For at most so many stages and missing links actions are sought; the rest gains less."""
STABILISED = 10
"""For at most so many held stages second sources are sought; each takes R several times."""


@dataclass(frozen=True)
class _World:
    """What proposals are made from.

    Attributes:
        records: What is on record.
        found: The chain as it stands.
        state: The same, reduced to what C' depends on.
        ties: The business of its suppliers.
        pairs: Those that do business.
        costs: Of actions, by kind.
        suppliers: Of each stage.
        unlinked: For each stage the pairs of it that are not linked.
    """

    records: ChainRecords
    found: Completeness
    state: State
    ties: Ties
    pairs: tuple[Pair, ...]
    costs: Mapping[ActionKind, float]
    suppliers: Mapping[str, frozenset[str]]
    unlinked: Mapping[str, Sequence[Pair]]


def propose(
    records: ChainRecords,
    capabilities: Capabilities,
    found: Completeness,
    scope: Scope,
    *,
    first: int = 5,
    budget: float | None = None,
    costs: Mapping[ActionKind, float] | None = None,
    watch: Watch = unwatched,
) -> ChainActions:
    """What could be done, best first, and a set of it within the budget.

    Args:
        records: What is on record.
        capabilities: Of the same record.
        found: The chain as it stands.
        scope: The scope of the same.
        first: At most so many actions of a kind, candidates near and candidates far, of a stage.
        budget: What may be spent; None for no plan.
        costs: Above 0, by kind; 1 unless given.
        watch: Is told how far it is.
    """
    world = _world(records, found, costs or {})
    stages = _worth_most(world)
    near = {
        item.stage.id: near_and_far(
            candidates_of(records, capabilities, found.model, scope, item), first
        )
        for item in counted(stages, part(watch, 0.0, 0.6))
    }
    joins = [action for item in stages for action in _joins(world, item, near[item.stage.id])]
    held = [item for item in stages if item.holds][:STABILISED]
    seconds = [
        action
        for item in counted(held, part(watch, 0.6, 1.0))
        for action in _second_sources(world, item, near[item.stage.id])
    ]
    actions = _by_kind([*joins, *_new_ties(world, capabilities), *seconds], first)
    return ChainActions(
        completeness=found,
        smoothed=value(world.state),
        resilience=robustness(sorted(world.ties.members), world.pairs),
        considered=tuple(item.stage.id for item in stages),
        actions=actions,
        candidates={
            item.stage.id: near[item.stage.id] for item in stages if len(item.suppliers) < FEW
        },
        plan=None if budget is None else plan_of(world.state, actions, budget),
    )


def _world(records: ChainRecords, found: Completeness, costs: Mapping[ActionKind, float]) -> _World:
    suppliers = {
        item.stage.id: frozenset(who.organization for who in item.suppliers)
        for item in found.stages
    }
    ties = Ties(records, found.model.origin, frozenset().union(*suppliers.values()))
    unlinked: dict[str, list[Pair]] = defaultdict(list)
    for pair in found.pairs:
        if not pair.ties:
            for end in (pair.earlier, pair.later):
                unlinked[end].append((pair.earlier, pair.later))
    return _World(
        records=records,
        found=found,
        state=state_of(found),
        ties=ties,
        pairs=ties.pairs(),
        costs={kind: costs.get(kind, 1.0) for kind in ActionKind},
        suppliers=suppliers,
        unlinked=unlinked,
    )


def _worth_most(world: _World) -> Sequence[StageCoverage]:
    """The stages where one more supplier raises C' most, in the order of the chain for equals."""
    gains = [
        _gain(world, _blank(world, ActionKind.FILL, item.stage.id)) for item in world.found.stages
    ]
    order = sorted(range(len(gains)), key=lambda place: (-gains[place], place))
    return [world.found.stages[place] for place in order[:CONSIDERED]]


def _joins(world: _World, item: StageCoverage, candidates: Sequence[Candidate]) -> Sequence[Action]:
    """Each candidate as one more supplier of the stage."""
    kind = ActionKind.FILL if len(item.suppliers) < FEW else ActionKind.STRENGTHEN
    return [_join(world, kind, candidate) for candidate in candidates]


def _join(world: _World, kind: ActionKind, candidate: Candidate) -> Action:
    blank = _blank(world, kind, candidate.stage)
    certain = candidate.basis is Basis.SERVES
    return _weighed(
        world,
        replace(
            blank,
            organization=candidate.organization,
            links=_new_links(world, candidate.stage, candidate.organization),
            fit=1.0 if certain else candidate.proximity,
            candidate=candidate,
        ),
    )


def _new_links(world: _World, stage: str, who: str) -> tuple[Pair, ...]:
    """Pairs that its present business with suppliers on record would link."""
    around = world.ties.of(who).keys() | {who}
    return tuple(
        pair
        for pair in world.unlinked.get(stage, ())
        if not around.isdisjoint(world.suppliers[pair[1] if stage == pair[0] else pair[0]])
    )


def _new_ties(world: _World, capabilities: Capabilities) -> Sequence[Action]:
    """For each missing link the two suppliers that have most in common, ties by id."""
    made = []
    for pair in world.found.missing[:CONSIDERED]:
        one, other = capabilities.closest(
            world.suppliers[pair.earlier], world.suppliers[pair.later]
        )
        blank = _blank(world, ActionKind.STRENGTHEN, pair.earlier)
        made.append(
            _weighed(
                world,
                replace(
                    blank,
                    other=pair.later,
                    organization=one,
                    partner=other,
                    links=((pair.earlier, pair.later),),
                ),
            )
        )
    return made


def _second_sources(
    world: _World, item: StageCoverage, candidates: Sequence[Candidate]
) -> Sequence[Action]:
    """Candidates that would stand beside what holds the stage, and not in the same region."""
    regions = {hold.id for hold in item.holds if hold.kind is HoldKind.REGION}
    holding = {hold.id for hold in item.holds if hold.kind is not HoldKind.REGION}
    around = _business_of(world, holding or world.suppliers[item.stage.id])
    made = []
    for candidate in candidates:
        if regions.isdisjoint(world.records.regions(candidate.organization)):
            action = _join(world, ActionKind.STABILISE, candidate)
            gain = _resilience_gain(world, candidate.organization, around)
            made.append(replace(action, resilience_gain=action.fit * gain))
    return made


def _business_of(world: _World, holders: Collection[str]) -> Collection[str]:
    """Members that do business with the holders, these left out."""
    return {other for who in holders for other in world.ties.of(who)}.difference(holders)


def _resilience_gain(world: _World, who: str, around: Collection[str]) -> float:
    """Rise of R if it did the same business; it counts among the members both times."""
    members = sorted({*world.ties.members, who})
    extra = {(min(who, other), max(who, other)) for other in around if other != who}
    return robustness(members, {*world.pairs, *extra}) - robustness(members, world.pairs)


def _blank(world: _World, kind: ActionKind, stage: str) -> Action:
    """A supplier that is certain and brings no links."""
    return Action(
        kind=kind,
        stage=stage,
        other=None,
        organization="",
        partner=None,
        links=(),
        fit=1.0,
        gain=0.0,
        potential=0.0,
        resilience_gain=0.0,
        cost=world.costs[kind],
        candidate=None,
    )


def _weighed(world: _World, action: Action) -> Action:
    certain = replace(action, fit=1.0)
    return replace(action, gain=_gain(world, action), potential=_gain(world, certain))


def _gain(world: _World, action: Action) -> float:
    return value(world.state, [action]) - value(world.state)


def _by_kind(actions: Sequence[Action], first: int) -> Mapping[ActionKind, tuple[Action, ...]]:
    """Best first; at most so many of a kind at one stage, so that no stage hides another."""
    kept: dict[ActionKind, list[Action]] = {kind: [] for kind in ActionKind}
    seen: Counter[tuple[ActionKind, str]] = Counter()
    for action in sorted(actions, key=_rank):
        seen[action.kind, action.stage] += 1
        if seen[action.kind, action.stage] <= first:
            kept[action.kind].append(action)
    return {kind: tuple(found) for kind, found in kept.items()}


def _rank(action: Action) -> tuple[float, float, float, tuple[str, str, str, str]]:
    return -action.resilience_gain, -action.gain, -action.potential, action.key
