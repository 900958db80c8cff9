"""Of all bundles that cover as much with as few, the one whose members suit best; and others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from matcher.solutions.cover import Program, SetCover, program, solve_in_order

_MILLION = 1_000_000
Fits = Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Refined:
    """A bundle.

    Attributes:
        places: Positions, ascending.
        proven: Whether none of the pool is better.
    """

    places: tuple[int, ...]
    proven: bool


def quality(problem: SetCover, fits: Fits, places: Sequence[int]) -> float:
    """Mean value of the members plus mean fit of their pairs (1 for a single one); 0 to 2."""
    if not places:
        return 0.0
    pairs = [(one, other) for one in places for other in places if one < other]
    mean = sum(problem.values[at] for at in places) / len(places)
    return mean + (sum(fits.get(pair, 0.0) for pair in pairs) / len(pairs) if pairs else 1.0)


def refine(
    problem: SetCover, fits: Fits, pool: Sequence[int], start: Sequence[int], effort: float
) -> Refined:
    """The bundle of the best quality that covers as much as the start with as many members.

    Args:
        problem: Candidates.
        fits: Of pairs, smaller position first; from 0 to 1, 0 where it is not there.
        pool: Candidates that may take part, the start among them.
        start: A bundle that covers the most with the fewest.
        effort: CP-SAT's deterministic time for each objective.
    """
    given = _of_size(problem, pool, start, len(start))
    found, proven = _best(problem, fits, given, len(start), effort)
    return Refined(tuple(start) if found is None else found, proven)


def differing(
    problem: SetCover,
    fits: Fits,
    pool: Sequence[int],
    best: Sequence[int],
    effort: float,
    most: int = 3,
) -> Sequence[Refined]:
    """Near-optimal bundles: of the same cover, of the same size and then of one member more.

    Each keeps at most half of any bundle before it, and none has a member that could go.
    """
    taken: list[Sequence[int]] = [best]
    found: list[Refined] = []
    size = len(best)
    while best and size <= len(best) + 1 and len(found) < most:
        given = _of_size(problem, pool, best, size)
        for known in taken:
            given.model.add(sum(given.take[at] for at in known) <= len(known) // 2)
        if size > len(best):
            _irredundant(problem, given)
        places, proven = _best(problem, fits, given, size, effort)
        if places is None:
            size += 1
            continue
        taken.append(places)
        found.append(Refined(places, proven))
    return found


def _of_size(problem: SetCover, pool: Sequence[int], start: Sequence[int], size: int) -> Program:
    """Bundles of so many members that cover what the start covers."""
    given = program(problem, sorted(set(pool)))
    covered = problem.mask(start)
    given.model.add(sum(given.take.values()) == size)
    for bit, missed in given.missed.items():
        if covered >> bit & 1:
            given.model.add(missed == 0)
    return given


def _best(
    problem: SetCover, fits: Fits, given: Program, size: int, effort: float
) -> tuple[tuple[int, ...] | None, bool]:
    """The one of the best quality, in millionths; of equals the first by id."""
    per_member, per_pair = _MILLION / max(size, 1), _MILLION / max(size * (size - 1) // 2, 1)
    gain: list[cp_model.LinearExprT] = [
        round(per_member * problem.values[at]) * var for at, var in given.take.items()
    ]
    for (one, other), fit in sorted(fits.items()):
        if fit and one in given.take and other in given.take:
            both = given.model.new_bool_var("")
            given.model.add_implication(both, given.take[one])
            given.model.add_implication(both, given.take[other])
            gain.append(round(per_pair * fit) * both)
    return solve_in_order(given, [-sum(gain), given.place_sum], effort)


def _irredundant(problem: SetCover, given: Program) -> None:
    """Each that is taken covers something that no other does."""
    for at, var in given.take.items():
        needed = []
        for bit in given.missed:
            if problem.masks[at] >> bit & 1:
                only = given.model.new_bool_var("")
                others = [
                    other
                    for place, other in given.take.items()
                    if place != at and problem.masks[place] >> bit & 1
                ]
                given.model.add(sum(others) == 0).only_enforce_if(only)
                needed.append(only)
        given.model.add_bool_or(~var, *needed)
