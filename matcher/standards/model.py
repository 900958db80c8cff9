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


@dataclass(frozen=True, slots=True)
class Applicable:
    """A standard that applies.

    Attributes:
        standard: It.
        steps: Relations on the shortest way to it: 1 is said of the subject itself.
        paths: The ways to it, shortest first, at most three.
        superseded_by: Newer standards in its place, by id; it should not be built on any more.
    """

    standard: Entity
    steps: int
    paths: tuple[EvidencePath, ...]
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

    SUPERSEDED_BESIDE_SUCCESSOR = "superseded-beside-successor"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two standards that one subject names and that do not go together.

    Attributes:
        subject: Who names them.
        kind: What is wrong.
        old: The superseded one.
        new: Its successor; it is named as well, or should be.
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
