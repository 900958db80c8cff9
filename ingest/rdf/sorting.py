"""Statements of one subject as properties and relations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from graph.records import PropertyValue, Scalar
from ingest.limits import LONGEST_CELL
from ingest.rdf.names import Names
from ingest.rdf.plans import Plan, Slot
from ingest.rdf.terms import split_object
from ingest.rdf.told import Told
from ingest.rows.drafts import RelationDraft
from ingest.rows.values import BadValue, check_text


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a subject's statements say.

    Attributes:
        properties: By flat key.
        targets: By the slot's relation and direction and the other end's IRI, its id and the
            predicate.
    """

    properties: Mapping[str, PropertyValue]
    targets: Mapping[tuple[str, bool, str], tuple[str, str]]

    def relations(self, own: str, line: int) -> tuple[RelationDraft, ...]:
        """The relations of the entity with that id."""
        return tuple(
            RelationDraft(name, other, own, line, predicate, iri)
            if inward
            else RelationDraft(name, own, other, line, predicate, iri)
            for (name, inward, iri), (other, predicate) in self.targets.items()
        )


def pairs(said: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Predicates with their objects."""
    return zip(islice(said, 0, None, 2), islice(said, 1, None, 2), strict=True)


def sort(said: Sequence[str], plan: Plan, names: Names, told: Told) -> Sorted:
    """Give each statement its place; what has none is told."""
    values: dict[str, list[Scalar]] = {}
    targets: dict[tuple[str, bool, str], tuple[str, str]] = {}
    find = plan.slots.get
    for predicate, term in pairs(said):
        kind, text = split_object(term)
        slot = find((predicate, kind)) or plan.slot(predicate, kind)
        if slot.is_plain and text.isprintable() and len(text) <= LONGEST_CELL:
            if text := text.strip():
                values.setdefault(slot.key, []).append(text)
            continue
        if slot.refuse is not None:
            _refuse(predicate, slot, text, told)
        try:
            if slot.key:
                for item in text.split(slot.split) if slot.split else (text,):
                    if part := item.strip():
                        value = _value(slot, part)
                        values.setdefault(slot.key, []).append(value)
            elif slot.relation and (slot.relation, slot.inward, text) not in targets:
                targets[slot.relation, slot.inward, text] = names.id_of(text), predicate
        except BadValue as bad:
            told.add(predicate, bad, whole_row=not slot.relation)
    return Sorted(_properties(values, plan, told), targets)


def _value(slot: Slot, text: str) -> Scalar:
    if len(text) > LONGEST_CELL:
        reason = f"is longer than {LONGEST_CELL} characters"
        raise BadValue(text, "CELL_TOO_LONG", reason, "shorten it")
    return check_text(text) if slot.convert is None else slot.convert(text)


def _properties(
    values: Mapping[str, list[Scalar]], plan: Plan, told: Told
) -> dict[str, PropertyValue]:
    properties: dict[str, PropertyValue] = {}
    for key, items in values.items():
        if key not in plan.single:
            properties[key] = tuple(dict.fromkeys(items)) if len(items) > 1 else (items[0],)
        elif len(items) == 1 or len(set(items)) == 1:
            properties[key] = items[0]
        else:
            shown = ", ".join(map(str, items))
            reason, advice = "the property takes one value", "keep one of them"
            bad = BadValue(shown, "MORE_THAN_ONE_VALUE", reason, advice)
            told.add(plan.single[key], bad)
    return properties


def _refuse(predicate: str, slot: Slot, text: str, told: Told) -> None:
    if slot.refuse is None:
        return
    bad = slot.refuse(text)
    if slot.once:
        told.add_once(predicate, bad)
    else:
        told.add(predicate, bad, whole_row=slot.whole_row)
