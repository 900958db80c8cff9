"""One turn of the wheels: what is confirmed, what could be assigned, what is left, and why."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.port import GraphReader
from graph.query import All, Compare, Filter, In, Not, Op, Query
from graph.records import Entity
from matcher.assignment import Assignment, Caps, Problem, UnservedReason, assign, read_problem
from matcher.assignment.reading import Matching
from matcher.candidates import DEMANDS, SUPPLIES, Side
from matcher.wheels.model import NONE, Cell, Left, Reason, WheelMatrix
from ontology.model import Ontology

CONFIRMED = ("contracted", "deployed", "evaluated")
"""States of an engagement in which the two sides agreed."""

_REASONS = {
    UnservedReason.NO_CANDIDATE: Reason.NO_SUPPLIER,
    UnservedReason.BELOW_THRESHOLD: Reason.LOW_PROBABILITY,
    UnservedReason.CONDITION_UNMET: Reason.CONDITION_UNMET,
    UnservedReason.NO_CAPACITY: Reason.NO_CAPACITY,
    UnservedReason.OWNER_CAP: Reason.NO_CAPACITY,
}


@dataclass(frozen=True, slots=True)
class _Sides:
    """The records that count.

    Attributes:
        demands: By id.
        supplies: By id.
    """

    demands: Mapping[str, Entity]
    supplies: Mapping[str, Entity]


def turn(
    store: GraphReader,
    ontology: Ontology,
    matcher: Matching,
    *,
    illustrative: bool = False,
    where: Filter | None = None,
    watch: Callable[[float], None] = lambda _: None,
) -> WheelMatrix:
    """Where demand and supply meet now.

    Demands with a confirmed engagement are met; the others are assigned to what capacity is left
    in the open, all at once, and who gets nothing is unmet. Fulfilled demands are met and those
    in draft or closed do not count.

    Args:
        store: The store.
        ontology: Names the categories.
        matcher: Finds the pairs.
        illustrative: Count illustrative records too.
        where: What a demand must fulfil to count; None is nothing.
        watch: Told the share that is done; may raise to stop.
    """
    real: Filter | None = None if illustrative else Not(Compare("illustrative", Op.EQ, value=True))
    sides = _Sides(_records(store, DEMANDS, real, where), _records(store, SUPPLIES, real, None))
    agreed = _confirmed(store, sides)
    met = {demand for demand, _ in agreed}
    problem = read_problem(store, matcher, Caps(), where=real, watch=watch)
    problem = _without(problem, met | (set(problem.demands) - sides.demands.keys()))
    problem = _taken(problem, agreed)
    found = assign(problem)
    return _matrix(ontology, sides, agreed, problem, found)


def _records(
    store: GraphReader, side: Side, real: Filter | None, where: Filter | None
) -> Mapping[str, Entity]:
    left_out = tuple(status for status in side.left_out if status != "fulfilled")
    parts = [Not(In("status", left_out)), *(part for part in (real, where) if part is not None)]
    query = Query(type=side.class_name, where=All(tuple(parts)))
    return {entity.id: entity for batch in store.scan(query) for entity in batch}


def _confirmed(store: GraphReader, sides: _Sides) -> Sequence[tuple[str, str]]:
    """Pairs of demands and supplies that have agreed, sorted."""
    query = Query(type="Engagement", where=In("state", CONFIRMED))
    ids = [entity.id for batch in store.scan(query) for entity in batch]
    near = store.neighbours(ids, relations=("ofDemand", "withSupply")) if ids else {}
    pairs = set()
    for items in near.values():
        ends = defaultdict(list)
        for item in items:
            ends[item.relation.type].append(item.entity.id)
        pairs |= {
            (demand, supply)
            for demand in ends["ofDemand"]
            for supply in ends["withSupply"]
            if demand in sides.demands and supply in sides.supplies
        }
    return sorted(pairs)


def _without(problem: Problem, demands: set[str]) -> Problem:
    """The problem without those demands."""
    kept = np.array([name not in demands for name in problem.demands], dtype=bool)
    place = np.cumsum(kept) - 1
    pairs = kept[problem.demand] if len(problem.demand) else np.zeros(0, dtype=bool)
    return replace(
        problem,
        demands=tuple(name for name in problem.demands if name not in demands),
        weight=problem.weight[kept],
        demand=place[problem.demand[pairs]],
        supply=problem.supply[pairs],
        value=problem.value[pairs],
    )


def _taken(problem: Problem, agreed: Sequence[tuple[str, str]]) -> Problem:
    """The problem with what is agreed taken off the capacities."""
    used = Counter(supply for _, supply in agreed)
    taken = np.array([used[supply] for supply in problem.supplies], dtype=np.int64)
    return replace(problem, capacity=np.maximum(problem.capacity - taken, 0))


def _matrix(
    ontology: Ontology,
    sides: _Sides,
    agreed: Sequence[tuple[str, str]],
    problem: Problem,
    found: Assignment,
) -> WheelMatrix:
    cells: dict[tuple[str, str], Cell] = defaultdict(Cell)
    proposed = [(pair.demand, pair.supply) for pair in found.pairs]
    for kind, pairs in (("confirmed", agreed), ("estimated", proposed)):
        for demand, supply in pairs:
            _add(cells, kind, _of(sides.demands[demand]), _of(sides.supplies.get(supply)), 1.0)
    best = _best(problem)
    left = [
        Left(item.demand, _REASONS[item.reason], *best.get(item.demand, (None, 0.0)))
        for item in found.unserved
    ]
    unplaced_unmet: dict[str, float] = defaultdict(float)
    for item in left:
        rows = _of(sides.demands[item.demand])
        if item.nearest is None:
            for row in rows:
                unplaced_unmet[row] += 1 / len(rows)
        else:
            _add(cells, "unmet", rows, _of(sides.supplies.get(item.nearest)), 1.0)
    idle = sorted(sides.supplies.keys() - {supply for _, supply in (*agreed, *proposed)})
    wanted_by = _best_demands(problem)
    unplaced_idle: dict[str, float] = defaultdict(float)
    for supply in idle:
        columns = _of(sides.supplies[supply])
        if supply in wanted_by:
            _add(cells, "idle", _of(sides.demands[wanted_by[supply]]), columns, 1.0)
        else:
            for column in columns:
                unplaced_idle[column] += 1 / len(columns)
    confirmed = {demand for demand, _ in agreed}
    confirmed |= {
        id_
        for id_, entity in sides.demands.items()
        if entity.properties.get("status") == "fulfilled"
    }
    return WheelMatrix(
        rows=_axis(ontology, "demandCategory", sides.demands),
        columns=_axis(ontology, "supplyCategory", sides.supplies),
        cells=dict(sorted(cells.items())),
        demands=len(sides.demands),
        confirmed=sorted(confirmed),
        estimated=sorted({demand for demand, _ in proposed}),
        unmet=left,
        supplies=len(sides.supplies),
        idle=idle,
        unplaced_unmet=dict(sorted(unplaced_unmet.items())),
        unplaced_idle=dict(sorted(unplaced_idle.items())),
        calibrated=found.calibrated,
        confirmed_loads=Counter(supply for _, supply in agreed),
        loads=Counter(supply for _, supply in (*agreed, *proposed)),
    )


def _add(
    cells: dict[tuple[str, str], Cell],
    kind: str,
    rows: Sequence[str],
    columns: Sequence[str],
    amount: float,
) -> None:
    share = amount / (len(rows) * len(columns))
    for row in rows:
        for column in columns:
            cell = cells[row, column]
            cells[row, column] = replace(cell, **{kind: getattr(cell, kind) + share})


def _of(entity: Entity | None) -> Sequence[str]:
    """The categories of a record; ``NONE`` where it states none."""
    stated = entity.properties.get("category") if entity is not None else None
    if stated is None:
        return (NONE,)
    return [str(item) for item in stated] if isinstance(stated, tuple) else (str(stated),)


def _axis(ontology: Ontology, vocabulary: str, records: Mapping[str, Entity]) -> Sequence[str]:
    stated = {item for entity in records.values() for item in _of(entity)}
    known = list(ontology.vocabulary(vocabulary).terms)
    return [*known, *([NONE] if NONE in stated else [])]


def _best(problem: Problem) -> Mapping[str, tuple[str, float]]:
    """For each demand that has candidates the one of the highest value."""
    found: dict[str, tuple[str, float]] = {}
    for demand, supply, value in _pairs(problem):
        if demand not in found or value > found[demand][1]:
            found[demand] = supply, value
    return found


def _best_demands(problem: Problem) -> Mapping[str, str]:
    """For each supply that is a candidate the demand for which it has the highest value."""
    found: dict[str, tuple[str, float]] = {}
    for demand, supply, value in _pairs(problem):
        if supply not in found or value > found[supply][1]:
            found[supply] = demand, value
    return {supply: demand for supply, (demand, _) in found.items()}


def _pairs(problem: Problem) -> Sequence[tuple[str, str, float]]:
    return [
        (problem.demands[demand], problem.supplies[supply], value)
        for demand, supply, value in zip(
            problem.demand.tolist(), problem.supply.tolist(), problem.value.tolist(), strict=True
        )
    ]
