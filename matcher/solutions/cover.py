"""Set cover: what covers the most at the least, exactly where that can be proven, else greedily.

The exact answer is a program in 0 and 1 that CP-SAT of OR-tools solves, one objective after the
other: cover as many requirements as can be, then spend least, then take what was shortlisted, then
what comes first by id. Its effort is bounded by CP-SAT's deterministic time, never by the clock.
Greedy (Johnson 1974, Lovasz 1975, Chvatal 1979) costs at most H(d) = 1 + 1/2 + ... + 1/d times the
optimum, d being the most requirements that one choice covers; with exclusions there is no bound.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ortools.sat.python import cp_model

from matcher.errors import MatcherError

CENTS = 100


class NoCover(MatcherError):
    """A problem that is not well put."""

    code = "SOLVE_INVALID_COVER"


class Aim(StrEnum):
    """What is to be least."""

    SIZE = "size"
    COST = "cost"
    PARTNERS = "partners"


class Method(StrEnum):
    """How a bundle was found."""

    EXACT = "exact"
    GREEDY = "greedy"


@dataclass(frozen=True, slots=True)
class Limits:
    """When to leave the exact way, by counts that are the same on every run.

    Attributes:
        candidates: Candidates beyond which it is not tried, after what is dominated is left out.
        effort: CP-SAT's deterministic time for each objective.
    """

    candidates: int = 5_000
    effort: float = 5.0


@dataclass(frozen=True, slots=True)
class SetCover:
    """Candidates and what they cover; positions are those of ``ids``.

    Attributes:
        ids: Ascending.
        masks: Of each, bit r set where it covers requirement r.
        values: Of each, what is preferred among equals; from 0 to 1.
        prices: Of each, in yuan; None where none is stated.
        partners: Of each, who offers it; one of them is enough, and nobody is one of its own.
        excluded: Pairs that cannot be taken together, smaller position first.
    """

    ids: tuple[str, ...]
    masks: tuple[int, ...]
    values: tuple[float, ...]
    prices: tuple[float | None, ...]
    partners: tuple[tuple[str, ...], ...]
    excluded: frozenset[tuple[int, int]] = frozenset()

    def __post_init__(self) -> None:
        if list(self.ids) != sorted(set(self.ids)):
            raise NoCover("candidates stand once each, ascending by id")
        if any(price is not None and price < 0 for price in self.prices):
            raise NoCover("a price is at least 0")

    def mask(self, places: Sequence[int]) -> int:
        """What some of them cover together."""
        found = 0
        for place in places:
            found |= self.masks[place]
        return found

    def owners(self, place: int) -> tuple[str, ...]:
        """Who offers a candidate; itself where nobody does."""
        return self.partners[place] or (self.ids[place],)

    def clashes(self) -> Mapping[int, frozenset[int]]:
        """For each candidate those that it cannot be taken with."""
        found: dict[int, set[int]] = {}
        for one, other in self.excluded:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return {place: frozenset(others) for place, others in found.items()}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen.

    Attributes:
        places: Positions, ascending.
        method: How.
        at_least: What no choice of that cover can go below: supplies, yuan or partners.
    """

    places: tuple[int, ...]
    method: Method
    at_least: float


def cover(problem: SetCover, aim: Aim = Aim.SIZE, limits: Limits | None = None) -> Chosen:
    """The candidates that cover the most, and of those the ones at which the aim is least.

    For ``Aim.COST`` only those that state a price take part.
    """
    limits = limits or Limits()
    places = undominated(problem, aim)
    if not places:
        return Chosen((), Method.EXACT, 0.0)
    if len(places) <= limits.candidates:
        found = _exact(problem, aim, places, limits.effort)
        if found is not None:
            return Chosen(found, Method.EXACT, _amount(problem, aim, found))
    return _greedy(problem, aim, places)


