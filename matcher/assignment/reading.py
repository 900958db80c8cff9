"""The problem as the store and the matcher give it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from graph.port import GraphReader
from graph.query import All, Filter, In, Not, Query
from graph.records import Entity
from matcher.assignment.model import Caps, Problem
from matcher.candidates import DEMANDS
from matcher.errors import NothingToMatch
from matcher.model import Match, MatchResult

_BATCH = 1_000


class Matching(Protocol):
    """What finds the pairs."""

    def match_demand(self, id: str, first: int = 10, where: Filter | None = None) -> MatchResult:
        """The supplies that answer a recorded demand, best first."""
        ...


def read_problem(
    store: GraphReader,
    matcher: Matching,
    caps: Caps | None = None,
    candidates: int = 20,
    *,
    where: Filter | None = None,
    watch: Callable[[float], None] = lambda _: None,
) -> Problem:
    """All demands that are up for matching, with the best supplies for each.

    Where the matching is calibrated, its threshold holds unless ``caps`` has a higher one.

    Args:
        store: The store.
        matcher: Finds the pairs.
        caps: Bounds.
        candidates: Supplies that are looked at for each demand.
        where: What demands and supplies must fulfil to take part; None is nothing.
        watch: Told the share that is done; may raise to stop.
    """
    caps = caps or Caps()
    demands = _up_for_matching(store, where)
    found: list[tuple[str, str, float]] = []
    known: dict[str, Entity] = {}
    owners: dict[str, str] = {}
    thresholds: set[float | None] = set()
    excluded: dict[str, float] = {}
    for place, demand in enumerate(demands):
        watch(place / len(demands))
        result = _matched(matcher, demand.id, candidates, where)
        if result is None:
            continue
        thresholds.add(result.threshold)
        for match in result.nearest_excluded:
            likely = _value(match)
            excluded[demand.id] = max(likely, excluded.get(demand.id, 0.0))
        for match in result.matches:
            known[match.entity.id] = match.entity
            if match.providers:
                owners[match.entity.id] = match.providers[0].id
            found.append((demand.id, match.entity.id, _value(match)))
    calibrated = bool(thresholds) and None not in thresholds
    stated = max((item for item in thresholds if item is not None), default=0.0)
    threshold = max(caps.threshold, stated if calibrated else 0.0)
    bounds = Caps(caps.suppliers, caps.per_owner, caps.unstated, threshold)
    capacities = {id_: _whole(entity, "capacity") for id_, entity in known.items()}
    weights = {item.id: _number(item, "weight") for item in demands}
    problem = problem_of(weights, capacities, owners, found, bounds, calibrated=calibrated)
    held_back = {
        demand for demand, value in excluded.items() if not calibrated or value >= threshold
    }
    return replace(problem, held_back=frozenset(held_back))


def problem_of(
    weights: Mapping[str, float],
    capacities: Mapping[str, int | None],
    owners: Mapping[str, str],
    pairs: Iterable[tuple[str, str, float]],
    caps: Caps,
    *,
    calibrated: bool,
) -> Problem:
    """The problem of records in any order; equal records give equal columns.

    Args:
        weights: Of each demand.
        capacities: Of each supply; None where it states none.
        owners: Who offers a supply, for those where somebody does.
        pairs: Demand, supply and value.
        caps: Bounds.
        calibrated: Whether values are probabilities; else they are scaled to at most 1.
    """
    ordered = sorted(pairs)
    demands, supplies = tuple(sorted(weights)), tuple(sorted(capacities))
    names = tuple(sorted(set(owners.values())))
    at_demand = {id_: place for place, id_ in enumerate(demands)}
    at_supply = {id_: place for place, id_ in enumerate(supplies)}
    at_owner = {id_: place for place, id_ in enumerate(names)}
    value = np.array([item[2] for item in ordered], dtype=np.float64)
    if not calibrated and len(value):
        value = np.maximum(value, 0.0) / max(float(value.max()), 1e-300)
    return Problem(
        demands=demands,
        supplies=supplies,
        owners=names,
        weight=np.array([weights[id_] for id_ in demands], dtype=np.float64),
        capacity=np.array(
            [caps.unstated if (stated := capacities[id_]) is None else stated for id_ in supplies],
            dtype=np.int64,
        ),
        owner=np.array([at_owner.get(owners.get(id_, ""), -1) for id_ in supplies], dtype=np.int64),
        demand=np.array([at_demand[item[0]] for item in ordered], dtype=np.int64),
        supply=np.array([at_supply[item[1]] for item in ordered], dtype=np.int64),
        value=value,
        calibrated=calibrated,
        caps=caps,
    )


def _up_for_matching(store: GraphReader, where: Filter | None) -> Sequence[Entity]:
    open_ones = Not(In("status", DEMANDS.left_out))
    condition = open_ones if where is None else All((open_ones, where))
    query = Query(type=DEMANDS.class_name, where=condition)
    return [entity for batch in store.scan(query, _BATCH) for entity in batch]


def _matched(
    matcher: Matching, demand: str, first: int, where: Filter | None
) -> MatchResult | None:
    try:
        return matcher.match_demand(demand, first, where)
    except NothingToMatch:
        return None


def _value(match: Match) -> float:
    return match.score if match.probability is None else match.probability


def _number(entity: Entity, field: str) -> float:
    """A weight; 1 where none is stated."""
    value = entity.properties.get(field)
    return float(value) if isinstance(value, int | float) and value > 0 else 1.0


def _whole(entity: Entity, field: str) -> int | None:
    value = entity.properties.get(field)
    return int(value) if isinstance(value, int | float) else None
