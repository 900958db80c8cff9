"""What a demand, or a free text, requires of a solution."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.port import GraphReader
from graph.query import Neighbour
from graph.records import Entity, Relation
from matcher.candidates import shared_of
from matcher.conditions import Asked, ConditionKind, Terms, UnknownCondition, asked_by
from matcher.conditions.asking import named
from matcher.conditions.model import Named
from matcher.evidence import MENTIONS, node_of, step_of
from matcher.lacking import REQUIRED_CLASSES
from matcher.linking import lexicon_of
from matcher.model import EvidenceNode, EvidencePath, EvidenceStep
from matcher.retrieval.hierarchy import Hierarchy
from matcher.solutions.model import NothingRequired, Origin, Requirement, RequirementKind
from ontology.model import Ontology, Text

FUNCTIONS = "supplyCategory"
_REQUIRES, _FOR = "requires", "forScenario"
_OF_SCENARIO = ("usesTechnology", "conformsTo")
_KINDS = {
    ConditionKind.TECHNOLOGY: RequirementKind.TECHNOLOGY,
    ConditionKind.STANDARD: RequirementKind.STANDARD,
    ConditionKind.FORM: RequirementKind.FORM,
}
_ORDER = list(RequirementKind)


@dataclass(frozen=True, slots=True)
class Start:
    """What a solution starts from.

    Attributes:
        demand: The demand; one without an id for a free text.
        node: As the beginning of paths.
        step: How a path leaves it for each entity that it is linked to.
        links: Relations to what can be shared.
        origin: Of what it is linked to directly.
    """

    demand: Entity
    node: EvidenceNode
    step: Mapping[str, EvidenceStep]
    links: tuple[Neighbour, ...]
    origin: Origin

    def linked(self, relation: str) -> Sequence[Entity]:
        """What one relation leads to."""
        return [item.entity for item in self.links if item.relation.type == relation]


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked.

    Attributes:
        requirements: By kind, then by id.
        conditions: What each member is to meet by itself: security level, region, status, ...
    """

    requirements: tuple[Requirement, ...]
    conditions: tuple[Asked, ...]


def start_of_demand(store: GraphReader, ontology: Ontology, demand: Entity) -> Start:
    """A recorded demand."""
    links = tuple(shared_of(store, ontology, [demand.id])[demand.id])
    steps = {item.entity.id: step_of(ontology, item.relation.type, forward=True) for item in links}
    return Start(demand, node_of(demand), steps, links, Origin.STATED)


def start_of_text(hierarchy: Hierarchy, text: str) -> Start:
    """A free text: what it names counts as required, scenarios as those it is for."""
    found = lexicon_of(hierarchy).find(text)
    relations = {"Scenario": _FOR, **dict.fromkeys(REQUIRED_CLASSES, _REQUIRES)}
    links = tuple(
        Neighbour(Relation(relations[item.type], "", item.id), item)
        for item in found
        if item.type in relations
    )
    words = text.strip()
    node = EvidenceNode("", Text({"zh": f"“{words}”", "en": f"“{words}”"}))
    steps = {item.entity.id: MENTIONS for item in links}
    return Start(Entity("", "Demand", {}), node, steps, links, Origin.NAMED)


