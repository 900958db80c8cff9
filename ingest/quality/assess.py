"""The assessment: one pass over the relations and one over the entities of a store.

In memory are counters, which grow with the ontology, the sources and the days on which they
spoke, not with the graph; a few examples of each finding; the hashes of ``duplicates``; and the
ids of the records that are marked as examples (示例), with what their relations lead to.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.port import GraphReader
from graph.query import Compare, Op, Query
from graph.records import Entity, Provenance, Relation
from ingest.quality.completeness import MARK, Completeness, Shape, means
from ingest.quality.conflicts import ConflictCount
from ingest.quality.duplicates import DuplicateCount
from ingest.quality.examples import Findings
from ingest.quality.freshness import Ages
from ingest.quality.links import Links
from ingest.quality.overdue import OverdueCount
from ingest.quality.probable import probable_of
from ingest.quality.report import ClassQuality, Probable, QualityReport, Violations
from ingest.quality.sources import SourceCount, origins_of
from ingest.resolution import find_duplicates
from ingest.runs.ledger import priorities
from ingest.statements.standing import Priorities
from ontology import Ontology, validate_entity, validate_relation

_NOTHING = (None, (), "")

Report = Callable[[int], None]
"""Told how many entities and relations were read so far."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is assessed.

    Attributes:
        type: A class with its subclasses, None for all; of relations, those that leave them.
        illustrative: Records marked as examples (示例) count as others.
        probable: Probable duplicates are looked for too, which takes longer than all the rest.
    """

    type: str | None = None
    illustrative: bool = False
    probable: bool = False


def assess(
    store: GraphReader,
    ontology: Ontology,
    today: date,
    scope: Scope | None = None,
    report: Report | None = None,
) -> QualityReport:
    """Assess what a store holds.

    Args:
        store: Read only.
        ontology: By which it is judged.
        today: The day from which ages count.
        scope: What is assessed; everything but examples unless told.
        report: Told of progress after every batch.

    Raises:
        UnknownClass: The ontology has no such class.
    """
    pass_ = _Pass(store, ontology, today, scope or Scope(), report or _silent)
    return pass_.run()


class _Pass:
    """What is gathered on the way through a store."""

    def __init__(
        self, store: GraphReader, ontology: Ontology, today: date, scope: Scope, report: Report
    ) -> None:
        self._store, self._ontology, self._today = store, ontology, today
        self._scope, self._report = scope, report
        self._priorities = priorities(store)
        self._completeness = Completeness(ontology)
        self._links = Links(ontology)
        self._conflicts = ConflictCount(ontology, Priorities(self._priorities))
        self._duplicates = DuplicateCount()
        self._ages = Ages(today)
        self._overdue = OverdueCount(ontology, today)
        self._violations: Findings[tuple[str, str, str, str], str] = Findings()
        self._sources = SourceCount()
        self._illustrative: Counter[str] = Counter()
        self._left_out: set[str] = set()
        self._relations = 0
        self._read = 0

    def run(self) -> QualityReport:
        revision = self._store.revision()
        if not self._scope.illustrative:
            self._leave_out_examples()
        chosen = self._chosen()
        for relations in self._store.scan_relations():
            self._add_relations(relations, chosen)
        for entities in self._store.scan(Query(type=self._scope.type)):
            self._add_entities(entities)
        return self._result(revision)

    def _chosen(self) -> frozenset[str] | None:
        """Names of the classes assessed, None for all."""
        name = self._scope.type
        return frozenset({name, *self._ontology.descendants(name)}) if name else None

    def _leave_out_examples(self) -> None:
        """Note the examples of all classes, for relations lead to them from everywhere."""
        for batch in self._store.scan(Query(where=Compare(MARK, Op.EQ, value=True))):
            self._left_out.update(entity.id for entity in batch)

    def _add_entities(self, batch: Sequence[Entity]) -> None:
        entities = [entity for entity in batch if self._counts(entity)]
        ids = [entity.id for entity in entities]
        leaving = self._store.degrees(ids, direction="out")
        reaching = self._store.degrees(ids, direction="in")
        self._links.add(entities, leaving, reaching)
        shapes: Counter[Shape] = Counter()
        values: Counter[tuple[str, Provenance]] = Counter()
        for entity in entities:
            fields = [key for key, value in entity.properties.items() if value not in _NOTHING]
            shapes[entity.type, tuple(fields)] += 1
            origins = origins_of(entity, fields)
            for by, count in origins.items():
                values[entity.type, by] += count
            self._sources.add(entity, origins)
            self._judge(entity)
        self._completeness.add(shapes)
        for (name, by), count in values.items():
            self._ages.add(name, by.source, by.time, count)
        self._tell(len(batch))

    def _counts(self, entity: Entity) -> bool:
        """Whether the entity is assessed; examples are counted apart."""
        if entity.properties.get(MARK) is not True:
            return True
        self._illustrative[entity.type] += 1
        return self._scope.illustrative

    def _judge(self, entity: Entity) -> None:
        if entity.claims:
            self._conflicts.add(entity)
        self._duplicates.add(entity)
        self._overdue.add(entity)
        for item in validate_entity(self._ontology, entity):
            self._violations.add(("entity", entity.type, item.code.value, item.field), entity.id)

    def _add_relations(self, batch: Sequence[Relation], chosen: frozenset[str] | None) -> None:
        ends = {end for relation in batch for end in (relation.source, relation.target)}
        types = self._store.types_of(ends)
        for relation in batch:
            if not self._left_out.isdisjoint((relation.source, relation.target)):
                self._links.leave_out(relation, self._left_out)
                continue
            source, target = types.get(relation.source), types.get(relation.target)
            if source is None or target is None:
                continue
            if chosen is None or source in chosen:
                self._add_relation(relation, source, target)
        self._tell(len(batch))

    def _add_relation(self, relation: Relation, source: str, target: str) -> None:
        self._relations += 1
        self._sources.add_relation(relation)
        self._conflicts.add_relation(relation)
        for item in validate_relation(self._ontology, relation.type, source, target):
            name = f"{relation.source} {relation.type} {relation.target}"
            self._violations.add(("relation", relation.type, item.code.value, item.field), name)

    def _tell(self, read: int) -> None:
        self._read += read
        self._report(self._read)

    def _result(self, revision: int) -> QualityReport:
        names = sorted({*self._completeness.entities, *self._illustrative})
        conflicts = self._conflicts
        return QualityReport(
            today=self._today.isoformat(),
            revision=revision,
            changed=self._store.revision() != revision,
            type=self._scope.type,
            with_illustrative=self._scope.illustrative,
            entities=sum(self._completeness.entities.values()),
            illustrative=sum(self._illustrative.values()),
            relations=self._relations,
            classes=tuple(self._of_class(name) for name in names),
            conflicts=conflicts.result(),
            duplicates=self._duplicates.result(),
            probable=self._probable() if self._scope.probable else None,
            freshness=self._ages.result(),
            overdue=self._overdue.result(),
            violations=tuple(Violations(*kind, n, few) for kind, n, few in self._violations),
            sources=self._sources.result(self._priorities, conflicts.won, conflicts.lost),
        )

    def _probable(self) -> tuple[Probable, ...]:
        found = find_duplicates(self._store, self._ontology, self._scope.type)
        return probable_of(item for item in found if self._left_out.isdisjoint(item.pair))

    def _of_class(self, name: str) -> ClassQuality:
        total = self._completeness.entities.get(name, 0)
        properties = self._completeness.of_class(name)
        completeness, required = means(properties)
        orphans, examples = self._links.orphans(name, total)
        return ClassQuality(
            name,
            total,
            self._illustrative[name],
            completeness,
            required,
            properties,
            self._links.of_class(name, total),
            orphans,
            examples,
        )


def _silent(_: int) -> None:
    return
