"""What a batch is judged by and what it did."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.query import UpsertResult
from ingest.rows.drafts import Reject, RelationDraft
from ingest.runs.summary import Conflict
from ingest.statements.standing import Priorities
from ontology.model import Ontology


@dataclass(frozen=True, slots=True)
class Context:
    """What a batch is judged by; a batch only reads it.

    Attributes:
        ontology: What may exist.
        priorities: Who is believed.
        known: Classes of entities that are stored for certain, by id; not of all of them.
        final: For each record that is part of another, the id under which it stands now.
        own_revision: The store's revision as long as ``known`` names all that is stored; None
            if it held anything before, or if somebody else has written since.
    """

    ontology: Ontology
    priorities: Priorities
    known: Mapping[str, str]
    final: Mapping[str, str]
    own_revision: int | None

    def is_alone(self, revision: int) -> bool:
        """Whether what is not known need not be looked for at that revision."""
        return revision == self.own_revision


@dataclass(slots=True)
class Outcome:
    """What a batch did; to be taken over once its transaction is committed.

    Attributes:
        entities: Counts of entities.
        relations: Counts of relations.
        rejects: What was refused.
        conflicts: Where sources differ.
        known: Classes of entities that it stored or looked up, by id.
        waiting: Relations with an end that is not there yet.
        own_revision: What the context's becomes by this batch.
    """

    entities: UpsertResult = field(default_factory=UpsertResult)
    relations: UpsertResult = field(default_factory=UpsertResult)
    rejects: list[Reject] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    waiting: list[RelationDraft] = field(default_factory=list)
    own_revision: int | None = None

    @property
    def has_changed(self) -> bool:
        """Whether the batch changed anything in the store."""
        results = (self.entities, self.relations)
        return any(result.created or result.updated for result in results)