def requirements(
    store: GraphReader,
    ontology: Ontology,
    hierarchy: Hierarchy,
    start: Start,
    terms: Terms,
    functions: Sequence[str],
) -> Asking:
    """What is required, with all that covers each.

    Where no technology and no standard is required, those that the scenarios use count instead,
    each with its way from the demand.

    Raises:
        UnknownCondition: The caller names what is not on record.
        NothingRequired: There is nothing to cover.
    """
    direct = {item.id: item for item in start.linked(_REQUIRES)}
    explicit = any(item.type in ("Technology", "Standard") for item in direct.values())
    derived = {} if explicit or terms.standards else _derived(store, ontology, start)
    links = [
        Neighbour(Relation(_REQUIRES, start.demand.id, item.id), item)
        for item in sorted(
            {**direct, **{key: found[0] for key, found in derived.items()}}.values(),
            key=lambda item: item.id,
        )
    ]
    (asked,) = asked_by(store, ontology, hierarchy, [(start.demand, links)], terms)
    found = [
        _requirement(item, _origin(item, direct, derived, terms, start), derived)
        for item in asked
        if item.kind in _KINDS
    ]
    found += [_skill(item, start) for item in direct.values() if item.type == "Skill"]
    found += _functions(ontology, start.demand, functions)
    if not found:
        raise NothingRequired(_nothing(start))
    found.sort(key=lambda item: (_ORDER.index(item.kind), item.wanted.id))
    return Asking(tuple(found), tuple(item for item in asked if item.kind not in _KINDS))


def _derived(
    store: GraphReader, ontology: Ontology, start: Start
) -> Mapping[str, tuple[Entity, EvidencePath]]:
    """What the scenarios use and conform to, each with the first way to it."""
    scenarios = {item.id: item for item in start.linked(_FOR)}
    if not scenarios:
        return {}
    near = store.neighbours(sorted(scenarios), relations=_OF_SCENARIO)
    found: dict[str, tuple[Entity, EvidencePath]] = {}
    for scenario in sorted(scenarios):
        for item in near[scenario]:
            if item.entity.type in REQUIRED_CLASSES and item.entity.id not in found:
                nodes = (start.node, node_of(scenarios[scenario]), node_of(item.entity))
                step = step_of(ontology, item.relation.type, forward=True)
                path = EvidencePath(nodes, (start.step[scenario], step), 0.5)
                found[item.entity.id] = item.entity, path
    return found


def _origin(
    item: Asked,
    direct: Mapping[str, Entity],
    derived: Mapping[str, object],
    terms: Terms,
    start: Start,
) -> Origin:
    wanted = item.wanted.id
    if wanted in direct:
        return start.origin
    if wanted in derived:
        return Origin.DERIVED
    asked = wanted in terms.standards or (item.kind is ConditionKind.FORM and terms.forms)
    return Origin.ASKED if asked else start.origin


def _requirement(
    item: Asked, origin: Origin, derived: Mapping[str, tuple[Entity, EvidencePath]]
) -> Requirement:
    path = derived[item.wanted.id][1] if origin is Origin.DERIVED else None
    meets = frozenset(item.meets)
    return Requirement(_KINDS[item.kind], item.wanted, meets, origin, item.hard, path, item.newer)


def _skill(item: Entity, start: Start) -> Requirement:
    return Requirement(RequirementKind.SKILL, named(item), frozenset({item.id}), start.origin)


def _functions(ontology: Ontology, demand: Entity, asked: Sequence[str]) -> Iterable[Requirement]:
    """The functions that the demand states, and those that the caller adds."""
    if FUNCTIONS not in ontology.vocabularies:
        return []
    terms = ontology.vocabulary(FUNCTIONS).terms
    value = demand.properties.get("wantedFunctions", ())
    stated = tuple(map(str, value if isinstance(value, tuple) else (value,)))
    for term in asked:
        if term not in terms:
            known = ", ".join(terms)
            raise UnknownCondition(f"{term!r} is no function of supply; use one of {known}")
    return [
        Requirement(
            RequirementKind.FUNCTION,
            Named(term, terms[term].label),
            frozenset({term}),
            Origin.STATED if term in stated else Origin.ASKED,
        )
        for term in sorted({*stated, *asked} & terms.keys())
    ]


def _nothing(start: Start) -> str:
    if start.origin is Origin.NAMED:
        return (
            "the text names no technology, standard or scenario that is on record; name one, or "
            "ask for standards, forms or functions beside it"
        )
    return (
        f"{start.demand.id} requires no technology, standard, form or function, and no scenario "
        "of it uses any; record what it requires, or ask for standards, forms or functions"
    )
