"""A solution put together: candidates, the best bundle, alternatives, what is left, and company."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.port import GraphReader
from graph.query import All, Query
from graph.records import Entity
from matcher.candidates import SUPPLIES
from matcher.conditions import AS_STATED, Asked, Terms, allowing, hard_only
from matcher.errors import NothingToMatch, UnknownSubject
from matcher.model import Match, MatchResult
from matcher.retrieval.hierarchy import read_hierarchy
from matcher.solutions.company import similar_cases, skilled
from matcher.solutions.cover import (
    Aim,
    Chosen,
    Limits,
    Method,
    SetCover,
    cover,
    fewest_partners,
    undominated,
)
from matcher.solutions.fit import PairFit, excluded_pairs, read_fits
from matcher.solutions.model import Bundle, Member, Requirement, Solution
from matcher.solutions.ports import Matching
from matcher.solutions.refining import differing, quality, refine
from matcher.solutions.requirements import (
    Start,
    requirements,
    start_of_demand,
    start_of_text,
)
from matcher.solutions.uncovered import uncovered
from matcher.standards import Applicable, applicable_standards
from ontology.model import Ontology

_LOOKED_AT = 200
"""Matches that are looked at for values; a supply beyond has none."""

_POOL = 40
"""Candidates among which bundles are refined, the most valued of each requirement."""


@dataclass(frozen=True, slots=True)
class _Field:
    """Candidates as the store has them, beside the problem that stands for them.

    Attributes:
        problem: What is solved.
        keys: Of the requirement of each bit.
        supplies: By id.
        providers: By id of a supply.
        matches: By id of a supply, where matching finds it.
    """

    problem: SetCover
    keys: tuple[str, ...]
    supplies: Mapping[str, Entity]
    providers: Mapping[str, tuple[Entity, ...]]
    matches: Mapping[str, Match]

    def covered(self, places: Sequence[int]) -> tuple[str, ...]:
        mask = self.problem.mask(places)
        return tuple(key for bit, key in enumerate(self.keys) if mask >> bit & 1)


def compose(
    store: GraphReader,
    ontology: Ontology,
    matcher: Matching,
    *,
    demand: str | None = None,
    text: str = "",
    terms: Terms = AS_STATED,
    functions: Sequence[str] = (),
    limits: Limits | None = None,
) -> Solution:
    """The solution of a recorded demand, or of a free text.

    Args:
        store: The store.
        ontology: The ontology.
        matcher: Says how well each supply answers.
        demand: Id of the demand; None for a free text.
        text: The text.
        terms: Further conditions, and changes to those of the demand.
        functions: Functions of the supply wheel that are to be covered too.
        limits: When the exact way is left.

    Raises:
        UnknownSubject: There is no such demand.
        UnknownCondition: The terms name what is not on record.
        NothingRequired: There is nothing to cover.
        EmptyQuery: The text has no word.
    """
    limits = limits or Limits()
    hierarchy = read_hierarchy(store, ontology)
    if demand is None:
        start = start_of_text(hierarchy, text)
    else:
        start = start_of_demand(store, ontology, _demand(store, demand))
    asking = requirements(store, ontology, hierarchy, start, terms, functions)
    wanted = [item for item in asking.requirements if item.by_supplies]
    found = _candidates(store, wanted, asking.conditions)
    result = _matched(matcher, demand, text, terms)
    field = _field(store, wanted, found, result)
    first = cover(field.problem, Aim.SIZE, limits)
    pool = _pool(field.problem, first.places)
    fits = _fits(store, field, pool)
    by_place = {pair: fit.value for pair, fit in fits.items()}
    refined = refine(field.problem, by_place, pool, first.places, limits.effort)
    best = _bundle(store, field, Chosen(refined.places, first.method, first.at_least), by_place)
    others = [
        _bundle(store, field, Chosen(item.places, Method.EXACT, first.at_least), by_place)
        for item in differing(field.problem, by_place, pool, refined.places, limits.effort)
    ]
    cheapest = cover(field.problem, Aim.COST, limits)
    fewest = cover(field.problem, Aim.PARTNERS, limits)
    missing = [
        item for item in asking.requirements if item.by_supplies and item.key not in best.covered
    ]
    partners = {owner.id for member in best.members for owner in member.providers}
    technologies = [item.wanted.id for item in wanted if item.kind.value == "technology"]
    skills = [item.wanted.id for item in asking.requirements if not item.by_supplies]
    return Solution(
        query=demand,
        text=text or (result.text if result else ""),
        requirements=asking.requirements,
        best=best,
        proven=refined.proven,
        by_cost=_bundle(store, field, cheapest, by_place) if cheapest.places else None,
        by_partners=_bundle(store, field, fewest, by_place) if fewest.places else None,
        others=tuple(others),
        uncovered=uncovered(store, missing, asking.conditions, found.keys()),
        standards=_standards(store, ontology, start, demand),
        talent=skilled(store, skills, technologies, partners),
        similar=similar_cases(store, ontology, start, technologies),
        candidates=len(found),
        threshold=result.threshold if result else None,
    )


def _demand(store: GraphReader, id: str) -> Entity:
    entity = store.get([id]).get(id)
    if entity is None or entity.type != "Demand":
        known = store.find(Query("Demand"), 2_000).entities
        raise UnknownSubject(id, "Demand", [item.id for item in known])
    return entity


def _candidates(
    store: GraphReader, wanted: Sequence[Requirement], conditions: Sequence[Asked]
) -> Mapping[str, tuple[Entity, int]]:
    """Supplies that cover something and are excluded by nothing, with what they cover as bits."""
    allowed = [SUPPLIES.matchable, *(allowing(item) for item in hard_only(conditions))]
    found: dict[str, tuple[Entity, int]] = {}
    for bit, item in enumerate(wanted):
        query = Query(SUPPLIES.class_name, All((*allowed, item.where)))
        for batch in store.scan(query):
            for entity in batch:
                found[entity.id] = entity, found.get(entity.id, (entity, 0))[1] | 1 << bit
    return dict(sorted(found.items()))


def _matched(matcher: Matching, demand: str | None, text: str, terms: Terms) -> MatchResult | None:
    try:
        if demand is not None:
            return matcher.match_demand(demand, _LOOKED_AT, None, terms)
        return matcher.match_text(text, _LOOKED_AT, None, terms)
    except NothingToMatch:
        return None


def _field(
    store: GraphReader,
    wanted: Sequence[Requirement],
    found: Mapping[str, tuple[Entity, int]],
    result: MatchResult | None,
) -> _Field:
    ids = tuple(found)
    matches = {item.entity.id: item for item in result.matches} if result else {}
    behind = store.neighbours(ids, relations=(SUPPLIES.provider,), direction="in") if ids else {}
    providers = {
        id_: tuple(sorted((link.entity for link in behind[id_]), key=lambda item: item.id))
        for id_ in ids
    }
    place = {id_: at for at, id_ in enumerate(ids)}
    return _Field(
        problem=SetCover(
            ids=ids,
            masks=tuple(mask for _, mask in found.values()),
            values=_values(ids, matches),
            prices=tuple(_price(entity) for entity, _ in found.values()),
            partners=tuple(tuple(owner.id for owner in providers[id_]) for id_ in ids),
            excluded=frozenset((place[a], place[b]) for a, b in excluded_pairs(store, ids))
            if ids
            else frozenset(),
        ),
        keys=tuple(item.key for item in wanted),
        supplies={id_: entity for id_, (entity, _) in found.items()},
        providers=providers,
        matches=matches,
    )


def _values(ids: Sequence[str], matches: Mapping[str, Match]) -> tuple[float, ...]:
    """The probability of each, or its score as a share of the best; 0 where nothing finds it."""
    best = max((item.score for item in matches.values()), default=0.0)

    def value(id_: str) -> float:
        match = matches.get(id_)
        if match is None:
            return 0.0
        if match.probability is not None:
            return match.probability
        return max(match.score, 0.0) / best if best > 0 else 0.0

    return tuple(value(id_) for id_ in ids)


def _price(entity: Entity) -> float | None:
    price = entity.properties.get("price")
    return float(price) if isinstance(price, int | float) and price >= 0 else None


def _pool(problem: SetCover, start: Sequence[int]) -> tuple[int, ...]:
    """The start, and the most valued of those that nothing stands for."""
    ranked = sorted(undominated(problem, Aim.PARTNERS), key=lambda at: (-problem.values[at], at))
    return tuple(sorted({*start, *ranked[:_POOL]}))


def _fits(
    store: GraphReader, field: _Field, places: Collection[int]
) -> Mapping[tuple[int, int], PairFit]:
    ids = field.problem.ids
    chosen = {ids[at]: field.providers[ids[at]] for at in places}
    place = {ids[at]: at for at in places}
    return {(place[a], place[b]): fit for (a, b), fit in read_fits(store, chosen).items()}


def _bundle(
    store: GraphReader, field: _Field, chosen: Chosen, fits: Mapping[tuple[int, int], float]
) -> Bundle:
    problem, places = field.problem, chosen.places
    shown = _fits(store, field, places)
    members = tuple(_member(field, places, at) for at in places)
    prices = [item.price for item in members if item.price is not None]
    known = {**fits, **{pair: fit.value for pair, fit in shown.items()}}
    return Bundle(
        members=members,
        covered=field.covered(places),
        partners=fewest_partners(problem, places),
        price=sum(prices) if prices else None,
        unpriced=len(members) - len(prices),
        fits=tuple(fit for _, fit in sorted(shown.items())),
        quality=quality(problem, known, places),
        method=chosen.method,
        at_least=chosen.at_least,
    )


def _member(field: _Field, places: Sequence[int], at: int) -> Member:
    problem = field.problem
    rest = problem.mask([other for other in places if other != at])
    own = problem.masks[at]
    supply = problem.ids[at]
    return Member(
        supply=field.supplies[supply],
        providers=field.providers[supply],
        alone=tuple(key for bit, key in enumerate(field.keys) if (own & ~rest) >> bit & 1),
        shared=tuple(key for bit, key in enumerate(field.keys) if (own & rest) >> bit & 1),
        price=problem.prices[at],
        match=field.matches.get(supply),
    )


def _standards(
    store: GraphReader, ontology: Ontology, start: Start, demand: str | None
) -> Sequence[Applicable]:
    if demand is not None:
        return applicable_standards(store, ontology, demand)
    found: dict[str, Applicable] = {}
    for item in start.linked("forScenario"):
        for each in applicable_standards(store, ontology, item.id):
            found.setdefault(each.standard.id, each)
    return sorted(found.values(), key=lambda item: (item.steps, item.standard.id))
