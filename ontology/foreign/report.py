"""What became of a foreign ontology: how much was taken, and what was not, with its places."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ontology.foreign.wordings import WORDINGS
from ontology.model import Text
from ontology.triples import Triples

PLACES = 3
"""Places that a finding names."""


class Treatment(StrEnum):
    """What becomes of a construct."""

    READ_AS = "read-as"
    """It has an effect, though a weaker or another one than its own."""
    KEPT = "kept"
    """It stays in the stored file and comes out on export, and has no effect."""
    DATA = "data"
    """It is no part of an ontology; it can be imported as data."""
    LACKING = "lacking"
    """The file lacks it, and nothing was made up."""
    LOST = "lost"
    """It is neither read nor kept."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, line if known, subject, predicate, and what is there."""

    subject: str
    predicate: str = ""
    detail: str = ""
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of the occurrences of one construct.

    Attributes:
        code: Stable, such as ``EXPRESSION_KEPT``.
        construct: The IRI at issue, if the code alone does not say it.
        treatment: What became of them.
        count: How many there are.
        places: The first few.
    """

    code: str
    construct: str
    treatment: Treatment
    count: int
    places: tuple[Place, ...]

    @property
    def text(self) -> Text:
        """What it means and what to do, zh and en."""
        return WORDINGS[self.code]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of each kind there is."""

    classes: int = 0
    properties: int = 0
    relations: int = 0
    vocabularies: int = 0
    terms: int = 0
    concepts: int = 0
    individuals: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What was read, and what became of the rest.

    Attributes:
        files: How many files were read.
        statements: How many distinct statements they make.
        read: Statements that the model was made from.
        kept: Statements that stay in the stored file alone.
        data: Statements about concepts and individuals, which are data.
        counts: What the model got, and how much data there is.
        findings: What was not taken as it stands; by treatment, then as met.
    """

    files: int
    statements: int
    read: int
    kept: int
    data: int
    counts: Counts
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Notes:
    """Findings as they are gathered: each occurrence counts, the first few are kept."""

    triples: Triples
    _places: dict[tuple[Treatment, str, str], list[Place]] = field(default_factory=dict)
    _counts: dict[tuple[Treatment, str, str], int] = field(default_factory=dict)

    def note(
        self,
        treatment: Treatment,
        code: str,
        subject: str,
        predicate: str = "",
        *,
        construct: str = "",
        detail: str = "",
        count: int = 1,
    ) -> None:
        """Count an occurrence of a construct."""
        key = treatment, code, construct
        self._counts[key] = self._counts.get(key, 0) + count
        places = self._places.setdefault(key, [])
        if len(places) < PLACES:
            places.append(Place(subject, predicate, detail))

    def findings(self) -> tuple[Finding, ...]:
        """All of them, with the files and lines of their places."""
        order = list(Treatment)
        found = [
            Finding(code, construct, treatment, count, tuple(self._located(places)))
            for (treatment, code, construct), count in self._counts.items()
            for places in [self._places[treatment, code, construct]]
        ]
        return tuple(sorted(found, key=lambda item: order.index(item.treatment)))

    def _located(self, places: Iterable[Place]) -> Iterator[Place]:
        for place in places:
            file, line = self.triples.place(place.subject)
            yield Place(place.subject, place.predicate, place.detail, file, line)


def as_json(report: Report) -> Mapping[str, Any]:
    """The report for programs, texts in both languages."""
    return {
        **{name: getattr(report, name) for name in ("files", "statements", "read", "kept", "data")},
        "counts": {name: getattr(report.counts, name) for name in Counts.__slots__},
        "findings": [
            {
                "code": item.code,
                "construct": item.construct,
                "treatment": item.treatment.value,
                "count": item.count,
                "text": dict(item.text.by_language),
                "places": [
                    {name: getattr(place, name) for name in Place.__slots__}
                    for place in item.places
                ],
            }
            for item in report.findings
        ],
    }
