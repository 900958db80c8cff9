"""Shapes of the standards service's answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.records import Entity
from matcher.errors import MatcherError
from matcher.model import EvidencePath


class UnknownStandardSubject(MatcherError):
    """No entity has the id, or standards do not apply to its class."""

    code = "STANDARDS_UNKNOWN_SUBJECT"


class UnknownStandardKind(MatcherError):
    """A word that is no kind of standard."""

    code = "STANDARDS_UNKNOWN_KIND"


@dataclass(frozen=True, slots=True)
class Applicable:
    """A standard that applies.

    Attributes:
        standard: It.
        steps: Relations on the shortest way to it: 1 is said of the subject itself.
        paths: The ways to it, shortest first, at most three.
        kind: The term of ``standardKind``, as stated, else as its number shows.
        superseded_by: Newer standards in its place, by id; it should not be built on any more.
    """

    standard: Entity
    steps: int
    paths: tuple[EvidencePath, ...]
    kind: str | None = None
    superseded_by: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A scenario or technology to which no standard applies.

    Attributes:
        subject: It.
        use_cases: Use cases that realise or use it: how much a standard would reach.
    """

    subject: Entity
    use_cases: int


class ConflictKind(StrEnum):
    """What is wrong between two standards of one subject."""

    EXCLUDING = "excluding"
    SUPERSEDED_BESIDE_SUCCESSOR = "superseded-beside-successor"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two standards that one subject names and that do not go together.

    Attributes:
        subject: Who names them.
        kind: What is wrong.
        old: The superseded one; of two that exclude each other, the one with the lesser id.
        new: Its successor, which is named as well, or should be; or the excluded one.
    """

    subject: Entity
    kind: ConflictKind
    old: Entity
    new: Entity


class Level(StrEnum):
    """Kinds of standards by who would make one; terms of the vocabulary ``standardKind``."""

    ASSOCIATION = "group"
    INDUSTRY = "industry"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class StandardProposal:
    """A standard that practice asks for (立项建议).

    Attributes:
        id: Stable: follows from what it is about.
        scenario: What the cases realise.
        technologies: What they share more than chance would let them, by share.
        cases: The use cases, none of which conforms to a standard; sorted by id.
        enterprises: How many deploy them.
        industries: How many they are in.
        regions: How many they are located in.
        level: The kind of standard that this spread suggests.
    """

    id: str
    scenario: Entity
    technologies: Sequence[Entity]
    cases: Sequence[str]
    enterprises: int
    industries: int
    regions: int
    level: Level


class Why(StrEnum):
    """How a standard was found."""

    NUMBER = "number"
    GOVERNS = "governs"
    NAME = "name"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Reason:
    """One way by which a standard was found.

    Attributes:
        why: How.
        text: The number, the name or the words that were met.
        subject: The technology or scenario in between, if there is one.
    """

    why: Why
    text: str
    subject: Entity | None = None


@dataclass(frozen=True, slots=True)
class FoundStandard:
    """A standard that was searched for.

    Attributes:
        standard: It.
        score: Sum of weight/(60 + rank) over the ways that led to it (reciprocal rank fusion).
        kind: The term of ``standardKind``, as stated, else as its number shows.
        reasons: How it was found, the strongest first.
        superseded_by: Newer standards in its place, by id.
    """

    standard: Entity
    score: float
    kind: str | None
    reasons: tuple[Reason, ...]
    superseded_by: tuple[Entity, ...]