def undominated(problem: SetCover, aim: Aim) -> tuple[int, ...]:
    """Those in whose place no other can stand at least as well, ascending.

    Another can where it covers as much, costs no more, is offered by all who offer this one, is
    valued no less, and excludes no more; of equals the first by id stays.
    """
    clashes = problem.clashes()
    usable = [
        place
        for place, mask in enumerate(problem.masks)
        if mask and (aim is not Aim.COST or problem.prices[place] is not None)
    ]
    usable.sort(
        key=lambda place: (-problem.masks[place].bit_count(), -problem.values[place], place)
    )
    kept: list[int] = []
    by_mask: dict[int, list[int]] = {}
    for place in usable:
        mask = problem.masks[place]
        above = (
            other for wider, others in by_mask.items() if mask & wider == mask for other in others
        )
        if not any(_stands_for(problem, aim, clashes, other, place) for other in above):
            by_mask.setdefault(mask, []).append(place)
            kept.append(place)
    return tuple(sorted(kept))


def _stands_for(
    problem: SetCover, aim: Aim, clashes: Mapping[int, frozenset[int]], one: int, other: int
) -> bool:
    """Whether the one can stand in place of the other; its mask is known to."""
    if problem.values[one] < problem.values[other]:
        return False
    if aim is Aim.COST and (problem.prices[one] or 0.0) > (problem.prices[other] or 0.0):
        return False
    if aim is Aim.PARTNERS and not set(problem.owners(other)) <= set(problem.owners(one)):
        return False
    return clashes.get(one, frozenset()) - {other} <= clashes.get(other, frozenset()) - {one}


def _amount(problem: SetCover, aim: Aim, places: Sequence[int]) -> float:
    """What is to be least."""
    if aim is Aim.COST:
        return sum(problem.prices[place] or 0.0 for place in places)
    if aim is Aim.SIZE:
        return float(len(places))
    return float(len(fewest_partners(problem, places)))


def fewest_partners(problem: SetCover, places: Sequence[int]) -> tuple[str, ...]:
    """The fewest organizations that offer all of some candidates, sorted; greedily, then minimal.

    Where each candidate is offered by one organization, which is the rule, they are just those.
    """
    left = set(places)
    taken: list[str] = []
    while left:
        by: dict[str, set[int]] = {}
        for place in left:
            for owner in problem.owners(place):
                by.setdefault(owner, set()).add(place)
        best = min(by, key=lambda owner: (-len(by[owner]), owner))
        taken.append(best)
        left -= by[best]
    return tuple(sorted(taken))


@dataclass(frozen=True, slots=True)
class Program:
    """A program in 0 and 1.

    Attributes:
        model: The constraints.
        take: For each position whether it is taken.
        missed: For each requirement that can be covered whether it is not.
    """

    model: cp_model.CpModel
    take: Mapping[int, cp_model.IntVar]
    missed: Mapping[int, cp_model.IntVar]

    @property
    def place_sum(self) -> cp_model.LinearExprT:
        """Least for what comes first by id."""
        return sum((rank + 1) * var for rank, var in enumerate(self.take.values()))


def program(problem: SetCover, places: Sequence[int]) -> Program:
    """Take, cover, exclude."""
    model = cp_model.CpModel()
    take = {place: model.new_bool_var("") for place in places}
    missed = {}
    everything = problem.mask(places)
    for bit in range(everything.bit_length()):
        if everything >> bit & 1:
            missed[bit] = model.new_bool_var("")
            model.add_bool_or(
                missed[bit], *(take[at] for at in places if problem.masks[at] >> bit & 1)
            )
    for one, other in sorted(problem.excluded):
        if one in take and other in take:
            model.add_bool_or(~take[one], ~take[other])
    return Program(model, take, missed)


