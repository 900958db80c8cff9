"""Shapes of the leader score of a chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Component(StrEnum):
    """What the score is put together from."""

    MARKET = "market"
    """Revenue of the enterprise, in its unit."""
    CENTRALITY = "centrality"
    """PageRank in the business between the chain's suppliers."""
    BREADTH = "breadth"
    """Sum of the weights of the stages that it supplies."""
    PULL = "pull"
    """How many of the chain's suppliers supply it, or delivered a use case to it."""
    INNOVATION = "innovation"
    """Technologies that it masters, standards that it publishes or its supplies comply with, and
    its use cases that others replicate."""
    HONOURS = "honours"
    """How many kinds of honour it holds that are in force."""


@dataclass(frozen=True, slots=True)
class Part:
    """One component of one organization.

    Attributes:
        component: Which.
        amount: As counted; None if it is not known.
        share: Of the greatest amount in the chain, from 0 to 1; None if it is not known.
    """

    component: Component
    amount: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Leader:
    """One supplier of the chain.

    Attributes:
        organization: Its id.
        rank: 1 for the greatest score; equals share it.
        rank_low: The 5% quantile of its rank over the draws.
        rank_high: The 95% quantile.
        first_share: In which share of the draws it comes first.
        score: Mean of its shares, weighted; what is not known counts 0. From 0 to 1.
        possible: The same, if what is not known were the greatest.
        parts: Every component, in their order.
        stages: The stages that it supplies, in the order of the chain.
        declared: Whether the record names it as leader of the chain.
    """

    organization: str
    rank: int
    rank_low: int
    rank_high: int
    first_share: float
    score: float
    possible: float
    parts: tuple[Part, ...]
    stages: tuple[str, ...]
    declared: bool


@dataclass(frozen=True, slots=True)
class Leaders:
    """Suppliers of a chain by their leader score.

    Attributes:
        chain: Its id.
        scope: Id of the region, park or industry, or None for all.
        today: The date by which honours are in force (YYYY-MM-DD).
        weights: Of each component that is known of any supplier; they add up to 1.
        unknown: Components of which nothing is on record in this chain; they do not count.
        draws: How many times the evidence was drawn anew.
        candidates: How many suppliers were ranked.
        leaders: The first of them, greatest score first, equals by id.
    """

    chain: str
    scope: str | None
    today: str
    weights: Mapping[Component, float]
    unknown: tuple[Component, ...]
    draws: int
    candidates: int
    leaders: tuple[Leader, ...]
