"""How suppliers fit together: the same house, compatible products, shared standards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph.port import GraphReader
from graph.records import Entity

INCLUDES, PRODUCES = "includesProduct", "produces"
COMPATIBLE, INCOMPATIBLE = "compatibleWith", "incompatibleWith"
_COMPLIES = "compliesWith"


@dataclass(frozen=True, slots=True)
class PairFit:
    """How two supplies fit.

    Attributes:
        one: Id of the one, the smaller.
        other: Id of the other.
        value: 1 where the same organization offers both or a product of the one is compatible
            with one of the other; else the standards that both comply with, as a share of the
            fewer that one of them complies with; 0 to 1.
        same: Organizations that offer both.
        compatible: Products of the one with compatible ones of the other.
        standards: Those that both comply with, by id.
    """

    one: str
    other: str
    value: float
    same: tuple[Entity, ...]
    compatible: tuple[tuple[Entity, Entity], ...]
    standards: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Traits:
    """What the fit of a supply depends on.

    Attributes:
        providers: Who offers it.
        products: Those that it includes; where it names none, those that its providers produce.
        standards: Those that it complies with.
    """

    providers: Mapping[str, Entity]
    products: Mapping[str, Entity]
    standards: Mapping[str, Entity]


def read_fits(
    store: GraphReader, providers: Mapping[str, Sequence[Entity]]
) -> Mapping[tuple[str, str], PairFit]:
    """The fit of all pairs of some supplies, smaller id first.

    Args:
        store: The store.
        providers: For each supply who offers it.
    """
    ids = sorted(providers)
    traits = _read_traits(store, ids, providers)
    products = sorted({item for found in traits.values() for item in found.products})
    partners = joined(store, products, COMPATIBLE)
    return {
        (one, other): _fit(one, other, traits[one], traits[other], partners)
        for one, other in combinations(ids, 2)
    }


def excluded_pairs(store: GraphReader, ids: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Pairs of supplies that include products which are incompatible, smaller id first."""
    included = store.neighbours(sorted(ids), relations=(INCLUDES,))
    holders: dict[str, list[str]] = {}
    for supply, links in included.items():
        for link in links:
            holders.setdefault(link.entity.id, []).append(supply)
    found = set()
    for product, others in joined(store, sorted(holders), INCOMPATIBLE).items():
        for other in others:
            for one in holders[product]:
                for another in holders.get(other, ()):
                    if one != another:
                        found.add((min(one, another), max(one, another)))
    return frozenset(found)


def joined(
    store: GraphReader, products: Sequence[str], relation: str
) -> Mapping[str, frozenset[str]]:
    """For each product those that a relation joins it to, whichever way it was recorded."""
    found: dict[str, set[str]] = {item: set() for item in products}
    if not products:
        return {}
    for start, links in store.neighbours(products, relations=(relation,)).items():
        found[start].update(link.entity.id for link in links)
    for start, links in store.neighbours(products, relations=(relation,), direction="in").items():
        found[start].update(link.entity.id for link in links)
    return {item: frozenset(others) for item, others in found.items()}


def _read_traits(
    store: GraphReader, ids: Sequence[str], providers: Mapping[str, Sequence[Entity]]
) -> Mapping[str, Traits]:
    links = store.neighbours(ids, relations=(INCLUDES, _COMPLIES)) if ids else {}
    owners = sorted({owner.id for found in providers.values() for owner in found})
    made = store.neighbours(owners, relations=(PRODUCES,)) if owners else {}
    traits = {}
    for supply in ids:
        has: dict[str, dict[str, Entity]] = {INCLUDES: {}, _COMPLIES: {}}
        for link in links[supply]:
            has[link.relation.type][link.entity.id] = link.entity
        products = has[INCLUDES] or {
            link.entity.id: link.entity
            for owner in providers[supply]
            for link in made.get(owner.id, ())
        }
        offered = {owner.id: owner for owner in providers[supply]}
        traits[supply] = Traits(offered, products, has[_COMPLIES])
    return traits


def _fit(
    one: str, other: str, mine: Traits, yours: Traits, partners: Mapping[str, frozenset[str]]
) -> PairFit:
    same = sorted(mine.providers.keys() & yours.providers.keys())
    compatible = [
        (mine.products[here], yours.products[there])
        for here in sorted(mine.products)
        for there in sorted(partners[here] & yours.products.keys())
    ]
    shared = sorted(mine.standards.keys() & yours.standards.keys())
    fewer = min(len(mine.standards), len(yours.standards))
    return PairFit(
        one,
        other,
        1.0 if same or compatible else len(shared) / fewer if fewer else 0.0,
        tuple(mine.providers[item] for item in same),
        tuple(compatible),
        tuple(mine.standards[item] for item in shared),
    )