def solve_in_order(
    given: Program, objectives: Sequence[cp_model.LinearExprT], effort: float
) -> tuple[tuple[int, ...] | None, bool]:
    """What makes the objectives least, one after the other.

    Returns:
        What is taken, None where nothing was found; and whether all of it is proven.
    """
    found: tuple[int, ...] | None = None
    for objective in objectives:
        given.model.minimize(objective)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(given.model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = tuple(at for at, var in given.take.items() if solver.boolean_value(var))
        if status != cp_model.OPTIMAL:
            return found, False
        given.model.add(objective == round(solver.objective_value))
        given.model.clear_hints()  # type: ignore[no-untyped-call]  # ships no types
        for var in given.take.values():
            given.model.add_hint(var, solver.boolean_value(var))
    return found, True


def _exact(
    problem: SetCover, aim: Aim, places: Sequence[int], effort: float
) -> tuple[int, ...] | None:
    """The proven answer, None where the effort does not suffice."""
    given = program(problem, places)
    least: Sequence[cp_model.LinearExprT]
    if aim is Aim.COST:
        least = [
            sum(round((problem.prices[at] or 0.0) * CENTS) * var for at, var in given.take.items()),
            sum(given.take.values()),
        ]
    elif aim is Aim.PARTNERS:
        least = [_partners(problem, given), sum(given.take.values())]
    else:
        least = [sum(given.take.values())]
    liked = sum(round((1 - problem.values[at]) * 1000) * var for at, var in given.take.items())
    objectives = [sum(given.missed.values()), *least, liked, given.place_sum]
    found, proven = solve_in_order(given, objectives, effort)
    return found if proven else None


def _partners(problem: SetCover, given: Program) -> cp_model.LinearExprT:
    """How many organizations are needed."""
    with_us = {
        owner: given.model.new_bool_var("")
        for owner in sorted({owner for at in given.take for owner in problem.owners(at)})
    }
    for at, var in given.take.items():
        given.model.add_bool_or(~var, *(with_us[owner] for owner in problem.owners(at)))
    return sum(with_us.values())


def _greedy(problem: SetCover, aim: Aim, places: Sequence[int]) -> Chosen:
    """Again and again what covers most that is new for what it costs."""
    if aim is not Aim.PARTNERS:
        cost: Callable[[int], float] = (
            (lambda at: problem.prices[at] or 0.0) if aim is Aim.COST else (lambda _: 1.0)
        )
        found = _greedy_sets(problem, places, cost)
        most = max(problem.masks[at].bit_count() for at in places)
        return Chosen(found, Method.GREEDY, _bound(problem, _amount(problem, aim, found), most))
    offers: dict[str, list[int]] = {}
    for at in places:
        for owner in problem.owners(at):
            offers.setdefault(owner, []).append(at)
    names = sorted(offers)
    taken = _greedy_sets(
        SetCover(
            tuple(names),
            tuple(problem.mask(offers[name]) for name in names),
            (0.0,) * len(names),
            (None,) * len(names),
            ((),) * len(names),
        ),
        range(len(names)),
        lambda _: 1.0,
    )
    within = sorted({at for name in taken for at in offers[names[name]]})
    found = _greedy_sets(problem, within, lambda _: 1.0)
    most = max(problem.mask(offered).bit_count() for offered in offers.values())
    return Chosen(found, Method.GREEDY, _bound(problem, float(len(taken)), most))


def _bound(problem: SetCover, amount: float, most: int) -> float:
    """What the optimum cannot go below: the greedy amount by H(most)."""
    if problem.excluded:
        return 0.0
    return amount / sum(1 / n for n in range(1, most + 1))


def _greedy_sets(
    problem: SetCover, places: Sequence[int], cost: Callable[[int], float]
) -> tuple[int, ...]:
    clashes = problem.clashes()
    left, out = problem.mask(places), set[int]()
    chosen: list[int] = []
    while True:
        open_ones = [at for at in places if at not in out and problem.masks[at] & left]
        if not open_ones:
            break
        best = min(
            open_ones,
            key=lambda at: (
                cost(at) / (problem.masks[at] & left).bit_count(),
                -problem.values[at],
                at,
            ),
        )
        chosen.append(best)
        left &= ~problem.masks[best]
        out |= {best, *clashes.get(best, ())}
    everything = problem.mask(chosen)
    for at in reversed(chosen.copy()):
        rest = [other for other in chosen if other != at]
        if problem.mask(rest) == everything:
            chosen = rest
    return tuple(sorted(chosen))
