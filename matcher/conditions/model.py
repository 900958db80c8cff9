"""Shapes of conditions: what is asked, and how a candidate stands to it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from matcher.errors import MatcherError
from ontology.model import Text


class UnknownCondition(MatcherError):
    """A condition that names nothing on record."""

    code = "MATCH_UNKNOWN_CONDITION"


class ConditionKind(StrEnum):
    """What a condition is about; terms of the vocabulary ``conditionKind``."""

    STANDARD = "standard"
    TECHNOLOGY = "technology"
    SECURITY_LEVEL = "security-level"
    REGION = "region"
    FORM = "form"
    STATUS = "status"
    CAPACITY = "capacity"


class State(StrEnum):
    """How a candidate stands to a condition."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    """Nothing of the kind is on record of the candidate, which is no proof of anything."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity or a term.

    Attributes:
        id: Of the entity, or the term.
        name: What people call it.
    """

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition on candidates.

    Attributes:
        kind: What it is about.
        hard: Whether a candidate that does not meet it is left out.
        wanted: What is asked for.
        meets: Ids or terms each of which meets it, the wanted one among them.
        newer: Standards in place of a wanted one that is superseded.
    """

    kind: ConditionKind
    hard: bool
    wanted: Named
    meets: AbstractSet[str]
    newer: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition and how one candidate stands to it.

    Attributes:
        kind: What it is about.
        hard: Whether it excludes.
        state: Met, unmet or unknown.
        wanted: What is asked for.
        has: What the candidate has of that kind: what meets it, or all where nothing does.
        newer: Standards in place of a wanted one that is superseded: the demand should be mended.
    """

    kind: ConditionKind
    hard: bool
    state: State
    wanted: Named
    has: tuple[Named, ...]
    newer: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a hard condition did.

    Attributes:
        asked: The condition.
        count: Candidates that do not meet it, whatever else there is, by the store.
    """

    asked: Asked
    count: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a caller changes of a demand's conditions.

    Attributes:
        hard: Kinds that exclude, whatever the demand says.
        soft: Kinds that only weigh, whatever it says.
        ignored: Kinds that do not count.
        standards: Ids of further standards asked for.
        regions: Ids of regions that are to be served.
        forms: Forms of supply, of which one is asked for.
        security_level: The least level.
    """

    hard: frozenset[ConditionKind] = field(default_factory=frozenset)
    soft: frozenset[ConditionKind] = field(default_factory=frozenset)
    ignored: frozenset[ConditionKind] = field(default_factory=frozenset)
    standards: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    security_level: str | None = None


AS_STATED = Terms()
"""Nothing changed."""
