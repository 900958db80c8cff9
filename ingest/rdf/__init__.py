"""Turtle and N-Triples as drafts; the only place in the import that knows of RDF.

The parser streams, but the triples of a subject may stand far apart, so those of one file are
gathered in memory by subject (some 400 bytes a triple) before they are converted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from graph.records import PropertyValue, Scalar
from ingest.drafts import Converted, EntityDraft, Reject, RelationDraft
from ingest.encoding import check_utf8
from ingest.errors import UnreadableSource
from ingest.load import find_property
from ingest.mapping import RdfRules
from ingest.values import BadValue, check_id, compile_converter
from ontology import entity_id
from ontology.errors import nearest
from ontology.languages import text_key
from ontology.model import Datatype, Ontology, PropertyDef
from ontology.namespaces import ENTITY

FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES}

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_OWL = "http://www.w3.org/2002/07/owl#"
_EMPTY_TYPES = frozenset({f"{_OWL}NamedIndividual", f"{_OWL}Thing"})
_PREFIX = re.compile(r"\s*(?:@prefix|prefix)\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:<([^>\s]*)>|([^\s:<\"@#]*):([^\s;,]*))(?=\s)")


@dataclass(slots=True)
class _Subject:
    line: int
    statements: list[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]] = field(
        default_factory=list
    )


def read_rdf(path: Path, rules: RdfRules, ontology: Ontology, file: str) -> Iterator[Converted]:
    """Convert the subjects of a file, in order of appearance.

    The ontology's own classes, properties and relations need no rule, nor do subjects under
    ``urn:pearlnet:id:``. A predicate that is not understood is told once, not passed over.

    Raises:
        UnreadableSource: The file is missing or malformed; names the line.
    """
    converter = _Converter(rules, ontology, file)
    size = path.stat().st_size if path.exists() else 0
    subjects = _gather(path)
    for place, (iri, subject) in enumerate(subjects.items(), start=1):
        found = converter.convert(iri, subject)
        yield Converted(found.entities, found.rejects, size * place // len(subjects))


def _gather(path: Path) -> Mapping[str, _Subject]:
    check_utf8(path)
    lines = _subject_lines(path)
    subjects: dict[str, _Subject] = {}
    try:
        with path.open("rb") as file:
            for quad in ox.parse(file, format=FORMATS[path.suffix.lower()]):
                iri = _spell(quad.subject)
                if iri not in subjects:
                    subjects[iri] = _Subject(lines.get(iri, 0))
                subjects[iri].statements.append((quad.predicate.value, quad.object))
    except SyntaxError as error:
        message = f"{error.msg}; correct the file, or see if it is cut off"
        raise UnreadableSource(str(path), error.lineno or 0, message) from error
    return subjects


def _subject_lines(path: Path) -> Mapping[str, int]:
    """The line where each subject begins, for the usual layout: subjects at the line's start."""
    prefixes: dict[str, str] = {}
    lines: dict[str, int] = {}
    with path.open(encoding="utf-8-sig") as file:
        for number, text in enumerate(file, start=1):
            if declared := _PREFIX.match(text):
                prefixes[declared[1]] = declared[2]
            elif found := _SUBJECT.match(text):
                iri = found[1] or prefixes.get(found[2] or "", "") + (found[3] or "")
                lines.setdefault(iri.replace("\\", ""), number)
    return lines


def _spell(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)


