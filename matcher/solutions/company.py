"""What goes with a bundle: who has the skills, and use cases to learn from."""

import math
from collections.abc import Collection, Mapping, Sequence

from graph.port import GraphReader
from graph.query import Neighbour
from graph.records import Entity
from matcher.evidence import node_of, step_of
from matcher.model import EvidenceNode, EvidencePath, EvidenceStep
from matcher.solutions.model import SimilarCase, Skilled
from matcher.solutions.requirements import Start
from ontology.model import Ontology

_OUTSIDE = 3
_SIMILAR = 3
_PATHS = 3
_CASE_BY = {"Scenario": "realises", "Technology": "usesTechnology"}


def skilled(
    store: GraphReader,
    required: Sequence[str],
    technologies: Sequence[str],
    partners: Collection[str],
) -> tuple[Skilled, ...]:
    """For each required skill, and each about a required technology, who has it; by skill.

    Args:
        store: The store.
        required: Ids of skills that the demand requires.
        technologies: Ids of required technologies.
        partners: Organizations of the bundle: their people come first.
    """
    about = (
        store.neighbours(technologies, relations=("about",), direction="in", type="Skill")
        if technologies
        else {}
    )
    skills = {link.entity.id: link.entity for links in about.values() for link in links}
    skills |= store.get(sorted(required)) if required else {}
    if not skills:
        return ()
    holders = store.neighbours(sorted(skills), relations=("hasSkill",), direction="in")
    people = sorted({link.entity.id for links in holders.values() for link in links})
    employers = store.neighbours(people, relations=("employedBy",)) if people else {}
    within = {
        person
        for person, links in employers.items()
        if any(link.entity.id in partners for link in links)
    }
    return tuple(
        _skilled(skills[skill], skill in required, holders[skill], within)
        for skill in sorted(skills)
    )


def _skilled(
    skill: Entity, required: bool, holders: Sequence[Neighbour], within: Collection[str]
) -> Skilled:
    people = sorted((link.entity for link in holders), key=lambda item: item.id)
    return Skilled(
        skill=skill,
        required=required,
        inside=tuple(item for item in people if item.id in within),
        outside=tuple(item for item in people if item.id not in within)[:_OUTSIDE],
        count=len(people),
    )


def similar_cases(
    store: GraphReader, ontology: Ontology, start: Start, technologies: Sequence[str]
) -> tuple[SimilarCase, ...]:
    """Use cases that share the demand's scenarios and the required technologies, nearest first.

    The score is the sum of 1/ln(2 + n) over what is shared, n use cases having it (Adamic and
    Adar, Social Networks 25, 2003, moved by one so that what one case has counts too).
    """
    scenarios = {item.id: item for item in start.linked("forScenario")}
    wanted: Mapping[str, Entity] = {**store.get(sorted(technologies)), **scenarios}
    if not wanted:
        return ()
    near = store.neighbours(
        sorted(wanted), relations=tuple(_CASE_BY.values()), direction="in", type="UseCase"
    )
    scores: dict[str, float] = {}
    shared: dict[str, list[str]] = {}
    cases: dict[str, Entity] = {}
    for item, links in near.items():
        for link in links:
            cases[link.entity.id] = link.entity
            shared.setdefault(link.entity.id, []).append(item)
            gained = 1 / math.log(2 + len(links))
            scores[link.entity.id] = scores.get(link.entity.id, 0.0) + gained
    order = sorted(scores, key=lambda case: (-scores[case], case))[:_SIMILAR]
    return tuple(
        SimilarCase(
            cases[case],
            scores[case],
            tuple(_path(ontology, start, wanted[item], cases[case]) for item in shared[case])[
                :_PATHS
            ],
        )
        for case in order
    )


def _path(ontology: Ontology, start: Start, item: Entity, case: Entity) -> EvidencePath:
    relation = "realises" if item.type == "Scenario" else "usesTechnology"
    nodes: tuple[EvidenceNode, ...] = (start.node, node_of(item), node_of(case))
    first: EvidenceStep = start.step.get(item.id, step_of(ontology, "requires", forward=True))
    return EvidencePath(nodes, (first, step_of(ontology, relation, forward=False)), 0.5)
