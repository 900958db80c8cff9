"""Conflicts: fields on which sources differ now.

Of each source its latest word on a field counts. Where the latest word of another source is not
the value that stands, the two are in conflict: one kept, one lost. A source that changed its own
mind is in no conflict with itself.
"""

from collections import Counter
from collections.abc import Iterable

from graph.merge import same_value
from graph.records import Claim, Entity, Relation
from ingest.quality.examples import Findings
from ingest.quality.report import ConflictExample, Conflicts
from ingest.statements.standing import (
    NOBODY,
    Priorities,
    Said,
    latest_words,
    resolve,
    said_of,
    said_of_properties,
)
from ontology import Datatype, Ontology, PropertyDef, Sensitivity
from ontology.languages import split_text_key

Kind = tuple[str, str, str, str, str]
"""Subject, type, field, source of the kept value, source of the lost one."""


class ConflictCount:
    """Counts conflicts by class, field and pair of sources."""

    def __init__(self, ontology: Ontology, priorities: Priorities) -> None:
        self._ontology = ontology
        self._priorities = priorities
        self._found: Findings[Kind, ConflictExample] = Findings()
        self.won: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()

    def add(self, entity: Entity) -> None:
        """An entity; one without claims has no conflict."""
        for field in dict.fromkeys(claim.field for claim in entity.claims):
            value = entity.properties.get(field)
            if value is not None:
                kept = Claim(field, value, entity.provenance.get(field, NOBODY))
                kind = ("entity", entity.type, field)
                self._compare(kind, entity.id, kept, said_of(entity, field))

    def add_relation(self, relation: Relation) -> None:
        """A relation with properties."""
        if not relation.claims:
            return
        name = f"{relation.source} {relation.type} {relation.target}"
        for field, said in said_of_properties(relation).items():
            if said:
                kept = resolve(said, self._priorities)
                self._compare(("relation", relation.type, field), name, kept, said)

    def result(self) -> tuple[Conflicts, ...]:
        """All kinds, in order."""
        return tuple(Conflicts(*kind, count, examples) for kind, count, examples in self._found)

    def _compare(self, about: tuple[str, str, str], id: str, kept: Claim, said: Said) -> None:
        for lost in self._losers(kept, latest_words(said).values()):
            sources = kept.provenance.source, lost.provenance.source
            self._found.add((*about, *sources), self._example(about, id, kept, lost))
            self.won[sources[0]] += 1
            self.lost[sources[1]] += 1

    @staticmethod
    def _losers(kept: Claim, words: Iterable[Claim]) -> list[Claim]:
        """One word of each other source that differs, in order of source."""
        found: dict[str, Claim] = {}
        for word in words:
            source = word.provenance.source
            if source != kept.provenance.source and not same_value(word.value, kept.value):
                found.setdefault(source, word)
        return [found[source] for source in sorted(found)]

    def _example(
        self, about: tuple[str, str, str], id: str, kept: Claim, lost: Claim
    ) -> ConflictExample:
        if self._is_public(*about):
            return ConflictExample(id, kept.value, lost.value, hidden=False)
        return ConflictExample(id, None, None, hidden=True)

    def _is_public(self, subject: str, type: str, field: str) -> bool:
        """Whether all may see the field; one that the ontology does not know is kept back."""
        definition = self._definition(subject, type, field)
        return definition is not None and definition.sensitivity is Sensitivity.PUBLIC

    def _definition(self, subject: str, type: str, field: str) -> PropertyDef | None:
        if subject == "relation":
            relation = self._ontology.relations.get(type)
            definitions = relation.properties if relation else {}
        else:
            known = type in self._ontology.classes
            definitions = self._ontology.properties(type) if known else {}
        texts = {name for name, item in definitions.items() if item.datatype is Datatype.TEXT}
        told = split_text_key(field, texts)
        return definitions.get(told[0] if told else field)
