"""Dates that matter and have passed: open demands past their due date, honours that expired."""

from dataclasses import dataclass
from datetime import date

from graph.records import Entity
from ingest.quality.examples import Findings
from ingest.quality.report import Overdue, share
from ontology import Ontology


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which an entity should be settled or renewed.

    Attributes:
        type: The class.
        field: The date.
        status: The property that tells whether it is settled; empty if nothing does.
        settled: Values of it after which the date no longer matters.
    """

    type: str
    field: str
    status: str = ""
    settled: tuple[str, ...] = ()


DEADLINES = (
    Deadline("Demand", "dueDate", "status", ("fulfilled", "closed")),
    Deadline("Honour", "expiresOn"),
)


class OverdueCount:
    """Counts entities past their dates; those that the ontology does not know are passed over."""

    def __init__(self, ontology: Ontology, today: date) -> None:
        self._today = today.isoformat()
        self._found: Findings[tuple[str, str], str] = Findings()
        self._dated: dict[tuple[str, str], int] = {}
        self._rules: dict[str, list[Deadline]] = {}
        for rule in DEADLINES:
            if rule.type in ontology.classes and rule.field in ontology.properties(rule.type):
                for name in (rule.type, *ontology.descendants(rule.type)):
                    self._rules.setdefault(name, []).append(rule)

    def add(self, entity: Entity) -> None:
        """An entity."""
        for rule in self._rules.get(entity.type, ()):
            day = entity.properties.get(rule.field)
            if isinstance(day, str):
                kind = rule.type, rule.field
                self._dated[kind] = self._dated.get(kind, 0) + 1
                if day < self._today and entity.properties.get(rule.status) not in rule.settled:
                    self._found.add(kind, entity.id)

    def result(self) -> tuple[Overdue, ...]:
        """By rule, of those that found a date."""
        found = []
        for kind, dated in sorted(self._dated.items()):
            count, examples = self._found.get(kind)
            found.append(Overdue(*kind, share(count, dated), examples))
        return tuple(found)
