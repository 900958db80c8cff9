"""From a point through its line to the network, and the step that would promote it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chains import significance
from chains.errors import UnknownVertex
from chains.model import Link, Position, Projection, RuleKind, Step, Structure, Trace
from chains.projection import links_by_small_rule
from graph.port import GraphReader

_PEER_RELATIONS = ("realises", "inIndustry", "operatesIn")
_OWNING = frozenset({"deployedBy"})
"""An owner is shared evidence, but nothing that another case can take up."""

_STEPS = 5


def trace(store: GraphReader, structure: Structure, vertex: str, *, steps: int = _STEPS) -> Trace:
    """The class of a vertex, its links with their evidence, its way to the network, and steps.

    Args:
        store: Where the peers of the vertex are read.
        structure: From ``classify``.
        vertex: Id of a vertex.
        steps: How many promoting steps to return at most.

    Raises:
        UnknownVertex: The id is not a vertex of the projection.
    """
    projection = structure.projection
    if vertex not in projection.index:
        raise UnknownVertex(vertex, projection.vertices, projection.ids)
    links = _links_of(projection, vertex)
    best = promoting_steps(store, structure, vertex)[:steps]
    first = best[0] if best and not links else None
    start = first.partners[0] if first else vertex
    path, reaches = _way_to_network(structure, start)
    return Trace(
        vertex=vertex,
        position=structure.position[vertex],
        links=tuple(sorted(links, key=lambda link: (-link.weight, link.a, link.b))),
        components=tuple(
            item for item in (*structure.lines, *structure.blocks) if vertex in item.members
        ),
        step=first,
        path=path,
        reaches_network=reaches and (bool(links) or first is not None),
        steps=best,
        rule=projection.rule,
    )


def promoting_steps(store: GraphReader, structure: Structure, vertex: str) -> tuple[Step, ...]:
    """Assets that would newly link the vertex and raise its class or widen its component.

    Best first: by expected gain, then by class reached, then by asset id. Each step is judged
    with the other links as they stand now.
    """
    projection = structure.projection
    likelihood = _likelihood(store, projection, vertex)
    without = _component_without(projection, vertex)
    current = {link.other(vertex) for link in _links_of(projection, vertex)}
    found = []
    for asset in sorted(set(projection.holders) - set(projection.holdings[vertex])):
        if projection.via[asset] <= _OWNING:
            continue
        partners = _new_partners(projection, vertex, asset) - current
        if not partners:
            continue
        step = _step(structure, vertex, asset, partners, current, without, likelihood(asset))
        if step.joined or step.position.rank > structure.position[vertex].rank:
            found.append(step)
    return tuple(
        sorted(found, key=lambda step: (-step.expected_gain, -step.position.rank, step.asset))
    )


def _step(
    structure: Structure,
    vertex: str,
    asset: str,
    partners: set[str],
    current: set[str],
    without: "_Components",
    likelihood: float,
) -> Step:
    before = without.reach(current)
    after = without.reach(current | partners)
    touched = Counter(without.of[item] for item in current | partners)
    position = Position.NETWORK if max(touched.values()) > 1 else Position.LINE
    if structure.position[vertex].rank > position.rank:
        position = structure.position[vertex]
    rises = position.rank > structure.position[vertex].rank
    return Step(
        asset=asset,
        position=position,
        partners=tuple(sorted(partners)),
        joined=after - before,
        likelihood=likelihood,
        expected_gain=likelihood * (after - before + rises),
    )


@dataclass(frozen=True, slots=True)
class _Components:
    """Connected components of the projection without one vertex."""

    of: Mapping[str, int]
    sizes: Sequence[int]

    def reach(self, vertices: set[str]) -> int:
        """How many vertices hang together with these."""
        return sum(self.sizes[item] for item in {self.of[vertex] for vertex in vertices})


def _component_without(projection: Projection, vertex: str) -> _Components:
    graph = projection.graph.copy()
    graph.delete_edges(graph.incident(projection.index[vertex]))
    components = graph.connected_components()
    return _Components(
        of=dict(zip(projection.ids, components.membership, strict=True)), sizes=components.sizes()
    )


def _links_of(projection: Projection, vertex: str) -> list[Link]:
    return [projection.links[edge] for edge in projection.graph.incident(projection.index[vertex])]


def _new_partners(projection: Projection, vertex: str, asset: str) -> set[str]:
    """Holders of the asset that would be linked to the vertex if it held the asset too."""
    rule = projection.rule
    holders = projection.holders[asset]
    if len(holders) + 1 > rule.specific_up_to:
        return set()
    counts = {item: len(projection.holders[item]) for item in projection.holdings[vertex]} | {
        asset: len(holders) + 1
    }
    partners = set()
    for holder in holders:
        shared = [
            item
            for item in projection.holdings[holder]
            if item in counts and counts[item] <= rule.specific_up_to
        ]
        if _would_link(projection, vertex, holder, shared, counts):
            partners.add(holder)
    return partners


def _would_link(
    projection: Projection,
    vertex: str,
    holder: str,
    shared: Sequence[str],
    counts: Mapping[str, int],
) -> bool:
    if projection.rule.kind is RuleKind.SMALL:
        return links_by_small_rule(shared, counts, projection.rule)
    null = projection.null
    if null is None:
        return False
    weight = sum(significance.rounded_weight(counts[item]) for item in shared)
    degree = projection.specific_degree(vertex) + 1
    p_value = null.p_value(degree, projection.specific_degree(holder), weight)
    return p_value <= projection.rule.threshold


def _likelihood(store: GraphReader, projection: Projection, vertex: str) -> "_PeerShare":
    own = store.neighbours([vertex], relations=_PEER_RELATIONS)[vertex]
    groups = sorted({item.entity.id for item in own})
    members = store.neighbours(
        groups, relations=_PEER_RELATIONS, direction="in", type=projection.vertices
    )
    peers = {
        item.entity.id
        for found in members.values()
        for item in found
        if item.entity.id in projection.index and item.entity.id != vertex
    }
    return _PeerShare(
        held=Counter(asset for peer in peers for asset in projection.holdings[peer]),
        peers=len(peers),
    )


@dataclass(frozen=True, slots=True)
class _PeerShare:
    """How common an asset is among the peers, smoothed."""

    held: Mapping[str, int]
    peers: int

    def __call__(self, asset: str) -> float:
        return (self.held.get(asset, 0) + 0.5) / (self.peers + 1)


def _way_to_network(structure: Structure, start: str) -> tuple[tuple[Link, ...], bool]:
    """Links of a shortest path to the nearest vertex of the network, ties broken by id."""
    projection = structure.projection
    if structure.position[start] is Position.NETWORK:
        return (), True
    graph = projection.graph
    distances = graph.distances(source=projection.index[start])[0]
    goals = [
        (distance, vertex)
        for vertex, distance in enumerate(distances)
        if distance != float("inf")
        and structure.position[projection.ids[vertex]] is Position.NETWORK
    ]
    if not goals:
        return (), False
    path = graph.get_shortest_path(projection.index[start], min(goals)[1], output="epath")
    return tuple(projection.links[edge] for edge in path), True