class _Converter:
    """Turns subjects into drafts; remembers which unknown predicates it has told of."""

    def __init__(self, rules: RdfRules, ontology: Ontology, file: str) -> None:
        self._rules = rules
        self._ontology = ontology
        self._file = file
        self._told: set[str] = set()
        own_classes = {item.iri: name for name, item in ontology.classes.items()}
        self._classes = {**own_classes, **rules.classes}
        own_properties = {
            item.iri: item.name
            for name in ontology.classes
            for item in ontology.properties(name).values()
        }
        self._properties = {**own_properties, **rules.properties}
        own_relations = {item.iri: name for name, item in ontology.relations.items()}
        self._relations = {**own_relations, **rules.relations}

    def convert(self, iri: str, subject: _Subject) -> Converted:
        rejects: list[Reject] = []
        try:
            class_name = self._type_of(iri, subject)
            own_id = self._id_of(iri) if class_name else ""
        except BadValue as bad:
            return Converted(rejects=(self._reject(subject, "", bad),))
        if not class_name:
            return Converted()
        values, relations = self._sort_statements(own_id, class_name, subject, rejects)
        properties = self._properties_of(class_name, values, subject, rejects)
        if any(reject.whole_row for reject in rejects):
            return Converted(rejects=tuple(rejects))
        draft = EntityDraft(subject.line, own_id, class_name, properties, tuple(relations))
        return Converted((draft,), tuple(rejects))

    def _type_of(self, iri: str, subject: _Subject) -> str:
        """The most specific class; ``""`` if the subject is to be ignored."""
        stated = [_spell(item) for predicate, item in subject.statements if predicate == _TYPE]
        if any(item in self._rules.ignore for item in stated):
            return ""
        named = {self._classes[item] for item in stated if item in self._classes}
        ancestors = {up for name in named for up in self._ontology.ancestors(name)}
        lowest = sorted(named - ancestors)
        if len(lowest) == 1:
            return lowest[0]
        if lowest:
            shown, advice = ", ".join(lowest), "state one of them"
            raise BadValue(shown, "SEVERAL_CLASSES", f"<{iri}> has several classes", advice)
        foreign = ", ".join(f"<{item}>" for item in stated if item not in _EMPTY_TYPES)
        reason = f"<{iri}> has no class of the ontology"
        advice = "state rdf:type, or name its class under rdf.classes or rdf.ignore in the mapping"
        raise BadValue(foreign, "NO_CLASS", reason, advice)

    def _id_of(self, iri: str) -> str:
        own = entity_id(iri)
        if own is not None:
            return check_id(own)
        fitting = [prefix for prefix in self._rules.ids if iri.startswith(prefix)]
        if fitting:
            prefix = max(fitting, key=len)
            return check_id(self._rules.ids[prefix] + unquote(iri.removeprefix(prefix)))
        if iri.startswith("_:"):
            raise BadValue(iri, "BLANK_NODE", "a blank node has no lasting id", "give it an IRI")
        advice = f"use <{ENTITY}...>, or give its prefix an id under rdf.ids in the mapping"
        raise BadValue(iri, "NO_ID_RULE", "the IRI stands for no id", advice)

    def _sort_statements(
        self, id: str, type: str, subject: _Subject, rejects: list[Reject]
    ) -> tuple[Mapping[str, list[Scalar]], list[RelationDraft]]:
        values: dict[str, list[Scalar]] = {}
        relations: list[RelationDraft] = []
        for predicate, item in subject.statements:
            try:
                if predicate == _TYPE or predicate in self._rules.ignore:
                    continue
                if predicate in self._relations:
                    relations.append(self._relation(id, predicate, item, subject))
                elif predicate in self._properties:
                    key, value = self._value(type, self._properties[predicate], item)
                    values.setdefault(key, []).append(value)
                else:
                    self._tell_unknown(predicate, item, subject, rejects)
            except BadValue as bad:
                related = predicate in self._relations
                rejects.append(self._reject(subject, predicate, bad, whole_row=not related))
        return values, relations

    def _relation(self, id: str, predicate: str, item: object, subject: _Subject) -> RelationDraft:
        if isinstance(item, ox.Literal):
            advice = f"write it as an IRI: <{ENTITY}...>"
            raise BadValue(item.value, "LITERAL_END", "a relation leads to an entity", advice)
        iri = _spell(item)
        target = self._id_of(iri)
        name = self._relations[predicate]
        return RelationDraft(name, id, target, subject.line, predicate, iri)

    def _value(self, type: str, name: str, item: object) -> tuple[str, Scalar]:
        definition = self._ontology.properties(type).get(name)
        if definition is None:
            hint = nearest(name, self._ontology.properties(type))
            advice = f"did you mean {hint}?" if hint else "take it out"
            raise BadValue(_literal(item), "UNKNOWN_PROPERTY", f"{type} has no {name}", advice)
        if definition.datatype is not Datatype.TEXT:
            return name, _literal(item)
        return self._flat_key(definition, item), _literal(item)

    def _flat_key(self, definition: PropertyDef, item: object) -> str:
        tag = item.language if isinstance(item, ox.Literal) else None
        try:
            return text_key(definition.name, tag or self._rules.language or "")
        except ValueError:
            reason = f"has the language {tag!r}" if tag else "has no language tag"
            advice = "tag it @zh or @en, or set rdf.language in the mapping for untagged text"
            raise BadValue(_literal(item), "TEXT_LANGUAGE", reason, advice) from None

    def _properties_of(
        self,
        type: str,
        values: Mapping[str, list[Scalar]],
        subject: _Subject,
        rejects: list[Reject],
    ) -> Mapping[str, PropertyValue]:
        properties: dict[str, PropertyValue] = {}
        for key, items in values.items():
            definition = find_property(self._ontology, type, key)
            try:
                if definition is not None:
                    properties[key] = _convert(definition, items, self._ontology)
            except BadValue as bad:
                rejects.append(self._reject(subject, key, bad))
        return properties

    def _tell_unknown(
        self, predicate: str, item: object, subject: _Subject, rejects: list[Reject]
    ) -> None:
        if predicate in self._told:
            return
        self._told.add(predicate)
        bad = BadValue(
            _literal(item),
            "UNKNOWN_PREDICATE",
            "neither a property nor a relation of the ontology; left out wherever it stands",
            "name it under rdf.properties, rdf.relations or rdf.ignore in the mapping",
        )
        rejects.append(self._reject(subject, predicate, bad, whole_row=False))

    def _reject(
        self, subject: _Subject, name: str, bad: BadValue, *, whole_row: bool = True
    ) -> Reject:
        return Reject(
            self._file,
            subject.line,
            name,
            bad.value,
            bad.code,
            bad.reason,
            bad.suggestion,
            whole_row,
        )


def _literal(item: object) -> str:
    return item.value if isinstance(item, ox.Literal) else _spell(item)


def _convert(definition: PropertyDef, items: list[Scalar], ontology: Ontology) -> PropertyValue:
    convert = compile_converter(definition, ontology)
    converted = tuple(dict.fromkeys(convert(text) for item in items if (text := str(item).strip())))
    if definition.many:
        return converted
    if len(converted) != 1:
        shown = ", ".join(map(str, items))
        raise BadValue(
            shown, "MORE_THAN_ONE_VALUE", "the property takes one value", "keep one of them"
        )
    return converted[0]
