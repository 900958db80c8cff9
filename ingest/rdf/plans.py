"""What becomes of a statement, by its predicate and the kind of its object: told once a class."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from graph.records import Scalar
from ingest.mapping.model import RdfValue
from ingest.rdf.names import TYPE, Names, blank_node
from ingest.rdf.terms import BLANK, IRI, TRIPLE
from ingest.rows.units import scaled
from ingest.rows.values import BadValue, Converter, compile_converter, is_text_converter
from ontology.errors import nearest
from ontology.languages import text_key
from ontology.model import Datatype, Ontology, PropertyDef
from ontology.namespaces import ENTITY

_MOST_SLOTS = 50_000


@dataclass(frozen=True, slots=True)
class Slot:
    """Where statements of one predicate and kind of object go; nowhere, if nothing is set.

    Attributes:
        key: The flat property key.
        convert: Makes the value; None if printable text is taken as it is.
        split: The separator of several values in one text.
        relation: The relation, for those that lead to an entity.
        inward: Whether it leads from there.
        refuse: Says what is wrong with the object.
        whole_row: Whether the entity is refused with it.
        once: Whether that is told but once for each predicate.
        is_plain: Whether printable text is taken as it is, and nothing is told.
    """

    key: str = ""
    convert: Converter | None = None
    split: str | None = None
    relation: str = ""
    inward: bool = False
    refuse: Callable[[str], BadValue] | None = None
    whole_row: bool = True
    once: bool = False
    is_plain: bool = False


NOWHERE = Slot()
_AS_IT_IS = RdfValue()


class Plan:
    """What becomes of the statements of one class's entities, or of one relation.

    Attributes:
        owner: The class; a relation; ``""`` for entities of which only relations are stated.
        slots: Those that have been needed so far, by predicate and kind.
        single: By flat key, the predicate of each property that takes one value.
    """

    def __init__(
        self, owner: str, definitions: Mapping[str, PropertyDef], names: Names, ontology: Ontology
    ) -> None:
        self.owner = owner
        self.slots: dict[tuple[str, str], Slot] = {}
        self.single: dict[str, str] = {}
        self._definitions = definitions
        self._names = names
        self._ontology = ontology

    def slot(self, predicate: str, kind: str) -> Slot:
        """The slot for statements that have none yet."""
        if len(self.slots) > _MOST_SLOTS:
            self.slots.clear()
        made = self.slots[predicate, kind] = self._make(predicate, kind)
        return made

    def _make(self, predicate: str, kind: str) -> Slot:
        if predicate == TYPE or predicate in self._names.ignored:
            return NOWHERE
        if predicate in self._names.relations:
            inward = predicate in self._names.rules.inward
            return _relation_slot(self._names.relations[predicate], kind, inward=inward)
        if predicate in self._names.properties:
            return self._property_slot(predicate, kind)
        return Slot(refuse=_unknown_predicate(predicate), whole_row=False, once=True)

    def _property_slot(self, predicate: str, kind: str) -> Slot:
        name = self._names.properties[predicate]
        definition = self._definitions.get(name)
        if definition is None:
            return Slot(refuse=self._unknown_property(name))
        if kind in {BLANK, TRIPLE}:
            return Slot(refuse=_no_value(kind))
        tag = kind[1:] if kind.startswith("@") else ""
        if definition.datatype is not Datatype.TEXT:
            found = self._value_slot(predicate, name, definition)
            if not tag:
                return found
            lost = _language_lost(name)
            return replace(found, refuse=lost, whole_row=False, once=True, is_plain=False)
        try:
            key = text_key(name, tag or self._names.rules.language or "")
        except ValueError:
            return Slot(refuse=_no_language(tag))
        return self._value_slot(predicate, key, definition)

    def _value_slot(self, predicate: str, key: str, definition: PropertyDef) -> Slot:
        if not definition.many:
            self.single.setdefault(key, predicate)
        convert = compile_converter(definition, self._ontology)
        rule = self._names.rules.values.get(predicate, _AS_IT_IS)
        if rule.unit:
            units = rule.unit
            return Slot(key, lambda text: convert(scaled(units, text)), rule.split)
        if rule.lookup:
            return Slot(key, _with_lookup(rule.lookup, convert), rule.split)
        plain = None if is_text_converter(convert) else convert
        return Slot(key, plain, rule.split, is_plain=plain is None and rule.split is None)

    def _unknown_property(self, name: str) -> Callable[[str], BadValue]:
        hint = nearest(name, self._definitions)
        advice = f"did you mean {hint}?" if hint else "take it out"
        reason = f"{self.owner} has no {name}"
        return lambda text: BadValue(text, "UNKNOWN_PROPERTY", reason, advice)


def _with_lookup(lookup: Mapping[str, Scalar], convert: Converter) -> Converter:
    def looked_up(text: Scalar) -> Scalar:
        found = lookup.get(str(text))
        if found is not None:
            return convert(found)
        hint = nearest(str(text), lookup)
        known = f"did you mean {hint!r}?" if hint else "it has " + ", ".join(lookup)
        raise BadValue(text, "NOT_IN_LOOKUP", "the mapping's lookup lacks this value", known)

    return looked_up


def _relation_slot(name: str, kind: str, *, inward: bool) -> Slot:
    if kind == IRI:
        return Slot(relation=name, inward=inward)
    if kind in {BLANK, TRIPLE}:
        return Slot(refuse=_no_value(kind), whole_row=False)
    reason, advice = "a relation leads to an entity", f"write it as an IRI: <{ENTITY}...>"
    return Slot(refuse=lambda text: BadValue(text, "LITERAL_END", reason, advice), whole_row=False)


def _no_value(kind: str) -> Callable[[str], BadValue]:
    if kind == BLANK:
        return blank_node
    reason, advice = (
        "a statement on a statement is no value",
        "take it out, or ignore its predicate",
    )
    return lambda text: BadValue(text, "TRIPLE_TERM", reason, advice)


def _no_language(tag: str) -> Callable[[str], BadValue]:
    reason = f"has the language {tag!r}" if tag else "has no language tag"
    advice = "tag it @zh or @en, or set rdf.language in the mapping for untagged text"
    return lambda text: BadValue(text, "TEXT_LANGUAGE", reason, advice)


def _language_lost(name: str) -> Callable[[str], BadValue]:
    reason = f"{name} is no text in a language; the value is kept without its language tag"
    advice = "take the tag out, or map it to a property of the kind text"
    return lambda text: BadValue(text, "LANGUAGE_LOST", reason, advice)


def _unknown_predicate(predicate: str) -> Callable[[str], BadValue]:
    reason = "neither a property nor a relation of the ontology; left out wherever it stands"
    advice = "name it under rdf.properties, rdf.relations or rdf.ignore in the mapping"
    if ":" not in predicate:
        advice = f"define it in the @context, or {advice}"
    return lambda text: BadValue(text, "UNKNOWN_PREDICATE", reason, advice)
