"""What each source stands for, and what would vanish if it were removed.

Only-source share of fields: those that no other source says anything of, over those that stand
by its word; the same of relations. An entity would vanish if no other source says anything of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from graph.records import Entity, Provenance, Relation
from ingest.quality.report import SourceQuality, share
from ingest.statements.standing import NOBODY, said_of_relation

Origins = Mapping[Provenance, int]
"""How many values of an entity stand by each origin."""


class SourceCount:
    """Counts entities, fields and relations by source."""

    def __init__(self) -> None:
        self._entities: Counter[str] = Counter()
        self._only_entities: Counter[str] = Counter()
        self._fields: Counter[str] = Counter()
        self._shared_fields: Counter[str] = Counter()
        self._relations: Counter[str] = Counter()
        self._only_relations: Counter[str] = Counter()
        self._confidence: dict[str, float] = {}

    def add(self, entity: Entity, origins: Origins) -> None:
        """An entity, with the origins of its values."""
        standing = {by.source for by in origins}
        speaking = standing | {claim.provenance.source for claim in entity.claims}
        for source in standing:
            self._entities[source] += 1
        if len(speaking) == 1:
            self._only_entities.update(speaking)
        for by, count in origins.items():
            self._fields[by.source] += count
            told = self._confidence.get(by.source, 0.0)
            self._confidence[by.source] = told + by.confidence * count
        if len(speaking) > 1 and entity.claims:
            self._add_shared(entity)

    def add_relation(self, relation: Relation) -> None:
        """A relation."""
        source = (relation.provenance or NOBODY).source
        self._relations[source] += 1
        said = said_of_relation(relation) if relation.claims else ()
        if all(claim.provenance.source == source for claim in said):
            self._only_relations[source] += 1

    def result(
        self, priorities: Mapping[str, int], won: Mapping[str, int], lost: Mapping[str, int]
    ) -> tuple[SourceQuality, ...]:
        """By name, those that only lose conflicts included."""
        names = {*self._fields, *self._relations, *won, *lost}
        return tuple(
            self._of(name, priorities.get(name), won.get(name, 0), lost.get(name, 0))
            for name in sorted(names)
        )

    def _add_shared(self, entity: Entity) -> None:
        """Fields of which another than the source that stands has spoken too."""
        others: dict[str, set[str]] = {}
        for claim in entity.claims:
            others.setdefault(claim.field, set()).add(claim.provenance.source)
        for field, sources in others.items():
            if entity.properties.get(field) is not None:
                source = entity.provenance.get(field, NOBODY).source
                self._shared_fields[source] += bool(sources - {source})

    def _of(self, name: str, priority: int | None, won: int, lost: int) -> SourceQuality:
        fields, relations = self._fields[name], self._relations[name]
        return SourceQuality(
            name=name,
            priority=priority,
            entities=self._entities[name],
            only_entities=self._only_entities[name],
            fields=fields,
            only_fields=share(fields - self._shared_fields[name], fields),
            relations=relations,
            only_relations=share(self._only_relations[name], relations),
            won=won,
            lost=lost,
            confidence=round(self._confidence[name] / fields, 4) if name and fields else None,
        )


def origins_of(entity: Entity, fields: Iterable[str]) -> Origins:
    """The origins of some of its fields; those of one import share one object, found first."""
    found: dict[Provenance, int] = {}
    last, run = NOBODY, 0
    provenance = entity.provenance
    for field in fields:
        by = provenance.get(field, NOBODY)
        if by is not last:
            if run:
                found[last] = found.get(last, 0) + run
            last, run = by, 0
        run += 1
    if run:
        found[last] = found.get(last, 0) + run
    return found
