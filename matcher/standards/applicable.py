"""The standards of one subject, found level by level: one store call for each, however wide."""

from collections.abc import Mapping, Sequence

from graph.port import GraphReader
from graph.query import Neighbour
from graph.records import Entity
from matcher.evidence import node_of, step_of
from matcher.model import EvidenceNode, EvidencePath, EvidenceStep
from matcher.standards.kinds import kind_of
from matcher.standards.model import Applicable, UnknownStandardSubject
from ontology.model import Ontology

STANDARD = "Standard"
LEADS_ON: Mapping[str, tuple[str, ...]] = {
    "Demand": ("requires", "forScenario"),
    "Supply": ("compliesWith", "provides", "addresses"),
    "UseCase": ("conformsTo", "realises", "usesTechnology"),
    "Scenario": ("conformsTo", "usesTechnology", "broaderScenario"),
    "Technology": ("governedBy", "broaderTechnology", "dependsOn"),
    STANDARD: ("references",),
}
"""Relations by which a standard comes to apply, by the class that they leave."""

FARTHEST = 5
"""Relations on a way at most: demand, scenario, broader scenario, technology, standard."""

_PATHS = 3
_Way = tuple[tuple[EvidenceNode, ...], tuple[EvidenceStep, ...]]


def applicable_standards(store: GraphReader, ontology: Ontology, id: str) -> Sequence[Applicable]:
    """The standards that apply to a demand, supply, use case, scenario or technology.

    Nearest first, then by id. A way goes on from a standard only to those that it references.

    Raises:
        UnknownStandardSubject: There is no such entity, or it is of another class.
    """
    subject = store.get([id]).get(id)
    if subject is None or not _leads(ontology, subject.type):
        known = ", ".join(LEADS_ON)
        raise UnknownStandardSubject(f"{id!r} is not the id of one of these: {known}")
    found: dict[str, Entity] = {}
    paths: dict[str, list[EvidencePath]] = {}
    front: dict[str, list[_Way]] = {id: [((node_of(subject),), ())]}
    for _ in range(FARTHEST):
        if not front:
            break
        front = _onward(store, ontology, front, found, paths)
    newer = successors(store, list(found))
    ordered = sorted(found, key=lambda key: (len(paths[key][0].steps), key))
    return [
        Applicable(
            found[key],
            len(paths[key][0].steps),
            tuple(paths[key][:_PATHS]),
            kind_of(ontology, found[key]),
            newer[key],
        )
        for key in ordered
    ]


def _onward(
    store: GraphReader,
    ontology: Ontology,
    front: Mapping[str, list[_Way]],
    found: dict[str, Entity],
    paths: dict[str, list[EvidencePath]],
) -> dict[str, list[_Way]]:
    """One relation further; standards that are met are noted with the ways to them."""
    relations = {name for names in LEADS_ON.values() for name in names}
    near = store.neighbours(sorted(front), relations=relations)
    onward: dict[str, list[_Way]] = {}
    for start, ways in front.items():
        for item in near[start]:
            if not _allowed(ontology, item):
                continue
            step = step_of(ontology, item.relation.type, forward=True)
            node = node_of(item.entity)
            longer = [
                ((*nodes, node), (*steps, step))
                for nodes, steps in ways
                if all(passed.id != node.id for passed in nodes)
            ]
            if not longer:
                continue
            onward.setdefault(item.entity.id, []).extend(longer)
            if item.entity.type == STANDARD:
                found[item.entity.id] = item.entity
                known = paths.setdefault(item.entity.id, [])
                known += [EvidencePath(nodes, steps, 1 / len(steps)) for nodes, steps in longer]
    return {key: ways[:_PATHS] for key, ways in onward.items()}


def _allowed(ontology: Ontology, item: Neighbour) -> bool:
    """Whether what is met leads to standards, or is one."""
    return _leads(ontology, item.entity.type)


def _leads(ontology: Ontology, class_name: str) -> bool:
    lineage = {class_name, *ontology.ancestors(class_name)}
    return not lineage.isdisjoint(LEADS_ON)


def successors(store: GraphReader, ids: Sequence[str]) -> Mapping[str, tuple[Entity, ...]]:
    """For each standard the newer ones in its place, by id."""
    if not ids:
        return {}
    near = store.neighbours(ids, relations=("supersedes",), direction="in")
    return {key: tuple(item.entity for item in near[key]) for key in ids}
