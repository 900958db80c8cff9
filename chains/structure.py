"""Points, lines and network: the classes of the vertices and the components they form."""

from collections import Counter
from collections.abc import Iterable, Sequence

from chains.model import Component, Position, Projection, Spans, Structure, Summary
from graph.port import GraphReader
from graph.query import Neighbour

_BLOCK_AT_LEAST = 3


def classify(store: GraphReader, projection: Projection) -> Structure:
    """Give each vertex its class, and each line and block its spans.

    A line is a set of vertices joined by bridges that holds a vertex outside the network; where
    it meets the network, the vertices it meets are members too.

    Args:
        store: Where industries, enterprises, regions and stages are read for the spans.
        projection: What to classify.
    """
    blocks = [
        sorted(block)
        for block in projection.graph.biconnected_components()
        if len(block) >= _BLOCK_AT_LEAST
    ]
    networked = {vertex for block in blocks for vertex in block}
    position = {
        name: _position(vertex, projection, networked) for vertex, name in enumerate(projection.ids)
    }
    bridges = frozenset(projection.graph.bridges())
    lines = _lines(projection, bridges, networked)
    reader = _SpanReader(store, projection.ids)
    return Structure(
        projection=projection,
        position=position,
        lines=_components(lines, Position.LINE, projection, bridges, reader),
        blocks=_components(blocks, Position.NETWORK, projection, bridges, reader),
    )


def summarise(structure: Structure) -> Summary:
    """Count the classes of a structure, and those of them that are examples (示例)."""
    projection = structure.projection
    counts = Counter(structure.position.values())
    examples = Counter(structure.position[vertex] for vertex in projection.illustrative)
    sizes = projection.graph.connected_components().sizes()
    return Summary(
        vertices=projection.vertices,
        counts={item: counts[item] for item in Position},
        illustrative={item: examples[item] for item in Position},
        links=len(projection.links),
        lines=len(structure.lines),
        blocks=len(structure.blocks),
        largest_share=max(sizes) / len(projection.ids),
        rule=projection.rule,
    )


def _position(vertex: int, projection: Projection, networked: set[int]) -> Position:
    if vertex in networked:
        return Position.NETWORK
    return Position.LINE if projection.graph.degree(vertex) else Position.POINT


def _lines(projection: Projection, bridges: frozenset[int], networked: set[int]) -> list[list[int]]:
    joined = projection.graph.subgraph_edges(sorted(bridges), delete_vertices=False)
    return [
        sorted(members)
        for members in joined.connected_components()
        if len(members) > 1 and not networked.issuperset(members)
    ]


def _components(
    groups: Iterable[Sequence[int]],
    kind: Position,
    projection: Projection,
    bridges: frozenset[int],
    reader: "_SpanReader",
) -> tuple[Component, ...]:
    ordered = sorted(groups, key=lambda group: (-len(group), group))
    word = "line" if kind is Position.LINE else "block"
    return tuple(
        _component(f"{word}-{number}", kind, group, projection, bridges, reader)
        for number, group in enumerate(ordered, start=1)
    )


def _component(
    name: str,
    kind: Position,
    group: Sequence[int],
    projection: Projection,
    bridges: frozenset[int],
    reader: "_SpanReader",
) -> Component:
    members = tuple(projection.ids[vertex] for vertex in group)
    inside = set(group)
    edges = {
        edge
        for vertex in group
        for edge in projection.graph.incident(vertex)
        if inside.issuperset(projection.graph.es[edge].tuple)
        and (kind is Position.NETWORK or edge in bridges)
    }
    links = tuple(projection.links[edge] for edge in sorted(edges))
    return Component(name, kind, members, links, reader.spans(members))


class _SpanReader:
    """What each vertex belongs to, read in three store calls for all of them."""

    def __init__(self, store: GraphReader, ids: Sequence[str]) -> None:
        own = store.neighbours(
            ids,
            relations=("inIndustry", "operatesIn", "deployedBy", "locatedIn", "realises", "serves"),
        )
        scenarios = sorted(
            {item.entity.id for found in own.values() for item in _of(found, "realises")}
        )
        self._own = own
        self._stages = store.neighbours(scenarios, relations=("serves",)) if scenarios else {}

    def spans(self, members: Sequence[str]) -> Spans:
        """What those vertices cross together."""
        enterprises = [self._ids(vertex, "deployedBy") for vertex in members]
        stages = {
            stage.entity.id
            for vertex in members
            for item in self._ids(vertex, "realises")
            for stage in self._stages.get(item, ())
        } | self._union(members, "serves")
        together = set().union(*enterprises)
        return Spans(
            industries=tuple(
                sorted(self._union(members, "inIndustry") | self._union(members, "operatesIn"))
            ),
            enterprises=tuple(sorted(together)),
            regions=tuple(sorted(self._union(members, "locatedIn"))),
            stages=tuple(sorted(stages)),
            closed=len(together) == 1 and all(enterprises),
        )

    def _union(self, members: Sequence[str], relation: str) -> set[str]:
        return {item for vertex in members for item in self._ids(vertex, relation)}

    def _ids(self, vertex: str, relation: str) -> set[str]:
        return {item.entity.id for item in _of(self._own.get(vertex, ()), relation)}


def _of(found: Sequence[Neighbour], relation: str) -> list[Neighbour]:
    return [item for item in found if item.relation.type == relation]
