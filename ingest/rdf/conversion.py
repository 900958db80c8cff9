"""Subjects as drafts."""

from collections.abc import Callable, Mapping, Sequence

from graph.records import PropertyValue
from ingest.mapping.load import find_property
from ingest.mapping.model import RdfRules
from ingest.rdf.gathering import MOST_STATEMENTS, Subject
from ingest.rdf.names import STATEMENT, TYPE, Names, blank_node, is_origin, no_class
from ingest.rdf.plans import Plan
from ingest.rdf.reified import origin_left_out, reified
from ingest.rdf.sorting import pairs, sort
from ingest.rdf.told import Told
from ingest.rows.drafts import Converted, EntityDraft, RelationDraft
from ingest.rows.values import BadValue, constant_value
from ontology.model import Ontology, PropertyDef

_MOST_TYPES = 10_000


def _constants(rules: RdfRules, ontology: Ontology) -> Mapping[str, Mapping[str, PropertyValue]]:
    """What the entities of a class have if nothing else is said, by flat key."""
    found: dict[str, dict[str, PropertyValue]] = {}
    for name, values in rules.constants.items():
        found[name] = {
            key: constant_value(definition, value, ontology)
            for key, value in values.items()
            if (definition := find_property(ontology, name, key)) is not None
        }
    return found


class Conversion:
    """Turns subjects into drafts.

    Args:
        rules: The mapping's.
        ontology: What may exist.
        told: Takes what cannot be converted.
    """

    def __init__(self, rules: RdfRules, ontology: Ontology, told: Told) -> None:
        self._ontology = ontology
        self._names = Names(rules, ontology)
        self._told = told
        self._constants = _constants(rules, ontology)
        self._plans: dict[str, Plan] = {}
        self._classes: dict[tuple[str, ...], str | None] = {}

    def convert(self, subject: Subject, position: int) -> Converted:
        """What a subject gives, ``position`` being the bytes of the file that are done with."""
        self._told.begin(subject.line)
        draft = None
        try:
            draft = self._draft(subject)
        except BadValue as bad:
            self._told.add("", bad)
        rejects = tuple(self._told.rejects)
        if draft is None or (rejects and self._told.refuses_entity):
            return Converted((), rejects, position)
        return Converted((draft,), rejects, position)

    def _draft(self, subject: Subject) -> EntityDraft | None:
        if not subject.is_whole:
            raise _too_much(subject.name)
        said = subject.statements
        stated = _types(said)
        if f"<{STATEMENT}>" in stated:
            return self._of_relation(subject)
        class_name = self._class_of(subject.name, stated) if stated else self._untyped(subject)
        if class_name is None:
            return None
        if subject.name[0] == "_":
            raise blank_node(subject.name)
        id_ = self._names.id_of(subject.name[1:-1])
        found = sort(said, self._plan_of_class(class_name), self._names, self._told)
        relations = found.relations(id_, subject.line) if found.targets else ()
        properties, constants = found.properties, self._constants.get(class_name)
        if constants:
            properties = {**constants, **properties}
        return EntityDraft(subject.line, id_, class_name, properties, relations)

    def _class_of(self, name: str, stated: tuple[str, ...]) -> str | None:
        """The class that the types stand for; None if the subject is left out."""
        if stated in self._classes:
            return self._classes[stated]
        types = tuple(item[1:-1] if item[0] == "<" else item for item in stated)
        if is_origin(types):
            self._told.add_once(TYPE, origin_left_out(name))
            return None
        if len(self._classes) > _MOST_TYPES:
            self._classes.clear()
        found = self._classes[stated] = self._names.class_of(name, types)
        return found

    def _untyped(self, subject: Subject) -> str | None:
        """``""`` for an entity of which only relations are stated; None if it is left out."""
        names = self._names
        predicates = {item for item in subject.statements[::2] if item not in names.ignored}
        if not predicates:
            return None
        if subject.name[0] == "_":
            shown = "; ".join(map(" ".join, pairs(subject.statements)))
            self._told.add("", blank_node(f"{subject.name} {shown}"), whole_row=False)
            return None
        if predicates.isdisjoint(names.properties) and not predicates.isdisjoint(names.relations):
            return ""
        raise no_class(subject.name, ())

    def _of_relation(self, subject: Subject) -> EntityDraft | None:
        if STATEMENT in self._names.ignored:
            return None
        found = reified(subject.name, subject.statements, self._names)
        if found is None:
            self._told.add_once(TYPE, origin_left_out(subject.name))
            return None
        plan = self._plan_of_relation(found.relation)
        properties = sort(found.statements, plan, self._names, self._told).properties
        line = subject.line
        relation = RelationDraft(
            found.relation,
            found.source,
            found.target,
            line,
            found.predicate,
            found.object,
            properties,
        )
        return EntityDraft(line, found.source, "", relations=(relation,))

    def _plan_of_class(self, name: str) -> Plan:
        return self._plan(name, lambda: self._ontology.properties(name) if name else {})

    def _plan_of_relation(self, name: str) -> Plan:
        return self._plan(f"relation {name}", lambda: self._ontology.relations[name].properties)

    def _plan(self, owner: str, definitions: Callable[[], Mapping[str, PropertyDef]]) -> Plan:
        found = self._plans.get(owner)
        if found is None:
            found = Plan(owner, definitions(), self._names, self._ontology)
            self._plans[owner] = found
        return found


def _types(said: Sequence[str]) -> tuple[str, ...]:
    count = said.count(TYPE)
    if count == 1:
        return (said[said.index(TYPE) + 1],)
    return tuple(term for predicate, term in pairs(said) if predicate == TYPE) if count else ()


def _too_much(name: str) -> BadValue:
    reason = f"has more than {MOST_STATEMENTS:,} statements"
    return BadValue(name, "TOO_MANY_STATEMENTS", reason, "give them to several subjects")
