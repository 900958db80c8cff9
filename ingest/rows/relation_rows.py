"""Rows that are relations: type, source, target, and properties of the relation itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.records import PropertyValue
from ingest.errors import FaultList
from ingest.mapping.model import RelationTable, ValueRule
from ingest.rows.cells import Columns, Items, ReadEnds, ReadValues, compile_items, compile_refusal
from ingest.rows.drafts import Links
from ingest.rows.exact_cells import Header, Readers
from ingest.rows.units import check_unit
from ingest.rows.values import BadValue
from ontology.errors import nearest
from ontology.languages import split_text_key, text_key
from ontology.model import Datatype, Ontology, PropertyDef
from ontology.values import ValueRule as Rule
from ontology.values import compile_rule, explain

Refuse = Callable[[int, str, BadValue], None]
"""Takes the line, the column and what is wrong."""


@dataclass(frozen=True, slots=True)
class _Property:
    name: str
    column: str
    read: ReadValues
    rule: Rule | None


class RelationRows:
    """A ``relations_table`` that fits a header."""

    def __init__(
        self, table: RelationTable, header: Header, ontology: Ontology, readers: Readers
    ) -> None:
        self._table = table
        self._header = header
        self._ontology = ontology
        self._readers = readers
        self._read_type = compile_items(table.type, header)
        self._ends: Sequence[tuple[str, ReadEnds]] = [
            (",".join(rule.columns), readers.ends(rule, header))
            for rule in (table.source, table.target)
        ]
        self._plans: dict[str, Sequence[_Property]] = {}

    def links(self, columns: Columns, refuse: Refuse) -> Sequence[Links]:
        """The relations of some rows, by type; rows that are none are refused."""
        bad: set[int] = set()

        def refused(place: int, column: str, why: BadValue) -> None:
            if place not in bad:
                refuse(columns.lines[place], column, why)
            bad.add(place)

        ends = [self._read_ends(columns, at, refused) for at in (0, 1)]
        places: dict[str, list[int]] = {}
        for place, cells in enumerate(columns.rows):
            try:
                name = self._type_of(self._read_type(cells))
                places.setdefault(name, []).append(place)
            except BadValue as why:
                refused(place, ",".join(self._table.type.columns), why)
        found: list[Links] = []
        for name, chosen in places.items():
            properties = self._properties(columns.take(chosen), chosen, name, refused)
            kept = [at for at, place in enumerate(chosen) if place not in bad]
            rows = [chosen[at] for at in kept]
            found.append(
                Links(
                    name,
                    self._ends[1][0],
                    outward=True,
                    lines=[columns.lines[place] for place in rows],
                    sources=[ends[0][place] for place in rows],
                    targets=[ends[1][place] for place in rows],
                    values=[ends[1][place] for place in rows],
                    properties=[properties[at] for at in kept] if any(properties) else (),
                )
            )
        return [links for links in found if len(links)]

    def _read_ends(
        self, columns: Columns, at: int, refused: Callable[[int, str, BadValue], None]
    ) -> Mapping[int, str]:
        column, read = self._ends[at]
        found = read(columns)
        for place, why in found.faults.items():
            refused(place, column, why)
        ids = dict(zip(found.places, found.ids, strict=True))
        for place in set(range(len(columns))).difference(ids, found.faults):
            end = ("source", "target")[at]
            why = BadValue("", "MISSING_END", f"the relation has no {end}", "fill in its id")
            refused(place, column, why)
        return ids

    def _type_of(self, items: Items) -> str:
        name = str(items[0]) if items else ""
        if name in self._ontology.relations:
            return name
        hint = nearest(name, self._ontology.relations)
        meant = f"did you mean {hint!r}?" if hint else "name a relation of the ontology"
        raise BadValue(name, "UNKNOWN_RELATION", "is no relation of the ontology", meant)

    def _properties(
        self,
        columns: Columns,
        places: Sequence[int],
        name: str,
        refused: Callable[[int, str, BadValue], None],
    ) -> Sequence[dict[str, PropertyValue]]:
        rows: list[dict[str, PropertyValue]] = [{} for _ in places]
        for item in self._plan(name):
            values, faults = item.read(columns)
            for at, why in faults.items():
                refused(places[at], item.column, why)
            for at, value in enumerate(values):
                if value is not None:
                    rows[at][item.name] = value
                    for found in explain(item.rule, item.name, value) if item.rule else ():
                        why = BadValue(
                            value, str(found.code), found.message, found.suggestion or ""
                        )
                        refused(places[at], item.column, why)
        return rows

    def _plan(self, name: str) -> Sequence[_Property]:
        if name not in self._plans:
            self._plans[name] = [
                self._compile(name, key, rule) for key, rule in self._table.properties.items()
            ]
        return self._plans[name]

    def _compile(self, name: str, key: str, rule: ValueRule) -> _Property:
        definition = relation_property(self._ontology, name, key)
        column = ",".join(rule.columns) or key
        if definition is None:
            read = compile_refusal(compile_items(rule, self._header), _refuser(name, key))
            return _Property(key, column, read, None)
        vocabulary = definition.vocabulary and self._ontology.vocabularies[definition.vocabulary]
        return _Property(
            key,
            column,
            self._readers.values(rule, self._header, definition),
            compile_rule(definition, vocabulary or None),
        )


def relation_property(ontology: Ontology, relation: str, key: str) -> PropertyDef | None:
    """The relation's property that is stored under a flat key; None if it has none."""
    definitions = ontology.relation(relation).properties
    found = definitions.get(key)
    if found is not None and found.datatype is not Datatype.TEXT:
        return found
    texts = {name for name, item in definitions.items() if item.datatype is Datatype.TEXT}
    split = split_text_key(key, texts)
    return definitions[split[0]] if split and text_key(*split) == key else None


def check_relation_table(table: RelationTable, ontology: Ontology, faults: FaultList) -> None:
    """Compare a ``relations_table`` with the ontology."""
    named = [str(value) for value in (*table.type.constant, *table.type.lookup.values())]
    for name in named:
        if name not in ontology.relations:
            hint = nearest(name, ontology.relations)
            meant = f"; did you mean {hint!r}?" if hint else ""
            faults.add(table.type.line, f"unknown relation {name!r}{meant}")
    if faults.faults:
        return
    possible = named or list(ontology.relations)
    for key, rule in table.properties.items():
        found = [relation_property(ontology, name, key) for name in possible]
        if not any(found):
            of = ", ".join(named) or "any relation"
            faults.add(rule.line, f"unknown property {key!r} of {of}")
        for definition in filter(None, found[:1]):
            check_unit(rule.unit, definition, rule.line, faults)


def _refuser(name: str, key: str) -> Callable[[object], BadValue]:
    def refuse(item: object) -> BadValue:
        reason = f"{name} has no property {key!r}"
        return BadValue(item, "UNKNOWN_PROPERTY", reason, "leave the cell empty for this relation")

    return refuse
