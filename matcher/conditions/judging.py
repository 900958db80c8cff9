"""How candidates stand to conditions, and what the soft ones weigh."""

from collections.abc import Mapping, Sequence

from graph.port import GraphReader
from graph.query import Neighbour
from graph.records import Entity
from matcher.conditions.asking import (
    AVAILABLE,
    EXHAUSTED,
    FORMS,
    LEVELS,
    STATUSES,
    named,
)
from matcher.conditions.model import Asked, Condition, ConditionKind, Named, State
from ontology.model import Ontology, Text

WEIGHT = 0.5
"""What is left of a score where every soft condition is unmet."""

SERVES = "servesRegion"
_RELATIONS = {ConditionKind.STANDARD: "compliesWith", ConditionKind.TECHNOLOGY: "provides"}
_PROPERTIES = {
    ConditionKind.SECURITY_LEVEL: (LEVELS, "securityLevel"),
    ConditionKind.FORM: (FORMS, "form"),
    ConditionKind.STATUS: (STATUSES, "status"),
}
_NONE_LEFT = Named(EXHAUSTED, Text({"zh": "已无余量", "en": "none left"}))


def served_regions(
    store: GraphReader, asked: Sequence[Sequence[Asked]], ids: Sequence[str]
) -> Mapping[str, Sequence[Neighbour]]:
    """The regions that supplies serve; nothing is read where no region is asked for."""
    wanted = any(item.kind is ConditionKind.REGION for each in asked for item in each)
    return store.neighbours(ids, relations=(SERVES,)) if wanted and ids else {}


def judge(
    ontology: Ontology,
    asked: Sequence[Asked],
    supply: Entity,
    shared: Sequence[Neighbour],
    serves: Sequence[Neighbour] = (),
) -> tuple[Condition, ...]:
    """How a supply stands to each condition, in their order.

    Args:
        ontology: Names terms.
        asked: The conditions.
        supply: The candidate.
        shared: Its relations to technologies and standards.
        serves: Its relations to regions that it serves.
    """
    return tuple(
        _judged(item, _held(ontology, item.kind, supply, shared, serves)) for item in asked
    )


def factor(conditions: Sequence[Condition]) -> float:
    """What a candidate's score is multiplied by: 1 - u/2, u the share of soft ones unmet.

    Between ``WEIGHT`` and 1; 1 without soft conditions. What is unknown does not count against.
    """
    soft = [item for item in conditions if not item.hard]
    unmet = sum(item.state is State.UNMET for item in soft)
    return 1.0 - (1.0 - WEIGHT) * unmet / len(soft) if soft else 1.0


def _judged(asked: Asked, held: Sequence[Named]) -> Condition:
    meeting = tuple(item for item in held if item.id in asked.meets)
    state = State.MET if meeting else State.UNMET if held else State.UNKNOWN
    return Condition(
        asked.kind, asked.hard, state, asked.wanted, meeting or tuple(held), asked.newer
    )


def _held(
    ontology: Ontology,
    kind: ConditionKind,
    supply: Entity,
    shared: Sequence[Neighbour],
    serves: Sequence[Neighbour],
) -> Sequence[Named]:
    """All that the supply has of a kind."""
    if kind is ConditionKind.REGION:
        return [named(link.entity) for link in serves]
    if kind in _RELATIONS:
        return [named(link.entity) for link in shared if link.relation.type == _RELATIONS[kind]]
    if kind is ConditionKind.CAPACITY:
        capacity = supply.properties.get("capacity")
        if not isinstance(capacity, int | float):
            return []
        left = Named(AVAILABLE, Text({"zh": f"{capacity:g}", "en": f"{capacity:g}"}))
        return [left if capacity > 0 else _NONE_LEFT]
    vocabulary, name = _PROPERTIES[kind]
    value = supply.properties.get(name, ())
    terms = ontology.vocabularies[vocabulary].terms if vocabulary in ontology.vocabularies else {}
    return [
        Named(str(item), terms[str(item)].label if str(item) in terms else Text({"en": str(item)}))
        for item in (value if isinstance(value, tuple) else (value,))
    ]
