"""Shapes of a solution: what is required, who covers it together, and what stays uncovered."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.query import Filter, In, Related
from graph.records import Entity
from matcher.conditions.model import Named
from matcher.errors import MatcherError
from matcher.model import EvidencePath, Match
from matcher.solutions.cover import Method
from matcher.solutions.fit import PairFit
from matcher.standards.model import Applicable


class NothingRequired(MatcherError):
    """Nothing is known of what a solution would have to cover."""

    code = "SOLVE_NOTHING_REQUIRED"


class RequirementKind(StrEnum):
    """What is required."""

    TECHNOLOGY = "technology"
    STANDARD = "standard"
    FORM = "form"
    FUNCTION = "function"
    """One of the functions of the supply wheel (供给轮)."""
    SKILL = "skill"
    """Covered by people, not by supplies."""


class Origin(StrEnum):
    """Where a requirement comes from."""

    STATED = "stated"
    """The demand states it."""
    DERIVED = "derived"
    """The demand's scenario uses it, and the demand itself names none."""
    NAMED = "named"
    """The words of a free text name it."""
    ASKED = "asked"
    """Who asks for the solution adds it."""


_RELATIONS = {RequirementKind.TECHNOLOGY: "provides", RequirementKind.STANDARD: "compliesWith"}
_PROPERTIES = {RequirementKind.FORM: "form", RequirementKind.FUNCTION: "category"}
COVERING = tuple(_RELATIONS.values())
"""Relations by which supplies cover technologies and standards."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that a solution is to cover.

    Attributes:
        kind: What it is.
        wanted: The entity or term; forms of which one is enough stand as one.
        meets: Ids or terms each of which covers it: the narrower covers the wider, and the newer
            standard the one that it supersedes.
        origin: Where it comes from.
        hard: Whether the demand names its kind as a hard condition.
        path: From the demand, over its scenario, to what is derived; None where it is stated.
        newer: Standards in place of a required one that is superseded.
    """

    kind: RequirementKind
    wanted: Named
    meets: frozenset[str]
    origin: Origin
    hard: bool = False
    path: EvidencePath | None = None
    newer: tuple[Named, ...] = ()

    @property
    def key(self) -> str:
        """Its name among the requirements, such as ``technology:tech:mec``."""
        return f"{self.kind.value}:{self.wanted.id}"

    @property
    def by_supplies(self) -> bool:
        """Whether supplies can cover it."""
        return self.kind is not RequirementKind.SKILL

    @property
    def where(self) -> Filter:
        """What a supply that covers it fulfils; of a skill there is none."""
        meets = tuple(sorted(self.meets))
        if self.kind in _RELATIONS:
            return Related(_RELATIONS[self.kind], where=In("id", meets))
        return In(_PROPERTIES[self.kind], meets)

    def stated_by(self, supply: Entity) -> bool:
        """Whether a supply's own properties cover it."""
        if self.kind not in _PROPERTIES:
            return False
        value = supply.properties.get(_PROPERTIES[self.kind], ())
        return not self.meets.isdisjoint(value if isinstance(value, tuple) else (str(value),))


@dataclass(frozen=True, slots=True)
class Member:
    """A supply of a bundle.

    Attributes:
        supply: The supply.
        providers: Who offers it, by id.
        alone: Keys of the requirements that it alone covers in the bundle.
        shared: Keys of those that others of the bundle cover too.
        price: In yuan; None where it states none.
        match: What matching makes of it; None where no retriever finds it.
    """

    supply: Entity
    providers: tuple[Entity, ...]
    alone: tuple[str, ...]
    shared: tuple[str, ...]
    price: float | None
    match: Match | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Supplies that are taken together.

    Attributes:
        members: By id.
        covered: Keys of the requirements that they cover.
        partners: Organizations that offer them, a supply of nobody counting as one of its own.
        price: Sum of the stated prices in yuan; None where none states one.
        unpriced: Members that state no price.
        fits: How each pair fits, by ids.
        quality: Mean value of the members plus the mean fit of the pairs, from 0 to 2.
        method: How it was found.
        at_least: What no bundle of that cover can go below, in the unit of its aim.
    """

    members: tuple[Member, ...]
    covered: tuple[str, ...]
    partners: tuple[str, ...]
    price: float | None
    unpriced: int
    fits: tuple[PairFit, ...]
    quality: float
    method: Method
    at_least: float


class Unmet(StrEnum):
    """Why a requirement stays uncovered."""

    NOBODY = "nobody"
    """No supply, or nobody with the skill, is on record."""
    OLDER_EDITION = "older-edition"
    """Supplies meet only a standard that the required one supersedes."""
    WIDER_ONLY = "wider-only"
    """Supplies provide only the wider technology."""
    NOT_OPEN = "not-open"
    """Who covers it is a draft or closed."""
    CONDITION = "condition"
    """A hard condition excludes who covers it."""
    INCOMPATIBLE = "incompatible"
    """Who covers it cannot be put together with what covers the rest."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A requirement that the best bundle does not cover.

    Attributes:
        requirement: The requirement.
        reason: Why.
        near: Supplies that the reason speaks of, a few, by id.
    """

    requirement: Requirement
    reason: Unmet
    near: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Skilled:
    """A skill, and who has it.

    Attributes:
        skill: The skill.
        required: Whether the demand requires it; else it is about a required technology.
        inside: People whom partners of the best bundle employ, by id.
        outside: Others, a few, by id.
        count: How many have it in all.
    """

    skill: Entity
    required: bool
    inside: tuple[Entity, ...]
    outside: tuple[Entity, ...]
    count: int


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A use case to learn from.

    Attributes:
        case: The use case.
        score: Sum of 1/ln(2 + n) over what is shared, n being how many use cases have it.
        paths: From the demand to the use case.
    """

    case: Entity
    score: float
    paths: tuple[EvidencePath, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """An answer to a demand as a whole.

    Attributes:
        query: Id of the demand; None for a free text.
        text: What was matched.
        requirements: What is required, by kind, then by id.
        best: Covers the most, with the fewest supplies; of those the one of the best quality.
        proven: Whether the best quality is proven, too.
        by_cost: The cheapest of the supplies that state a price; None where none does.
        by_partners: The fewest organizations; None where there is no supply.
        others: Bundles of the same cover that differ from the best in at least half.
        uncovered: What the best bundle leaves, and why.
        standards: Those that apply, nearest first.
        talent: Who has the skills.
        similar: Use cases for reference, nearest first.
        candidates: Supplies that cover at least one requirement.
        threshold: Probability below which a match is not confident.
    """

    query: str | None
    text: str
    requirements: tuple[Requirement, ...]
    best: Bundle
    proven: bool
    by_cost: Bundle | None
    by_partners: Bundle | None
    others: tuple[Bundle, ...]
    uncovered: tuple[Uncovered, ...]
    standards: Sequence[Applicable]
    talent: tuple[Skilled, ...]
    similar: tuple[SimilarCase, ...]
    candidates: int
    threshold: float | None

    @property
    def calibrated(self) -> bool:
        """Whether values are probabilities."""
        return self.threshold is not None
