"""What a run has done so far, and what its later batches must know of the earlier ones."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.rows.drafts import Reject
from ingest.runs.ledger import Place
from ingest.runs.outcome import Context, Outcome
from ingest.runs.summary import SHOWN, Conflict
from ingest.statements.standing import Priorities
from ontology.model import Ontology

_MOST_KNOWN = 1_000_000
"""Entities whose class is kept in memory, some 150 bytes each."""


class Tally:
    """Takes over the outcome of each committed batch."""

    def __init__(
        self,
        ontology: Ontology,
        priorities: Priorities,
        final: Mapping[str, str],
        revision: int,
    ) -> None:
        self._ontology = ontology
        self._priorities = priorities
        self._final = final
        self._known: dict[str, str] = {}
        self._own_revision = 0 if revision == 0 else None
        self.first_rejects: list[Reject] = []
        self.first_conflicts: list[Conflict] = []

    @property
    def context(self) -> Context:
        """What the next batch is judged by."""
        return Context(
            self._ontology, self._priorities, self._known, self._final, self._own_revision
        )

    def take(self, outcome: Outcome, rejects: Sequence[Reject]) -> None:
        """Take over what a committed batch did, and all that was refused with it."""
        self._own_revision = outcome.own_revision
        if len(self._known) + len(outcome.known) > _MOST_KNOWN:
            self._known = {}
            self._own_revision = None
        self._known.update(outcome.known)
        self.first_rejects += rejects[: SHOWN - len(self.first_rejects)]
        self.first_conflicts += outcome.conflicts[: SHOWN - len(self.first_conflicts)]


def advanced(place: Place, outcome: Outcome, rejects: Sequence[Reject], *, rows: int = 0) -> Place:
    """The place after one more batch."""
    whole = {reject.line or -at for at, reject in enumerate(rejects, 1) if reject.whole_row}
    beside = sum(not reject.whole_row for reject in rejects)
    return replace(
        place,
        rows=place.rows + rows,
        entities=place.entities.plus(outcome.entities),
        relations=place.relations.plus(outcome.relations),
        rejected=place.rejected + len(whole),
        rejected_relations=place.rejected_relations + beside,
        conflicts=place.conflicts + len(outcome.conflicts),
    )
