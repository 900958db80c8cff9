"""Paths through the graph from a query to a candidate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.port import GraphReader
from graph.query import Neighbour
from graph.records import Entity
from matcher.model import EvidenceNode, EvidencePath, EvidenceStep
from matcher.retrieval.hierarchy import Hierarchy
from matcher.retrieval.neighbourhood import Likeness
from ontology.model import Ontology, Text

NEAR, FAR = 1.0, 0.4
"""Strength of a node that the query is linked to, and of one a step further on."""

BRIDGES = ("dependsOn", "usesTechnology", "governedBy")
"""Relations that are followed one step beyond what the query is linked to."""

_PATHS = 5
MENTIONS = EvidenceStep("mentions", Text({"zh": "提到", "en": "mentions"}), forward=True)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a query reaches in the graph.

    Attributes:
        strengths: For each node NEAR or FAR.
        ways: For each node the nodes and steps from the query to it.
    """

    strengths: Mapping[str, float]
    ways: Mapping[str, tuple[tuple[EvidenceNode, ...], tuple[EvidenceStep, ...]]]


def reach_of_entity(
    store: GraphReader, ontology: Ontology, entity: Entity, shared: Sequence[Neighbour]
) -> Reach:
    """What a recorded demand or supply reaches."""
    start = node_of(entity)
    ways = {
        item.entity.id: (
            (start, node_of(item.entity)),
            (step_of(ontology, item.relation.type, forward=True),),
        )
        for item in shared
    }
    return _extended(store, ontology, ways)


def reach_of_text(
    store: GraphReader, ontology: Ontology, text: str, named: Sequence[Entity]
) -> Reach:
    """What a free text reaches by the names in it."""
    start = EvidenceNode("", Text({"zh": f"“{text}”", "en": f"“{text}”"}))
    ways = {item.id: ((start, node_of(item)), (MENTIONS,)) for item in named}
    return _extended(store, ontology, ways)


def evidence(
    ontology: Ontology,
    reach: Reach,
    like: Likeness,
    candidate: Entity,
    shared: Sequence[Neighbour],
) -> tuple[EvidencePath, ...]:
    """The heaviest paths from the query to a candidate.

    Args:
        ontology: Names the steps.
        reach: What the query reaches.
        like: How like each node is to that.
        candidate: The candidate.
        shared: What it is linked to.
    """
    hierarchy = like.contents.hierarchy
    paths = []
    for item in shared:
        place = hierarchy.places.get(item.entity.id)
        if place is None or not like.values[place]:
            continue
        start = hierarchy.entities[like.reached[place]].id
        nodes, steps = reach.ways[start]
        through = hierarchy.entities[like.through[place]].id
        beyond, climbed = _across(ontology, hierarchy, start, through, item.entity.id)
        paths.append(
            EvidencePath(
                nodes=(*nodes, *beyond, node_of(candidate)),
                steps=(*steps, *climbed, step_of(ontology, item.relation.type, forward=False)),
                weight=float(like.values[place] * like.contents.most),
            )
        )
    paths.sort(key=lambda path: (-path.weight, [node.id for node in path.nodes]))
    return tuple(paths[:_PATHS])


def node_of(entity: Entity) -> EvidenceNode:
    """An entity as a node of a path."""
    names = {
        language: str(entity.properties[f"name_{language}"])
        for language in ("zh", "en")
        if f"name_{language}" in entity.properties
    }
    return EvidenceNode(
        entity.id,
        Text(names or {"en": entity.id}),
        illustrative=entity.properties.get("illustrative") is True,
    )


def step_of(ontology: Ontology, relation: str, *, forward: bool) -> EvidenceStep:
    """A relation as a step of a path, in its direction or against it."""
    defined = ontology.relation(relation)
    return EvidenceStep(relation, defined.label if forward else defined.inverse_label, forward)


def _across(
    ontology: Ontology, hierarchy: Hierarchy, start: str, through: str, end: str
) -> tuple[tuple[EvidenceNode, ...], tuple[EvidenceStep, ...]]:
    """The way from a node up to a wider one and down to the other, without the first."""
    nodes, steps = [], []
    for relation, wider in hierarchy.way_up(start, through):
        nodes.append(node_of(hierarchy.entity(wider)))
        steps.append(step_of(ontology, relation, forward=True))
    down = hierarchy.way_up(end, through)
    below = [end, *(wider for _, wider in down[:-1])]
    for (relation, _), narrower in zip(reversed(down), reversed(below), strict=False):
        nodes.append(node_of(hierarchy.entity(narrower)))
        steps.append(step_of(ontology, relation, forward=False))
    return tuple(nodes), tuple(steps)


def _extended(
    store: GraphReader,
    ontology: Ontology,
    near: Mapping[str, tuple[tuple[EvidenceNode, ...], tuple[EvidenceStep, ...]]],
) -> Reach:
    ways = dict(near)
    beyond = store.neighbours(sorted(near), relations=BRIDGES) if near else {}
    for start in sorted(near):
        nodes, steps = near[start]
        for item in beyond[start]:
            ways.setdefault(
                item.entity.id,
                (
                    (*nodes, node_of(item.entity)),
                    (*steps, step_of(ontology, item.relation.type, forward=True)),
                ),
            )
    return Reach({node: NEAR if node in near else FAR for node in ways}, ways)
