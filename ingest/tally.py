"""What a run has done so far, and what its later batches must know of the earlier ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.deferred import Deferred
from ingest.drafts import Reject
from ingest.outcome import Context, Outcome
from ingest.reconcile import Origin, Priorities
from ingest.rejects import RejectFile
from ingest.sources import OpenSource
from ingest.summary import SHOWN, Conflict, Counts, ImportSummary, Progress, Report
from ontology.model import Ontology

_MOST_MET = 200_000


@dataclass(frozen=True, slots=True)
class Run:
    """What is imported in one go.

    Attributes:
        sources: The files in order.
        batch_id: Recorded with every value.
        time: Recorded with every value.
        started: When, by ``perf_counter``.
        rejects: The reject file that is asked for.
        progress: Whom to tell of progress.
        priorities: Of sources that were imported before.
    """

    sources: Sequence[OpenSource]
    batch_id: str
    time: str
    started: float
    rejects: Path | None
    progress: Report | None
    priorities: Mapping[str, int]

    @property
    def ranks(self) -> Priorities:
        """Priorities of the run's own sources and of earlier ones."""
        own = {item.mapping.source.name: item.mapping.source.priority for item in self.sources}
        return Priorities({**self.priorities, **own})


class Tally:
    """Takes over the outcome of each committed batch.

    It keeps the class of every entity of the run in memory (about 150 bytes each), so that ends
    of relations and repeated ids are known without asking the store.
    """

    def __init__(
        self,
        ontology: Ontology,
        run: Run,
        revision: int,
        deferred: Deferred,
        reject_file: RejectFile | None,
    ) -> None:
        self._stated: dict[str, str] = {}
        self._met: dict[str, str] = {}
        self._ontology = ontology
        self._run = run
        self._ranks = run.ranks
        self._own_revision = 0 if revision == 0 else None
        self._deferred = deferred
        self._reject_file = reject_file
        self._entities = Counts()
        self._relations = Counts()
        self._rows = 0
        self._file = ""
        self._bytes_before = 0
        self._bytes_here = 0
        self._rejected = 0
        self._rejected_lines: set[int] = set()
        self._rejected_relations = 0
        self._conflicts = 0
        self._first_rejects: list[Reject] = []
        self._first_conflicts: list[Conflict] = []

    @property
    def context(self) -> Context:
        """What the next batch is judged by."""
        names = {source.mapping.source.name for source in self._run.sources}
        return Context(
            ontology=self._ontology,
            priorities=self._ranks,
            stated=self._stated,
            met=self._met,
            sources=len(names),
            own_revision=self._own_revision,
        )

    def begin(self, source: OpenSource) -> None:
        """Turn to the next file."""
        self._file = str(source.file)
        self._bytes_before += self._bytes_here
        self._bytes_here = source.size
        self._rejected_lines.clear()

    def take(self, outcome: Outcome, origin: Origin) -> None:
        """Take over what a committed batch did."""
        self._entities = self._entities.plus(outcome.entities)
        self._relations = self._relations.plus(outcome.relations)
        self._own_revision = outcome.own_revision
        self._stated.update(outcome.stated)
        if len(self._met) > _MOST_MET:
            self._met.clear()
        self._met.update(outcome.met)
        self._deferred.add(outcome.waiting, origin)
        self._conflicts += len(outcome.conflicts)
        self._first_conflicts += outcome.conflicts[: SHOWN - len(self._first_conflicts)]
        self.refuse(outcome.rejects)

    def refuse(self, rejects: Iterable[Reject]) -> None:
        """Count and write down rejects."""
        for reject in rejects:
            if not reject.whole_row:
                self._rejected_relations += 1
            elif reject.line == 0 or reject.line not in self._rejected_lines:
                self._rejected_lines.add(reject.line)
                self._rejected += 1
            if len(self._first_rejects) < SHOWN:
                self._first_rejects.append(reject)
            if self._reject_file is not None:
                self._reject_file.write(reject)

    def advance(self, rows: int, bytes_read: int) -> None:
        """Count rows and tell how far the run has come, ``bytes_read`` being of this file."""
        self._rows += rows
        if self._run.progress is not None:
            total = sum(source.size for source in self._run.sources)
            read = self._bytes_before + min(bytes_read, self._bytes_here)
            self._run.progress(Progress(self._file, self._rows, read, total))

    def summary(self, seconds: float) -> ImportSummary:
        """All that the run did."""
        return ImportSummary(
            files=len(self._run.sources),
            rows=self._rows,
            entities=self._entities,
            relations=self._relations,
            rejected=self._rejected,
            rejected_relations=self._rejected_relations,
            conflicts=self._conflicts,
            first_rejects=tuple(self._first_rejects),
            first_conflicts=tuple(self._first_conflicts),
            rejects_file=self._reject_file.path if self._reject_file else None,
            seconds=seconds,
        )
