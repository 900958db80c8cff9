"""Shapes of actions: who could do what at which stage, and what that would gain."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chains.stages import Completeness


class ActionKind(StrEnum):
    """What an action is for."""

    FILL = "fill"
    """补链: a supplier for a stage that has none or one."""
    STRENGTHEN = "strengthen"
    """强链: one more supplier for another stage, or a tie between two stages that have none."""
    STABILISE = "stabilise"
    """稳链: a second source, or a way round, for what a single supplier or region holds."""


class Basis(StrEnum):
    """By what an enterprise was found to be near to a stage."""

    SERVES = "serves"
    """It serves the stage already, outside the scope."""
    ASSETS = "assets"
    """It shares technologies, products or scenarios with those that serve the stage."""
    WORDS = "words"
    """Nothing is known of the stage but its words; it shares some of them."""


class Distance(StrEnum):
    """How far a candidate is from the scope."""

    INSIDE = "inside"
    """In the region or park itself."""
    NEAR = "near"
    """In the same region as the scope, below the country."""
    FAR = "far"
    """Elsewhere, or its region is not on record."""
    ANY = "any"
    """No scope was asked for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An enterprise that could serve a stage.

    Attributes:
        organization: Its id.
        stage: The stage.
        proximity: Share of what the stage takes that it has, weighted by rarity; 0 to 1.
        basis: By what.
        shared: Ids of the shared technologies, products and scenarios, or shared words; rarest
            first.
        distance: From the scope.
        illustrative: Whether it is an example (示例).
    """

    organization: str
    stage: str
    proximity: float
    basis: Basis
    shared: tuple[str, ...]
    distance: Distance
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done.

    Attributes:
        kind: What for.
        stage: Where; of a tie, the earlier stage.
        other: Of a tie, the later stage.
        organization: Who joins the stage, or one end of the tie.
        partner: Of a tie, its other end.
        links: Consecutive stages that would newly be linked.
        fit: How far it can do so: the candidate's proximity, 1 if it serves the stage elsewhere
            and for a tie. Not calibrated, and not the chance that it comes.
        gain: Expected rise of C', completeness by smoothed factors, if the fit is the chance that
            the organization serves the stage.
        potential: Rise of C' if it succeeds.
        resilience_gain: Expected rise of R of the suppliers' ties.
        cost: What it takes of the budget.
        candidate: What speaks for the organization; None for a tie.
    """

    kind: ActionKind
    stage: str
    other: str | None
    organization: str
    partner: str | None
    links: tuple[tuple[str, str], ...]
    fit: float
    gain: float
    potential: float
    resilience_gain: float
    cost: float
    candidate: Candidate | None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from others, and breaks ties."""
        return self.stage, self.other or "", self.organization, self.partner or ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A set of actions within a budget.

    Attributes:
        actions: In the order in which they were chosen.
        budget: What could be spent.
        spent: What is.
        completeness: C' with all of them.
        optimum: The greatest C' of any set within the budget, where that was computed.
        evaluations: How often the objective was computed.
    """

    actions: tuple[Action, ...]
    budget: float
    spent: float
    completeness: float
    optimum: float | None
    evaluations: int


@dataclass(frozen=True, slots=True)
class ChainActions:
    """What could be done for a chain within a scope.

    Attributes:
        completeness: The chain as it stands.
        smoothed: C' as it stands.
        resilience: R of the ties of its suppliers as they stand.
        considered: The stages that actions were sought for, those first where one more supplier
            raises C' most.
        actions: By kind, best first.
        candidates: For each of these that has fewer than two suppliers: near ones, then far ones.
        plan: A set of them within the budget; None without budget.
    """

    completeness: Completeness
    smoothed: float
    resilience: float
    considered: tuple[str, ...]
    actions: Mapping[ActionKind, tuple[Action, ...]]
    candidates: Mapping[str, tuple[Candidate, ...]]
    plan: Plan | None
