"""Criteria as data: read from the store, and judged for an enterprise."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from chains.ladder.model import Judged, Requirement, Rung, Verdict
from graph.port import GraphReader
from graph.query import Query
from graph.records import Entity
from ontology.model import Ontology

_ORDER = (Verdict.UNMET, Verdict.UNKNOWN, Verdict.MET)
_HOLDS, _FOLLOWS = "holds", "follows"


@dataclass(frozen=True, slots=True)
class Rules:
    """What is on record about honours.

    Attributes:
        kinds: All kinds of honour, in the order of their vocabulary.
        criteria: The criteria of each kind, by id.
        before: The honours that stand directly before each kind on the ladder.
    """

    kinds: tuple[str, ...]
    criteria: Mapping[str, Sequence[Entity]]
    before: Mapping[str, frozenset[str]]

    def below(self, held: Collection[str]) -> frozenset[str]:
        """All kinds that stand before any of these."""
        found: set[str] = set()
        waiting = list(held)
        while waiting:
            new = self.before.get(waiting.pop(), frozenset()) - found
            found |= new
            waiting.extend(new)
        return frozenset(found)


def read_rules(store: GraphReader, ontology: Ontology) -> Rules:
    """All criteria on record."""
    criteria: dict[str, list[Entity]] = defaultdict(list)
    before: dict[str, set[str]] = defaultdict(set)
    for batch in store.scan(Query("Criterion")):
        for entity in batch:
            kind = str(entity.properties.get("forHonour", ""))
            required = entity.properties.get("requiredHonour")
            if isinstance(required, str):
                before[kind].add(required)
            if entity.properties.get("operator") != _FOLLOWS:
                criteria[kind].append(entity)
    return Rules(
        kinds=tuple(ontology.vocabulary("honourKind").terms),
        criteria={
            kind: sorted(found, key=lambda item: item.id) for kind, found in criteria.items()
        },
        before={kind: frozenset(found) for kind, found in before.items()},
    )


def judge(
    store: GraphReader,
    ontology: Ontology,
    rules: Rules,
    enterprise: Entity,
    *,
    kind: str,
    held: Collection[str],
    lapsed: bool,
) -> Rung:
    """The requirements of a kind of honour, as the record of an enterprise meets them.

    Args:
        store: Where the record is.
        ontology: Says what is a relation.
        rules: The criteria.
        enterprise: Who is judged.
        kind: The honour.
        held: Kinds that count as held.
        lapsed: Whether it was held and has expired.
    """
    counts = store.degrees([enterprise.id]).get(enterprise.id, {})
    grouped: dict[str, list[Judged]] = defaultdict(list)
    for entity in rules.criteria.get(kind, ()):
        name = str(entity.properties.get("requirement") or entity.id)
        grouped[name].append(_judged(ontology, enterprise, entity, held, counts))
    made = [_requirement(name, found) for name, found in grouped.items()]
    return Rung(
        kind, lapsed, tuple(sorted(made, key=lambda item: (_ORDER.index(item.verdict), item.name)))
    )


def _judged(
    ontology: Ontology,
    enterprise: Entity,
    criterion: Entity,
    held: Collection[str],
    counts: Mapping[str, int],
) -> Judged:
    said = criterion.properties
    examines = str(said.get("examines") or "")
    operator = str(said.get("operator") or "")
    threshold, required = _number(said.get("value")), said.get("requiredHonour")
    actual = _number(enterprise.properties.get(examines))
    if actual is None and examines in ontology.relations:
        actual = float(counts.get(examines, 0))
    if operator == _HOLDS:
        verdict = Verdict.MET if required in held else Verdict.UNMET
    else:
        verdict = _compared(operator, actual, threshold)
    return Judged(
        criterion=criterion.id,
        verdict=verdict,
        examines=examines,
        operator=operator,
        threshold=threshold,
        required=required if isinstance(required, str) else None,
        actual=actual,
        said=enterprise.provenance.get(examines),
        reference=_text(said.get("reference")),
        issued=_text(said.get("issuedOn")),
        verified=said.get("verified") is True,
        option=str(said.get("option") or ""),
    )


def _compared(operator: str, actual: float | None, threshold: float | None) -> Verdict:
    if actual is None or threshold is None:
        return Verdict.UNKNOWN
    holds = {
        "at-least": actual >= threshold,
        "at-most": actual <= threshold,
        "below": actual < threshold,
    }.get(operator)
    if holds is None:
        return Verdict.UNKNOWN
    return Verdict.MET if holds else Verdict.UNMET


def _requirement(name: str, criteria: Sequence[Judged]) -> Requirement:
    options: dict[str, list[Verdict]] = defaultdict(list)
    for item in criteria:
        options[item.option].append(item.verdict)
    worst = [min(found, key=_ORDER.index) for found in options.values()]
    return Requirement(
        name=name,
        verdict=max(worst, key=_ORDER.index),
        criteria=tuple(sorted(criteria, key=lambda item: (item.option, item.criterion))),
    )


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
