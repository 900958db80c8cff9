"""What would raise a vertex: every asset it lacks is tried, all of them together as arrays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chains.errors import UnknownVertex
from chains.projection.model import RuleKind
from chains.projection.significance import rounded_weights
from chains.projection.table import BoolArray, IntArray
from chains.structure.classes import Structure
from chains.structure.model import POSITIONS, Position
from chains.tracing.model import Step, StepKind
from chains.tracing.peers import Peers, peers_of

_KINDS: Mapping[str, StepKind] = {
    "Standard": StepKind.ADOPT_STANDARD,
    "Technology": StepKind.SHARE_TECHNOLOGY,
    "Skill": StepKind.BUILD_SKILL,
    "Product": StepKind.USE_PRODUCT,
    "Enterprise": StepKind.JOIN_PARTNER,
}
_OWNING = "deployedBy"


def promoting_steps(structure: Structure, vertex: str, most: int = 5) -> tuple[Step, ...]:
    """Things that would newly link the vertex and raise its class or widen its component.

    Best first: by expected gain, then by class reached, then by the id of what is taken up. Each
    step is judged with the other links as they stand now.

    Args:
        structure: From ``classify``.
        vertex: Id of a vertex.
        most: How many to return at most.

    Raises:
        UnknownVertex: The id is not a vertex of the projection.
    """
    projection = structure.projection
    number = projection.number_of(vertex)
    if number is None:
        raise UnknownVertex(vertex, projection.vertices, projection.ids)
    peers = peers_of(projection.holdings, number)
    without = _without(structure, number)
    found = [
        step
        for trials in (
            _by_assets(structure, number, peers),
            _by_relations(structure, number, peers),
        )
        for step in _best(structure, number, trials, without, most)
    ]
    found.sort(key=lambda step: (-step.expected_gain, -step.position.rank, step.asset))
    return tuple(found[:most])


@dataclass(frozen=True)
class _Trials:
    """Things to take up, and whom each would newly link.

    Attributes:
        kinds: What taking up each would be; shape (k,).
        ids: Ids of the things, shape (k,).
        likelihood: Of each, shape (k,).
        thing: Number of the thing of each new link, ascending; shape (p,).
        partner: Number of the vertex at the other end, shape (p,).
    """

    kinds: tuple[StepKind, ...]
    ids: tuple[str, ...]
    likelihood: NDArray[np.float64]
    thing: IntArray
    partner: IntArray


@dataclass(frozen=True)
class _Without:
    """The connected components of the graph without one vertex.

    Attributes:
        of: Component of each vertex, shape (n,).
        sizes: Their sizes.
        links: How many links of the vertex lead into each.
    """

    of: IntArray
    sizes: IntArray
    links: IntArray


def _without(structure: Structure, vertex: int) -> _Without:
    component = structure.parts.without(vertex)
    sizes = np.bincount(component)
    sizes[component[vertex]] -= 1
    around = component[structure.around(vertex)]
    return _Without(component.astype(np.int64), sizes, np.bincount(around, minlength=len(sizes)))


def _by_assets(structure: Structure, vertex: int, peers: Peers) -> _Trials:
    """Every asset that would still be specific with one holder more."""
    projection = structure.projection
    holdings, rule = projection.holdings, projection.rule
    possible = (holdings.holders > 0) & (holdings.holders < rule.specific_up_to)
    possible[holdings.assets_of(vertex)] = False
    entry = np.repeat(np.arange(len(holdings.assets)), np.diff(holdings.by_asset.indptr))
    kept = possible[entry]
    asset, holder = entry[kept], holdings.by_asset.indices[kept].astype(np.int64)
    fresh = _fresh(structure, vertex)[holder]
    asset, holder = asset[fresh], holder[fresh]
    linked = _would_link(structure, vertex, asset, holder)
    what, thing = np.unique(asset[linked], return_inverse=True)
    owning = holdings.held_only_by(_OWNING)
    return _Trials(
        kinds=tuple(
            StepKind.REPLICATE_AT if owning[at] else _KINDS[holdings.asset_class[at]]
            for at in what.tolist()
        ),
        ids=tuple(holdings.assets[at] for at in what.tolist()),
        likelihood=peers.likelihood(peers.hold()[what]),
        thing=thing,
        partner=holder[linked],
    )


def _by_relations(structure: Structure, vertex: int, peers: Peers) -> _Trials:
    """Every vertex to which a peer has an explicit relation."""
    projection = structure.projection
    related = peers.related()
    what = np.flatnonzero((related > 0) & _fresh(structure, vertex))
    trade = projection.vertices == "Enterprise"
    return _Trials(
        kinds=(StepKind.JOIN_PARTNER if trade else StepKind.CONNECT,) * len(what),
        ids=tuple(projection.ids[at] for at in what.tolist()),
        likelihood=peers.likelihood(related[what]),
        thing=np.arange(len(what)),
        partner=what,
    )


def _fresh(structure: Structure, vertex: int) -> BoolArray:
    """Vertices that it is not linked to."""
    fresh = np.ones(len(structure.projection.ids), dtype=bool)
    fresh[structure.around(vertex)] = False
    fresh[vertex] = False
    return fresh


def _would_link(structure: Structure, vertex: int, asset: IntArray, holder: IntArray) -> BoolArray:
    """Whether the vertex, holding the asset too, would be linked to that holder of it."""
    projection = structure.projection
    holdings, rule, links = projection.holdings, projection.rule, projection.links
    holders = holdings.holders[asset] + 1
    if rule.kind is RuleKind.SMALL:
        shared, rare = links.shares(vertex, rule.rare_up_to)
        enough = (shared[holder] + 1 >= rule.shared) | (rare[holder] > 0)
        return enough | (holders <= rule.rare_up_to)
    if projection.null is None:
        return np.zeros(len(asset), dtype=bool)
    degree = np.diff(links.specific.indptr)
    weight = links.rounded(vertex)[holder] + rounded_weights(holders)
    own = np.full(len(asset), degree[vertex] + 1)
    p_values = projection.null.p_values(own, degree[holder], weight, rule.threshold)
    return p_values <= rule.threshold


def _best(
    structure: Structure, vertex: int, trials: _Trials, without: _Without, most: int
) -> Iterator[Step]:
    """The best of the trials that lead anywhere."""
    size = len(without.sizes)
    places, new = np.unique(trials.thing * size + without.of[trials.partner], return_counts=True)
    thing, part = places // size, places % size
    unreached = without.links[part] == 0
    joined = np.zeros(len(trials.ids), dtype=np.int64)
    np.add.at(joined, thing[unreached], without.sizes[part[unreached]])
    closes = np.zeros(len(trials.ids), dtype=bool)
    closes[thing[new + without.links[part] > 1]] = True
    now = structure.position.rank[vertex]
    closes |= bool((without.links > 1).any())
    rank = np.maximum(np.where(closes, Position.NETWORK.rank, Position.LINE.rank), now)
    gain = trials.likelihood * (joined + (rank > now))
    order = np.lexsort((np.arange(len(trials.ids)), -rank, -gain))
    for at in order[(gain > 0)[order]][:most].tolist():
        partners = np.sort(trials.partner[trials.thing == at])
        yield Step(
            kind=trials.kinds[at],
            asset=trials.ids[at],
            position=POSITIONS[int(rank[at])],
            partners=tuple(structure.projection.ids[other] for other in partners.tolist()),
            joined=int(joined[at]),
            likelihood=float(trials.likelihood[at]),
            expected_gain=float(gain[at]),
        )
